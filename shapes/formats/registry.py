"""The formats by their names on the command line; each is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Final, Protocol, cast

from ...errors import UsageError
from ..report import Report, Severity
from .failure import Failure

#: Each is a module of this folder.
FORMATS: Final = ("text", "json", "csv", "markdown", "turtle", "junit", "sarif", "github")


class Format(Protocol):
    """A module that writes one format."""

    def report(self, report: Report, fail_on: Severity = ..., /) -> str:
        """A report, with the mildest severity that fails."""
        ...

    def failure(self, failure: Failure, /) -> str:
        """The reason why there is no report."""
        ...


def render(report: Report, format: str = "text", fail_on: Severity = "violation") -> str:
    """REPORT in FORMAT, one of FORMATS; UsageError where it is none of them."""
    return _known(format).report(report, fail_on)


def render_failure(failure: Failure, format: str) -> str:
    """A whole document in FORMAT that says why nothing was checked; UsageError where FORMAT is none of FORMATS."""
    return _known(format).failure(failure)


def _known(format: str) -> Format:
    if format not in FORMATS:
        raise UsageError(f"unknown report format {format!r}: choose one of {', '.join(FORMATS)}")
    return cast("Format", import_module(f".{format}", __package__))
