"""Parameters of saved queries narrow the rows, on Oxigraph and on rdflib alike; no value leaves the term it becomes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
import rdflib.plugins.sparql
from given_values import two_of_each
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store
from saved_queries import ECHO, QUERIES, on_rdflib, table

from inspectkg.errors import UsageError
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.queries import guard
from inspectkg.queries.catalogue import SavedQuery
from inspectkg.queries.choices import choices
from inspectkg.queries.parameters import bind, store_labels
from inspectkg.queries.running import run

CASES = [
    ("findings", {"topic": "public-protection"}, ["a1-300", "b2-160"]),
    ("findings", {"agency": "police"}, ["a1-200"]),
    ("findings", {"agency": "Northumbria Police"}, ["a1-200"]),
    ("findings", {"agency": "courts,police"}, ["a1-200", "b2-100"]),
    ("findings", {"agency": ["courts", "agency:police"]}, ["a1-200", "b2-100"]),
    ("findings", {"region": "north-east", "polarity": "positive"}, ["b2-100", "c3-100", "d4-100"]),
    ("findings", {"body": "tynemouth", "polarity": "positive"}, ["c3-100", "d4-100"]),
    ("findings", {"body": "Wales"}, []),
    ("findings", {"body": "kirklees"}, []),
]


@pytest.mark.parametrize(("name", "values", "expected"), CASES)
def test_parameters_narrow_the_rows(
    name: str, values: dict[str, str | list[str]], expected: list[str], store: Store, graph: rdflib.Graph
) -> None:
    """A value may be a slug, a label, a prefixed name, or several; no row without the property has it."""
    query = QUERIES[name]
    found = table(run(query, store, values))
    iris = [row["finding"].rsplit("/", 1)[1] for row in found.records()]
    assert sorted(iris) == expected
    if values != {"body": "kirklees"}:
        text = bind(query, values, [lambda: store_labels(store)])
        assert on_rdflib(query, text, graph) == found


@pytest.mark.parametrize(
    ("name", "values", "rows"),
    [
        ("ratings", {"previous": "yes"}, 1),
        ("ratings", {"grade": "Requires improvement"}, 1),
        ("ratings", {"aspect": "implementation-and-delivery", "grade": "inadequate"}, 1),
        ("pledges-due", {"before": "2026-04-01"}, 1),
        ("pledges-due", {"before": "2030-01-01"}, 3),
        ("inspections", {"since": "2025-09-01"}, 3),
        ("evidence", {"statement": "finding:a1-200"}, 1),
        ("evidence", {"statement": "https://w3id.org/inspectkg/id/finding/a1-200"}, 1),
        ("evidence", {"kind": "person"}, 1),
        ("units-by-police-area", {"force": "cleveland-police"}, 1),
    ],
)
def test_typed_parameters(name: str, values: dict[str, str], rows: int, store: Store) -> None:
    """Booleans, dates, IRIs and strings narrow the rows too."""
    assert len(table(run(QUERIES[name], store, values)).rows) == rows


def test_every_parameter_on_both_engines(store: Store, graph: rdflib.Graph) -> None:
    """They agree on a value that the graph has an answer for; where there is none, on one of the list."""
    labels = store_labels(store)
    for query in QUERIES.values():
        told = {name: values[:1] for wanted in two_of_each(query, store) for name, values in wanted.items()}
        for parameter in query.parameters:
            for value in told.get(parameter.name) or [*choices(parameter, labels), "2026-04-01"][:1]:
                text = bind(query, {parameter.name: value}, [lambda: labels])
                assert on_rdflib(query, text, graph) == run(query, store, {parameter.name: value}), (query.name, value)


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("ratings", {"grade": "inadequat"}, "did you mean inadequate"),
        ("ratings", {"colour": "red"}, "it takes: body, region, grade, aspect, previous"),
        ("ratings", {"previous": "maybe"}, "true or false"),
        ("ratings", {"grade": ""}, "empty"),
        ("ratings", {"grade": []}, "missing"),
        ("ratings", {"grade": "x" * 5000}, "longer"),
        ("ratings", {"grade": "\ud800"}, "broken"),
        ("findings", {"agency": "humbrside police"}, "did you mean Humberside Police"),
        ("findings", {"polarity": "warm"}, "it may be"),
        ("pledges-due", {"before": "1 May"}, "2025-07-31"),
        ("evidence", {"statement": "not an iri"}, "no IRI"),
        ("evidence", {"statement": "https://x/> } #"}, "no IRI"),
        ("evidence", {"kind": "\\u0022"}, "backslash"),
    ],
)
def test_wrong_values_are_refused(name: str, values: dict[str, str | list[str]], words: str, store: Store) -> None:
    """A wrong name or value is refused with the near right ones."""
    with pytest.raises(UsageError, match=re.escape(words)):
        run(QUERIES[name], store, values)


NASTY = st.text(st.sampled_from("\"'\\{}<>#\n\r\t;.?$()|uU0022n \u2028é😀a"), min_size=1, max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.one_of(NASTY, st.text(min_size=1, max_size=60)))
def test_no_value_breaks_out(value: str) -> None:
    """Whatever is given comes back as it was, as one string, on both engines; or it is refused."""
    query = SavedQuery("echo", ECHO, "SELECT", Path("echo.rq"), own=True)
    try:
        text = bind(query, {"word": value})
    except UsageError:
        return
    assert table(run(query, Store(), {"word": value})).rows == ((Literal(value),),)
    rows = list(rdflib.Graph().query(text))
    assert [str(row[0]) for row in rows] == [value]  # pyright: ignore[reportUnknownVariableType, reportGeneralTypeIssues, reportIndexIssue]


@settings(max_examples=200, deadline=None)
@given(st.one_of(NASTY, st.text(max_size=60)), st.sampled_from(["slug", "iri", "number", "date", "boolean"]))
def test_no_typed_value_breaks_out(value: str, type: str) -> None:
    """A value of another type is refused, or becomes exactly one term a value."""
    header = ECHO.replace("type: string", f"type: {type}, schemes: [grade]")
    query = SavedQuery("echo", header, "SELECT", Path("echo.rq"), own=True)
    labels = {PREFIXES["grade"] + "good": ["good"]}
    try:
        text = bind(query, {"word": value}, [lambda: labels])
    except UsageError:
        return
    assert all(isinstance(s["wanted"], NamedNode | Literal) for s in Store().query(text))  # pyright: ignore[reportUnknownVariableType, reportGeneralTypeIssues, reportIndexIssue]
    rdflib.plugins.sparql.prepareQuery(text)
    assert guard.blanked(text).count("{") == 2
