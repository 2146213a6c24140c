// What OWLAPI, on which Protégé stands, finds in each of the files given: counts, and what is no OWL 2 DL, as TSV.
import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;

public class Profile {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(name));
            tell(name, "individuals", ontology.individualsInSignature().count());
            tell(name, "anonymous", ontology.anonymousIndividuals().count());
            for (AxiomType<?> type : AxiomType.AXIOM_TYPES) {
                tell(name, type.getName(), ontology.axioms(type).count());
            }
            for (OWLProfileViolation violation : Profiles.OWL2_DL.checkOntology(ontology).getViolations()) {
                tell(name, "violation", violation.getClass().getSimpleName() + " " + violation.getExpression());
            }
        }
    }

    private static void tell(String name, String what, Object value) {
        System.out.println(name + "\t" + what + "\t" + value);
    }
}
