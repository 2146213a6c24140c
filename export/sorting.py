"""Lines in order, however many: sorted in pieces on disk, so that memory does not grow with them."""

from __future__ import annotations

import heapq
import itertools
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from typing import IO, Final

#: So many lines are held in memory, about 40 MiB, before they are sorted and put on disk.
HELD_LINES: Final = 100_000
#: So many bytes of each piece are held while it is read; Python 3.14 would hold sixteen times as many.
_BUFFER: Final = 2**13


class SortedLines:
    """Lines, each once and in order, however many: pieces are sorted in memory, and merged when they are read."""

    def __init__(self, held: int = HELD_LINES) -> None:
        """HELD: so many lines are in memory at most, beyond those that are added at once."""
        self._held = held
        self._lines: set[str] = set()
        self._pieces: list[IO[str]] = []

    def add(self, lines: Iterable[str]) -> None:
        """Add LINES, each of which ends with a line feed and has no other."""
        self._lines.update(lines)
        if len(self._lines) > self._held:
            # It stays open as long as this object, which closes it.
            piece = tempfile.TemporaryFile("w+", _BUFFER, encoding="utf-8", newline="\n", prefix="inspectkg-")  # noqa: SIM115
            weakref.finalize(self, piece.close)
            piece.writelines(sorted(self._lines))
            self._pieces.append(piece)
            self._lines.clear()

    def __iter__(self) -> Iterator[str]:
        """The lines in order; begin no second round before the first has ended."""
        for piece in self._pieces:
            piece.seek(0)
        merged = heapq.merge(*self._pieces, sorted(self._lines))
        return (line for line, _ in itertools.groupby(merged))
