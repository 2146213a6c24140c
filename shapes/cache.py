"""A folder for what was found before, so that it need not be found again: entries by the hash of what they rest on.

It is `inspectkg` in the user's folder for caches; INSPECTKG_CACHE names another one, and empty switches the cache off.
Entries are written whole or not at all; the oldest go first where there are too many. A folder that cannot be read or
written is as good as none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..errors import InputError
from ..files import MEBIBYTE, cache_folder, read_bytes, write_whole

ENTRY_LIMIT: Final = 16 * MEBIBYTE
#: The oldest entries go first where there are more, or larger ones, than this.
MOST_ENTRIES: Final = 200
MOST_BYTES: Final = 64 * MEBIBYTE


def folder() -> Path | None:
    """Where entries are kept, as the platform has it; None where the cache is off."""
    return cache_folder("reports")


def read(key: str) -> bytes | None:
    """The entry that was kept by KEY; None where there is none that can be read."""
    place = folder()
    try:
        return read_bytes(place / f"{key}.json", ENTRY_LIMIT) if place else None
    except InputError:
        return None


def keep(key: str, entry: bytes) -> None:
    """Keep ENTRY by KEY, unless it is too large, and drop the oldest entries beyond the bounds."""
    place = folder()
    if place is None or len(entry) > ENTRY_LIMIT:
        return
    try:
        write_whole(place / f"{key}.json", entry)
        _drop_oldest(place)
    except (InputError, OSError):
        return


def _drop_oldest(place: Path) -> None:
    found = [(status.st_mtime_ns, path, status.st_size) for path in place.glob("*.json") if (status := path.stat())]
    size = 0
    for count, (_, path, length) in enumerate(sorted(found, reverse=True)):
        size += length
        if count and (count >= MOST_ENTRIES or size > MOST_BYTES):
            path.unlink(missing_ok=True)
