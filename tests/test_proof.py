"""Our RDF and OWL by the programs of others: each reads every file strictly, finds the same, and answers the same."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from programs import HERE, jena, needs, output, owlapi, run_program
from servers import has_virtuoso, virtuoso

from inspectkg.endpoints.opening import written_at
from inspectkg.endpoints.storing import GraphStore
from inspectkg.endpoints.transport import Transport
from inspectkg.export.about import profiles
from inspectkg.export.exporting import export
from inspectkg.export.selection import Selection
from inspectkg.export.serialising import FORMATS, RDF_FORMATS
from inspectkg.ontology.namespaces import iri
from inspectkg.publication import release
from inspectkg.queries.catalogue import load_query, names
from inspectkg.queries.formats import render
from inspectkg.queries.running import run_on_files
from inspectkg.store import FORMATS as PARSERS
from inspectkg.store import bundled_graph, read_quads

ROOT = Path(__file__).parents[1]
#: What people write and what is published: read where it stands.
STANDING = sorted(
    path
    for folder in (ROOT / "ontology", ROOT / "shapes", ROOT / "graph", release.FOLDER)
    for path in folder.rglob("*")
    if path.suffix in (".ttl", ".nt", ".rdf")
)
#: The same statements, but for graphs, in every format that Raptor, Serd and Jena know among them.
SUFFIXES = (".ttl", ".nt", ".nq", ".trig", ".rdf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PROFILE.SUFFIX: the bundled graph in every profile and RDF format."""
    folder = tmp_path_factory.mktemp("exports")
    quads = read_quads(bundled_graph())
    for profile in profiles():
        made = export(quads, profile, Selection(), lambda _: None)
        for name in RDF_FORMATS:
            (folder / f"{profile}{FORMATS[name]}").write_bytes(made.written(name, lambda _: None))
    return folder


def statements(data: bytes | Path, rdf: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> set[str]:
    """The triples of DATA, whatever its graphs are called and its blank nodes were."""
    text = data.read_bytes() if isinstance(data, Path) else data
    rdf = PARSERS[data.suffix] if isinstance(data, Path) else rdf
    dataset = ox.Dataset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(text, format=rdf))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in dataset}


def test_what_is_proved_is_there():
    """The files of the ontology, the shapes and the release are among those that are read."""
    parts = {path.relative_to(ROOT).parts[0] for path in STANDING}
    assert parts == {"ontology", "shapes", "graph", "releases"}
    assert {path.suffix for path in STANDING} == {".ttl", ".nt", ".rdf"}


#: How a program turns a file of a suffix into N-Triples or N-Quads.
RAPPER = {suffix: ["rapper", "-q", "-i", name, "-o", "ntriples"] for suffix, name in
          {".ttl": "turtle", ".nt": "ntriples", ".rdf": "rdfxml"}.items()}  # fmt: skip
SERDI = {suffix: ["serdi", "-i", name, "-o", "nquads"] for suffix, name in
         {".ttl": "turtle", ".nt": "ntriples", ".trig": "trig", ".nq": "nquads"}.items()}  # fmt: skip


@pytest.mark.parametrize("commands", [pytest.param(RAPPER, marks=needs("rapper")),
                                      pytest.param(SERDI, marks=needs("serdi"))], ids=["rapper", "serdi"])  # fmt: skip
class TestParsersInC:
    """Raptor and Serd, strict as they are without options."""

    @pytest.mark.parametrize("profile", profiles())
    def test_exports_come_back_as_they_went_out(self, profile, commands, folder):
        """In every format that the program knows."""
        expected = statements(folder / f"{profile}.nt")
        for suffix, command in commands.items():
            found = output(*command, folder / f"{profile}{suffix}")
            assert statements(found, ox.RdfFormat.N_QUADS) == expected, suffix

    def test_standing_files_come_back_as_they_are(self, commands):
        """The ontology, shapes and release: with their blank nodes, too."""
        for path in STANDING:
            if path.suffix in commands:
                found = output(*commands[path.suffix], path)
                assert statements(found, ox.RdfFormat.N_QUADS) == statements(path), path

    def test_a_broken_file_is_refused(self, commands, tmp_path):
        """Or the tests above would prove nothing."""
        bad = tmp_path / "bad.ttl"
        bad.write_text("@prefix e: <http://e/> .\ne:a e:b e:c", "utf-8")
        with pytest.raises(AssertionError):
            output(*commands[".ttl"], bad)


