"""What there is too much of to hold: articles kept in a temporary file, and lines sorted in pieces on disk."""

from __future__ import annotations

import heapq
import itertools
import pickle
import tempfile
from collections.abc import Collection, Iterable, Iterator
from typing import IO, Final

from .identity import Source

#: So many lines are held in memory, about 40 MiB, before they are sorted and put on disk.
HELD_LINES: Final = 100_000


class Shelf(Collection[Source]):
    """Articles with their readings, in a temporary file: only the place and sort key of each are in memory."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="inspectkg-")  # noqa: SIM115 - open as long as the shelf
        self._places: list[tuple[str, str, int]] = []

    def add(self, source: Source) -> None:
        """Put SOURCE among the others, by its name and key."""
        self._places.append((source.article.name, source.key, self._file.seek(0, 2)))
        pickle.dump(source, self._file, pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, source: object) -> bool:
        return any(source == one for one in self)

    def __del__(self) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Source]:
        self._places.sort()
        for *_, place in self._places:
            self._file.seek(place)
            yield pickle.load(self._file)  # noqa: S301 - written by this process


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
            piece = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="inspectkg-")  # noqa: SIM115 - open as long as this
            piece.writelines(sorted(self._lines))
            self._pieces.append(piece)
            self._lines.clear()

    def __del__(self) -> None:
        for piece in self._pieces:
            piece.close()

    def __iter__(self) -> Iterator[str]:
        """The lines in order; begin no second round before the first has ended."""
        for piece in self._pieces:
            piece.seek(0)
        merged = heapq.merge(*self._pieces, sorted(self._lines))
        return (line for line, _ in itertools.groupby(merged))
