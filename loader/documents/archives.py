"""Takes the page out of a web archive in one file, as browsers save it (MHTML)."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Final, NamedTuple

from ...errors import InputError

_MOST_PARTS: Final = 2_000


class Archived(NamedTuple):
    """The page in an archive: its bytes, their encoding and its address as the archive tells them."""

    data: bytes
    charset: str
    address: str


def page_in(data: bytes, path: Path) -> Archived:
    """The first page in the archive DATA, read from PATH; InputError where there is none."""
    try:
        message: Message = message_from_bytes(data)
        parts = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False)]
        page = next(part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml"))
        content = page.get_payload(decode=True)
    except (StopIteration, ValueError, RecursionError, LookupError):
        raise InputError("is a web archive without a page in it: save the page anew", path=path) from None
    address = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
    charset = page.get_content_charset() or ""
    return Archived(content if isinstance(content, bytes) else b"", charset, address.strip())
