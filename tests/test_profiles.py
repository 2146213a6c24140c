"""Profiles, selections and descriptions: what an export has, that nothing dangles, and what it says of itself."""

from __future__ import annotations

import hashlib
import json

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from inspectkg.errors import UsageError
from inspectkg.export.about import profiles, release
from inspectkg.export.canonical import canonical_lines, statement
from inspectkg.export.description import is_description
from inspectkg.export.exporting import export
from inspectkg.export.profiles import HERE, without
from inspectkg.export.selection import Selection
from inspectkg.export.serialising import RDF_FORMATS, write
from inspectkg.ontology.namespaces import BASE, CONCEPT, ID, PREFIXES, iri
from inspectkg.store import bundled_graph, read_quads

RDF_TYPE = f"<{iri('rdf:type')}>"


@pytest.fixture(scope="module")
def bundled() -> list[ox.Quad]:
    return read_quads(bundled_graph())


@pytest.fixture
def many(checkout) -> list[ox.Quad]:
    """A hand-made graph of four articles on two bodies."""
    return read_quads(checkout / "tests" / "queries" / "sample.ttl")


def exported(quads, profile="evidence", **selection) -> list[str]:
    notes: list[str] = []
    return list(export(quads, profile, Selection(**selection), notes.append).lines)


def parts(lines) -> set[tuple[str, str, str]]:
    return {statement(line)[:3] for line in lines}


def dangling(lines, *namespaces: str) -> set[str]:
    """The nodes of NAMESPACES that LINES point at and do not describe."""
    described = {line.split(" ")[0] for line in lines}
    ours = tuple(f"<{namespace}" for namespace in namespaces)
    pointed = {term for _, predicate, term in parts(lines) if term.startswith(ours)}
    return pointed - described


def of_kind(lines, kind: str) -> set[str]:
    return {line.split(" ")[0] for line in lines if line.startswith(f"<{iri(kind + ':')}")}


