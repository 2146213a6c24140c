"""A way to a server on loopback that kills whoever uses it, at the request that a test names."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import queue
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from loopback import listening

#: How far the last request of a killed process comes: nowhere, in half, or to an answer that nobody reads.
REACHES = ("nowhere", "in half", "whole")


@dataclass
class Passage:
    """Requests to `url` arrive at the server; at the one with the number `at` the first of `victims` is killed."""

    server: SplitResult
    url: str = ""
    asked: int = 0
    at: int = 0
    reaches: str = "whole"
    victims: queue.Queue[subprocess.Popen[bytes]] = field(default_factory=queue.Queue[subprocess.Popen[bytes]])

    def kill(self, at: int, reaches: str) -> None:
        """Kill at the request number AT from now on."""
        self.asked, self.at, self.reaches = 0, at, reaches

    def take(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        """Pass on the request of HANDLER and give back the answer, or kill who asks."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.asked += 1
        if self.asked != self.at:
            give_back(handler, *self.answer(handler, body))
            return
        if self.reaches == "whole":
            self.answer(handler, body)
        elif self.reaches == "in half":
            with self.request(handler, body[: len(body) // 2]):
                pass
        self.victims.get(timeout=20).kill()

    def answer(
        self, handler: http.server.BaseHTTPRequestHandler, body: bytes
    ) -> tuple[http.client.HTTPResponse, bytes]:
        with self.request(handler, body) as server:
            response = server.getresponse()
            return response, response.read()

    @contextlib.contextmanager
    def request(self, handler: http.server.BaseHTTPRequestHandler, body: bytes) -> Iterator[http.client.HTTPConnection]:
        """A connection on which the head of the request of HANDLER was sent, and BODY."""
        assert self.server.hostname
        server = http.client.HTTPConnection(self.server.hostname, self.server.port, timeout=60)
        with contextlib.closing(server):
            server.putrequest(handler.command, handler.path, skip_accept_encoding=True)
            for name, value in handler.headers.items():
                if name.lower() not in ("host", "connection"):
                    server.putheader(name, value)
            server.endheaders(body)
            yield server


def give_back(handler: http.server.BaseHTTPRequestHandler, answer: http.client.HTTPResponse, body: bytes) -> None:
    """ANSWER with BODY to whom HANDLER serves."""
    handler.send_response_only(answer.status, answer.reason)
    for name, value in answer.headers.items():
        if name.lower() not in ("connection", "content-length", "transfer-encoding"):
            handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextlib.contextmanager
def passing(url: str) -> Iterator[Passage]:
    """A passage to the server that has the address URL, and its own address of the same path."""
    passage = Passage(urlsplit(url))

    class Passed(http.server.BaseHTTPRequestHandler):
        wbufsize = -1  # an answer is sent at once, with its head: sent apart, the other side would wait for more

        def pass_on(self) -> None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                passage.take(self)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = pass_on  # noqa: N815 - the names http.server calls

        def log_message(self, format: str, *args: object) -> None:
            pass

    with listening(Passed) as port:
        passage.url = passage.server._replace(netloc=f"127.0.0.1:{port}").geturl()
        yield passage
