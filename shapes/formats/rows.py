"""A result as a row, for the formats that programs read as tables."""

from __future__ import annotations

from typing import Final

from ..report import Problem, Result
from .words import plain, plain_path

COLUMNS: Final = (
    "severity", "shape", "name", "message", "focus", "focusLabel", "path", "value", "valueLabel",
    "quote", "source", "start", "fingerprint", "component", "file", "line", "column",
    "shapeFile", "shapeLine", "shapeColumn", "acceptance", "acceptanceReason", "acceptedBy", "acceptedUntil",
)  # fmt: skip


def row(result: Result) -> list[str | int | None]:
    """The cells of RESULT under COLUMNS, with full IRIs; None where it has none."""
    sentence, place, shape, why = result.sentence, result.location, result.shape_location, result.acceptance
    return [
        result.severity,
        result.shape,
        result.name or None,
        result.message,
        plain(result.focus),
        result.focus_label,
        None if result.path is None else plain_path(result.path),
        None if result.value is None else plain(result.value),
        result.value_label,
        sentence.quote if sentence else None,
        (sentence.source or None) if sentence else None,
        sentence.start if sentence else None,
        result.fingerprint,
        result.component,
        *((place.file, place.line, place.column) if place else (None, None, None)),
        *((shape.file, shape.line, shape.column) if shape else (None, None, None)),
        *((why.kind, why.reason or None, why.by or None, why.until or None) if why else (None, None, None, None)),
    ]


def problem_cells(problem: Problem) -> dict[str, str | int | None]:
    """PROBLEM, which is no result, in the words of COLUMNS."""
    cells: dict[str, str | int | None] = {"severity": problem.gravity, "message": problem.message}
    cells |= dict.fromkeys(("file", "line", "column"))
    if problem.location:
        cells |= {"file": problem.location.file, "line": problem.location.line, "column": problem.location.column}
    return cells
