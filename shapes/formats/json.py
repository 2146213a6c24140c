"""JSON: one object with the verdict, the counts, what was checked, and every result with full IRIs."""

from __future__ import annotations

from typing import Final

from ..report import Report, Severity
from .failure import Failure
from .pretty import Written, laid_out
from .rows import COLUMNS, problem_cells, row

#: What stands before the brace that closes a result.
_LINE: Final = "\n    "


def report(report: Report, fail_on: Severity = "violation") -> str:
    """REPORT as an object; `conforms` is SHACL's (no result at all), `fails` says whether the exit code is 1."""
    value = {
        "accepted": report.accepted_counts(),
        "conforms": not report.results,
        "counts": report.counts(),
        "data": list(report.data),
        "engine": report.engine,
        "failOn": fail_on,
        "fails": not report.conforms(fail_on),
        "focusNodes": [
            {"shape": each.shape, "name": each.name or None, "count": each.count, "mayBeEmpty": each.may_be_empty}
            for each in report.focus_counts
        ],
        "notes": list(report.notes),
        "results": [
            Written(laid_out(dict(zip(COLUMNS, row(result), strict=True)), _LINE)) for result in report.results
        ],
        "shapes": list(report.shapes),
        "textsChecked": report.texts_checked,
        "today": report.today or None,
    }
    return laid_out(value) + "\n"


def failure(failure: Failure) -> str:
    """An object with nothing but `error`: the message, the exit code, the place, and each thing that is wrong."""
    place = failure.location
    error = {
        "message": failure.message,
        "exitCode": failure.code,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "problems": [problem_cells(problem) for problem in failure.problems],
    }
    return laid_out({"error": error}) + "\n"
