"""The options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

#: Named here again, so that help needs no import; a test holds them against the modules.
ANSWER_FORMATS: Final = "table csv tsv json xml markdown arrow parquet turtle ntriples jsonld"
REPORT_FORMATS: Final = "text json csv markdown turtle junit sarif github"
FIGURE_FORMATS: Final = "text json csv markdown"
DOCTOR_FORMATS: Final = "table json"
DIFFERENCE_FORMATS: Final = "text markdown json patch"
EXPORT_FORMATS: Final = "turtle ntriples trig nquads jsonld rdfxml csv csvw xlsx graphml"
FILE: Final = click.Path(path_type=Path)
FAIL_ON: Final = click.Choice(["violation", "warning", "info"])

Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(names: str) -> Callable[[Command], Command]:
    """The option --format, the same for each command that has it."""
    text = f"One of {names.replace(' ', ', ')}; =FILE writes to a file and may be repeated."
    return click.option("--format", "-f", "formats", multiple=True, metavar="NAME[=FILE]", help=text)


def finite(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    """VALUE, a number of seconds; neither infinite nor no number at all, which ranges let pass."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no number of seconds")
    return value