class TestProfiles:
    """How much of a graph an export has."""

    @pytest.mark.parametrize("profile", profiles())
    def test_nothing_of_ours_dangles(self, bundled, profile):
        """What a file points at in our namespaces, it describes; `full` describes the terms, too."""
        lines = exported(bundled, profile)
        versions = {f"<{release().iri}>"}
        assert dangling(lines, ID, CONCEPT) == set()
        if profile == "full":
            assert dangling(lines, BASE) - versions == set()

    def test_evidence_has_every_statement_of_the_graph(self, bundled):
        """The default loses nothing."""
        data = [line for line in exported(bundled) if not is_description(line)]
        assert data == canonical_lines(bundled)

    def test_facts_have_no_claims(self, bundled):
        """World nodes and articles stay as they are, what was said goes."""
        lines = exported(bundled, "facts")
        for kind in without():
            assert not of_kind(lines, kind)
        for kind in ("rating", "finding", "statistic", "recommendation", "pledge", "inspection", "document"):
            assert of_kind(lines, kind) == of_kind(canonical_lines(bundled), kind) != set()

    def test_full_declares_all_that_it_uses(self, bundled):
        """Each property is of one kind and used as such; each node of ours is an individual."""
        triples = parts(exported(bundled, "full"))
        kinds: dict[str, set[str]] = {}
        for subject, predicate, term in triples:
            if predicate == RDF_TYPE:
                kinds.setdefault(subject, set()).add(term)
        built_in = tuple(f"<{PREFIXES[prefix]}" for prefix in ("rdf", "rdfs", "owl"))
        for subject, predicate, term in triples:
            if predicate.startswith(built_in):
                continue
            found = kinds.get(predicate, set())
            wanted = "owl:DatatypeProperty" if term.startswith('"') else "owl:ObjectProperty"
            allowed = {f"<{iri(wanted)}>", f"<{iri('owl:AnnotationProperty')}>"}
            assert found & allowed, f"{subject} {predicate} {term}"
        classes = {term for _, predicate, term in triples if predicate == RDF_TYPE and not term.startswith(built_in)}
        assert all(f"<{iri('owl:Class')}>" in kinds.get(term, ()) for term in classes)
        above = [f"<{iri('rdfs:' + name)}>" for name in ("subClassOf", "subPropertyOf", "domain", "range")]
        named = {term for _, predicate, term in triples if predicate in above}
        standard = (f"<{PREFIXES['xsd']}", *built_in)
        assert {term for term in named if not term.startswith(standard) and term not in kinds} == set()
        ours = {subject for subject, _, _ in triples if subject.startswith((f"<{ID}claim", f"<{CONCEPT}topic/"))}
        assert all(f"<{iri('owl:NamedIndividual')}>" in kinds[subject] for subject in ours)

    def test_declarations_are_all_used(self, bundled):
        """None stands there for nothing."""
        known = {str(quad.subject) for quad in ox.parse(path=str(HERE / "declarations.ttl"))}
        text = "\n".join(exported(bundled, "full"))
        rare = {"prov:Agent", "org:Post", "prov:wasAssociatedWith", "dcterms:date", "schema:author",
                "schema:dateModified", "schema:inLanguage", "schema:url", "prov:Entity", "prov:alternateOf",
                "org:member", "org:postIn"}  # fmt: skip
        unused = {name for name in known if text.count(name) < 2}
        assert unused - {f"<{iri(name)}>" for name in rare} == set()

    def test_schema_org_has_terms_of_schema_org_alone(self, bundled):
        """But what describes the file; and the ratings, claims and organisations are there."""
        data = [line for line in exported(bundled, "schema-org") if not is_description(line)]
        schema = f"<{PREFIXES['schema']}"
        assert all(predicate == RDF_TYPE or predicate.startswith(schema) for _, predicate, _ in parts(data))
        types = {term.removeprefix(schema)[:-1] for _, predicate, term in parts(data) if predicate == RDF_TYPE}
        assert types >= {"NewsArticle", "Claim", "Review", "Rating", "GovernmentOrganization", "Person", "DefinedTerm"}
        text = write(data, "jsonld", lambda _: None, schema_org=True)
        rating = next(node for node in json.loads(text)["@graph"] if node["@type"] == "Rating")
        assert (rating["bestRating"], rating["worstRating"]) == (4, 1)

    def test_an_unknown_profile_is_refused(self, bundled):
        """With those that there are."""
        with pytest.raises(UsageError, match="evidence"):
            exported(bundled, "everything")


