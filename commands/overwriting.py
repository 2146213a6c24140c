"""What a command reads is never overwritten by what it writes: told before anything is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import UsageError
from ..streams import Target


def keep(read: Iterable[Path], wanted: Iterable[Target]) -> None:
    """UsageError where a result that is WANTED would take the place of a file that is READ, by whatever name."""
    keep_from(read, ((f"--format {target.format}={target.path}", target.path) for target in wanted if target.path))


def keep_from(read: Iterable[Path], written: Iterable[tuple[str, Path]]) -> None:
    """The same of any files that are WRITTEN, each with what to call it in the message."""
    known = {path.resolve() for path in read}
    for name, path in written:
        if path.resolve() in known:
            raise UsageError(f"{name} would overwrite what is read: name another file")
