"""Endpoints that lie: whatever they send becomes one plain error and code 2, or rows; never a crash, never endless."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from answering import JSON, Handler, plain, sends, serving
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectkg.endpoints import transport
from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.errors import EndpointError, InputError
from inspectkg.queries.answers import Table
from inspectkg.queries.catalogue import SavedQuery
from inspectkg.store import parse_quads

SELECT = SavedQuery("mine", "SELECT ?x { ?x ?y ?z }", "SELECT", Path("mine.rq"), own=False)
CONSTRUCT = SavedQuery("mine", "CONSTRUCT { ?x ?y ?z } { ?x ?y ?z }", "CONSTRUCT", Path("mine.rq"), own=False)
ROWS = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "http://a/"}}]}}'
XML = "application/sparql-results+xml"
IRI = '{"type": "uri", "value": "http://a/"}'


def nested_rows(depth: int, word: str = '"triple"') -> bytes:
    """JSON of one row, a triple about a triple about a triple and so on."""
    opening = f'{{"type": {word}, "value": {{"subject": {IRI}, "predicate": {IRI}, "object": '
    row = f'{{"x": {opening * depth}{IRI}{"}}" * depth}}}'
    return f'{{"head": {{"vars": ["x"]}}, "results": {{"bindings": [{row}]}}}}'.encode()


def nested_lines(depth: int) -> bytes:
    """The same as N-Triples."""
    return b"<http://a> <http://b> " + b"<<( <http://a> <http://b> " * depth + b"<http://c>" + b" )>>" * depth + b" .\n"


def bomb(levels: int) -> bytes:
    """RDF/XML whose one value is ten to the LEVELS characters."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels + 1))
    syntax = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    about = f'<rdf:Description rdf:about="http://a/"><p xmlns="http://p/">&e{levels};</p></rdf:Description>'
    return f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><rdf:RDF xmlns:rdf="{syntax}">{about}</rdf:RDF>'.encode()


def unpromised(*pieces: bytes, headers: bytes = b"") -> Callable[[Handler, int], None]:
    """An answer of PIECES under HEADERS, whose end is that of the connection."""

    def answer(handler: Handler, _: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\n" + headers + b"\r\n")
        for piece in pieces:
            handler.wfile.write(piece)

    return answer


@pytest.mark.parametrize(
    ("query", "answer", "words"),
    [
        (SELECT, sends(200, nested_rows(100_000)), "mixed an error"),
        (SELECT, sends(200, nested_rows(100_000, '"\\u0074riple"')), "mixed an error"),
        (CONSTRUCT, sends(200, nested_lines(100_000), "application/n-triples"), "mixed an error"),
        (CONSTRUCT, sends(200, bomb(12), "application/rdf+xml"), "mixed an error"),
        (CONSTRUCT, sends(200, b"[" * 100_000, "application/ld+json"), "mixed an error"),
        (CONSTRUCT, sends(200, b'{"@context": "http://127.0.0.1:1/"}', "application/ld+json"), "mixed an error"),
        (CONSTRUCT, sends(200, ROWS), "no SPARQL results"),
        (SELECT, sends(200, b"<a> <b> <c> .", "text/turtle"), "no SPARQL results"),
        (SELECT, sends(200, gzip.compress(ROWS), JSON, Content_Encoding="gzip"), "mixed an error"),
        (SELECT, sends(200, ROWS, "nonsense"), "no SPARQL results|mixed an error"),
        (SELECT, sends(200, ROWS, XML), "mixed an error"),
        (SELECT, sends(200, ROWS[:-4] + b"\xff\xfe"), "mixed an error"),
        (SELECT, sends(429, b"", Retry_After="\xb2"), "busy"),
        (SELECT, sends(503, b"", Retry_After="9" * 5000), "busy"),
        (SELECT, sends(302, b"", Location="http://[::1"), "leads elsewhere"),
        (SELECT, sends(401, b"", WWW_Authenticate="Digest"), "wants to know who asks"),
        (SELECT, sends(407, b"", Proxy_Authenticate="Basic"), "wants to know who asks"),
        (SELECT, unpromised(ROWS, headers=b"X-A: 1\r\n" * 200), "cannot be reached"),
        (SELECT, unpromised(ROWS, headers=b"X-A: " + b"1" * 70_000 + b"\r\n"), "cannot be reached"),
        (SELECT, unpromised(b"zz\r\n", headers=b"Transfer-Encoding: chunked\r\n"), "broke off|cannot be reached"),
        (SELECT, unpromised(ROWS[:20], headers=b"Content-Length: 999999999\r\n"), "broke off"),
    ],
)
def test_what_is_no_answer(query: SavedQuery, answer: Callable[[Handler, int], None], words: str) -> None:
    """One line that names the endpoint."""
    with serving(answer) as (url, _), pytest.raises(EndpointError, match=words) as caught:
        run_on_endpoint(query, plain(url), seconds=20, pause=lambda _: None)
    assert url in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "answer",
    [
        sends(200, ROWS, X_SPARQL_MaxRows="\xb2"),
        sends(200, ROWS, X_SPARQL_MaxRows="9" * 5000),
        sends(200, ROWS, X_SPARQL_MaxRows="-1"),
        unpromised(ROWS, headers=b"Content-Length: \xb2\r\n"),
        sends(200, ROWS, Retry_After="soon"),
    ],
)
def test_headers_without_sense_are_none(answer: Callable[[Handler, int], None]) -> None:
    """The answer is taken all the same."""
    with serving(answer) as (url, _):
        found = run_on_endpoint(SELECT, plain(url), seconds=20)
    assert isinstance(found, Table) and len(found.rows) == 1


