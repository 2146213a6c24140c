"""Where results and messages go: results to standard output or files, everything else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from .errors import InputError, UsageError
from .files import write_whole


class Target(NamedTuple):
    """A format, and the file it goes to (None: standard output)."""

    format: str
    path: Path | None


def say(text: str) -> None:
    """Write one message to standard error; what could steer a terminal is made visible."""
    import click

    safe = "".join(char if char.isprintable() or char in "\n\t" else "\N{REPLACEMENT CHARACTER}" for char in text)
    click.echo(f"inspectkg: {safe}", err=True)


def targets(values: Iterable[str], known: Sequence[str], default: str, output: Path | None = None) -> list[Target]:
    """What `--format NAME[=FILE]` asks for; UsageError for an unknown name or two results on standard output."""
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
    return found


def emit(result: str | bytes | Iterable[bytes], path: Path | None = None) -> None:
    """Write a RESULT, whole or in parts, to PATH, or to standard output in UTF-8 whatever the locale says."""
    data = result.encode() if isinstance(result, str) else result
    if path is None:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.writelines([data] if isinstance(data, bytes) else data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # Whoever read the output (`| head`) has enough: that is no failure. What Python still holds goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise InputError(f"standard output cannot be written: {error.strerror}") from None
    else:
        write_whole(path, data)
        say(f"wrote {path}")
