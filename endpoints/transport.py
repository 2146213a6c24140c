"""Sending requests: in time, within limits, to the host that was named and no other, again where it is busy."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final, cast
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDefaultErrorHandler,
    HTTPDigestAuthHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPPasswordMgr,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from ..deadlines import Deadline
from ..errors import EndpointError
from ..files import MEBIBYTE
from .authentication import Login
from .messages import short, visible
from .redirects import SameHost

CONNECT_LIMIT: Final = 10.0
SIZE_LIMIT: Final = 256 * MEBIBYTE
RETRIED: Final = (429, 503)
RETRIES: Final = 3
LONGEST_PAUSE: Final = 30.0

Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status."""

    status: int
    reason: str
    headers: Message
    body: bytes

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get_content_type()

    @property
    def excerpt(self) -> str:
        """The beginning of the answer, as one line of text."""
        text = short(visible(self.body))
        return f": {text}" if text else ""


@dataclass(frozen=True, slots=True)
class Transport:
    """How requests are sent: for SECONDS each, RETRIES times more where the server is busy, as LOGIN."""

    seconds: float
    login: Login | None = None
    retries: int = RETRIES
    pause: Pause = time.sleep

    def send(self, request: Request) -> Reply:
        """The reply to REQUEST; EndpointError where there is none, or only refusals because the server is busy."""
        if self.login and self.login.ahead:
            request.add_unredirected_header("Authorization", self.login.ahead)
        for attempt in range(self.retries + 1):
            reply = self._once(request)
            if reply.status not in RETRIED:
                return reply
            if attempt < self.retries:
                self.pause(min(_asked_pause(reply.headers.get("Retry-After")) or 2.0**attempt, LONGEST_PAUSE))
        times = "once" if not self.retries else f"{self.retries + 1} times"
        raise EndpointError(f"{request.full_url} is busy: it refused {times}; try again later")

    def _once(self, request: Request) -> Reply:
        url = request.full_url
        with Deadline(self.seconds) as deadline:
            try:
                return self._reply(request, deadline)
            except (http.client.HTTPException, OSError, ValueError) as error:
                reason = getattr(error, "reason", error)
                if deadline.passed or isinstance(reason, TimeoutError):
                    raise EndpointError(
                        f"{url} did not answer within {self.seconds:g} seconds: ask for less, or allow more"
                    ) from None
                if isinstance(error, http.client.IncompleteRead):
                    raise EndpointError(f"{url} broke off its answer: ask again") from None
                told = short(str(reason)) or type(error).__name__
                raise EndpointError(f"{url} cannot be reached: {told}") from None

    def _reply(self, request: Request, deadline: Deadline) -> Reply:
        try:
            opener = _opener(self.login, deadline, self.seconds)
            response: Any = opener.open(request, timeout=min(CONNECT_LIMIT, self.seconds))
        except urllib.error.HTTPError as error:
            response = error
        with response:
            body = _body(response, request.full_url)
            if deadline.passed:
                raise TimeoutError
            return Reply(int(response.status), str(response.reason), response.headers, body)


def _body(response: Any, url: str) -> bytes:
    """The body, unless it is cut off, or larger than anything that we would have asked for."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(65536):
        parts.append(part)
        size += len(part)
        if size > SIZE_LIMIT:
            raise EndpointError(f"{url} answers with more than {SIZE_LIMIT // MEBIBYTE} MiB: ask for less")
    promised = response.headers.get("Content-Length", "")
    if promised.isdigit() and size < int(promised):
        raise http.client.IncompleteRead(b"", int(promised) - size)
    return b"".join(parts)


def _opener(login: Login | None, deadline: Deadline, seconds: float) -> OpenerDirector:
    """What opens http and https alone: no file, no other protocol."""
    opener = OpenerDirector()
    plain, secure = _Plain(), _Secure(ssl.create_default_context())
    plain.watch = secure.watch = lambda connection: _watched(connection, deadline, seconds)
    handlers = [ProxyHandler(), plain, secure, HTTPDefaultErrorHandler(), HTTPErrorProcessor(), SameHost()]
    if login and not login.ahead:
        known = _Known(login)
        handlers += [HTTPDigestAuthHandler(known), HTTPBasicAuthHandler(known)]
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _watched(connection: http.client.HTTPConnection, deadline: Deadline, seconds: float) -> None:
    connection.sock.settimeout(seconds)
    deadline.watch(connection.sock)


class _Known(HTTPPasswordMgr):
    """The one login, for whatever realm the server names: redirects never leave its host."""

    def __init__(self, login: Login) -> None:
        super().__init__()
        self._login = login

    def find_user_password(self, realm: str, authuri: str) -> tuple[str | None, str | None]:  # noqa: ARG002
        return self._login.user, self._login.password


class _PlainConnection(http.client.HTTPConnection):
    watch: Callable[[http.client.HTTPConnection], None]

    def connect(self) -> None:
        super().connect()
        self.watch(self)


class _SecureConnection(http.client.HTTPSConnection):
    watch: Callable[[http.client.HTTPConnection], None]

    def connect(self) -> None:
        super().connect()
        self.watch(self)


class _Plain(HTTPHandler):
    watch: Callable[[http.client.HTTPConnection], None]

    def http_open(self, req: Request) -> http.client.HTTPResponse:
        def make(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _PlainConnection(host, **options)
            made.watch = self.watch
            return made

        return self.do_open(cast(Any, make), req)


class _Secure(HTTPSHandler):
    watch: Callable[[http.client.HTTPConnection], None]

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self.context = context

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        def make(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _SecureConnection(host, **options)
            made.watch = self.watch
            return made

        return self.do_open(cast(Any, make), req, context=self.context)


def _asked_pause(header: str | None) -> float:
    """The seconds that Retry-After asks for; 0 where it does not say, or gives a date: clocks differ."""
    return float(header) if header and header.strip().isdigit() else 0.0
