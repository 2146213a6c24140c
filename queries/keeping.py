"""Large graphs, loaded once: a store on disk in the user's cache, made anew when a file changes.

A store is made in a folder of its own, renamed into place when it is complete, and never written again: any number of
processes read it at once, and two that make the same one do not meet. Its name holds the files asked for and what they
contain, so a store can be missing or broken, never stale. What files contain is known by their SHA-256; a file whose
size, times and number are as noted is not read again, unless it changed so shortly before that its times cannot tell.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, serialize
from pyoxigraph import __version__ as engine

from ..errors import InputError
from ..files import MEBIBYTE, cache_folder, write_whole
from ..store import FORMATS, stream_quads

#: From so many bytes on, opening a store on disk is quicker than reading the files.
WORTH_KEEPING: Final = 16 * MEBIBYTE
MOST_STORES: Final = 16
MOST_BYTES: Final = 16 * 1024 * MEBIBYTE
#: What a killed process left behind, or another may still be reading, is left alone for so long.
_GRACE: Final = 3600.0
#: File systems tell times no finer than this.
_TICK_NS: Final = 2_000_000_000
_LAYOUT: Final = "1"

Facts = dict[str, list[Any]]


def graph_files(paths: Iterable[Path]) -> list[Path]:
    """The graph files that PATHS name: files as they are, in folders all at any depth but hidden ones, sorted."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(_inside(path)) if path.is_dir() else [path]
        if not inside:
            raise InputError(f"holds no graphs: their names end in {', '.join(FORMATS)}", path=path)
        found.update(dict.fromkeys(inside))
    return list(found)


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in FORMATS and not hidden and path.is_file():
            yield path


def kept_store(paths: Sequence[Path], reference: Sequence[Path] = ()) -> Store | None:
    """The store on disk of PATHS and the REFERENCE data, read-only; None where it is not worth one, or none can be had.

    It keeps the named graphs, and holds the union of all as its default graph. InputError where a file is broken.
    """
    place, files = cache_folder("stores"), [*graph_files(paths), *reference]
    if place is None or not _worth(files):
        return None
    try:
        place.mkdir(parents=True, exist_ok=True)
        folder = place / _name(place, files)
        store = _opened(folder) or _made(folder, files)
        _drop_oldest(place, folder)
    except OSError:  # no room, no right to write: the files themselves are still there
        return None
    return store


def _worth(files: Iterable[Path]) -> bool:
    try:
        return sum(path.stat().st_size for path in files) >= WORTH_KEEPING
    except OSError:  # a file that is not there is told when it is read
        return False


def _name(place: Path, files: Sequence[Path]) -> str:
    """The name of the store of FILES: which they are, and what they contain."""
    which = hashlib.sha256("\0".join(str(path.resolve()) for path in files).encode("utf-8", "surrogateescape"))
    contents = hashlib.sha256(f"{_LAYOUT} {engine}".encode())
    notes = place / f"{which.hexdigest()[:32]}.json"
    known, now = _noted(notes), time.time_ns()
    facts: Facts = {}
    for path in files:
        status = path.stat()
        times = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        old = known.get(str(path.resolve()))
        trusted = old is not None and old[:4] == times and max(times[1:3]) + _TICK_NS < old[4]
        facts[str(path.resolve())] = old if old is not None and trusted else [*times, now, _content(path)]
        contents.update(f"{path.suffix.lower()} {facts[str(path.resolve())][5]} ".encode())
    if facts != known:
        import json

        write_whole(notes, json.dumps(facts).encode())
    return f"{which.hexdigest()[:32]}-{contents.hexdigest()[:32]}"


def _noted(notes: Path) -> Facts:
    import json

    try:
        found = json.loads(notes.read_bytes())
    except (OSError, ValueError):
        return {}
    whole = isinstance(found, dict) and all(isinstance(each, list) and len(each) == 6 for each in found.values())  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return found if whole else {}  # pyright: ignore[reportUnknownVariableType]


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(folder: Path) -> Store | None:
    """The store in FOLDER; None where there is none, or it is not as it was made."""
    try:
        if (folder / "complete").read_text("ascii") != _sizes(folder / "store"):
            raise ValueError
        store = Store.read_only(str(folder / "store"))
        (folder / "complete").touch()
    except (OSError, ValueError):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return store


def _sizes(store: Path) -> str:
    """Each file of a store with its size; but for logs, which are written when it is opened."""
    found = sorted(path for path in store.iterdir() if not path.name.startswith("LOG") and path.name != "LOCK")
    return "".join(f"{path.name} {path.stat().st_size}\n" for path in found)


def _made(folder: Path, files: Sequence[Path]) -> Store | None:
    """Make the store of FILES in FOLDER; where another process was quicker, its store is taken."""
    building = Path(tempfile.mkdtemp(prefix=folder.name[:32], suffix=".tmp", dir=folder.parent))
    try:
        quads = building / "quads.nq"
        with quads.open("wb") as file:
            serialize(_with_union(files), file, format=RdfFormat.N_QUADS)
        store = Store(str(building / "store"))
        store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
        store.flush()
        del store  # closes it, so that its files are complete
        quads.unlink()
        (building / "complete").write_text(_sizes(building / "store"), "ascii")
        if not folder.exists():
            building.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return _opened(folder)


def _with_union(files: Iterable[Path]) -> Iterator[Quad]:
    union = DefaultGraph()
    for path in files:
        for quad in stream_quads(path):
            yield quad
            if quad.graph_name != union:
                yield Quad(quad.subject, quad.predicate, quad.object)


def _drop_oldest(place: Path, used: Path) -> None:
    """Remove stores beyond the bounds, the longest unused first, those whose files have changed, and what was left."""
    now, size, kept = time.time(), 0, 0
    stamps = {path: _stamp(path) for path in place.iterdir() if path.is_dir()}
    for path, stamp in sorted(stamps.items(), key=lambda item: (item[0] != used, -item[1], item[0])):
        superseded = path != used and path.name.split("-")[0] == used.name.split("-")[0]
        useless = superseded or path.suffix == ".tmp"
        if not useless:
            size += sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
            kept += 1
        beyond = path != used and (kept > MOST_STORES or size > MOST_BYTES)
        if (useless or beyond) and now - stamp > _GRACE:
            shutil.rmtree(path, ignore_errors=True)


def _stamp(folder: Path) -> float:
    try:
        return (folder / "complete").stat().st_mtime
    except OSError:
        return folder.stat().st_mtime
