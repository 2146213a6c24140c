"""What a saved page is called: a name made from its address alone, that no address can lead out of its folder."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from email.message import Message
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

#: What any name that `file_name` makes looks like, and nothing that leads elsewhere does.
SAFE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}-[0-9a-f]{8}(?:[0-9a-f]{56})?\.[a-z]+")
LONGEST: Final = 100
_TYPES: Final = Path(__file__).with_name("media-types.toml")


@cache
def suffixes() -> dict[str, str]:
    """The suffix for each media type that is saved, as media-types.toml has it."""
    return {one["media"]: one["suffix"] for one in tomllib.loads(_TYPES.read_text("utf-8"))["type"]}


def media_type(header: str) -> str:
    """The media type in a Content-Type HEADER, lower-case and without parameters; "" where there is none."""
    if not header.strip():
        return ""
    message = Message()
    message["Content-Type"] = header
    return message.get_content_type() if "/" in header.partition(";")[0] else header.partition(";")[0].strip().lower()


def file_name(url: str, suffix: str, digits: int = 8) -> str:
    """The file's name for the normalised address URL.

    Host and path in small letters and digits, at most 100 characters; DIGITS of the SHA-256 of the address, which tell
    apart what reads alike; and the SUFFIX of its media type.
    """
    parts = urlsplit(url)
    path = unquote(parts.path).lower().removesuffix(suffix)
    letters = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    host = re.sub(r"[^a-z0-9.]+", "-", parts.hostname or "")
    slug = f"{host}-{words}"[:LONGEST].strip("-.") or "page"
    return f"{slug}-{hashlib.sha256(url.encode()).hexdigest()[:digits]}{suffix}"
