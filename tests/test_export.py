"""Exports: every format says the same as the graph, in the same bytes at every run, and survives any text."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from inspectkg.errors import InputError, UsageError
from inspectkg.export.ordering import split_iri
from inspectkg.export.serialising import FORMATS, RDF_FORMATS, format_of, serialise
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.store import FORMATS as PARSERS

XSD = PREFIXES["xsd"]


PREDICATE = ox.NamedNode(PREFIXES["ikg"] + "population")
SUBJECT = ox.NamedNode(PREFIXES["statistic"] + "x")
#: What rdflib calls the formats.
RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
    "trig": "trig",
    "nquads": "nquads",
}


def parsed(data: bytes, name: str) -> set[ox.Quad]:
    """DATA as pyoxigraph's strict parser reads it."""
    return set(ox.parse(data, format=PARSERS[FORMATS[name]]))


def flat(quads) -> set[ox.Quad]:
    return {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}


def literal(value: str, **kind) -> list[ox.Quad]:
    return [ox.Quad(SUBJECT, PREDICATE, ox.Literal(value, **kind))]


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_each_rdf_format_is_read_back_as_it_was(sample, name):
    """A strict parser finds exactly the quads (or, without graphs, the triples) that were written."""
    expected = set(sample) if name in ("trig", "nquads") else flat(sample)
    assert parsed(serialise(sample, name), name) == expected


