"""What there may be too much of to hold: things kept in a temporary file, and lines sorted in pieces on disk."""

from __future__ import annotations

import heapq
import itertools
import pickle
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from typing import IO, Final, Generic, TypeVar

#: So many things are held in memory, about 30 MiB of articles, before the others are put on disk.
HELD_THINGS: Final = 1_000
#: So many lines are held in memory, about 40 MiB, before they are sorted and put on disk.
HELD_LINES: Final = 100_000

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Things by the number that each got when it was put there: the first in memory, all others in a temporary file."""

    def __init__(self, held: int = HELD_THINGS) -> None:
        """HELD: so many things are in memory at most."""
        self._held = held
        self._things: list[Thing] = []
        self._places: list[int] = []
        self._file: IO[bytes] | None = None

    def put(self, thing: Thing) -> int:
        """Put THING on the shelf; its number."""
        number = len(self._things) + len(self._places)
        if number < self._held:
            self._things.append(thing)
            return number
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="inspectkg-")  # noqa: SIM115 - open as long as the shelf
            weakref.finalize(self, self._file.close)
        self._places.append(self._file.seek(0, 2))
        pickle.dump(thing, self._file, pickle.HIGHEST_PROTOCOL)
        return number

    def __getitem__(self, number: int) -> Thing:
        if number < len(self._things):
            return self._things[number]
        assert self._file is not None
        self._file.seek(self._places[number - len(self._things)])
        return pickle.load(self._file)  # noqa: S301 - written by this process


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
            piece = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="inspectkg-")  # noqa: SIM115 - as above
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
