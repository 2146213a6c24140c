"""An endpoint gives the same rows as the embedded store; one that misbehaves gives one plain error, in time."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus

import pytest
from pyoxigraph import QueryResultsFormat
from servers import free_port

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.endpoints.authentication import login
from inspectkg.endpoints.profiles import Endpoint, endpoint
from inspectkg.endpoints.simplifying import without_unset
from inspectkg.errors import EndpointError, InputError, UsageError
from inspectkg.queries import guard
from inspectkg.queries.answers import Table, from_oxigraph
from inspectkg.queries.catalogue import SavedQuery, load_query, names
from inspectkg.queries.running import run
from inspectkg.store import open_store

SAMPLE = Path(__file__).parent / "queries" / "sample.ttl"
EMPTY = b'{"head": {"vars": ["source", "name", "role"]}, "results": {"bindings": []}}'
JSON = "application/sparql-results+json"
PEOPLE = load_query("people")


class Handler(http.server.BaseHTTPRequestHandler):
    """A request that was read; `asked` is its body."""

    asked = ""


@contextlib.contextmanager
def serving(answer: Callable[[Handler, int], None]) -> Iterator[tuple[str, list[tuple[str, dict[str, str], str]]]]:
    """A loopback server whose POSTs ANSWER answers (with their number); its URL, and what it was asked."""
    asked: list[tuple[str, dict[str, str], str]] = []

    class Served(Handler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            asked.append((self.path, dict(self.headers.items()), body))
            self.asked = body
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


# ---------------------------------------------------------------- pages


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
    with serving(cutting(5, told=True)) as (url, _):
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
            rows = [{"source": {"type": "literal", "value": str(number)}}] * 5
            data = json.dumps({"head": {"vars": ["source"]}, "results": {"bindings": rows}}).encode()
            sends(200, data, X_SPARQL_MaxRows="5")(handler, number)

    with serving(answer) as (url, _), pytest.raises(EndpointError, match="changed while"):
        run_on_endpoint(PEOPLE, plain(url))


# ---------------------------------------------------------------- logins


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_names_and_passwords_come_from_the_environment(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that asks is answered as it wants; nothing of it is in any message."""
    asks = 'Basic realm="r"' if kind == "basic" else 'Digest realm="r", nonce="abc", qop="auth", algorithm=MD5'

    def answer(handler: Handler, number: int) -> None:
        given = handler.headers.get("Authorization", "")
        good = given == "Basic YW5uOnNlY3JldC12YWx1ZQ==" if kind == "basic" else 'username="ann"' in given
        (sends(200, EMPTY) if good else sends(401, b"", WWW_Authenticate=asks))(handler, number)

    monkeypatch.setenv("INSPECTKG_USER", "ann")
    monkeypatch.setenv("INSPECTKG_PASSWORD", "secret-value")
    with serving(answer) as (url, asked):
        run_on_endpoint(PEOPLE, plain(url))
    assert len(asked) == 2
    monkeypatch.setenv("INSPECTKG_USER", "bob")
    monkeypatch.setenv("INSPECTKG_PASSWORD", "other-value")
    with serving(answer) as (url, asked), pytest.raises(EndpointError, match="401") as caught:
        run_on_endpoint(PEOPLE, plain(url))
    assert "other-value" not in str(caught.value) and len(asked) < 10


