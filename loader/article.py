"""Reads an article from a file: its text, exactly as written, and what the file itself tells of it."""

from __future__ import annotations

import codecs
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import InputError
from ..files import MEBIBYTE, read_bytes

#: The longest article that is read: a novel has about a mebibyte, a news article a hundredth of it.
LIMIT: Final = 16 * MEBIBYTE
#: What a file of articles may be called.
SUFFIXES: Final = frozenset({".txt", ".text", ".md"})
_BINARY: Final = ("\x00", "\x01", "\x02", "\x03", "\x04", "\x05", "\x06", "\x08")


@dataclass(frozen=True, slots=True)
class Article:
    """An article: the name of its file, and its text, decoded, without a byte order mark, its lines ended by LF."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def read_article(path: Path) -> Article:
    """The article in the file PATH.

    InputError where the file is missing, empty, too large, binary, or neither UTF-8 nor UTF-16 with a byte order mark.
    """
    text = decode(read_bytes(path, LIMIT), path)
    if not text.strip():
        raise InputError("is empty: an article was expected", path=path)
    return Article(os.fsencode(path.name).decode("utf-8", "replace"), text)


def decode(data: bytes, path: Path) -> str:
    """The text in DATA, read from PATH; InputError where it is no text or its encoding cannot be known."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise InputError("is a binary file: a text was expected", path=path) from None
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        wrong = f"is not UTF-8: byte 0x{data[error.start]:02x} cannot be read. Save the text as UTF-8 and try again"
        raise InputError(wrong, path=path, line=line, column=column) from None
    if any(char in text for char in _BINARY):
        raise InputError("is a binary file: a text was expected", path=path)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def find_articles(sources: list[Path]) -> list[Path]:
    """The files that SOURCES, files or folders, stand for: in folders those with a suffix of SUFFIXES, sorted."""
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            inside = sorted(path for path in source.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
            if not inside:
                wanted = ", ".join(sorted(SUFFIXES))
                raise InputError(f"has no article in it: files ending in {wanted} were expected", path=source)
            found += inside
        else:
            found.append(source)
    return list(dict.fromkeys(found))


def bundled_articles() -> list[Path]:
    """The two articles that come with inspectkg."""
    return sorted((Path(__file__).parent / "articles").glob("*.txt"))
