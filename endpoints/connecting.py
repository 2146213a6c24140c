"""Opening http and https alone: no file, no other protocol, and every connection watched by a deadline."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Iterable
from typing import Any, Final, cast
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from ..deadlines import Deadline
from .redirects import SameHost

CONNECT_LIMIT: Final = 10.0

Watch = Callable[[http.client.HTTPConnection], None]


def opener(deadline: Deadline, seconds: float, logins: Iterable[BaseHandler]) -> OpenerDirector:
    """What opens requests, each connection ended by DEADLINE and silent for SECONDS at most; LOGINS tell who asks."""

    def watch(connection: http.client.HTTPConnection) -> None:
        connection.sock.settimeout(seconds)
        deadline.watch(connection.sock)

    made = OpenerDirector()
    handlers = (ProxyHandler(), _Plain(watch), _Secure(watch), HTTPDefaultErrorHandler(), HTTPErrorProcessor())
    for handler in (*handlers, SameHost(), *logins):
        made.add_handler(handler)
    return made


class _PlainConnection(http.client.HTTPConnection):
    watch: Watch

    def connect(self) -> None:
        super().connect()
        self.watch(self)


class _SecureConnection(http.client.HTTPSConnection):
    watch: Watch

    def connect(self) -> None:
        super().connect()
        self.watch(self)


class _Plain(HTTPHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> http.client.HTTPResponse:
        def make(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _PlainConnection(host, **options)
            made.watch = self._watch
            return made

        return self.do_open(cast(Any, make), req)


class _Secure(HTTPSHandler):
    def __init__(self, watch: Watch) -> None:
        self._trusted = ssl.create_default_context()
        super().__init__(context=self._trusted)
        self._watch = watch

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        def make(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _SecureConnection(host, **options)
            made.watch = self._watch
            return made

        return self.do_open(cast(Any, make), req, context=self._trusted)
