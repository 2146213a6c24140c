"""Answering a server that asks who we are: basic or digest, as it wants; of digest, what it asked is kept for later."""

from __future__ import annotations

from email.message import Message
from typing import IO, Any, cast
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgr,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from .authentication import Login

#: A server may call its first question stale, never the second.
MOST_ANSWERS = 2


class Known(HTTPPasswordMgr):
    """The one login, for whatever realm the server names: redirects never leave its host."""

    def __init__(self, login: Login) -> None:
        super().__init__()
        self._login = login

    def find_user_password(self, realm: str, authuri: str) -> tuple[str | None, str | None]:  # noqa: ARG002
        """The name and password."""
        return self._login.user, self._login.password


class Basic(HTTPBasicAuthHandler):
    """Basic authentication, where a server asks for it."""

    def http_error_401(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message) -> Any:
        """REQ again with name and password; None where the server asks for something else or refused them."""
        asks = headers.get("WWW-Authenticate", "").partition(" ")[0].lower()
        if asks != "basic" or "Authorization" in req.unredirected_hdrs:
            return None
        try:
            return super().http_error_401(req, fp, code, msg, cast(Any, headers))
        finally:
            fp.close()


class Digest(HTTPDigestAuthHandler):
    """Digest authentication that answers ahead once it knows the question.

    A server that has to ask first may close the connection on a large body, which it did not expect.
    """

    def __init__(self, login: Login) -> None:
        super().__init__(Known(login))
        self._question: dict[str, str] = {}

    def answer_ahead(self, request: Request) -> None:
        """Put into REQUEST the answer to the question that the server asked last, if it asked any."""
        if self._question:
            self._answer(request)

    def http_error_401(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message) -> Any:
        """REQ again with the answer; None where the server asks for something else or refused the answer."""
        del code, msg
        scheme, _, told = headers.get("WWW-Authenticate", "").partition(" ")
        answered = int(getattr(req, "answered", 0))
        if scheme.lower() != "digest" or answered == MOST_ANSWERS:
            return None
        self._question = parse_keqv_list([part for part in parse_http_list(told) if "=" in part])
        if not self._answer(req):
            return None
        fp.read(65536)
        fp.close()
        req.answered = answered + 1  # pyright: ignore[reportAttributeAccessIssue] - urllib's own handlers count so too
        return self.parent.open(req, timeout=req.timeout)

    def _answer(self, request: Request) -> bool:
        try:
            answer = self.get_authorization(request, self._question)
        except (KeyError, NotImplementedError, ValueError):  # an algorithm that nobody here knows
            return False
        if answer:
            request.add_unredirected_header("Authorization", f"Digest {answer}")
        return bool(answer)