@needs("java", "jena")
class TestJena:
    """riot and arq of Apache Jena."""

    def test_riot_finds_every_file_valid_and_whole(self, folder, tmp_path):
        """Syntax, IRIs and the values of literals; as many triples as we wrote in each."""
        files = [
            folder / f"{name}{suffix}" for name in profiles() for suffix in (".ttl", ".nt", ".nq", ".trig", ".rdf")
        ]
        told = jena("riotcmd.riot", "--check", "--strict", "--count", *files, *STANDING, folder=tmp_path).err
        assert "WARN" not in told and "ERROR" not in told
        counts = re.findall(r"(?m)^file:.* = ([\d,]+)$", told)
        assert [int(count.replace(",", "")) for count in counts] == [
            len(set(read_quads(path))) for path in [*files, *STANDING]
        ]

    def test_what_riot_writes_is_what_we_wrote(self, folder, tmp_path):
        """All formats of a profile together have no triple but those of each."""
        files = [folder / f"full{suffix}" for suffix in SUFFIXES]
        told = jena("riotcmd.riot", "--output=nquads", *files, folder=tmp_path)
        assert not told.err
        assert statements(told.out, ox.RdfFormat.N_QUADS) == statements(folder / "full.nt")

    def test_riot_sees_what_is_wrong(self, tmp_path):
        """A day that does not exist, or the tests above would prove nothing."""
        day = '"2025-02-30"^^<http://www.w3.org/2001/XMLSchema#date>'
        (tmp_path / "bad.ttl").write_text(f"<http://e/a> <http://e/b> {day} .", "utf-8")
        with pytest.raises(AssertionError, match="not valid for datatype"):
            jena("riotcmd.riot", "--validate", tmp_path / "bad.ttl", folder=tmp_path)

    def test_every_saved_question_has_the_same_answer(self, folder, tmp_path):
        """On Jena and on the embedded store, from the same Turtle: with the reference data where it is asked for."""
        asked = {name: folder / ("full.ttl" if load_query(name).reference else "evidence.ttl") for name in names()}
        for name, path in asked.items():
            (tmp_path / path.stem).mkdir(exist_ok=True)
            (tmp_path / path.stem / f"{name}.rq").write_text(load_query(name).sparql, "utf-8")
        pairs = [name for path in sorted(set(asked.values())) for name in (path, tmp_path / path.stem)]
        assert len(pairs) == 4
        assert not jena(HERE / "Ask.java", *pairs, folder=tmp_path).err
        for name, path in asked.items():
            theirs, query = (tmp_path / path.stem / f"{name}.rq.answer").read_bytes(), load_query(name)
            if query.form == "SELECT":
                assert rows(theirs) == rows(render(run_on_files(query, [path]), "json")), name
            else:
                ours = render(run_on_files(query, [path]), "turtle").encode()
                assert statements(theirs) == statements(ours, ox.RdfFormat.TURTLE), name


def rows(answer: str | bytes) -> Counter[str]:
    """The rows of an ANSWER in SPARQL's JSON, however often each comes; of decimals, the value."""
    bindings: list[dict[str, dict[str, str]]] = json.loads(answer)["results"]["bindings"]
    for term in (term for row in bindings for term in row.values()):
        if term.get("datatype") == iri("xsd:decimal"):
            term["value"] = str(Decimal(term["value"]).normalize())
    return Counter(json.dumps(row, sort_keys=True) for row in bindings)


