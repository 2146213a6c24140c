"""How pages are asked for: what the user may choose, and the limits that hold whatever is chosen."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from .. import __version__
from ..errors import UsageError
from ..files import MEBIBYTE

#: The name that robots.txt may speak of, and that every request begins with.
PRODUCT: Final = "inspectkg"
#: Redirects followed from one page, or one robots.txt (RFC 9309 asks for at least five there).
MOST_REDIRECTS: Final = 5
#: How often a page is asked for again.
RETRIES: Final = 3
#: The longest pause, in seconds, that a server may ask for between requests or before the next try.
LONGEST_PAUSE: Final = 60.0
#: A page may take this many times the time that a silent server gets.
PATIENCE: Final = 6
#: How much of a robots.txt is read (RFC 9309 asks for at least 500 KiB).
ROBOTS_LIMIT: Final = 512 * 1024
_CONTACT: Final = re.compile(r"[\w.+:/@~?&=%#-]{3,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """Seconds between requests to one host, seconds that a silent server gets, bytes of a page, whom to complain to.

    UsageError where one of them makes no sense.
    """

    delay: float = 2.0
    timeout: float = 20.0
    max_size: int = 16 * MEBIBYTE
    contact: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.delay) and 0 <= self.delay <= 86400):
            raise UsageError("--delay must be between 0 and 86400 seconds")
        if not (math.isfinite(self.timeout) and 0 < self.timeout <= 600):
            raise UsageError("--timeout must be more than 0 and at most 600 seconds")
        if not 0 < self.max_size <= 1024 * MEBIBYTE:
            raise UsageError("--max-size must be between 1 and 1024 MiB")
        if self.contact and not _CONTACT.fullmatch(self.contact):
            raise UsageError("--contact must be an e-mail address or the address of a web page, without spaces")

    @property
    def agent(self) -> str:
        """The User-Agent of every request."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"{PRODUCT}/{__version__} (+https://w3id.org/inspectkg{contact})"

    @property
    def longest_pause(self) -> float:
        """The longest pause that is waited for: a user who chose a longer delay has the time."""
        return max(LONGEST_PAUSE, self.delay)
