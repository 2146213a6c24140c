"""Answers that an endpoint cuts are had in pages, whole, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from answering import JSON, Handler, plain, sends, serving
from pyoxigraph import QueryResultsFormat
from saved_queries import SAMPLE

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.endpoints.profiles import Endpoint
from inspectkg.errors import EndpointError, UsageError
from inspectkg.queries.answers import Table
from inspectkg.queries.catalogue import SavedQuery, load_query
from inspectkg.queries.running import run
from inspectkg.store import open_store

PEOPLE = load_query("people")


def cutting(at: int, told: bool) -> Callable[[Handler, int], None]:
    """An endpoint that cuts answers AT so many rows, and says so in a header only where TOLD."""
    store = open_store([SAMPLE])

    def answer(handler: Handler, _: int) -> None:
        body = handler.asked.rpartition("query=")[2]
        found = store.query(unquote_plus(body), use_default_graph_as_union=True)
        data = found.serialize(format=QueryResultsFormat.JSON)
        rows = json.loads(data or b"{}")
        rows["results"]["bindings"] = rows["results"]["bindings"][:at]
        headers = {"X_SPARQL_MaxRows": str(at)} if told else {}
        sends(200, json.dumps(rows).encode(), JSON, **headers)(handler, 0)

    return answer


@pytest.mark.parametrize("name", ["findings", "ratings", "weakest-topics", "people"])
@pytest.mark.parametrize("at", [1, 3])
def test_answers_that_are_cut_are_had_in_pages(name: str, at: int) -> None:
    """Every row comes, once, in the order that was asked for, whatever the endpoint cuts at."""
    query = load_query(name)
    with serving(cutting(at, told=True)) as (url, _):
        assert run_on_endpoint(query, plain(url)) == run(query, open_store([SAMPLE]))


def test_pages_of_a_size_that_the_profile_gives() -> None:
    """Where an endpoint cuts without a word, the profile's page-size is asked for from the start."""
    query = load_query("findings")
    with serving(cutting(2, told=False)) as (url, asked):
        endpoint = Endpoint(url=url, graphs="default", page_size=2)
        assert run_on_endpoint(query, endpoint) == run(query, open_store([SAMPLE]))
    assert len(asked) > 3


def test_parameters_name_what_only_the_endpoint_knows() -> None:
    """A unit that no reference data has is asked for; what nobody knows is refused as ever."""
    query, wanted = load_query("ratings"), {"body": "tynemouth"}
    with serving(cutting(100, told=False)) as (url, _):
        found = run_on_endpoint(query, plain(url), wanted)
        with pytest.raises(UsageError, match="did you mean tynemouth"):
            run_on_endpoint(query, plain(url), {"body": "tynemuoth"})
    assert isinstance(found, Table) and found.rows
    assert found == run(query, open_store([SAMPLE]), wanted)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("SELECT ?s ?p ?o { ?s ?p ?o }", None),
        ("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 7", 7),
        ("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s LIMIT 9 OFFSET 2", 9),
        ("SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 20 } }", 20),
        ('SELECT ?s ?l { ?s ?p ?o BIND("LIMIT 1 }" AS ?l) } # LIMIT 2', None),
    ],
)
def test_pages_of_queries_of_ones_own(text: str, count: int | None) -> None:
    """LIMIT and OFFSET keep their meaning; words in strings, comments and sub-selects are none."""
    query = SavedQuery("mine", text, "SELECT", Path("mine.rq"), own=False)
    whole = open_store([SAMPLE]).query(text)
    wanted = count if count is not None else len(list(whole))
    with serving(cutting(5 if count else 200, told=True)) as (url, _):
        found = run_on_endpoint(query, plain(url))
    assert isinstance(found, Table) and len(found.rows) == wanted
    if "LIMIT 20" not in text and "BIND" not in text:
        assert len(set(found.rows)) == wanted


def test_data_that_change_between_pages_are_noticed() -> None:
    """Rows that come and go while pages are read give an error, no mixture."""
    counts = iter(["5", "6"])

    def answer(handler: Handler, number: int) -> None:
        if "COUNT" in handler.asked:
            value = {"count": {"type": "literal", "value": next(counts)}}
            data = json.dumps({"head": {"vars": ["count"]}, "results": {"bindings": [value]}}).encode()
            sends(200, data)(handler, number)
        else:
            row = {"source": {"type": "literal", "value": str(number)}}
            rows = [row] * (0 if "OFFSET+5" in handler.asked else 5)
            data = json.dumps({"head": {"vars": ["source"]}, "results": {"bindings": rows}}).encode()
            sends(200, data, X_SPARQL_MaxRows="5")(handler, number)

    with serving(answer) as (url, _), pytest.raises(EndpointError, match="changed while"):
        run_on_endpoint(PEOPLE, plain(url))
