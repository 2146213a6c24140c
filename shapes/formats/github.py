"""GitHub annotations: workflow commands that show each result at its line in a pull request.

GitHub shows the first ten errors, ten warnings and ten notices of a step; all are printed, the worst first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..report import Location, Report, Result, Severity
from .failure import Failure
from .words import accepted, constraint, details, focus, shorten

COMMANDS: Final[dict[Severity, str]] = {"violation": "error", "warning": "warning", "info": "notice"}


def report(report: Report, _fail_on: Severity = "violation") -> str:
    """One line a result, and one for each note on the run; what does not count is a notice."""
    notes = (_command("notice", None, "About this check", note) for note in report.notes)
    return "".join([*(_line(result, report) for result in (*report.open, *report.accepted)), *notes])


def failure(failure: Failure) -> str:
    """An error at each place that could not be read, and what else was found."""
    return "".join(
        _command({"error": "error", **COMMANDS}[one.gravity], one.location, "Nothing was checked", one.message)
        for one in failure.problems
    )


def _line(result: Result, report: Report) -> str:
    shape = shorten(result.shape, report.prefixes) if result.shape else "unnamed shape"
    rule = ", ".join(filter(None, [shape, constraint(result, report.prefixes)]))
    title = f"{result.name} ({rule})" if result.name else rule
    told: Iterable[tuple[str, str]] = [
        ("node", focus(result, report.prefixes)),
        *details(result, report.prefixes),
    ]
    message = "\n".join([result.message, *(f"{heading}: {text}" for heading, text in told)])
    if result.acceptance:
        reason = " ".join(accepted(result.acceptance))
        return _command("notice", result.location, f"{title}, {reason}", message)
    return _command(COMMANDS[result.severity], result.location, title, message)


def _command(name: str, place: Location | None, title: str, message: str) -> str:
    parts: dict[str, str | int | None] = {}
    if place:
        parts = {"file": place.file, "line": place.line, "col": place.column}
    parts["title"] = title
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in parts.items() if value is not None)
    return f"::{name} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    """TEXT as a message may have it (https://github.com/actions/toolkit, core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
