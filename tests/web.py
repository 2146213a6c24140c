"""A small web on 127.0.0.1 for the tests of `inspectkg fetch`: pages that behave, and pages that do not."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from loopback import listening

from inspectkg.fetching.addresses import Place
from inspectkg.fetching.connecting import Surroundings

Handler = http.server.BaseHTTPRequestHandler
Answer = Callable[[Handler], None]

PAGE = b"<!doctype html><title>An article</title><p>Inspectors rated the unit good.</p>"


def sends(body: bytes = PAGE, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """An answer with BODY as KIND; Header_Names are given with underscores, "" leaves one out."""

    def answer(handler: Handler) -> None:
        told = {"Content-Type": kind, "Content-Length": str(len(body))}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        handler.send_response(status)
        for name, value in told.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirects(location: str, status: int = 302) -> Answer:
    return sends(b"", status, Location=location)


def packed(body: bytes, coding: str = "gzip", keep: int | None = None) -> Answer:
    """BODY packed, KEEP bytes of that, and an end of the connection instead of a length."""
    return sends(gzip.compress(body)[:keep], Content_Encoding=coding, Content_Length="")


def raw(*pieces: bytes, pause: float = 0.0) -> Answer:
    """The bytes PIECES instead of an answer, with a PAUSE after each, until the other side has enough."""

    def answer(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            threading.Event().wait(pause)

    return answer


def in_turn(*answers: Answer) -> Answer:
    """One answer after the other, the last for ever."""
    left = list(answers)

    def answer(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def stalls(until: threading.Event, reached: threading.Event | None = None) -> Answer:
    """No answer UNTIL the test is over; REACHED is set when someone waits for one."""

    def answer(_: Handler) -> None:
        if reached:
            reached.set()
        until.wait(30)

    return answer


@dataclass
class Time:
    """Time that passes only where someone waits."""

    seconds: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.waits.append(seconds)
        self.seconds += seconds


@dataclass
class Web:
    """The pages by host and path ("/path" for any host), and who asked for what, when."""

    port: int
    time: Time
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[float, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    inner: set[str] = field(default_factory=set)
    """Hosts whose address is of an inner network."""

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def resolve(self, place: Place) -> list[str]:
        return ["127.0.0.2" if place.host in self.inner else "127.0.0.1"]

    @property
    def outside(self) -> Surroundings:
        """Every name leads here; 127.0.0.1 counts as the open internet, 127.0.0.2 does not."""
        return Surroundings(self.resolve, lambda address: address == "127.0.0.1", self.time.now, self.time.wait)

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [path for _, path in self.asked if not path.endswith("/robots.txt")]

    def answer(self, handler: Handler) -> None:
        host = handler.headers.get("Host", "").partition(":")[0]
        path = handler.path
        self.asked.append((self.time.now(), host + path if not path.startswith("http") else path))
        self.headers.append(dict(handler.headers.items()))
        missing = sends(b"not here", 404, "text/plain")
        self.pages.get(host + path, self.pages.get(path, missing))(handler)


@contextlib.contextmanager
def serving() -> Iterator[Web]:
    """A web without pages; give it some."""

    class Served(Handler):
        def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                web.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with listening(Served) as port:
        web = Web(port, Time())
        yield web
