"""An endpoint gives the same rows as the embedded store; one that misbehaves gives one plain error, in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from answering import EMPTY, JSON, Handler, plain, sends, serving
from servers import free_port

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.endpoints.simplifying import without_unset
from inspectkg.errors import EndpointError, InputError
from inspectkg.queries import guard
from inspectkg.queries.catalogue import SavedQuery, load_query
from inspectkg.queries.running import run
from inspectkg.store import open_store

PEOPLE = load_query("people")


def test_what_is_sent() -> None:
    """A form POST with the query alone, an agent with a contact, and an explicit Accept."""
    with serving(sends(200, EMPTY)) as (url, asked):
        assert run_on_endpoint(PEOPLE, plain(url)) == run(PEOPLE, open_store([]))
    path, headers, body = asked[0]
    assert path == "/sparql"
    assert headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert headers["User-Agent"].startswith("inspectkg/") and "w3id.org" in headers["User-Agent"]
    assert JSON in headers["Accept"]
    asked_for = without_unset(guard.without_comments(PEOPLE.text))
    assert parse_qs(body) == {"query": [asked_for]}, "no parameters of SPARQLWrapper's own"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (sends(500, b"<h1>Oh</h1>no memory", "text/html"), "no memory"),
        (sends(400, b"parse error", "text/plain"), "refused the query"),
        (sends(401, b"", "text/plain"), "wants to know who asks"),
        (sends(403, b"not you", "text/plain"), "403 Forbidden: not you"),
        (sends(404, b"", "text/plain"), "refused the query"),
        (sends(502, b"", "text/plain"), "502"),
        (
            sends(200, b"<html>Please log in</html>", "text/html"),
            "text/html, no SPARQL results: is it the query address? Please",
        ),
        (sends(200, b"a,b\r\n", "text/csv"), "text/csv"),
        (sends(200, EMPTY[:-20]), "broke off"),
        (sends(200, EMPTY[:-3] + b"The SPARQL operation has been cancelled"), "operation has been cancelled"),
        (sends(204, b""), "no SPARQL results|broke off"),
        (sends(302, b"", Location="file:///etc/hostname"), "302"),
        (sends(307, b"", Location="http://127.0.0.1:1/other"), "leads elsewhere"),
        (sends(301, b""), "leads elsewhere"),
        (sends(302, b"", Location="/sparql"), "round in circles"),
        (sends(206, EMPTY), "a part of the answer"),
        (sends(200, EMPTY, X_SQL_State="S1TAT"), "a part of the answer"),
        (sends(200, b'{"head": {}, "boolean": true}'), "broke off|another form"),
        (sends(200, b"{" * 2000), "broke off"),
        (sends(200, b"<script>steal()</script><p>Welcome</p>", "text/html"), "address? Welcome"),
        (lambda handler, _: handler.wfile.write(b"garbage\r\n\r\n"), "cannot be reached"),
        (lambda *_: None, "cannot be reached"),
    ],
)
def test_misbehaving_endpoints(answer: Callable[[Handler, int], None], words: str) -> None:
    """Whatever it answers instead of rows becomes one plain error that names the endpoint."""
    with serving(answer) as (url, _), pytest.raises(EndpointError, match=words.replace("?", r"\?")) as caught:
        run_on_endpoint(PEOPLE, plain(url), seconds=5)
    assert url in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_a_busy_endpoint_is_asked_again() -> None:
    """503 and 429 are tried again, after the pause that is asked for, but not for ever."""
    pauses: list[float] = []

    def answer(handler: Handler, number: int) -> None:
        good = sends(200, EMPTY)
        (sends(503, b"", Retry_After="7") if number == 1 else sends(429, b"") if number == 2 else good)(handler, number)

    with serving(answer) as (url, asked):
        run_on_endpoint(PEOPLE, plain(url), pause=pauses.append)
    assert len(asked) == 3 and pauses == [7.0, 2.0]
    with serving(sends(503, b"", Retry_After="999999")) as (url, asked), pytest.raises(EndpointError, match="busy"):
        run_on_endpoint(PEOPLE, plain(url), pause=pauses.append)
    assert len(asked) == 4 and max(pauses) <= 30


def test_stalling_endpoints_are_left() -> None:
    """One that says nothing, and one that trickles, are given up after the time allowed."""
    ready = threading.Event()

    def trickle(handler: Handler, _: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        while not ready.wait(0.1):
            handler.wfile.write(b" ")

    def stall(handler: Handler, _: int) -> None:
        ready.wait(30)

    for answer in (stall, trickle):
        ready.clear()
        start = time.perf_counter()
        with serving(answer) as (url, _):
            with pytest.raises(EndpointError, match="did not answer within 1 seconds"):
                run_on_endpoint(PEOPLE, plain(url), seconds=1)
            ready.set()
        assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://127.0.0.1/",
        "/etc/hostname",
        "",
        "http://",
        "http://a b/",
        "http://u:p@127.0.0.1/",
        "http://[::1",
    ],
)
def test_only_http_is_asked(url: str) -> None:
    """No file, no other protocol, no password in the address."""
    with pytest.raises(EndpointError, match="endpoint"):
        run_on_endpoint(PEOPLE, url)


def test_nobody_there() -> None:
    """A port that nobody listens on is told as such."""
    with pytest.raises(EndpointError, match=r"cannot be reached: .*refused"):
        run_on_endpoint(PEOPLE, f"http://127.0.0.1:{free_port()}/")


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:a> <a:b> 1 }", "SELECT * { } ; DELETE WHERE { ?s ?p ?o }", "# SELECT\nDROP ALL"]
)
def test_updates_are_never_sent(text: str) -> None:
    """What writes is refused before anything is sent."""
    query = SavedQuery("mine", text, "SELECT", Path("mine.rq"), own=False)
    with serving(sends(200, EMPTY)) as (url, asked), pytest.raises((InputError, EndpointError)):
        run_on_endpoint(query, url)
    assert not asked


def test_redirects_on_the_same_host_keep_the_question() -> None:
    """A redirect to another path is followed, by the same method and with the same body."""

    def answer(handler: Handler, number: int) -> None:
        (sends(301, b"", Location="/moved") if number == 1 else sends(200, EMPTY))(handler, number)

    with serving(answer) as (url, asked):
        run_on_endpoint(PEOPLE, plain(url))
    assert [path for path, _, _ in asked] == ["/sparql", "/moved"]
    assert asked[0][2] == asked[1][2]


def test_an_answer_that_is_shorter_than_promised() -> None:
    """Where the connection ends before the length that was told, the answer is not taken."""

    def answer(handler: Handler, _: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", str(len(EMPTY) + 10))
        handler.end_headers()
        handler.wfile.write(EMPTY)

    with serving(answer) as (url, _), pytest.raises(EndpointError, match="broke off its answer"):
        run_on_endpoint(PEOPLE, plain(url), seconds=5)


def test_a_head_that_trickles() -> None:
    """A server that sends a header line now and then is given up after the whole time, too."""
    ready = threading.Event()

    def trickle(handler: Handler, _: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not ready.wait(0.1):
            handler.wfile.write(b"X-More: 1\r\n")

    start = time.perf_counter()
    with serving(trickle) as (url, _):
        with pytest.raises(EndpointError, match="did not answer within 1 seconds"):
            run_on_endpoint(PEOPLE, plain(url), seconds=1)
        ready.set()
    assert time.perf_counter() - start < 20