class TestSelections:
    """Part of a graph, whole in itself."""

    @pytest.mark.parametrize(
        "selection",
        [{"regions": ["north-east"]}, {"bodies": ["North East"]}, {"articles": ["bbc-north-east.txt"]},
         {"topics": ["information-sharing"]}, {"since": "2025-07"},
         {"regions": ["region:north-east"], "topics": ["victims", "police-information-sharing"]}],
    )  # fmt: skip
    @pytest.mark.parametrize("profile", profiles())
    def test_nothing_dangles(self, bundled, selection, profile):
        """Everything that is needed about what was selected is there, and it is no more than the whole."""
        lines = exported(bundled, profile, **selection)
        assert dangling(lines, ID, CONCEPT) == set()
        kind = "finding" if profile == "facts" else "claim"
        whole = of_kind(exported(bundled), kind)
        assert set() < of_kind(lines, kind) <= whole
        assert profile == "facts" or of_kind(lines, kind) != whole

    def test_a_claim_comes_with_all_it_rests_on(self, bundled):
        """Its words, place, speaker, rule and article: just as they are in the whole."""
        whole, part = canonical_lines(bundled), exported(bundled, bodies=["North East"])
        claims = of_kind(part, "claim")
        assert claims
        for kind in ("claim", "evidence", "quote", "position", "rule", "document"):
            nodes = of_kind(part, kind)
            assert nodes
            assert {line for line in whole if line.split(" ")[0] in nodes} <= set(part)

    def test_a_body_takes_what_is_about_it_alone(self, bundled):
        """No rating of another body, nor its finding."""
        lines = exported(bundled, bodies=["north-tyneside-and-northumberland"])
        about = {term for _, predicate, term in parts(lines) if predicate in
                 (f"<{iri('ikg:aboutBody')}>", f"<{iri('ikg:ratedBody')}>")}  # fmt: skip
        assert about == {f"<{iri('pdu:north-tyneside-and-northumberland')}>"}

    def test_a_region_takes_its_units(self, bundled):
        """What is said of a unit is said of its region."""
        assert of_kind(exported(bundled, regions=["north-east"]), "pdu")

    def test_an_article_leaves_out_the_other(self, bundled):
        """Also what the other says of a thing that both speak of."""
        lines = exported(bundled, articles=["bbc-north-east.txt"])
        assert len(of_kind(lines, "document")) == 1
        assert all("ffb1ef685a6b07d7" not in line for line in lines)

    def test_topics_have_their_narrower_ones(self, bundled):
        """Police information sharing is information sharing."""
        narrow = of_kind(exported(bundled, topics=["police-information-sharing"]), "claim")
        assert narrow < of_kind(exported(bundled, topics=["Information sharing"]), "claim")

    def test_values_of_one_option_add_up_and_options_narrow(self, bundled):
        """Either body; but of that body and on that topic."""

        def claims(**selection):
            return of_kind(exported(bundled, **selection), "claim")

        one, two = claims(bodies=["region:north-east"]), claims(bodies=["pdu:north-tyneside-and-northumberland"])
        assert claims(bodies=["region:north-east", "pdu:north-tyneside-and-northumberland"]) == one | two
        topic = claims(topics=["information-sharing"])
        assert claims(bodies=["region:north-east"], topics=["information-sharing"]) == one & topic != set()

    def test_links_to_what_is_left_out_are_left_out(self, many):
        """A copy without its original is no copy of anything here."""
        whole = canonical_lines(many)
        copies = [parts_[0] for parts_ in parts(whole) if parts_[1] == f"<{iri('ikg:copyOf')}>"]
        assert copies
        lines = exported(many, articles=[copies[0][1:-1]])
        assert dangling(lines, ID, CONCEPT) <= dangling(whole, ID, CONCEPT)
        assert not any(predicate == f"<{iri('ikg:copyOf')}>" for _, predicate, _ in parts(lines))

    @pytest.mark.parametrize(
        ("selection", "near"),
        [({"bodies": ["Nort East"]}, "North East"), ({"regions": ["nrth-east"]}, "north-east"),
         ({"articles": ["bbc-north-est.txt"]}, "bbc-north-east.txt"),
         ({"topics": ["informaton-sharing"]}, "information-sharing"),
         ({"articles": ["nix"]}, "it has bbc-north-east.txt, chronicle-north-tyneside.txt$"),
         ({"regions": ["nowhere"]}, "it has north-east$"), ({"since": "last year"}, "2025-07-31"), ({"since": "2025-02-30"}, "2025-07-31")],
    )  # fmt: skip
    def test_wrong_values_are_refused_with_the_near_ones(self, bundled, selection, near):
        """A slip of the pen does not give an empty file."""
        with pytest.raises(UsageError, match=near):
            exported(bundled, **selection)

    def test_no_claim_is_said(self, bundled):
        """As are articles whose day is unknown."""
        notes: list[str] = []
        export(bundled, "evidence", Selection(since="2031"), notes.append)
        assert [word in " ".join(notes) for word in ("no claim", "1 article")] == [True, True]


