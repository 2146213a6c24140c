"""A counter on a terminal where there is something to wait for."""

from __future__ import annotations

import sys
from typing import Final

import click

#: With more files than this, progress is shown on a terminal.
MANY: Final = 10


def show_progress(done: int, total: int) -> None:
    """Show how many of how many files are read."""
    if sys.stderr.isatty() and total > MANY:
        click.echo(f"\rread {done} of {total} files", nl=done == total, err=True)
