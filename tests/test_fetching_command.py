"""`inspectkg fetch`: the folder it leaves, run once and again; and that no other command reads the web."""

from __future__ import annotations

import ast
import hashlib
import http.server
import shutil
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from web import PAGE, Web, redirects, sends, serving, stalls

from inspectkg.fetching.connecting import Surroundings
from inspectkg.fetching.naming import file_name
from inspectkg.fetching.saving import Folder, fetch
from inspectkg.fetching.settings import Settings
from inspectkg.fetching.visiting import Failure, Page, visit

QUICK = ("--delay", "0", "--timeout", "5")
ARTICLE = (
    b"Sampleton probation service rated good\n\n"
    b"HM Inspectorate of Probation has rated the probation service in Cumbria as good.\n"
)


@pytest.fixture
def web(monkeypatch) -> Iterator[Web]:
    monkeypatch.setenv("no_proxy", "*")
    with serving() as served:
        yield served


def rows(folder: Path) -> dict[str, dict[str, str]]:
    """fetched.tsv, by address."""
    head, *lines = [line.split("\t") for line in (folder / "fetched.tsv").read_text().splitlines()]
    return {cells[0]: dict(zip(head, cells, strict=True)) for cells in lines}


def write_list(folder: Path, *urls: str) -> Path:
    path = folder / "list.txt"
    path.write_text("".join(f"{url}\n" for url in urls))
    return path


class TestCommand:
    """The command line."""

    def test_good_pages_are_saved_and_bad_ones_named(self, run, tmp_path, web):
        """A table on standard output, a line for each failure on standard error, code 2, and both in fetched.tsv."""
        web.pages |= {"/a": redirects("/b"), "/b": sends(ARTICLE, kind="text/plain; charset=utf-8")}
        good, bad = web.url("/a", "127.0.0.1"), web.url("/c", "127.0.0.1")
        outcome = run("fetch", write_list(tmp_path, "# mine", bad, good), "--output", "pages", *QUICK)
        assert outcome.code == 2
        assert outcome.text == (
            "host        saved    kept  failed\n"
            "127.0.0.1       1       0       1\n"
        )  # fmt: skip
        assert outcome.err == (
            f"inspectkg: error: {bad}: the server answered 404 Not Found\n"
            "inspectkg: 1 saved, 0 there already, 1 failed; see pages/fetched.tsv\n"
        )
        saved = rows(tmp_path / "pages")
        assert saved[bad] == {
            "url": bad, "final_url": bad, "status": "404", "content_type": "text/plain", "sha256": "", "file": "",
        }  # fmt: skip
        name = file_name(good, ".txt")
        assert saved[good] == {
            "url": good,
            "final_url": web.url("/b", "127.0.0.1"),
            "status": "200",
            "content_type": "text/plain; charset=utf-8",
            "sha256": hashlib.sha256(ARTICLE).hexdigest(),
            "file": name,
        }
        assert (tmp_path / "pages" / name).read_bytes() == ARTICLE
        assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == sorted(["fetched.tsv", name])

    def test_the_folder_can_be_built(self, run, tmp_path, web):
        """What was saved is what `build` reads; fetched.tsv is no article."""
        web.pages["/a"] = sends(ARTICLE, kind="text/plain")
        assert run("fetch", write_list(tmp_path, web.url("/a", "127.0.0.1")), "-o", "pages", *QUICK).code == 0
        outcome = run("build", "pages", "--output", "graph.trig")
        assert outcome.code == 0, outcome.err
        assert "an inspection of Cumbria" in outcome.text

    def test_wrong_lines_are_all_told_before_anything_is_fetched(self, run, tmp_path, web):
        """With their numbers; nothing is written."""
        listed = write_list(tmp_path, "nonsense", web.url("/a", "127.0.0.1"), "ftp://a.example/")
        outcome = run("fetch", listed, "--output", "pages", *QUICK)
        assert (outcome.code, outcome.out) == (2, b"")
        assert "list.txt:1: nonsense is no address" in outcome.err and "list.txt:3: ftp://a.example/" in outcome.err
        assert web.asked == [] and not (tmp_path / "pages").exists()

    def test_a_list_on_standard_input(self, tmp_path, web):
        """As `-`."""
        web.pages["/a"] = sends()
        done = subprocess.run(
            [sys.executable, "-m", "inspectkg", "fetch", "-", "-o", "pages", *QUICK],
            cwd=tmp_path, input=f"{web.url('/a', '127.0.0.1')}\n".encode(), capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert [row["status"] for row in rows(tmp_path / "pages").values()] == ["200"]

    @pytest.mark.parametrize(
        "arguments",
        [["none.txt", "-o", "pages"], ["list.txt"], ["list.txt", "-o", "list.txt"], ["list.txt", "-o", "broken"],
         ["list.txt", "-o", "pages", "--delay", "nan"], ["list.txt", "-o", "pages", "--timeout", "0"],
         ["list.txt", "-o", "pages", "--max-size", "0"], ["list.txt", "-o", "pages", "--contact", "a b"]],
    )  # fmt: skip
    def test_wrong_calls(self, run, tmp_path, web, arguments):
        """Code 2, one plain message, and nothing asked for."""
        write_list(tmp_path, web.url("/a", "127.0.0.1"))
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "fetched.tsv").write_text("something else\n")
        outcome = run("fetch", *arguments)
        assert (outcome.code, outcome.out) == (2, b"") and "Traceback" not in outcome.err
        assert web.asked == [] and (tmp_path / "broken" / "fetched.tsv").read_text() == "something else\n"

    def test_ctrl_c_leaves_everything_whole(self, tmp_path, web):
        """The pages that were had are there, and the next run goes on."""
        reached, stop = threading.Event(), threading.Event()
        web.pages |= {"/a": sends(), "/b": stalls(stop, reached)}
        write_list(tmp_path, web.url("/a", "127.0.0.1"), web.url("/b", "127.0.0.1"))
        command = [sys.executable, "-m", "inspectkg", "fetch", "list.txt", "-o", "pages", *QUICK]
        child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert reached.wait(30)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=30)
        stop.set()
        assert child.returncode == -signal.SIGINT and b"interrupted" in err
        assert list(rows(tmp_path / "pages")) == [web.url("/a", "127.0.0.1")]
        assert len(list((tmp_path / "pages").iterdir())) == 2
        web.pages["/b"] = sends()
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        assert b"1 saved, 1 there already, 0 failed" in done.stderr