def counted(path: Path, pattern: str) -> list[str]:
    """How often PATTERN is found in the file PATH."""
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in read_quads(path))
    prefixes = "".join(f"PREFIX {prefix}: <{iri(prefix + ':')}> " for prefix in ("owl", "rdfs"))
    solutions = store.query(f"{prefixes} SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    return [next(solutions)["n"].value]


@needs("java", "owlapi")
class TestOwlapi:
    """OWLAPI, which reads for Protégé."""

    @pytest.fixture(scope="class")
    @classmethod
    def told(cls, folder) -> dict[str, dict[str, list[str]]]:
        """What it tells of the profile full and of the released ontology, by the name of the file."""
        told: dict[str, dict[str, list[str]]] = {}
        files = [folder / "full.ttl", release.FOLDER / "ontology.ttl", release.FOLDER / "ontology.rdf"]
        for line in owlapi(HERE / "Profile.java", *files).decode().splitlines():
            path, what, value = line.split("\t")
            told.setdefault(Path(path).name, {}).setdefault(what, []).append(value)
        return told

    def test_individuals_and_their_assertions_are_counted_as_they_are(self, told, folder):
        """Each triple with a property of objects or of data is an assertion, none an annotation."""
        full, path = told["full.ttl"], folder / "full.ttl"
        assert full["ObjectPropertyAssertion"] == counted(path, "?p a owl:ObjectProperty . ?s ?p ?o")
        assert full["DataPropertyAssertion"] == counted(path, "?p a owl:DatatypeProperty . ?s ?p ?o")
        assert full["ClassAssertion"] == counted(path, "?c a owl:Class . ?s a ?c")
        assert full["individuals"] == counted(
            path, "{ SELECT DISTINCT ?s { { ?c a owl:Class . ?s a ?c } UNION { ?p a owl:ObjectProperty . ?o ?p ?s } } }"
        )
        assert full["anonymous"] == ["0"]
        assert all(int(full[kind][0]) > 900 for kind in ("individuals", "ObjectPropertyAssertion", "ClassAssertion"))

    @pytest.mark.parametrize("name", ["ontology.ttl", "ontology.rdf"])
    def test_the_ontology_has_its_axioms(self, told, name):
        """Domains, ranges and parents are axioms, in both formats, and none was dropped."""
        path = release.FOLDER / name
        assert told[name]["SubClassOf"] == counted(path, "?s rdfs:subClassOf ?o")
        for kind in ("Object", "Data"):
            typed = f"?p a owl:{kind.replace('Data', 'Datatype')}Property . ?p rdfs:"
            assert told[name][f"{kind}PropertyDomain"] == counted(path, f"{typed}domain ?c") != ["0"]
            assert told[name][f"{kind}PropertyRange"] == counted(path, f"{typed}range ?c") != ["0"]

    @pytest.mark.parametrize("name", ["ontology.ttl", "ontology.rdf", "full.ttl"])
    def test_owl_2_dl_is_broken_only_as_is_known(self, told, name):
        """Each known violation comes with the reason why it stays, and still happens."""
        known: dict[str, str] = tomllib.loads((HERE / "violations.toml").read_text("utf-8"))[Path(name).stem]
        violations = [violation.split(" ", 1) for violation in told[name].get("violation", [])]
        assert {f"{kind} {what.rpartition('^^')[2]}" for kind, what in violations} == set(known)
        assert all(known.values())


class TestStores:
    """What is loaded is what is there."""

    def test_oxigraph(self, folder, tmp_path):
        """Its command line, from the profile full, graph by graph."""
        run_program("oxigraph", "load", "--location", tmp_path / "s", "--file", folder / "full.nq")
        run_program("oxigraph", "dump", "--location", tmp_path / "s", "--file", tmp_path / "back.nq")
        assert set(read_quads(tmp_path / "back.nq")) == set(read_quads(folder / "full.nq"))

    @pytest.mark.skipif(not has_virtuoso(), reason="not installed: Virtuoso (make virtuoso installs it)")
    def test_virtuoso(self, folder, tmp_path, monkeypatch):
        """All that the profile full has, as it was."""
        with virtuoso(tmp_path, rows=100000) as server:
            monkeypatch.setenv("INSPECTKG_USER", server.user)
            monkeypatch.setenv("INSPECTKG_PASSWORD", server.password)
            place = written_at(server.store, "store")
            graphs = GraphStore(place.store, Transport(60, place.login(place.store)), "proof")
            assert graphs.triples("http://e/g") == []  # as publish does, before it sends what is large
            graphs.put("http://e/g", (folder / "full.nt").read_text("utf-8").splitlines(keepends=True))
            back = ox.serialize(graphs.triples("http://e/g"), format=ox.RdfFormat.N_TRIPLES)
            assert back is not None
        assert statements(back) == statements(folder / "full.nt")

    @pytest.mark.parametrize("suffix", [".ttl", ".rdf", ".nq"])
    def test_rdflib(self, suffix, folder):
        """The profile full, as rdflib reads and writes it."""
        name = {".ttl": "turtle", ".rdf": "xml", ".nq": "nquads"}[suffix]
        dataset = rdflib.Dataset()
        dataset.parse(folder / f"full{suffix}", format=name)
        back = dataset.serialize(format="nquads", encoding="utf-8")
        assert statements(back, ox.RdfFormat.N_QUADS) == statements(folder / "full.nt")


def test_declarations_of_others_are_in_the_release_alone():
    """The ontology says what it uses of others is, so that OWL programs need load nothing else; no more than that."""
    said = {str(quad.subject) for quad in read_quads(release.FOLDER / "ontology.ttl")}
    assert f"<{iri('schema:Claim')}>" in said
    assert f"<{iri('spdx:Checksum')}>" not in said
