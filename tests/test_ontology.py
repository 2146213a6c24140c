"""The ontology files keep the house style, and every rule of that style is tripped by a smallest bad graph."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl
import pyshacl_turbo
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from inspectkg.ontology.loading import FOLDER, body_files, concept_files, ontology_files, reference_files
from inspectkg.ontology.namespaces import BASE, IKG, PREFIXES, SHAPE, iri

PROJECT = FOLDER.parent
STYLE = PROJECT / "shapes" / "ontology-style.ttl"
FILES = ontology_files() + reference_files()
HEADER = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())

# The smallest graph with one thing of each kind; it keeps every rule of the style.
GOOD = """
ikg: a owl:Ontology ; owl:versionIRI <https://w3id.org/inspectkg/ontology/1> ; dcterms:title "Terms"@en ;
    dcterms:creator "someone" ; dcterms:license <https://example.org/licence> ; dcterms:issued "2026-01-01"^^xsd:date .
ikg:Thing a owl:Class ; skos:prefLabel "thing"@en ; skos:definition "A thing."@en ; skos:example "thing"@en ;
    rdfs:isDefinedBy ikg: ; rdfs:subClassOf prov:Entity .
ikg:part a owl:ObjectProperty ; skos:prefLabel "part"@en ; skos:definition "A part."@en ; skos:example "part"@en ;
    rdfs:isDefinedBy ikg: .
<https://example.org/scheme> a skos:ConceptScheme ; skos:prefLabel "Scheme"@en ; skos:definition "A scheme."@en .
topic:sharing a ikg:Topic, skos:Concept ; skos:prefLabel "Sharing"@en ; skos:definition "Sharing."@en ;
    skos:altLabel "to share"@en ; skos:hiddenLabel "shareing"@en ; skos:inScheme <https://example.org/scheme> .
topic:police-sharing a ikg:Topic, skos:Concept ; skos:prefLabel "Police sharing"@en ; skos:definition "Both."@en ;
    skos:inScheme <https://example.org/scheme> ; skos:broader topic:sharing ; ikg:composedOfTopic topic:sharing ;
    ikg:composedWithAgency agency:police ; skos:scopeNote "Sharing and the police."@en .
grade:good a ikg:Grade, skos:Concept ; skos:prefLabel "good"@en ; skos:definition "Good."@en ; ikg:order 3 ;
    ikg:score 2 ; skos:inScheme <https://example.org/scheme> .
aspect:planning a ikg:Aspect, skos:Concept ; skos:prefLabel "planning"@en ; skos:definition "Planning."@en ;
    skos:inScheme <https://example.org/scheme> .
level:pdu a ikg:Level, skos:Concept ; skos:prefLabel "unit"@en ; skos:definition "A unit."@en ;
    skos:inScheme <https://example.org/scheme> .
framework:new a ikg:StandardsFramework, skos:Concept ; skos:prefLabel "New"@en ; skos:definition "New."@en ;
    skos:inScheme <https://example.org/scheme> .
standard:new-1 a ikg:Standard, skos:Concept ; skos:prefLabel "Planning"@en ;
    skos:inScheme <https://example.org/scheme> ; ikg:framework framework:new ; ikg:level level:pdu ;
    ikg:aspect aspect:planning ; dcterms:source "a page" .
band:new-good a ikg:RatingBand, skos:Concept ; skos:prefLabel "New: good"@en ;
    skos:inScheme <https://example.org/scheme> ; ikg:framework framework:new ; ikg:grade grade:good ;
    ikg:minimumScore 5 ; ikg:maximumScore 9 ; dcterms:source "a page" .
label-use:beside-kind-noun a skos:Concept ; skos:prefLabel "beside"@en ; skos:inScheme <https://example.org/scheme> .
body-kind:some a skos:Concept ; skos:prefLabel "some"@en ; skos:inScheme <https://example.org/scheme> .
agency:police a ikg:Agency ; skos:prefLabel "Police"@en ; skos:altLabel "the police"@en ; ikg:bodyKind body-kind:some ;
    ikg:parentAgency agency:police ; dcterms:source "general knowledge, not verified" ; ikg:unverified true .
region:north a ikg:ProbationRegion ; skos:prefLabel "North"@en ; ikg:bodyKind body-kind:some ;
    org:unitOf agency:police ; ikg:labelUse label-use:beside-kind-noun ; dcterms:source "a page" .
force:north a ikg:PoliceForce ; skos:prefLabel "North Police"@en ; ikg:bodyKind body-kind:some ;
    ikg:servesRegion region:north ; dcterms:source "a page" .
