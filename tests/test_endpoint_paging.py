"""Pages together are the whole, whatever an endpoint cuts at; one that lies gives an error, never other rows."""

from __future__ import annotations

import collections
import contextlib
import itertools
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from inspectkg.endpoints import paging
from inspectkg.endpoints.examining import rows_of
from inspectkg.endpoints.windows import Given, Once
from inspectkg.errors import EndpointError
from inspectkg.queries import guard
from inspectkg.queries.answers import Row, Stream, Table, from_oxigraph, table
from inspectkg.queries.catalogue import SavedQuery
from inspectkg.queries.formats import parts

WINDOW = re.compile(r"LIMIT (\d+) OFFSET (\d+)\s*$")
Rows = tuple[Row, ...]


def asking(text: str) -> SavedQuery:
    return SavedQuery("mine", text, "SELECT", Path("mine.rq"), own=False)


def node(number: int) -> NamedNode:
    return NamedNode(f"https://example.org/{number}")


def cutting(store: Store, at: int, told: int | None) -> Once:
    """An endpoint over STORE that gives AT rows at most, and says that it gives TOLD."""

    def once(query: SavedQuery, text: str) -> Given:
        result = store.query(text)
        assert isinstance(result, QuerySolutions)
        rows = [tuple(row) for row in result][:at]
        columns = tuple(variable.value for variable in result.variables)
        return Given(table(query, columns, rows), told, len(rows))

    return once


def all_of(text: str, once: Once, size: int = 0) -> Rows:
    answer = paging.streamed(asking(text), guard.without_comments(text), once, size, lambda _: None)
    assert isinstance(answer, Table | Stream)
    return tuple(answer.rows)


stores = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 5)), max_size=30)
queries = st.builds(
    lambda distinct, columns, order, limit, offset: (
        f"SELECT {distinct} {' '.join(columns)} {{ ?s ?p ?o OPTIONAL {{ ?o ?q ?t }} }}{order}{limit}{offset}"
    ),
    st.sampled_from(["", "DISTINCT"]),
    st.lists(st.sampled_from(["?s", "?p", "?o", "?t"]), min_size=1, max_size=4, unique=True),
    st.sampled_from(["", " ORDER BY ?s", "\norder by DESC(?o) ?p", " ORDER BY DESC(STR(?t)) # LIMIT 1"]),
    st.sampled_from(["", "\nLIMIT 7", " limit 1"]),
    st.sampled_from(["", "\nOFFSET 2"]),
)


def filled(triples: list[tuple[int, int, int]]) -> Store:
    store = Store()
    store.extend(Quad(node(s), node(10 + p), node(o)) for s, p, o in triples)
    return store


def fits(text: str, found: Rows, store: Store) -> bool:
    """Whether FOUND may be the answer to TEXT: all rows as often as they are there, or so many of them."""
    answer = from_oxigraph(asking(text), store.query(text))
    everything = from_oxigraph(asking(text), store.query(re.sub(r"(?i)\s(LIMIT|OFFSET) \d+(?!.*#)", "", text)))
    assert isinstance(answer, Table) and isinstance(everything, Table)
    narrowed = re.search(r"(?i)\s(LIMIT|OFFSET) \d+", text.replace("# LIMIT 1", ""))
    counts, there = collections.Counter(found), collections.Counter(everything.rows)
    if not narrowed:
        return counts == there
    return counts <= there and (len(found) == len(answer.rows) or "?t {" in text)  # empty rows count for a LIMIT


@settings(max_examples=60)
@given(triples=stores, text=queries, at=st.integers(1, 9), page=st.integers(1, 12))
def test_pages_are_the_whole(triples: list[tuple[int, int, int]], text: str, at: int, page: int) -> None:
    """With a limit that is told, with one that the profile tells, and with one that is smaller than that."""
    store = filled(triples)
    assert fits(text, all_of(text, cutting(store, at, at)), store)
    assert fits(text, all_of(text, cutting(store, at, None), page), store)


def ignoring_offset(once: Once) -> Once:
    return lambda query, text: once(query, re.sub(r"OFFSET \d+\s*$", "OFFSET 0", text))


