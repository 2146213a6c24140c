"""Reading a list of addresses: one a line, blank lines and comments left out."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..errors import InputError
from ..files import MEBIBYTE, read_bytes
from .addresses import normalise

#: The largest list that is read: some tens of thousands of addresses.
LIMIT: Final = 8 * MEBIBYTE
STANDARD_INPUT: Final = Path("-")


@dataclass(slots=True)
class Listing:
    """What a list holds: its addresses, normalised, each once, in its order; its wrong lines; its repeated ones."""

    urls: list[str] = field(default_factory=list[str])
    wrong: list[InputError] = field(default_factory=list[InputError])
    notes: list[str] = field(default_factory=list[str])


def read_list(path: Path) -> Listing:
    """The list in the file PATH, or on standard input where PATH is `-`.

    Wrong lines are gathered, not raised; InputError where the list is missing, too large, no text, or empty.
    """
    if path == STANDARD_INPUT:
        name, data = "standard input", sys.stdin.buffer.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise InputError(f"is larger than the limit of {LIMIT // MEBIBYTE} MiB: split it", path=name)
    else:
        name, data = str(path), read_bytes(path, LIMIT)
    found = parse(_decoded(data, name), name)
    if not found.urls and not found.wrong:
        raise InputError("holds no address: write one a line, such as https://www.gov.uk/…", path=name)
    return found


def parse(text: str, name: str) -> Listing:
    """The addresses in TEXT, the list called NAME."""
    found, lines = Listing(), dict[str, int]()
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            url = normalise(line)
        except InputError as error:
            found.wrong.append(InputError(error.message, path=name, line=number))
            continue
        if url in lines:
            found.notes.append(f"note: {name}:{number}: the same page as line {lines[url]}; fetched once")
        else:
            lines[url] = number
            found.urls.append(url)
    return found


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError("is no text in UTF-8: a list of addresses was expected, one a line", path=name) from None
    if "\x00" in text:
        raise InputError("is a binary file: a list of addresses was expected, one a line", path=name)
    return text.replace("\r\n", "\n").replace("\r", "\n")