class TestDescriptions:
    """VoID and DCAT in every export."""

    def test_it_says_what_it_is(self, bundled):
        """Title, licence, version, day of the release, the ontology, the articles and their publishers."""
        found = {(p, o) for s, p, o in parts(exported(bundled, regions=["north-east"])) if is_description(s)}
        told = {predicate: {o for p, o in found if p == f"<{iri(predicate)}>"} for predicate in (
            "dcterms:title", "dcterms:license", "dcat:version", "dcterms:issued", "dcterms:conformsTo",
            "dcterms:source", "dcterms:rightsHolder")}  # fmt: skip
        assert all(told.values())
        assert "region North East" in next(iter(told["dcterms:title"]))
        assert told["dcterms:conformsTo"] == {f"<{release().iri}>"}
        assert release().issued in next(iter(told["dcterms:issued"]))
        assert told["dcterms:rightsHolder"] == {
            f"<{iri('publisher:' + name)}>" for name in ("bbc-news", "chroniclelive")
        }

    def test_the_counts_are_those_of_the_statements(self, bundled):
        """Counted again by SPARQL."""
        lines = exported(bundled)
        store = ox.Store()
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in bundled)
        graph = rdflib.Graph().parse(data=write(lines, "turtle", lambda _: None), format="turtle")
        void = rdflib.Namespace(PREFIXES["void"])
        dataset = next(graph.subjects(rdflib.RDF.type, rdflib.URIRef(iri("dcat:Dataset"))))
        assert str(graph.value(dataset, void.triples)) == str(len(store))

        def counted(query: str) -> str:
            solutions = store.query(query)
            assert isinstance(solutions, ox.QuerySolutions)
            return next(solutions)["n"].value

        for part in graph.objects(dataset, void.classPartition):
            query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{graph.value(part, void['class'])}> }}"
            assert counted(query) == str(graph.value(part, void.entities))
        for part in graph.objects(dataset, void.propertyPartition):
            query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{graph.value(part, void.property)}> ?o }}"
            assert counted(query) == str(graph.value(part, void.triples))

    def test_the_checksum_is_that_of_the_other_lines(self, bundled):
        """As anybody can find with grep and sha256sum."""
        text = write(exported(bundled), "ntriples", lambda _: None)
        data = b"".join(line for line in text.splitlines(keepends=True) if b"/id/dataset/" not in line.split(b" ")[0])
        assert hashlib.sha256(data).hexdigest().encode() in text

    @pytest.mark.parametrize("name", ["trig", "nquads"])
    def test_it_has_a_graph_of_its_own(self, bundled, name):
        """Named graphs of articles hold nothing of it."""
        data = write(exported(bundled), name, lambda _: None)
        rdf = ox.RdfFormat.TRIG if name == "trig" else ox.RdfFormat.N_QUADS
        graphs = {quad.graph_name for quad in ox.parse(data, format=rdf) if is_description(str(quad.subject))}
        assert graphs == {ox.NamedNode(iri("graph:dataset"))}

    @pytest.mark.parametrize("profile", profiles())
    @pytest.mark.parametrize("name", RDF_FORMATS)
    def test_an_export_of_an_export_is_the_same(self, bundled, profile, name):
        """It describes itself, not the description of another; and every format brings back what was written."""
        if profile == "schema-org":
            pytest.skip("schema.org has too little to come back from")
        first = export(bundled, profile, Selection(), lambda _: None)
        data = first.written(name, lambda _: None)
        rdf = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "trig": "TRIG", "nquads": "N_QUADS", "jsonld": "JSON_LD",
               "rdfxml": "RDF_XML"}[name]  # fmt: skip
        back = list(ox.parse(data, format=getattr(ox.RdfFormat, rdf)))
        assert export(back, profile, Selection(), lambda _: None).written("turtle", lambda _: None) == first.written(
            "turtle", lambda _: None
        )

    def test_both_back_ends_give_the_same_bytes(self, bundled):
        """A graph that rdflib wrote is exported as the one it read."""
        text = write(canonical_lines(bundled), "ntriples", lambda _: None)
        theirs = rdflib.Graph().parse(data=text, format="nt")
        made_by_rdflib = ox.parse(theirs.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
        assert write(canonical_lines(made_by_rdflib), "ntriples", lambda _: None) == text
        triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
        made_by_oxigraph = ox.parse(ox.serialize(triples, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.TURTLE)
        assert write(canonical_lines(made_by_oxigraph), "ntriples", lambda _: None) == text
        for name in ("turtle", "xml", "json-ld"):
            ours = write(
                canonical_lines(bundled), {"xml": "rdfxml", "json-ld": "jsonld"}.get(name, name), lambda _: None
            )
            assert isomorphic(theirs, rdflib.Graph().parse(data=ours, format=name))