class TestFolder:
    """Run again, it goes on where it ended."""

    def fetched(self, web: Web, folder: Path, *paths: str, refresh: bool = False, notes: list[str] | None = None):
        urls = [web.url(path) for path in paths]
        note = notes.append if notes is not None else lambda _: None
        return fetch(urls, folder, Settings(timeout=0.2), refresh=refresh, note=note, outside=web.outside)

    def test_what_is_there_is_not_asked_for_again(self, web, tmp_path):
        """What failed is, last; so is what was changed or removed since, with a note where it would be overwritten."""
        web.pages |= {f"/{name}": sends(name.encode()) for name in "abc"}
        tally = self.fetched(web, tmp_path, "/x", "/a", "/b", "/c")
        assert [tally.total(what) for what in ("saved", "kept", "failed")] == [3, 0, 1]
        files = {url: row["file"] for url, row in rows(tmp_path).items()}
        (tmp_path / files[web.url("/b")]).write_bytes(b"changed")
        (tmp_path / files[web.url("/c")]).unlink()
        web.asked.clear()
        notes: list[str] = []
        tally = self.fetched(web, tmp_path, "/x", "/a", "/b", "/c", notes=notes)
        assert [tally.total(what) for what in ("saved", "kept", "failed")] == [2, 1, 1]
        assert web.paths() == ["news.example/b", "news.example/c", "news.example/x"]
        assert notes == [f"note: {tmp_path / files[web.url('/b')]} is not as it was saved; it is fetched again"]
        assert (tmp_path / files[web.url("/b")]).read_bytes() == b"b"

    def test_the_order_of_the_list_changes_no_byte(self, web, tmp_path):
        """Sorted by address; other lists' pages stay."""
        web.pages |= {"/a": sends(b"a"), "/b": sends(b"b")}
        self.fetched(web, tmp_path / "one", "/a", "/b", "/x")
        self.fetched(web, tmp_path / "two", "/x", "/b")
        self.fetched(web, tmp_path / "two", "/a")
        one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
        assert one == two and len(one) == 3

    def test_refresh_replaces_where_that_works(self, web, tmp_path):
        """A page that fails now keeps its earlier state; one of another type leaves no old file behind."""
        web.pages |= {"/a": sends(b"old"), "/b": sends(b"old")}
        self.fetched(web, tmp_path, "/a", "/b")
        before = rows(tmp_path)
        web.pages |= {"/a": sends(b"new", kind="text/plain"), "/b": sends(b"", 500)}
        tally = self.fetched(web, tmp_path, "/a", "/b", refresh=True)
        assert [tally.total(what) for what in ("saved", "kept", "failed")] == [1, 0, 1]
        after = rows(tmp_path)
        assert after[web.url("/b")] == before[web.url("/b")]
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".tsv"} == {
            after[web.url("/a")]["file"]: b"new",
            after[web.url("/b")]["file"]: b"old",
        }
        assert after[web.url("/a")]["file"].endswith(".txt")

    def test_a_page_that_failed_and_works_now_is_saved(self, web, tmp_path):
        """Its row is the page's."""
        self.fetched(web, tmp_path, "/a")
        assert rows(tmp_path)[web.url("/a")]["status"] == "404"
        web.pages["/a"] = sends()
        self.fetched(web, tmp_path, "/a")
        assert rows(tmp_path)[web.url("/a")]["status"] == "200"

    def test_two_pages_never_share_a_file(self, web, tmp_path):
        """Not even where someone found two addresses whose short hashes are the same."""
        seen: dict[str, str] = {}
        for number in range(10_000_000):
            path = f"/?{number}"
            digits = hashlib.sha256(web.url(path).encode()).hexdigest()[:8]
            if (other := seen.setdefault(digits, path)) != path:
                break
        assert file_name(web.url(other), ".html") == file_name(web.url(path), ".html")
        web.pages |= {other: sends(b"one"), path: sends(b"two")}
        self.fetched(web, tmp_path, other, path)
        files = [rows(tmp_path)[web.url(one)]["file"] for one in (other, path)]
        assert [(tmp_path / name).read_bytes() for name in files] == [b"one", b"two"]
        assert Folder(tmp_path).holds(web.url(other)) and Folder(tmp_path).holds(web.url(path))
        self.fetched(web, tmp_path, other, path, refresh=True)
        assert [rows(tmp_path)[web.url(one)]["file"] for one in (other, path)] == files

    def test_a_page_that_cannot_be_written_leaves_the_manifest(self, web, tmp_path):
        """A folder stands where the file should: told, and what was saved before stays."""
        from inspectkg.errors import InputError

        web.pages |= {"/a": sends(), "/b": sends()}
        self.fetched(web, tmp_path, "/a")
        before = (tmp_path / "fetched.tsv").read_bytes()
        (tmp_path / file_name(web.url("/b"), ".html")).mkdir()
        with pytest.raises(InputError, match="cannot be written"):
            self.fetched(web, tmp_path, "/b")
        assert (tmp_path / "fetched.tsv").read_bytes() == before


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificates_are_always_verified(tmp_path, monkeypatch):
    """One that nobody vouches for, or of another host, is refused at once; one that the system trusts is not."""
    monkeypatch.setenv("no_proxy", "*")
    subject = ["-subj", "/CN=test", "-addext", "subjectAltName=DNS:news.example"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(
        ["openssl", "req", "-x509", *key, "-keyout", "key.pem", "-out", "cert.pem", *subject],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")

    class Served(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sends(PAGE if self.path == "/a" else b"")(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass

    waits: list[float] = []
    outside = Surroundings(lambda _: ["127.0.0.1"], lambda _: True, wait=waits.append)
    with Quiet(("127.0.0.1", 0), Served) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

        def outcome(host: str) -> Page | Failure:
            url = f"https://{host}:{server.server_address[1]}/a"
            (one,) = visit([url], Settings(delay=0, timeout=5), outside=outside)
            return one

        unknown = outcome("news.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        trusted, other = outcome("news.example"), outcome("other.example")
        server.shutdown()
    assert isinstance(trusted, Page) and trusted.body == PAGE
    for refused in (unknown, other):
        assert isinstance(refused, Failure) and "no certificate that can be trusted" in refused.reason
    assert waits == [], "a wrong certificate is not tried again"


#: Modules that open connections; those that may use them, and what for.
NETWORK = {"socket", "socketserver", "ssl", "http", "urllib.request", "urllib3", "ftplib", "smtplib", "asyncio",
           "SPARQLWrapper", "requests", "httpx", "aiohttp"}  # fmt: skip
MAY_CONNECT = {
    "fetching": "saves pages that the user lists",
    "deadlines.py": "ends connections that take too long",
    "endpoints": "asks and fills the endpoint that the user names",
}


def test_no_other_module_opens_a_connection(checkout):
    """Only what is allowed to imports what could, and each that is allowed does."""
    found: set[str] = set()
    for path in sorted(checkout.rglob("*.py")):
        name = path.relative_to(checkout).as_posix()
        if name.partition("/")[0] in {"tests", "build", "out", "dist"} or name.startswith("."):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if any(one == used or one.startswith(f"{used}.") for one in names for used in NETWORK):
                found.add(name if name in MAY_CONNECT else name.partition("/")[0])
    assert found == set(MAY_CONNECT)


GUARDED = """
import sys
def hook(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request", "http.client.")):
        raise AssertionError(f"connects: {event}")
sys.addaudithook(hook)
from inspectkg.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "arguments",
    [["build"], ["query"], ["query", "findings"], ["validate"], ["export"], ["explain", "information"]],
    ids=" ".join,
)
def test_no_other_command_opens_a_connection(tmp_path, arguments):
    """Nor looks up a name."""
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_guard_would_notice(tmp_path, web):
    """It stops `fetch`."""
    write_list(tmp_path, web.url("/a", "127.0.0.1"))
    command = [sys.executable, "-c", GUARDED, "fetch", "list.txt", "-o", "pages"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3 and "connects: socket." in done.stderr and web.asked == []


def test_starting_to_fetch_is_quick(tmp_path):
    """A wrong list is told at once: no library of graphs is loaded."""
    write_list(tmp_path, "nonsense")
    script = "import sys; from inspectkg.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "fetch", "list.txt", "-o", "pages"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not {"rdflib", "pyoxigraph", "pyshacl"} & set(done.stdout.split())
