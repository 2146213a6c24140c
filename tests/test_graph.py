"""The table of numbers that a validation works on: what it tells of triples is what the triples say."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st
from shacl_cases import graphs

from inspectkg.shapes.graph import Graph, Rows, closure

NAMES = st.sampled_from("abcd")
NODES = st.one_of(NAMES.map(lambda name: ox.NamedNode(f"urn:{name}")), NAMES.map(ox.BlankNode))
VALUES = st.one_of(NODES, NAMES.map(ox.Literal))
PREDICATES = st.sampled_from(["urn:p", "urn:q", "urn:a"])
TRIPLES = st.lists(st.builds(ox.Triple, NODES, PREDICATES.map(ox.NamedNode), VALUES), max_size=25)


def number(graph: Graph, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> int:
    found = graph.find(term)
    assert found is not None
    return found


@given(TRIPLES)
def test_tables_say_what_the_triples_say(triples: list[ox.Triple]) -> None:
    """Forwards and backwards, each triple once, however often it stands there."""
    graph = Graph(triples)
    assert list(graph) == triples
    forward = [
        ox.Triple(graph.terms[start], ox.NamedNode(name), graph.terms[end])  # type: ignore[arg-type]
        for name, table in graph.predicates.items()
        for start, ends in table.items()
        for end in ends
    ]
    assert Counter(forward) == Counter(set(triples))
    for name in graph.predicates:
        there = {(start, end) for start, ends in graph.forward(name).items() for end in ends}
        assert {(start, end) for end, starts in graph.backward(name).items() for start in starts} == there
    quads = list(graph.triples_of(graph.predicates))
    assert Counter(quad.triple for quad in quads) == Counter(set(triples))


@given(TRIPLES, TRIPLES)
def test_triples_may_come_in_parts(first: list[ox.Triple], second: list[ox.Triple]) -> None:
    """What was made of the first part is made anew after the second."""
    graph = Graph(first)
    for name in ("urn:p", "urn:q"):
        graph.backward(name)
    graph.add(second)
    whole = Graph([*first, *second])
    assert list(graph) == list(whole)
    assert graph.terms == whole.terms
    for name in ("urn:p", "urn:q", "urn:none"):
        assert graph.forward(name) == whole.forward(name)
        assert graph.backward(name) == whole.backward(name)


@given(TRIPLES, TRIPLES, st.sets(VALUES, max_size=3))
def test_rows_know_their_own(first: list[ox.Triple], second: list[ox.Triple], nodes: set[ox.NamedNode]) -> None:
    """What is near nodes, leaves them, arrives, or has a property: of the one part, in its order."""
    graph = Graph()
    parts = [(graph.add(triples), triples) for triples in (first, second)]
    for rows, triples in parts:
        assert list(rows) == rows[:] == triples
        assert [rows[place] for place in range(len(rows))] == triples
        assert rows.near(nodes) == [one for one in triples if one.subject in nodes or one.object in nodes]
        assert rows.of("urn:p") == [one for one in triples if one.predicate.value == "urn:p"]
        for node in nodes:
            assert rows.leaving(node) == [one for one in triples if one.subject == node]
            assert rows.arriving(node) == [one for one in triples if one.object == node]


@given(TRIPLES)
def test_nodes_without_an_iri_are_numbered_as_they_come(triples: list[ox.Triple]) -> None:
    """Under new names that no other part has, even where the old ones look like new ones."""
    old = {name: ox.BlankNode(f"x-{place}") for place, name in enumerate("cabd", 1)}
    given = [_renamed(triple, old) for triple in triples]
    graph = Graph()
    rows = graph.add(given, "x")
    other = graph.add(given, "y")
    met = dict.fromkeys(
        term.value for one in triples for term in (one.subject, one.object) if isinstance(term, ox.BlankNode)
    )
    for name, made in (("x", rows), ("y", other)):
        new = {old: ox.BlankNode(f"{name}-{place}") for place, old in enumerate(met, 1)}
        assert list(made) == [_renamed(triple, new) for triple in triples]


def _renamed(triple: ox.Triple, names: dict[str, ox.BlankNode]) -> ox.Triple:
    subject, predicate, value = triple
    if isinstance(subject, ox.BlankNode):
        subject = names[subject.value]
    return ox.Triple(subject, predicate, names[value.value] if isinstance(value, ox.BlankNode) else value)


@given(graphs())
def test_what_is_asked_for_later_has_a_number_and_no_triples(turtle: str) -> None:
    """Finding does not add, numbering does, and neither changes a table."""
    graph = Graph(quad.triple for quad in ox.parse(input=turtle, format=ox.RdfFormat.TURTLE))
    stranger, count = ox.NamedNode("urn:stranger"), len(graph.terms)
    assert graph.find(stranger) is None
    assert graph.number(stranger) == count == number(graph, stranger)
    assert all(count not in table for table in graph.predicates.values())
    assert not graph.has_triple_terms()


def test_triple_terms_are_told() -> None:
    triple = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("1"))
    assert Graph([ox.Triple(ox.NamedNode("urn:b"), ox.NamedNode("urn:q"), triple)]).has_triple_terms()


def test_an_empty_part_is_a_part() -> None:
    rows = Graph().add([])
    assert isinstance(rows, Rows)
    assert (len(rows), list(rows), rows.near([None]), rows.of("urn:p")) == (0, [], [], [])


def test_closures_end() -> None:
    assert closure({1: [2, 3], 2: [1], 3: [4]}, [1]) == {1, 2, 3, 4}