pdu:town a ikg:ProbationDeliveryUnit ; skos:prefLabel "Town"@en ; ikg:bodyKind body-kind:some ;
    org:unitOf region:north ; ikg:coveredByForce force:north ; ikg:coverageSource "a page" ;
    ikg:labelUse label-use:beside-kind-noun ; dcterms:source "a page" .
change:town a org:ChangeEvent ; skos:prefLabel "Split of Town"@en ; ikg:changeKind "split" ;
    org:originalOrganization pdu:town ; org:resultingOrganization pdu:town ; dcterms:source "a page" .
post:chief a org:Post ; skos:prefLabel "Chief"@en ; ikg:bodyKind body-kind:some ; org:postIn agency:police ;
    dcterms:source "a page" .
person:jo a schema:Person ; skos:prefLabel "Jo"@en .
membership:jo a org:Membership ; org:member person:jo ; ikg:post post:chief ; schema:startDate "2024-03" ;
    schema:endDate "2025" ; dcterms:source "a page" .
"""

# (the shape that must object, and nothing else; the words of GOOD that are changed; what they become)
BAD = [
    ("style-ontology-version", "owl:versionIRI <https://w3id.org/inspectkg/ontology/1> ; ", ""),
    ("style-ontology-title", '"Terms"@en', '"Terms"'),
    ("style-ontology-creator", 'dcterms:creator "someone" ;', ""),
    ("style-ontology-licence", "<https://example.org/licence>", '"free"'),
    ("style-ontology-issued", '"2026-01-01"^^xsd:date', '"2026"'),
    ("style-term", "ikg:part a ", "<https://example.org/part> a "),
    ("style-term-label", 'skos:prefLabel "thing"@en', 'skos:prefLabel "thing"@en, "object"@en'),
    ("style-term-definition", 'skos:definition "A part."@en ; ', ""),
    ("style-term-example", 'skos:example "part"@en ;', ""),
    ("style-term-defined-by", 'skos:example "part"@en ;\n    rdfs:isDefinedBy ikg:', 'skos:example "part"@en'),
    ("style-class", "ikg:Thing a ", "ikg:thing a "),
    ("style-property", "ikg:part a ", "ikg:Part a "),
    ("style-class-parent", " ; rdfs:subClassOf prov:Entity", ""),
    ("style-scheme-label", 'skos:prefLabel "Scheme"@en ; ', ""),
    ("style-scheme-definition", '; skos:definition "A scheme."@en', ""),
    ("style-concept-label", 'skos:prefLabel "Sharing"@en ; ', ""),
    ("style-concept-other-label", '"to share"@en', '"Sharing"@en'),
    ("style-concept-scheme", "ikg:score 2 ; skos:inScheme <https://example.org/scheme>", "ikg:score 2"),
    ("style-concept-broader", "skos:broader topic:sharing", "skos:broader topic:missing"),
    ("style-concept-definition", '; skos:definition "Planning."@en', ""),
    ("style-label-words", '"to share"@en', '"to share what one has got"@en'),
    ("style-hidden-label-words", '"shareing"@en', '"to shareing what one has"@en'),
    ("style-composed-of", "ikg:composedOfTopic topic:sharing ;", ""),
    ("style-composed-with", "ikg:composedWithAgency agency:police ;", ""),
    ("style-composed-note", '; skos:scopeNote "Sharing and the police."@en', ""),
    ("style-grade-order", "ikg:order 3", 'ikg:order "third"'),
    ("style-grade-score", "ikg:score 2 ;", ""),
    ("style-standard-framework", "ikg:framework framework:new ; ikg:level", "ikg:level"),
    ("style-standard-level", "ikg:level level:pdu ;", ""),
    ("style-standard-aspect", "ikg:aspect aspect:planning", "ikg:aspect level:pdu"),
    ("style-standard-source", 'ikg:aspect aspect:planning ; dcterms:source "a page"', "ikg:aspect aspect:planning"),
    ("style-band-framework", "ikg:framework framework:new ; ikg:grade", "ikg:grade"),
    ("style-band-grade", "ikg:grade grade:good ;", ""),
    ("style-band-minimum", "ikg:minimumScore 5", "ikg:minimumScore 50"),
    ("style-band-maximum", "ikg:maximumScore 9", "ikg:maximumScore 9, 10"),
    ("style-band-source", 'ikg:maximumScore 9 ; dcterms:source "a page"', "ikg:maximumScore 9"),
    ("style-body-label", 'skos:prefLabel "North Police"@en', 'skos:prefLabel "North  Police"@en'),
    ("style-body-other-label", '"the police"@en', '"Police"@en'),
    ("style-body-kind", '"North Police"@en ; ikg:bodyKind body-kind:some ;', '"North Police"@en ;'),
    ("style-body-source", 'ikg:servesRegion region:north ; dcterms:source "a page"', "ikg:servesRegion region:north"),
    ("style-body-label-use", "ikg:servesRegion", 'ikg:labelUse "never" ; ikg:servesRegion'),
    ("style-unit-region", "org:unitOf region:north ;", ""),
    ("style-unit-force", "ikg:coveredByForce force:north ;", ""),
    ("style-unit-force-source", 'ikg:coverageSource "a page" ;', ""),
    ("style-unit-label-use", 'ikg:coverageSource "a page" ;\n    ikg:labelUse label-use:beside-kind-noun ;',
     'ikg:coverageSource "a page" ;'),
    ("style-region-parent", "org:unitOf agency:police ;", ""),
    ("style-force-region", "ikg:servesRegion region:north", "ikg:servesRegion pdu:town"),
    ("style-agency-parent", "ikg:parentAgency agency:police", "ikg:parentAgency agency:missing"),
    ("style-post-agency", "org:postIn agency:police ;", ""),
    ("style-membership-member", "org:member person:jo ;", ""),
    ("style-membership-post", "ikg:post post:chief ;", ""),
    ("style-membership-start", '"2024-03"', '"March"'),
    ("style-membership-end", '"2025"', '"now"'),
    ("style-membership-source", 'schema:endDate "2025" ; dcterms:source "a page"', 'schema:endDate "2025"'),
    ("style-change-label", 'skos:prefLabel "Split of Town"@en ; ', ""),
    ("style-change-kind", '"split"', '"vanished"'),
    ("style-change-original", "org:originalOrganization pdu:town", "org:originalOrganization region:north"),
    ("style-change-result", "org:resultingOrganization pdu:town ;", ""),
    ("style-change-source", 'pdu:town ; dcterms:source "a page" .\npost', "pdu:town .\npost"),
    ("style-person-label", 'skos:prefLabel "Jo"@en', 'skos:prefLabel "Jo"'),
    ("style-doubt", "; ikg:unverified true", ""),
]  # fmt: skip

#: Shapes that others are made of: they report nothing by themselves.
HELPERS = {"style-mark-unverified", "style-source-without-doubt"}


@cache
def style() -> Graph:
    return Graph().parse(STYLE)


def objections(data: Graph) -> set[str]:
    """The names of the style's shapes that DATA breaks, as two engines agree."""
    found: list[set[str]] = []
    for engine in (pyshacl, pyshacl_turbo):
        _, report, _ = engine.validate(data, shacl_graph=style())
        assert isinstance(report, Graph)
        found.append({str(shape).removeprefix(SHAPE) for shape in report.objects(None, SH.sourceShape)})
    assert found[0] == found[1]
    return found[0]


