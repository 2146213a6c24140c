"""What a site's robots.txt asks for, after RFC 9309, read by Protego."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from protego import Protego

from ..errors import FetchError
from .settings import PRODUCT

#: The answers that say that there is no robots.txt are those from 400 to 499, but these ask for patience.
BUSY: Final = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin: which pages may be fetched, and the seconds asked for between two of them."""

    parsed: Protego | None = None
    refusal: FetchError | None = None
    """Why nothing may be fetched for now; None where the rules say what may."""

    def allow(self, url: str) -> bool:
        """Whether the page URL may be fetched."""
        return self.refusal is None and (self.parsed is None or self.parsed.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float:
        """Crawl-delay, or what Request-rate comes to; 0 where neither is given."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(PRODUCT)
        return max(self.parsed.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def rules_of(status: int, body: bytes) -> Rules:
    """The rules that the answer STATUS to a request for robots.txt means, with its BODY where that is 200.

    RFC 9309, section 2.3.1: where there is none (400 to 499), everything may be fetched; where the server fails,
    nothing, until it answers: FetchError.
    """
    if status == 200:
        return Rules(Protego.parse(body.decode("utf-8-sig", "replace")))
    if 400 <= status < 500 and status not in BUSY:
        return Rules()
    raise FetchError(f"the server answered {status}", "robots")