@pytest.mark.parametrize("name", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_rdflib_reads_the_same_triples(sample, name):
    """A second, independent parser agrees."""
    ours = rdflib.Graph().parse(data=serialise(sample, name), format=RDFLIB[name])
    theirs = rdflib.Graph().parse(
        data=ox.serialize((quad.triple for quad in set(sample)), format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    assert isomorphic(ours, theirs)


@pytest.mark.parametrize("name", ["trig", "nquads"])
def test_rdflib_reads_the_same_graphs(sample, name):
    """The named graphs hold as many triples for rdflib as for us."""
    dataset = rdflib.Dataset()
    dataset.parse(data=serialise(sample, name), format=RDFLIB[name])
    for graph in {quad.graph_name for quad in sample}:
        count = len({quad for quad in sample if quad.graph_name == graph})
        assert len(dataset.graph(rdflib.URIRef(graph.value))) == count


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_the_quads_and_repeats_do_not_show(sample, name):
    """The same statements are the same bytes."""
    shuffled = [*sample, *sample[:50]]
    random.Random(7).shuffle(shuffled)
    assert serialise(shuffled, name) == serialise(sample, name)


def test_turtle_is_laid_out_for_reading(sample):
    """One block a subject, type first, one predicate a line, in reading order, only the prefixes it uses."""
    text = serialise(sample, "turtle").decode()
    head, *blocks = text.split("\n\n")
    assert all(line.startswith("@prefix ") for line in head.splitlines())
    assert "@prefix xsd:" in head
    assert "@prefix void:" not in head
    assert blocks[0] == (
        "document:0123456789abcdef a schema:Article ;\n"
        '    skos:prefLabel "Sampleton rated good"@en ;\n'
        '    ikg:fileName "sample.txt" ;\n'
        "    ikg:textLength 900 ;\n"
        f'    ikg:textSha256 "{"0" * 64}" ;\n'
        '    schema:datePublished "2025-07-31"^^xsd:date .'
    )
    assert [block.split(":")[0] for block in blocks][:3] == ["document", "inspection", "rating"]
    assert text.endswith(" .\n")


def test_numbers_in_keys_sort_by_value():
    """A claim at character 9 stands before one at 100."""
    quads = [ox.Quad(ox.NamedNode(f"{PREFIXES['claim']}x-{n}"), PREDICATE, ox.Literal("x")) for n in (100, 9, 20)]
    text = serialise(quads, "turtle").decode()
    assert text.index("claim:x-9 ") < text.index("claim:x-20 ") < text.index("claim:x-100 ")


def test_trig_indents_its_graphs(sample):
    """Each named graph is one block, in the order of their names."""
    text = serialise(sample, "trig").decode()
    assert "\ngraph:0123456789abcdef {\n    document:0123456789abcdef a schema:Article ;\n        skos:" in text
    assert text.index("graph:0123456789abcdef {") < text.index("graph:reference {")


def test_triples_outside_any_graph_stay_outside():
    """The default graph of TriG is written without braces, before the named ones."""
    quads = [*literal("a"), ox.Quad(SUBJECT, PREDICATE, ox.Literal("b"), ox.NamedNode(PREFIXES["graph"] + "g"))]
    text = serialise(quads, "trig").decode()
    assert text.index('"a"') < text.index("graph:g {")
    assert parsed(text.encode(), "trig") == set(quads)


@pytest.mark.parametrize(
    ("iri", "prefixed"),
    [
        (PREFIXES["topic"] + "victims", "topic:victims"),
        (PREFIXES["document"] + "0a-1.b", "document:0a-1.b"),
        (PREFIXES["topic"] + "ends.", None),
        (PREFIXES["topic"] + "-begins", None),
        (PREFIXES["topic"] + "a/b", None),
        (PREFIXES["topic"] + "é", None),
        (PREFIXES["topic"], None),
        ("https://elsewhere.example/x", None),
    ],
)
def test_prefixed_names_only_where_legal(iri, prefixed):
    """What Turtle's grammar does not surely allow in a local name is written in full."""
    parts = split_iri(iri)
    assert (":".join(parts) if parts else None) == prefixed
    quads = [ox.Quad(ox.NamedNode(iri), PREDICATE, ox.Literal("x"))]
    assert parsed(serialise(quads, "turtle"), "turtle") == set(quads)


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("1.10", "decimal"), ("007", "integer"), ("+5", "integer"), ("1.", "decimal"), ("1", "boolean"),
     ("1E3", "double"), ("2025-07", "gYearMonth"), ("not a date", "date"), ("-0", "integer"), ("9" * 30, "integer")],
)  # fmt: skip
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_literals_are_written_exactly_as_given(name, value, datatype):
    """1.10 does not become 1.1, nor 007 seven."""
    quads = literal(value, datatype=ox.NamedNode(XSD + datatype))
    assert parsed(serialise(quads, name), name) == set(quads)


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_tags_of_languages_are_written_in_lower_case(name):
    """They mean the same in any case; other texts keep theirs."""
    quads = list(ox.parse('<http://e/S> <http://e/P> "X"@en-GB .', format=ox.RdfFormat.TURTLE))
    (quad,) = parsed(serialise(quads, name), name)
    assert str(quad.object) == '"X"@en-gb'


XML_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("name", [name for name in RDF_FORMATS if name != "rdfxml"])
@given(value=XML_TEXT, language=st.sampled_from([None, "en", "cy", "en-gb"]))
def test_any_text_survives(name, value, language):
    """Quotes, newlines, control characters, emoji: what goes in comes out, with its language."""
    quads = literal(value, language=language)
    assert parsed(serialise(quads, name), name) == set(quads)


@given(value=XML_TEXT)
def test_any_text_survives_in_rdflib_too(value):
    """The second parser reads the same characters out of our Turtle."""
    graph = rdflib.Graph().parse(data=serialise(literal(value), "turtle"), format="turtle")
    assert [str(term) for term in graph.objects()] == [value]


@given(value=XML_TEXT)
def test_rdfxml_replaces_what_xml_cannot_hold_and_says_so(value):
    """Control characters become U+FFFD with a note; everything else comes back as it was."""
    notes: list[str] = []
    data = serialise(literal(value), "rdfxml", note=notes.append)
    bad = {char for char in value if (ord(char) < 32 and char not in "\t\n\r") or char in "\ufffe\uffff"}
    expected = "".join("\ufffd" if char in bad else char for char in value)
    assert parsed(data, "rdfxml") == set(literal(expected))
    assert bool(notes) == bool(bad)


def test_jsonld_is_compact_and_needs_no_other_document(sample):
    """Its context is inside, names are short, and plain JSON types stand where they lose nothing."""
    document = json.loads(serialise(sample, "jsonld"))
    assert all(isinstance(entry, str) or entry["@id"].startswith("http") for entry in document["@context"].values())
    position = next(node for node in document["@graph"] if node["@id"] == "position:0123456789abcdef-100-141")
    assert position == {"@id": position["@id"], "@type": "oa:TextPositionSelector", "oa:start": 100, "oa:end": 141}


def test_jsonld_keeps_an_absolute_iri_whose_scheme_is_a_prefix():
    """<quote:x> is not taken for a name with the prefix quote."""
    quads = [
        ox.Quad(ox.NamedNode("quote:x"), PREDICATE, ox.NamedNode(PREFIXES["quote"] + "y")),
        ox.Quad(SUBJECT, PREDICATE, ox.NamedNode("urn:isbn:1")),
    ]
    assert parsed(serialise(quads, "jsonld"), "jsonld") == set(quads)


def test_blank_nodes_get_the_same_names_at_every_run():
    """A graph of someone else's may have blank nodes: RDFC-1.0 names them."""

    def quads(first: str, second: str) -> list[ox.Quad]:
        one, two = ox.BlankNode(first), ox.BlankNode(second)
        return [ox.Quad(one, PREDICATE, two), ox.Quad(two, PREDICATE, ox.Literal("1.10"))]

    for name in RDF_FORMATS:
        assert serialise(quads("a", "b"), name) == serialise(quads("z", "c"), name)
        assert len(parsed(serialise(quads("a", "b"), name), name)) == 2


def test_terms_of_rdf_1_2_are_refused():
    """Triple terms and base directions, which most programs cannot read, are no silent loss."""
    triple = ox.Triple(SUBJECT, PREDICATE, ox.Literal("x"))
    with pytest.raises(InputError, match=r"RDF 1\.2"):
        serialise([ox.Quad(SUBJECT, PREDICATE, triple)], "turtle")


def test_a_property_that_xml_cannot_name_is_refused():
    """RDF/XML has no way to write a property that ends in a digit alone."""
    quads = [ox.Quad(SUBJECT, ox.NamedNode("http://example.org/1"), ox.Literal("x"))]
    with pytest.raises(InputError, match="another format"):
        serialise(quads, "rdfxml")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_graph_is_an_empty_file_of_its_format(name):
    """Nothing to say is no error."""
    data = serialise([], name)
    if name in RDF_FORMATS:
        assert parsed(data, name) == set()


def test_formats_are_known_by_name_and_suffix():
    """The suffix names the format; an unknown one is told which there are."""
    assert [format_of(Path(f"x{suffix}")) for suffix in FORMATS.values()] == list(FORMATS)
    with pytest.raises(UsageError, match=r"\.ttl"):
        format_of(Path("x.doc"))
    with pytest.raises(UsageError, match="turtle"):
        serialise([], "word")


class TestHostileGraphs:
    """A graph made to be slow or senseless is refused with words, never with a crash."""

    @staticmethod
    def read(turtle: str) -> list[ox.Quad]:
        return list(ox.parse(input=turtle, format=ox.RdfFormat.TURTLE))

    @staticmethod
    def nested(depth: int) -> str:
        return "<http://e/s> <http://e/p> " + "[ <http://e/p> " * depth + "1" + " ]" * depth + " ."

    def test_deeply_nested_blank_nodes_are_refused(self):
        """Naming three thousand blank nodes inside each other would take minutes and gigabytes."""
        with pytest.raises(InputError, match="nested more than"):
            serialise(self.read(self.nested(3000)), "turtle")

    def test_blank_nodes_as_shapes_have_them_are_written(self):
        """A few levels are common in hand-written Turtle."""
        assert b"http://e/s" in serialise(self.read(self.nested(5)), "turtle")

    def test_a_number_of_many_digits_sorts(self):
        """A literal of five thousand digits is no reason to fail."""
        digits = "9" * 5000
        turtle = f'<http://e/s> <http://e/p> "x{digits}", "x10", "x9" .'
        written = serialise(self.read(turtle), "turtle").decode()
        assert written.index('"x9"') < written.index('"x10"') < written.index(f'"x{digits}"')
