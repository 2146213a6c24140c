"""What a server said, made fit for one line of a message."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 160
_SKIPPED: Final = re.compile(r"<(script|style|head)\b.*?(?:</\1\s*>|\Z)|<[^>]*>", re.DOTALL | re.IGNORECASE)


def visible(data: bytes) -> str:
    """The text of DATA, which may be a page."""
    return _SKIPPED.sub(" ", data[:16384].decode("utf-8", "replace"))


def tail(data: bytes) -> str:
    """The end of a broken answer, where servers put what went wrong."""
    return short(data[-120:].decode("utf-8", "replace"))


def short(text: str) -> str:
    """TEXT in one line, without what could steer a terminal, and not too long."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def number(header: str | None) -> int | None:
    """The number that HEADER gives; None where it gives none, or one that means nothing."""
    return int(header) if header and re.fullmatch("[0-9]{1,9}", header.strip()) else None
