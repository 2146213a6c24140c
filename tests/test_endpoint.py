"""An endpoint gives the same rows as the embedded store; one that misbehaves gives one plain error, in time."""

from __future__ import annotations

import contextlib
import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.endpoints.profiles import Endpoint
from inspectkg.errors import EndpointError, InputError, UsageError
from inspectkg.queries import guard
from inspectkg.queries.catalogue import SavedQuery, load_query, names
from inspectkg.queries.formats import render
from inspectkg.queries.running import run
from inspectkg.store import open_store

SAMPLE = Path(__file__).parent / "queries" / "sample.ttl"
EMPTY = b'{"head": {"vars": ["source", "name", "role"]}, "results": {"bindings": []}}'
JSON = "application/sparql-results+json"
PEOPLE = load_query("people")

Handler = http.server.BaseHTTPRequestHandler


@contextlib.contextmanager
def serving(answer: Callable[[Handler, int], None]) -> Iterator[tuple[str, list[tuple[str, dict[str, str], str]]]]:
    """A loopback server whose POSTs ANSWER answers (with their number); its URL, and what it was asked."""
    asked: list[tuple[str, dict[str, str], str]] = []

    class Served(Handler):
        def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            asked.append((self.path, dict(self.headers.items()), body))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                answer(self, len(asked))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Served)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql", asked
    finally:
        server.shutdown()
        server.server_close()


def sends(status: int, data: bytes, kind: str = JSON, **headers: str) -> Callable[[Handler, int], None]:
    def answer(handler: Handler, _: int) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def plain(url: str) -> Endpoint:
    """An endpoint that is asked nothing but the query."""
    return Endpoint(url=url, graphs="default")


def test_what_is_sent() -> None:
    """A form POST with the query alone, an agent with a contact, and an explicit Accept."""
    with serving(sends(200, EMPTY)) as (url, asked):
        assert run_on_endpoint(PEOPLE, plain(url)) == run(PEOPLE, open_store([]))
    path, headers, body = asked[0]
    assert path == "/sparql"
    assert headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert headers["User-Agent"].startswith("inspectkg/") and "w3id.org" in headers["User-Agent"]
    assert JSON in headers["Accept"]
    assert parse_qs(body) == {"query": [guard.without_comments(PEOPLE.text)]}, "no parameters of SPARQLWrapper's own"


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
        assert time.perf_counter() - start < 5


def test_a_silent_limit_is_noticed() -> None:
    """An answer that has as many rows as the endpoint's limit may be cut, and is refused."""
    row = b'{"source": {"type": "literal", "value": "a"}}'
    data = EMPTY.replace(b"[]", b"[" + row + b"," + row + b"]")
    with (
        serving(sends(200, data, X_SPARQL_MaxRows="2")) as (url, _),
        pytest.raises(EndpointError, match="cuts answers"),
    ):
        run_on_endpoint(PEOPLE, plain(url))


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


# ---------------------------------------------------------------- a real server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`oxigraph serve` (from PyPI) on loopback, holding the hand-made graph."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if program is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    port, folder = free_port(), tmp_path_factory.mktemp("oxigraph")
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        put = urllib.request.Request(
            f"{url}/store?default", SAMPLE.read_bytes(), {"Content-Type": "text/turtle"}, method="PUT"
        )
        for _ in range(100):
            try:
                urllib.request.urlopen(put, timeout=5).close()
                break
            except urllib.error.URLError:
                time.sleep(0.05)
        yield f"{url}/query"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("name", names())
def test_same_answer_from_a_server(name: str, server: str) -> None:
    """Every saved query gives the same bytes from a server as from the file."""
    query = load_query(name)
    written_as = "json" if query.form == "SELECT" else "turtle"
    assert render(run_on_endpoint(query, server), written_as) == render(run(query, open_store([SAMPLE])), written_as)


def test_parameters_on_a_server(server: str) -> None:
    """Parameters are bound the same way; slugs are checked against the reference data, as no graph is at hand."""
    found = run_on_endpoint(load_query("ratings"), server, {"grade": "requires-improvement", "region": "North East"})
    assert found == run(load_query("ratings"), open_store([SAMPLE]), {"grade": "requires-improvement"})
    with pytest.raises(UsageError, match="did you mean inadequate"):
        run_on_endpoint(load_query("ratings"), server, {"grade": "inadequat"})


def test_an_error_of_a_server(server: str) -> None:
    """A mistake that only the server sees comes back as its own words."""
    query = SavedQuery("mine", "SELECT ?x { ?s ?p }", "SELECT", Path("mine.rq"), own=False)
    with pytest.raises(EndpointError, match="refused the query"):
        run_on_endpoint(query, server)
