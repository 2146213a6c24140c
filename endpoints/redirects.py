"""Redirects: followed on the same host alone, the request kept as it was."""

from __future__ import annotations

from email.message import Message
from typing import IO, Any, Final
from urllib.parse import urljoin
from urllib.request import BaseHandler, Request

from ..errors import EndpointError
from .addresses import may_follow
from .messages import short

MOST: Final = 5


class SameHost(BaseHandler):
    """Follows 301, 302, 307 and 308 with the same method and body; EndpointError where they lead elsewhere."""

    def _follow(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message) -> Any:
        del msg
        new = _led_to(req.full_url, headers.get("Location", ""))
        followed = int(getattr(req, "followed", 0)) + 1
        if not new or not may_follow(req.full_url, new):
            fp.close()
            raise EndpointError(
                f"{req.full_url} answered {code}, which leads elsewhere and is not followed: "
                f"if you trust it, give its address ({short(new or headers.get('Location', ''))!r})"
            )
        if followed > MOST:
            fp.close()
            raise EndpointError(f"{req.full_url} answered {code} more than {MOST} times: it sends us round in circles")
        fp.read(65536)
        fp.close()
        again = Request(new, data=req.data, headers=dict(req.headers), method=req.get_method())  # noqa: S310 - checked above
        again.followed = followed  # pyright: ignore[reportAttributeAccessIssue] - urllib's own handlers count so too
        if "Authorization" in req.unredirected_hdrs:
            again.add_unredirected_header("Authorization", req.unredirected_hdrs["Authorization"])
        return self.parent.open(again, timeout=req.timeout)

    http_error_301 = http_error_302 = http_error_307 = http_error_308 = _follow


def _led_to(url: str, location: str) -> str:
    """The address that LOCATION, a header of URL's answer, leads to; nothing where it is none."""
    try:
        return urljoin(url, location) if location else ""
    except ValueError:
        return ""
