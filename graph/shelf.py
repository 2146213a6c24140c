"""Things of which there may be too many to hold: the others are kept in a temporary file."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from typing import IO, Final, Generic, TypeVar

#: So many things are held in memory, about 30 MiB of articles, before the others are put on disk.
HELD_THINGS: Final = 1_000

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