def test_nesting_that_is_in_order() -> None:
    """A few triples in one another are read; a row that only has the word is looked through and taken."""
    with serving(sends(200, nested_rows(5))) as (url, _):
        found = run_on_endpoint(SELECT, plain(url), seconds=20)
    assert isinstance(found, Table) and str(found.rows[0][0]).count("<<(") == 4
    from pyoxigraph import RdfFormat

    assert len(parse_quads(nested_lines(5) * 100, RdfFormat.N_TRIPLES)) == 100
    text = b'<http://a> <http://b> <<( <http://a> <http://b> "<< \\" <<" )>> .\n'
    assert len(parse_quads(text * 100, RdfFormat.N_TRIPLES)) == 100
    with pytest.raises(InputError, match="in one another"):
        parse_quads(nested_lines(100), RdfFormat.N_TRIPLES)


def test_an_answer_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left when it is larger than anything that was asked for; so is one row that large."""
    monkeypatch.setattr(transport, "SIZE_LIMIT", 300_000)
    endless = unpromised(*itertools.repeat(b" " * 65536, 100))
    huge = sends(200, json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": "y" * 400_000}]}}).encode())
    for answer in (endless, huge):
        with serving(answer) as (url, _), pytest.raises(EndpointError, match="answers with more than"):
            run_on_endpoint(SELECT, plain(url), seconds=20)


@pytest.mark.parametrize("count", ["\xb2", "9" * 5000, "-3", "", "five"])
def test_a_count_without_sense(count: str) -> None:
    """Where the number of rows is none, the cut answer is not taken for a whole one."""

    def answer(handler: Handler, number: int) -> None:
        value = {"count": {"type": "literal", "value": count}}
        counted = json.dumps({"head": {"vars": ["count"]}, "results": {"bindings": [value]}}).encode()
        sends(200, counted if "COUNT" in handler.asked else ROWS, X_SPARQL_MaxRows="1")(handler, number)

    with serving(answer) as (url, _), pytest.raises(EndpointError, match="does not count"):
        run_on_endpoint(SELECT, plain(url), seconds=20)


@given(data=st.data())
@settings(max_examples=40)
def test_any_bytes(data: st.DataObject, sending: tuple[str, list[tuple[bytes, str]]]) -> None:
    """Rows with something cut out, put in or doubled are an answer or an error."""
    url, sent = sending
    kind, whole = data.draw(st.sampled_from([(JSON, ROWS), (XML, b"<sparql><head/><results/></sparql>")]))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    body = whole[:start] + data.draw(st.binary(max_size=8) | st.just(whole[start:end] * 2)) + whole[end:]
    sent.append((body, kind))
    told = ""
    try:
        assert isinstance(run_on_endpoint(SELECT, plain(url), seconds=20), Table)
    except EndpointError as error:
        told = str(error)
    assert "\n" not in told and told.isprintable()


@pytest.fixture(scope="module")
def sending() -> Iterator[tuple[str, list[tuple[bytes, str]]]]:
    """A server, and what it sends: the last of these."""
    sent: list[tuple[bytes, str]] = []

    def answer(handler: Handler, number: int) -> None:
        sends(200, *sent[-1])(handler, number)

    with serving(answer) as (url, _):
        yield url, sent


def test_the_command_ends_with_code_2(run: Run, tmp_path: Path) -> None:
    """What would end the process of a parser that trusts it, is an error like others; an earlier file stays."""
    kept = tmp_path / "rows.csv"
    kept.write_text("earlier", "utf-8")
    (tmp_path / "mine.rq").write_text(SELECT.text, "utf-8")
    with serving(sends(200, nested_rows(100_000))) as (url, _):
        done = run("query", "mine.rq", "--endpoint", url, "--format", "csv=rows.csv")
    assert done.code == 2 and done.err.count("\n") == 1 and "internal" not in done.err
    assert kept.read_text("utf-8") == "earlier"
