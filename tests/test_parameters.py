"""Values of parameters: several, typed, with labels and choices; none leaves the term that it becomes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from inspectkg.errors import UsageError
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.queries import guard
from inspectkg.queries.answers import Table, shortest
from inspectkg.queries.catalogue import SavedQuery, load_query
from inspectkg.queries.choices import choices
from inspectkg.queries.parameters import bind, reference_labels, store_labels
from inspectkg.queries.running import run
from inspectkg.store import open_store

SAMPLE = Path(__file__).parent / "queries" / "sample.ttl"
ECHO = """#+ params:
#+   - {name: word, type: TYPE, variable: wanted, schemes: [grade]}
SELECT ?wanted ?kept WHERE {
  VALUES ?wanted { UNDEF }  # "a comment' with { quotes
  BIND("kept" AS ?kept)
}"""
LABELS = {
    PREFIXES["grade"] + "good": ["Good"],
    PREFIXES["grade"] + "requires-improvement": ["Requires improvement", "Needs work, some say"],
}
PIECES = st.sampled_from(
    ["\\u0022", "\\U0000007D", "} #", "\n", "\r", "\t", "\0", "\x1b", "\u2028", "\ufeff", "\ufffe", "\ud800", "\udfff",
     " ", "; DROP ALL", '"', "'", '"' * 3, "'" * 3, "\\", "\\\\", "#",
     *"} { < > <http://x/> UNDEF ?wanted SERVICE INSERT , . é 😀 a good Good 1 - e5 true 2025-07-31 grade:".split(),
     *"http://x/a @en ^^ $ % | ` ( )".split()]
)  # fmt: skip
VALUES = st.one_of(st.lists(PIECES, min_size=1, max_size=8).map("".join), st.text(max_size=40))


def echo(kind: str) -> SavedQuery:
    return SavedQuery("echo", ECHO.replace("TYPE", kind), "SELECT", Path("echo.rq"), own=True)


@settings(max_examples=600)
@given(VALUES, st.sampled_from(["string", "slug", "iri", "number", "date", "boolean"]))
def test_no_value_breaks_out_here_or_on_an_endpoint(value: str, kind: str) -> None:
    """Each value is refused, or is one term (a list: one a part) of its type, on Oxigraph and on rdflib alike.

    The text for an endpoint, which has lost its comments, says the same; it keeps the shape that it had.
    """
    query = echo(kind)
    try:
        text = bind(query, {"word": value}, [lambda: LABELS])
    except UsageError:
        return
    sent = guard.without_comments(text)
    assert guard.check(sent) == "SELECT" and guard.check(text) == "SELECT"
    terms = [row[0] for row in rows(text)]
    assert rows(sent) == rows(text) == [(term, Literal("kept")) for term in terms]
    shape = guard.blanked(guard.without_comments(query.text))
    assert guard.blanked(sent).count("{") == shape.count("{") == guard.blanked(sent).count("}")
    assert [
        (shortest(str(row[0])) if kind == "number" else str(row[0]), str(row[1]))  # pyright: ignore[reportIndexIssue, reportArgumentType]
        for row in rdflib.Graph().query(sent)
    ] == [(term.value, "kept") for term in terms if term is not None]
    if kind == "string":
        assert terms == [Literal(value)]
    elif kind in ("slug", "iri"):
        assert all(isinstance(term, NamedNode) for term in terms)
        assert kind == "iri" or {term.value for term in terms if isinstance(term, NamedNode)} <= set(LABELS)
    else:
        datatypes = {"number": "decimal"}.get(kind, kind)
        assert {str(term.datatype) for term in terms if isinstance(term, Literal)} == {
            f"<{PREFIXES['xsd']}{datatypes}>"
        }


def rows(text: str) -> list[tuple[NamedNode | Literal | None, ...]]:
    return [tuple(row) for row in Store().query(text)]  # pyright: ignore[reportUnknownVariableType, reportGeneralTypeIssues]


@given(
    st.lists(
        st.sampled_from(["good", "Good", "requires-improvement", "Needs work, some say", "grade:good"]), min_size=1
    )
)
def test_lists_and_repetition_are_one(values: list[str]) -> None:
    """A comma list and a repeated option mean the same, whatever names a value."""
    iris = {PREFIXES["grade"] + ("good" if "ood" in value else "requires-improvement") for value in values}
    texts = [bind(echo("slug"), {"word": values}, [lambda: LABELS])]
    if not any("," in value for value in values):
        texts.append(bind(echo("slug"), {"word": ", ".join(values)}, [lambda: LABELS]))
    for text in texts:
        assert {row[0].value for row in rows(text) if isinstance(row[0], NamedNode)} == iris
        assert len(rows(text)) == len(iris)


@pytest.mark.parametrize(
    ("given", "expected"),
    [("1,300", ["1300"]), ("1,2", ["1", "2"]), ("12.50", ["12.5"]), ("1e3, 2", ["1000", "2"]), ("-0.5", ["-0.5"])],
)
def test_numbers(given: str, expected: list[str]) -> None:
    """A comma before three digits belongs to the number, any other parts a list."""
    found = [row[0] for row in rows(bind(echo("number"), {"word": given}))]
    assert [Decimal(term.value) for term in found if isinstance(term, Literal)] == [Decimal(each) for each in expected]


def test_a_string_is_never_parted() -> None:
    """Text has commas of its own; several are given by repeating."""
    assert [row[0] for row in rows(bind(echo("string"), {"word": ["a, b", "c"]}))] == [Literal("a, b"), Literal("c")]


def test_regions_by_slug_label_and_list() -> None:
    """What the README shows works: labels as well as slugs, and several of either."""
    query, store = load_query("ratings"), open_store([SAMPLE])
    whole, by_slug = run(query, store), run(query, store, {"region": "north-east"})
    assert run(query, store, {"region": "North East"}) == by_slug == run(query, store, {"region": "north-east,wales"})
    assert isinstance(whole, Table) and isinstance(by_slug, Table) and by_slug.rows
    with pytest.raises(UsageError, match="region: 'atlantis' is not known"):
        run(query, store, {"region": "north-east,atlantis"})


def test_several_of_a_list_of_choices_stand_with_commas() -> None:
    """As with slugs; the one that is not on the list is told, with the near one."""
    query = load_query("evidence")
    assert bind(query, {"kind": "rating, statistic"}) == bind(query, {"kind": ["rating", "statistic"]})
    with pytest.raises(UsageError, match="kind: 'statistik' is not known; did you mean statistic"):
        bind(query, {"kind": "rating,statistik"})
    with pytest.raises(UsageError, match="a value is missing"):
        bind(query, {"kind": ","})


def test_choices_come_from_the_graph_and_the_reference_data() -> None:
    """The values that a parameter may have, with their labels."""
    grade = next(parameter for parameter in load_query("ratings").parameters if parameter.name == "grade")
    found = choices(grade, reference_labels())
    assert found["requires-improvement"] == "requires improvement" and list(found) == sorted(found)
    assert set(choices(grade, store_labels(open_store([SAMPLE])))) <= set(found)


def test_a_misspelt_name_is_told_the_near_one() -> None:
    """A wrong name of a parameter, with the near ones and all that there are."""
    with pytest.raises(UsageError, match=r"did you mean grade\? it takes: body, region"):
        bind(load_query("ratings"), {"grde": "good"})