def blocks(path: Path) -> list[str]:
    """The subjects of the blocks of PATH, in their order."""
    return re.findall(r"^(\S+) a ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def subjects(path: Path) -> set[str]:
    quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode)}


@cache
def everything() -> Graph:
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


def test_our_files_keep_the_style() -> None:
    """The ontology, the concept schemes and the bodies break no rule of the style, warnings included."""
    assert objections(everything()) == set()


def test_the_smallest_good_graph_keeps_the_style() -> None:
    """The graph from which the bad ones are made is good itself."""
    assert objections(Graph().parse(data=HEADER + GOOD)) == set()


@pytest.mark.parametrize(("shape", "old", "new"), BAD, ids=[case[0] for case in BAD])
def test_each_rule_of_style_is_tripped_alone(shape: str, old: str, new: str) -> None:
    """One change to the good graph makes one rule object, and no other."""
    assert GOOD.count(old) == 1, "the words to change stand once in the good graph"
    assert objections(Graph().parse(data=HEADER + GOOD.replace(old, new))) == {shape}


def test_every_rule_of_style_has_a_bad_graph_a_severity_and_a_message() -> None:
    """No shape that can object is left untried, and each says in words what to mend."""
    objecting = {str(shape).removeprefix(SHAPE) for shape in style().subjects(SH.message)}
    assert objecting - HELPERS == {case[0] for case in BAD}
    properties = {str(shape).removeprefix(SHAPE) for shape in style().subjects(RDF.type, SH.PropertyShape)}
    assert properties <= objecting
    for shape in style().subjects(SH.message):
        assert style().value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}


