"""Sending requests: in time, within limits, to the host that was named and no other, again where it is busy."""

from __future__ import annotations

import http.client
import time
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final
from urllib.request import BaseHandler, Request

from ..deadlines import Deadline
from ..errors import EndpointError
from ..files import MEBIBYTE
from .authentication import Login
from .challenges import Basic, Digest, Known
from .connecting import CONNECT_LIMIT, opener
from .messages import number, short, visible

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


class Transport:
    """How requests are sent: for SECONDS each, RETRIES times more where the server is busy, as LOGIN."""

    def __init__(
        self, seconds: float, login: Login | None = None, retries: int = RETRIES, pause: Pause = time.sleep
    ) -> None:
        self._seconds = seconds
        self._retries = retries
        self._pause = pause
        self._ahead = login.ahead if login else ""
        self._digest = Digest(login) if login and not login.ahead else None
        self._basic = Basic(Known(login)) if login and not login.ahead else None

    def send(self, request: Request) -> Reply:
        """The reply to REQUEST; EndpointError where there is none, or only refusals because the server is busy."""
        if self._ahead:
            request.add_unredirected_header("Authorization", self._ahead)
        for attempt in range(self._retries + 1):
            reply = self._once(request)
            if reply.status not in RETRIED:
                return reply
            if attempt < self._retries:
                self._pause(min(_asked_pause(reply.headers.get("Retry-After")) or 2.0**attempt, LONGEST_PAUSE))
        times = f"{self._retries + 1} times" if self._retries else "once"
        raise EndpointError(f"{request.full_url} is busy: it refused {times}; try again later")

    def _once(self, request: Request) -> Reply:
        url = request.full_url
        with Deadline(self._seconds) as deadline:
            try:
                return self._reply(request, deadline)
            except (http.client.HTTPException, OSError, ValueError) as error:
                reason = getattr(error, "reason", error)
                if deadline.passed or isinstance(reason, TimeoutError):
                    raise EndpointError(
                        f"{url} did not answer within {self._seconds:g} seconds: ask for less, or allow more"
                    ) from None
                if isinstance(error, http.client.IncompleteRead):
                    raise EndpointError(f"{url} broke off its answer: ask again") from None
                told = short(str(reason)) or type(error).__name__
                raise EndpointError(f"{url} cannot be reached: {told}") from None

    def _reply(self, request: Request, deadline: Deadline) -> Reply:
        logins: list[BaseHandler] = [each for each in (self._digest, self._basic) if each is not None]
        if self._digest is not None:
            request.answered = 0  # pyright: ignore[reportAttributeAccessIssue] - urllib's own handlers count so too
            self._digest.answer_ahead(request)
        try:
            way = opener(deadline, self._seconds, logins)
            response: Any = way.open(request, timeout=min(CONNECT_LIMIT, self._seconds))
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
    promised = number(response.headers.get("Content-Length"))
    if promised is not None and size < promised:
        raise http.client.IncompleteRead(b"", promised - size)
    return b"".join(parts)


def _asked_pause(header: str | None) -> float:
    """The seconds that Retry-After asks for; 0 where it does not say, or gives a date: clocks differ."""
    return float(number(header) or 0)