def test_netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A netrc file gives name and password by host; a broken one is told with its name."""
    path = tmp_path / "netrc"
    path.write_text("machine 127.0.0.1 login ann password pw\n", "utf-8")
    monkeypatch.setenv("NETRC", str(path))
    found = login("http://127.0.0.1:1/sparql", environment=os.environ)
    assert found is not None and (found.user, found.password) == ("ann", "pw") and "pw" not in repr(found)
    assert login("http://other.example/", environment=os.environ) is None
    path.write_text("machine\n", "utf-8")
    with pytest.raises(EndpointError, match="netrc"):
        login("http://127.0.0.1/", environment=os.environ)


# ---------------------------------------------------------------- profiles


def test_profiles(tmp_path: Path) -> None:
    """A profile gives its addresses and habits; the nearest file goes first; near names are offered."""
    near, far = tmp_path / "near.toml", tmp_path / "far.toml"
    near.write_text('[endpoints.archive]\nurl = "http://a.example/q"\ntimeout = 5\npage-size = 10\n', "utf-8")
    far.write_text('[endpoints.archive]\nurl = "http://b.example/"\n[endpoints.other]\nstore = "https://c/"\n', "utf-8")
    found = endpoint("archive", [near, far])
    assert (found.url, found.timeout, found.page_size) == ("http://a.example/q", 5, 10)
    assert endpoint("other", [near, far]).store == "https://c/"
    with pytest.raises(UsageError, match="did you mean archive"):
        endpoint("archiv", [near, far])
    assert endpoint("https://x.example/q", []).url == "https://x.example/q"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[endpoints.a]\nurl = "http://a/"\npassword = "x"', "secret"),
        ('[endpoints.a]\nurl = "http://u:p@a/"', "must not hold a name or password"),
        ('[endpoints.a]\nurl = "file:///etc/passwd"', "no endpoint"),
        ('[endpoints.a]\nurl = "http://a/"\npassword-env = "AWS_SECRET"', "must begin with INSPECTKG_"),
        ('[endpoints.a]\nurl = "http://a/"\ntimout = 3', "timeout"),
        ('[endpoints.a]\nurl = "http://a/"\ntimeout = "3"', "a number"),
        ('[endpoints.a]\nurl = "http://a/"\npage-size = 0', "cannot be"),
        ('[endpoints.a]\nurl = "http://a/"\nauth = "magic"', "one of basic"),
        ("[endpoints.a]\nuser = 'x'", "no address"),
        ("[endpoint.a]\n", "unknown table"),
        ("endpoints = 3", "no table"),
        ("[endpoints", "not valid TOML"),
    ],
)
def test_mistakes_in_profiles(text: str, words: str, tmp_path: Path) -> None:
    """Each is told in one line with the file's name, and no secret is repeated."""
    path = tmp_path / "inspectkg.toml"
    path.write_text(text, "utf-8")
    with pytest.raises((InputError, EndpointError), match=words):
        endpoint("a", [path])


# ---------------------------------------------------------------- parameters that are not given


@pytest.mark.parametrize("name", names())
def test_leaving_out_unset_parameters_changes_nothing(name: str) -> None:
    """The shorter question has the rows of the whole one, and no block of UNDEF is left."""
    query = load_query(name)
    shorter = without_unset(guard.without_comments(query.text))
    assert "UNDEF" not in shorter
    changed = SavedQuery(name, shorter, query.form, query.path, own=True)
    store = open_store([SAMPLE])
    left = from_oxigraph(changed, store.query(shorter))
    right = from_oxigraph(changed, store.query(query.text))
    assert left == right


def test_a_filter_that_says_more_is_kept() -> None:
    """Only what holds while the variable is unbound may go."""
    text = "SELECT ?x { VALUES ?w { UNDEF } ?x ?p ?o FILTER(!BOUND(?w) || ?x = ?w && ?o = 1) }\n"
    assert without_unset(text) == text
    used = "SELECT ?x { VALUES ?w { UNDEF } ?x ?p ?w FILTER(!BOUND(?w) || ?x = ?w) }\n"
    assert without_unset(used) == used


def test_a_parameter_that_is_given_needs_no_test_whether_it_is() -> None:
    """The filter keeps what it says of the value."""
    text = "SELECT ?x { VALUES ?w { 1 } ?x ?p ?o FILTER(!BOUND(?w) || EXISTS { ?x ?q ?w }) FILTER(?o = 1) }\n"
    assert without_unset(text) == text.replace("!BOUND(?w) ||", "")
    both = "SELECT ?x { VALUES ?w { 1 UNDEF } ?x ?p ?o FILTER(!BOUND(?w) || ?o = ?w) }\n"
    assert without_unset(both) == both


def test_one_value_is_put_where_it_stands() -> None:
    """Several values keep their block, and so does a variable that is bound anew or asked for."""
    one = 'SELECT ?a { ?a ?b ?c VALUES ?w { "x{?w"^^<u:t> } FILTER(!BOUND(?w) || EXISTS { ?a <u:p> ?w }) }'
    assert without_unset(one).split() == 'SELECT ?a { ?a ?b ?c FILTER( EXISTS { ?a <u:p> "x{?w"^^<u:t> }) }'.split()
    for kept in (
        "SELECT ?a { ?a ?b ?c VALUES ?w { <u:a> <u:b> } FILTER(?c = ?w) }",
        "SELECT ?w { ?a ?b ?c VALUES ?w { <u:a> } FILTER(?c = ?w) }",
    ):
        assert without_unset(kept).strip() == kept
