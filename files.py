"""Reading files within a limit and writing them whole or not at all."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from .errors import InputError

MEBIBYTE = 1024 * 1024
#: Names another folder for what is kept between runs; empty keeps nothing.
CACHE_VARIABLE = "INSPECTKG_CACHE"
#: Names of streams that are open already, the shell's `>(…)` among them, and the numbers of those that have names.
_OPEN: Final = re.compile(r"/(?:dev/stdout|dev/stderr|(?:dev|proc/self)/fd/([0-9]{1,6}))")
_NUMBERS: Final = {"/dev/stdout": 1, "/dev/stderr": 2}


def cache_folder(kind: str) -> Path | None:
    """The folder where the user's cache keeps things of KIND, as the platform has it; None where nothing is kept."""
    named = os.environ.get(CACHE_VARIABLE)
    if named is not None:
        return Path(named) / kind if named else None
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA", ""))
    elif sys.platform == "darwin":
        place = Path("~/Library/Caches").expanduser()
    else:
        place = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return place / "inspectkg" / kind if place.is_absolute() else None


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of PATH; InputError where it is missing, unreadable, no file, or larger than LIMIT bytes."""
    try:
        if path.is_dir():
            raise InputError("is a folder, a file was expected", path=path)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise InputError("no such file: check the name and the folder", path=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    if len(data) > limit:
        size = f"{limit // MEBIBYTE} MiB" if limit >= MEBIBYTE else f"{limit // 1024} KiB"
        raise InputError(f"is larger than the limit of {size}: split it or leave it out", path=path)
    return data


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write DATA, whole or in parts, to PATH.

    It goes through a temporary file beside it, so that an interruption leaves the earlier file whole.
    """
    import tempfile

    parts = [data] if isinstance(data, bytes) else data
    try:
        stream = _stream(path)
        if stream is not None:
            _pour(parts, stream)
            return
        path = _behind_links(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", path=path) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", path=path) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def _stream(path: Path) -> BinaryIO | None:
    """What takes what is written to PATH as it comes: an open stream by its name, a pipe, a device; None for files."""
    named = _OPEN.fullmatch(str(path))
    if named:
        return os.fdopen(os.dup(_NUMBERS.get(named[0]) or int(named[1])), "wb")
    if path.exists() and not path.is_file() and not path.is_dir():
        return path.open("wb")
    return None


def _pour(parts: Iterable[bytes], stream: BinaryIO) -> None:
    """Write PARTS to STREAM, up to where whoever reads it has enough."""
    try:
        with stream:
            stream.writelines(parts)
    except BrokenPipeError:
        return


def _behind_links(path: Path) -> Path:
    """The file that PATH leads to: a link stays a link."""
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    if target.is_symlink():  # what the real path of a ring of links still is
        raise InputError("cannot be written: it is a link that leads back to itself", path=path)
    return target