def ignoring_limit(once: Once) -> Once:
    return lambda query, text: once(query, re.sub(r"LIMIT \d+( OFFSET \d+)\s*$", r"\1", text))


def repeating(once: Once) -> Once:
    """The first page that has any row again and again, whatever is asked for."""
    kept: list[Given] = []

    def asked(query: SavedQuery, text: str) -> Given:
        given = once(query, text)
        if WINDOW.search(text) and given.came:
            kept.append(given)
            return kept[0]
        return given

    return asked


def counting_what_it_gives(once: Once) -> Once:
    """It cuts what it counts as it cuts what it gives."""

    def asked(query: SavedQuery, text: str) -> Given:
        given = once(query, text)
        if "COUNT(*)" in text:
            number = min(int(rows_of(given.answer)[0][0]), given.limit or 0)
            return given._replace(answer=Table(("count",), ((Literal(number),),)))
        return given

    return asked


def other_columns(once: Once) -> Once:
    def asked(query: SavedQuery, text: str) -> Given:
        given = once(query, text)
        if isinstance(given.answer, Table) and WINDOW.search(text):
            columns, rows = given.answer
            return given._replace(answer=Table((*columns, "more"), tuple((*row, None) for row in rows)))
        return given

    return asked


LIES = (ignoring_offset, ignoring_limit, repeating, counting_what_it_gives, other_columns)
sorted_queries = queries.filter(
    lambda text: "OFFSET" not in text and "STR(" not in text and ("DISTINCT" in text or "ORDER" not in text.upper())
)


@pytest.mark.parametrize("lie", LIES)
@settings(max_examples=20)
@given(triples=stores, text=sorted_queries, at=st.integers(2, 9))
def test_lies_are_errors(lie: Callable[[Once], Once], triples: list[tuple[int, int, int]], text: str, at: int) -> None:
    """An endpoint that does not do what a window asks gives the right rows by chance, or an error."""
    store = filled(triples)
    with contextlib.suppress(EndpointError):
        assert fits(text, all_of(text, lie(cutting(store, at, at))), store)


@pytest.mark.parametrize("lie", LIES)
def test_each_lie_is_told(lie: Callable[[Once], Once]) -> None:
    """Where there is more than one page, the error comes, and says what the endpoint does."""
    store = filled(list(itertools.product(range(4), range(3), range(6))))
    text = "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert len(all_of(text, cutting(store, 10, 10), 5)) == 72
    with pytest.raises(EndpointError, match=r"no OFFSET|no LIMIT|counts, too|other columns"):
        all_of(text, lie(cutting(store, 10, 10)), 5)


def test_a_limit_below_the_one_that_is_told() -> None:
    """A usual number of rows is looked into, even where the endpoint says that it cuts later."""
    store = filled([(number, 0, number) for number in range(1500)])
    text = "SELECT ?s { ?s ?p ?o }"
    assert len(set(all_of(text, cutting(store, 1000, 10_000)))) == 1500


# ---------------------------------------------------------------- memory


def many(pages: int, size: int) -> Once:
    """An endpoint of so many PAGES of SIZE rows, made up as they are asked for."""

    def once(query: SavedQuery, text: str) -> Given:
        if "COUNT(*)" in text:
            return Given(Table(("count",), ((Literal(pages * size),),)), None, 1)
        window = WINDOW.search(text)
        start, count = (int(window[2]), int(window[1])) if window else (0, size)
        end = min(start + count, pages * size)
        rows = tuple((node(n), Literal("y" * 100)) for n in range(start, end))
        return Given(Table(("x", "y"), rows), size, len(rows))

    return once


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_memory_does_not_grow_with_the_pages(format: str) -> None:
    """Six times the pages take no more than a page more; the bytes are written as they come."""

    def peak(pages: int) -> tuple[int, int]:
        text = "SELECT ?x ?y { ?x ?z ?y }"
        tracemalloc.start()
        answer = paging.streamed(asking(text), text, many(pages, 100), 0, lambda _: None)
        lines = sum(part.count(b"example.org") for part in parts(answer, format))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found, lines

    few, lines = peak(10)
    much, more = peak(60)
    assert (lines, more) == (1000, 6000)
    assert much < 1.5 * few
