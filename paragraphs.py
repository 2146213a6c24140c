"""Text for people at a terminal: how wide it is, and where its lines are broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

WIDTH: Final = 100
_SPACES: Final = dict.fromkeys(map(ord, "\t\n\v\f\r"), " ")


def columns_of(text: str) -> int:
    """How many columns of a terminal TEXT takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    found = wcswidth(text)
    return found if found >= 0 else sum(max(wcswidth(char), 0) for char in text)


def wrapped(text: str, start: str = "", margin: str | None = None, width: int = WIDTH) -> list[str]:
    """TEXT after START in lines of at most WIDTH columns, broken at white space: what a person copies stays whole.

    A path or an address longer than a line therefore reaches over its end. Further lines begin with MARGIN, by default
    as wide as START. Nothing is left of a TEXT without words.
    """
    margin = " " * columns_of(start) if margin is None else margin
    lines: list[str] = []
    for words in _filled(text, width - columns_of(start), width - columns_of(margin)):
        lines.append((margin if lines else start) + words)
    return lines


def fitted(text: str, width: int) -> list[str]:
    """TEXT in lines of at most WIDTH columns, as the cell of a table: broken inside words that are longer than that."""
    words = " ".join(piece for word in text.split() for piece in _chopped(word, width))
    return list(_filled(words, width, width)) or [""]


def _filled(text: str, first: int, further: int) -> Iterator[str]:
    """The words of TEXT in lines of FIRST columns, then of FURTHER, spaces between them as given."""
    line, taken, room = "", 0, first
    for word in text.translate(_SPACES).split(" "):
        wide = columns_of(word)
        if line and taken + 1 + wide > room:
            yield line.rstrip()
            line, taken, room = "", 0, further
        if line or word:
            line, taken = (f"{line} {word}", taken + 1 + wide) if line else (word, wide)
    if line:
        yield line.rstrip()


def _chopped(word: str, width: int) -> list[str]:
    """A WORD in pieces of at most WIDTH columns (a character alone may be wider)."""
    if columns_of(word) <= width:
        return [word]
    pieces = [""]
    taken = 0
    for char in word:
        wide = columns_of(char)
        if pieces[-1] and taken + wide > width:
            pieces.append("")
            taken = 0
        pieces[-1] += char
        taken += wide
    return pieces
