"""JSON: one object with the verdict, the counts, what was checked, and every result with full IRIs."""

from __future__ import annotations

import json

from ..report import Report, Severity
from .failure import Failure
from .rows import COLUMNS, row


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
        "results": [dict(zip(COLUMNS, row(result), strict=True)) for result in report.results],
        "shapes": list(report.shapes),
        "textsChecked": report.texts_checked,
        "today": report.today or None,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def failure(failure: Failure) -> str:
    """An object with nothing but `error`: the message, the exit code, and the place as far as known."""
    place = failure.location
    error = {
        "message": failure.message,
        "exitCode": failure.code,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
    return json.dumps({"error": error}, ensure_ascii=False, indent=2) + "\n"
