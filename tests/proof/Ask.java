// Asks Jena, for each FILE FOLDER given, every query of the folder about the file; the answers go beside the queries,
// as SPARQL's JSON or N-Triples.
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.query.Syntax;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.RDFDataMgr;

public class Ask {
    public static void main(String[] names) throws Exception {
        for (int index = 0; index < names.length; index += 2) {
            ask(RDFDataMgr.loadModel(names[index]), Path.of(names[index + 1]));
        }
    }

    private static void ask(Model model, Path folder) throws Exception {
        try (DirectoryStream<Path> queries = Files.newDirectoryStream(folder, "*.rq")) {
            for (Path path : queries) {
                Query query = QueryFactory.create(Files.readString(path), Syntax.syntaxSPARQL_11);
                try (QueryExecution asked = QueryExecutionFactory.create(query, model);
                        OutputStream answer = new FileOutputStream(path + ".answer")) {
                    if (query.isSelectType()) {
                        ResultSetFormatter.outputAsJSON(answer, asked.execSelect());
                    } else {
                        asked.execConstruct().write(answer, "N-TRIPLES");
                    }
                }
            }
        }
    }
}
