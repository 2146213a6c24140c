"""The formats by their names on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from ...errors import UsageError
from ..report import Report, Severity
from . import csv, github, json, junit, markdown, sarif, text, turtle
from .failure import Failure


class Format(NamedTuple):
    """How a report is written (with the mildest severity that fails), and how the reason why there is none."""

    report: Callable[[Report, Severity], str]
    failure: Callable[[Failure], str]


FORMATS: Final[dict[str, Format]] = {
    "text": Format(text.report, text.failure),
    "json": Format(json.report, json.failure),
    "csv": Format(csv.report, csv.failure),
    "markdown": Format(markdown.report, markdown.failure),
    "turtle": Format(turtle.report, turtle.failure),
    "junit": Format(junit.report, junit.failure),
    "sarif": Format(sarif.report, sarif.failure),
    "github": Format(github.report, github.failure),
}


def render(report: Report, format: str = "text", fail_on: Severity = "violation") -> str:
    """REPORT in FORMAT, one of FORMATS; UsageError where it is none of them."""
    return _known(format).report(report, fail_on)


def render_failure(failure: Failure, format: str) -> str:
    """A whole document in FORMAT that says why nothing was checked; UsageError where FORMAT is none of FORMATS."""
    return _known(format).failure(failure)


def _known(format: str) -> Format:
    if format not in FORMATS:
        raise UsageError(f"unknown report format {format!r}: choose one of {', '.join(FORMATS)}")
    return FORMATS[format]
