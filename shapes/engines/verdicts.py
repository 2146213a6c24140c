"""What was found before: the outcome of the compiled engine, kept by the content of everything that it depends on.

The key is the SHA-256 of the engine's own code, Oxigraph's version, the shapes and the data, triple by triple, in their
order. So an entry never goes stale: what changes has another key. Entries are JSON, written whole or not at all, in the
user's folder for caches, `inspectkg` in it; INSPECTKG_CACHE names another folder, and empty switches the cache off. A
folder that cannot be read or written, an entry that is broken or of another kind, is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ...errors import InputError
from ...files import MEBIBYTE, read_bytes, write_whole
from .findings import Outcome
from .writing import read_outcome, write_outcome

VARIABLE: Final = "INSPECTKG_CACHE"
ENTRY_LIMIT: Final = 16 * MEBIBYTE
#: The oldest entries go first where there are more, or larger ones, than this.
MOST_ENTRIES: Final = 200
MOST_BYTES: Final = 64 * MEBIBYTE


def folder() -> Path | None:
    """Where entries are kept, as the platform has it; None where the cache is off."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) / "verdicts" if named else None
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA", ""))
    elif sys.platform == "darwin":
        place = Path("~/Library/Caches").expanduser()
    else:
        place = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return place / "inspectkg" / "verdicts" if place.is_absolute() else None


def key_of(shapes: Iterable[ox.Triple], data: Iterable[ox.Triple]) -> str:
    """What the outcome of SHAPES on DATA is kept by; empty where the cache is off."""
    if folder() is None:
        return ""
    found = hashlib.sha256(_engine())
    for triples in (shapes, data):
        text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        found.update(hashlib.sha256(text).digest())
    return found.hexdigest()


def remembered(key: str) -> Outcome | None:
    """The outcome that was kept by KEY; None where there is none that can be read."""
    place = folder()
    if not key or place is None:
        return None
    try:
        return read_outcome(read_bytes(place / f"{key}.json", ENTRY_LIMIT))
    except (InputError, ValueError):
        return None


def remember(key: str, outcome: Outcome) -> None:
    """Keep OUTCOME by KEY, and drop the oldest entries beyond the bounds."""
    place = folder()
    if not key or place is None:
        return
    entry = write_outcome(outcome)
    if len(entry) <= ENTRY_LIMIT:
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


@cache
def _engine() -> bytes:
    """The engine's own code and the version of Oxigraph, hashed: an entry of another engine is never used."""
    found = hashlib.sha256(f"{ox.__version__} {sys.version_info[:2]}".encode())
    for path in _sources(Path(__file__).parent):
        found.update(path.read_bytes())
    return found.digest()


def _sources(place: Path) -> Sequence[Path]:
    return sorted(place.rglob("*.py"))
