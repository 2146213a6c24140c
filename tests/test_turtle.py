"""The canonical layout of Turtle and TriG, whatever the terms: a block a subject, everything once, nothing lost."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.export.ordering import subject_key
from inspectkg.export.serialising import serialise
from inspectkg.ontology.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
#: What a reader of lines could take for the end of a literal, of an object, of a predicate or of a block.
TRAPS = [
    '"',
    "\\",
    " , ",
    " ;\n\t",
    " .\n",
    "\n",
    "a",
    "_:b",
    "<<(",
    "--",
    "%s",
    "\u00a0",
    "\u2028",
    "é",
    "\r",
    "'",
    "@en",
]
FORMS = {
    "integer": ["5", "-05", "+5", "x", ""], "decimal": ["5.0", ".5", "5.", "5"], "double": ["5e0", "1.5E-3", "INF"],
    "boolean": ["true", "false", "1", "True"], "date": ["2025-01-01"], "gYear": ["2025"],
}  # fmt: skip

texts = st.lists(st.sampled_from(TRAPS), max_size=4).map("".join)
nodes = st.sampled_from(
    [PREFIXES["pdu"] + name for name in ("derby", "derby-10", "derby-9", "a/b", "a(b)", "é", "x.", "a\u00a0b", "a,b")]
    + ["http://example.org/a", "http://example.org/a#b", "urn:x", PREFIXES["pdu"], PREFIXES["rdf"] + "type"]
).map(ox.NamedNode)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(ox.Literal, texts, language=st.sampled_from(["en", "cy", "en-gb"])),
    st.sampled_from(
        [ox.Literal(form, datatype=ox.NamedNode(XSD + kind)) for kind, forms in FORMS.items() for form in forms]
        + [ox.Literal("a , b", datatype=ox.NamedNode("http://example.org/a,b"))]
    ),
)
graphs = st.sampled_from(
    [ox.DefaultGraph(), ox.NamedNode("http://example.org/g"), ox.NamedNode(PREFIXES["claim"] + "g")]
)
quads = st.lists(st.builds(ox.Quad, nodes, nodes, nodes | literals, graphs), max_size=25)


@given(quads)
def test_every_statement_comes_back(found: list[ox.Quad]) -> None:
    """As a strict parser reads it, literals as they were given."""
    assert set(ox.parse(serialise(found, "trig"), format=ox.RdfFormat.TRIG)) == set(found)
    back = {quad.triple for quad in ox.parse(serialise(found, "turtle"), format=ox.RdfFormat.TURTLE)}
    assert back == {quad.triple for quad in found}


@given(quads, st.randoms(use_true_random=False))
def test_the_order_and_repeats_do_not_show(found: list[ox.Quad], chance: object) -> None:
    """The same statements are the same bytes, in one graph or in several for Turtle."""
    again = [*found, *found[::3]]
    chance.shuffle(again)  # type: ignore[attr-defined]  # hypothesis gives no type to its random.Random
    assert serialise(again, "trig") == serialise(found, "trig")
    flat = [ox.Quad(*quad.triple) for quad in again]
    assert serialise(flat, "turtle") == serialise(found, "turtle")


@given(quads)
def test_a_subject_has_one_block(found: list[ox.Quad]) -> None:
    """Subjects in order, their predicates and objects once: as many of each as there are."""
    triples = {quad.triple for quad in found}
    read = [quad.triple for quad in ox.parse(serialise(found, "turtle"), format=ox.RdfFormat.TURTLE)]
    assert len(read) == len(triples)
    subjects = list(dict.fromkeys(triple.subject for triple in read))
    assert subjects == sorted({triple.subject for triple in triples}, key=subject_key)
    lines = serialise(found, "turtle").decode().split("\n")
    predicates = {(triple.subject, triple.predicate) for triple in triples}
    assert sum(line.endswith((" ;", " .")) and not line.startswith("@prefix") for line in lines) == len(predicates)


@pytest.mark.parametrize("format", ["turtle", "trig"])
def test_numbers_by_value_and_nodes_first(format: str) -> None:
    """9 before 10, whether in names or in literals; a type comes first and is short."""
    node, of = ox.NamedNode(PREFIXES["pdu"] + "a"), ox.NamedNode(PREFIXES["ikg"] + "population")
    integer = ox.NamedNode(XSD + "integer")
    terms = [
        ox.Literal("10", datatype=integer),
        ox.Literal("9", datatype=integer),
        ox.Literal("b"),
        ox.Literal("1", datatype=of),
    ]
    terms += [ox.NamedNode(f"{PREFIXES['pdu']}b-{number}") for number in (10, 9)]
    made = [ox.Quad(node, of, term) for term in terms] + [ox.Quad(node, ox.NamedNode(PREFIXES["rdf"] + "type"), of)]
    text = serialise(made, format).decode()
    assert "pdu:a a ikg:population ;\n" in text
    assert 'ikg:population pdu:b-9, pdu:b-10, 9, 10, "1"^^ikg:population, "b" .' in text