def test_every_shape_of_style_is_named_and_reached() -> None:
    """Shapes are IRIs of ours, and each has a target or is used by another: a misspelt name would check nothing."""
    graph = style()
    shapes = set(graph.subjects(RDF.type, SH.NodeShape)) | set(graph.subjects(RDF.type, SH.PropertyShape))
    targeted = set(graph.subjects(SH.targetClass)) | set(graph.subjects(SH.targetSubjectsOf))
    used = set(graph.objects())
    for shape in shapes:
        assert isinstance(shape, URIRef)
        assert shape.startswith(SHAPE + "style-")
        assert shape in targeted | used
    named = {shape for shape in used if isinstance(shape, URIRef) and str(shape).startswith(SHAPE)}
    assert named <= shapes


@pytest.mark.parametrize("path", [*FILES, STYLE], ids=lambda path: path.name)
def test_strict_and_lenient_parsers_read_the_same(path: Path) -> None:
    """Oxigraph's strict parser and rdflib read each file, and find as many triples in it."""
    strict = {str(quad.triple) for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)}
    assert strict
    assert len(strict) == len(Graph().parse(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_blank_nodes_and_small_language_tags(path: Path) -> None:
    """Every node has a name, and language tags are in small letters (stores change capitals)."""
    for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        assert not isinstance(quad.object, pyoxigraph.BlankNode)
        if isinstance(quad.object, pyoxigraph.Literal) and quad.object.language:
            assert quad.object.language == quad.object.language.lower()
    assert not re.search(r'"@[a-z-]*[A-Z]', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*FILES, STYLE], ids=lambda path: path.name)
def test_prefixes_are_ours_sorted_and_used(path: Path) -> None:
    """A file declares the prefixes it uses, no others, in order, each as `namespaces` has it."""
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix ([a-z-]+): <(.*)> \.$", text, flags=re.MULTILINE)
    assert declared == sorted(declared)
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", text.split("\n\n", 2)[2])
    for prefix, namespace in declared:
        assert PREFIXES[prefix] == namespace
        assert re.search(rf"(?<![\w-]){prefix}:", body), f"{prefix}: is declared and not used"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_one_block_a_thing_in_alphabetical_order(path: Path) -> None:
    """A thing is described in one place, where one looks for it."""
    names = blocks(path)
    assert len(names) == len(set(names)) == len(subjects(path))
    runs: dict[str, list[str]] = {}
    for name in names:
        if not name.startswith("<"):
            runs.setdefault(name.split(":")[0], []).append(name)
    for run in runs.values():
        assert run == sorted(run, key=lambda name: (name.casefold(), name))


def test_no_thing_is_described_in_two_files() -> None:
    """Each thing has its one file."""
    found = [(name, path.name) for path in FILES for name in subjects(path)]
    assert len(found) == len({name for name, _ in found})


def test_every_iri_of_ours_is_defined() -> None:
    """What a file names in our namespaces, some file describes."""
    defined = {name for path in FILES for name in subjects(path)}
    used: set[str] = set()
    for path in [*FILES, STYLE]:
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            used |= {node.value for node in (quad.predicate, quad.object) if isinstance(node, pyoxigraph.NamedNode)}
            if isinstance(quad.object, pyoxigraph.Literal):
                used.add(quad.object.datatype.value)
    ours = {name for name in used if name.startswith(BASE) and not name.startswith(SHAPE)}
    versions = {str(version) for version in everything().objects(URIRef(IKG), URIRef(iri("owl:versionIRI")))}
    assert ours - defined - versions == set()


def test_every_term_is_used() -> None:
    """No term of the ontology is there for nothing: reference data, shapes, queries or code use it."""
    own = ontology_files()[0]
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("export", "graph", "loader", "ontology", "queries", "shapes")
        for path in sorted((PROJECT / folder).rglob("*"))
        if path != own and path.suffix in {".py", ".rq", ".toml", ".ttl"}
    ]
    text = "\n".join(texts)
    unused = [
        name
        for name in blocks(own)
        if name.startswith("ikg:")
        and not re.search(rf"{name}(?![A-Za-z0-9])", text)
        and not re.search(rf"ontology/{name[4:]}(?![A-Za-z0-9])", text)
    ]
    assert unused == []


def test_composed_topics_state_their_rule_in_the_ontology() -> None:
    """The rule by which topics are composed is told where the terms for it are defined."""
    for name in ("composedOfTopic", "composedWithAgency"):
        definition = everything().value(URIRef(IKG + name), URIRef(iri("skos:definition")))
        assert "composed topic" in str(definition)


def test_the_folders_are_read_whole() -> None:
    """Every Turtle file under ontology/ is loaded, once."""
    assert sorted(FOLDER.glob("**/*.ttl")) == sorted(ontology_files() + concept_files() + body_files())
