"""Where results and messages go: results to standard output or files, everything else to standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from io import BufferedIOBase, BufferedWriter, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import Final, NamedTuple, TextIO, cast

from .errors import InputError, UsageError
from .files import write_whole

#: What the system says of a stream that takes nothing more.
_REFUSED: Final = frozenset({errno.EBADF, errno.EFBIG, errno.EIO, errno.ENOSPC})


class Target(NamedTuple):
    """A format, and the file it goes to (None: standard output)."""

    format: str
    path: Path | None


def say(text: str) -> None:
    """Write one message to standard error; what could steer a terminal is made visible."""
    import click

    safe = "".join(char if char.isprintable() or char in "\n\t" else "\N{REPLACEMENT CHARACTER}" for char in text)
    with telling():
        click.echo(f"inspectkg: {safe}", err=True)


@contextmanager
def telling() -> Generator[None]:
    """Writing to standard error: where that fails, nothing more is told, and the exit code alone says how it went."""
    try:
        yield
    except OSError:
        _give_up(sys.stderr)


def open_closed() -> None:
    """Put something in the place of streams that the caller closed: else a file that is opened takes their numbers.

    What is written to standard output then fails as on any file that cannot be written; messages go nowhere.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY)
    # What Python found closed at its start, it has no stream for, whatever it says of their types.
    if cast("TextIO | None", sys.stdout) is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    if cast("TextIO | None", sys.stderr) is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    _hold_back()


def _hold_back() -> None:
    """Give standard output a buffer where it has none (PYTHONUNBUFFERED).

    Python takes what the system wrote of a text for all of it there, and a full disk would lose the rest unseen.
    """
    raw = cast("BufferedIOBase | RawIOBase | None", getattr(sys.stdout, "buffer", None))
    if isinstance(raw, RawIOBase):
        encoding, errors = sys.stdout.encoding, sys.stdout.errors
        sys.stdout = TextIOWrapper(BufferedWriter(raw), encoding, errors, line_buffering=True)


def unwritable(error: OSError) -> InputError | None:
    """What to tell where ERROR is that standard output takes nothing more; None where it is something else.

    A file that cannot be written has a name, and is told of where it is written.
    """
    if error.filename is not None or error.errno not in _REFUSED:
        return None
    _give_up(sys.stdout)
    return InputError(f"standard output cannot be written: {error.strerror}")


def enough() -> None:
    """Whoever read the output (`| head`) has enough, which is no failure: the rest goes nowhere."""
    _give_up(sys.stdout)


def _give_up(stream: TextIO) -> None:
    """Let what STREAM still holds go nowhere: Python would try to write it again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def targets(values: Iterable[str], known: Sequence[str], default: str, output: Path | None = None) -> list[Target]:
    """What `--format NAME[=FILE]` asks for; UsageError for an unknown name or two results in one place."""
    found: list[Target] = []
    for value in values:
        name, given, file = value.partition("=")
        if name not in known:
            raise UsageError(f"unknown format {name!r}; there are {', '.join(known)}")
        if given and not file:
            raise UsageError(f"--format {value}: the name of a file is missing after the =")
        found.append(Target(name, Path(file) if file else None))
    bare = [place for place, target in enumerate(found) if target.path is None]
    if len(bare) > 1:
        raise UsageError("only one format at a time; write each to a file of its own: --format NAME=FILE")
    if output and bare:
        found[bare[0]] = Target(found[bare[0]].format, output)
    elif output or not found:
        found.append(Target(default, output))
    keep_apart([target.path for target in found if target.path])
    return found


def keep_apart(paths: Sequence[Path]) -> None:
    """UsageError where one result would overwrite another; a device takes several."""
    files = [path for path in paths if path.is_file() or not path.exists()]
    for place, path in enumerate(files):
        if path.resolve() in {other.resolve() for other in files[:place]}:
            raise UsageError(f"two results would go to {path}: give each a file of its own")


def emit(result: str | bytes | Iterable[bytes], path: Path | None = None) -> None:
    """Write a RESULT, whole or in parts, to PATH, or to standard output in UTF-8 whatever the locale says."""
    data = result.encode() if isinstance(result, str) else result
    if path is None:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.writelines([data] if isinstance(data, bytes) else data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            enough()
        except OSError as error:
            _give_up(sys.stdout)
            raise InputError(f"standard output cannot be written: {error.strerror}") from None
    else:
        write_whole(path, data)
        say(f"wrote {path}")
