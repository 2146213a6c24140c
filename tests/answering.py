"""A server on loopback that answers what a test wants, for the tests of --endpoint."""

from __future__ import annotations

import contextlib
import http.server
from collections.abc import Callable, Iterator

from loopback import listening

from inspectkg.endpoints.profiles import Endpoint

EMPTY = b'{"head": {"vars": ["source", "name", "role"]}, "results": {"bindings": []}}'
JSON = "application/sparql-results+json"


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

    with listening(Served) as port:
        yield f"http://127.0.0.1:{port}/sparql", asked


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
