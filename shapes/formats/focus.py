"""The table of focus nodes: how many nodes of the data each shape with a target looked at."""

from __future__ import annotations

from ..report import Report
from .words import shorten


def focused(report: Report) -> str:
    """In a sentence: how many of the shapes with a target had something to look at."""
    empty = sum(row.count == 0 for row in report.focus_counts)
    count = len(report.focus_counts)
    return f"{count - empty} of {count} {'shape' if count == 1 else 'shapes'} with a target had a focus node."


def focus_rows(report: Report) -> list[tuple[str, str]]:
    """A row for each shape with a target: how many focus nodes it had, and its name."""
    rows: list[tuple[str, str]] = []
    for row in report.focus_counts:
        short = shorten(row.shape, report.prefixes) if row.shape else "unnamed shape"
        allowed = ", may be empty" if row.count == 0 and row.may_be_empty else ""
        name = f"{short} ({row.name})" if row.name else short
        rows.append(("?" if row.count is None else str(row.count), name + allowed))
    return rows


def is_one_empty(report: Report) -> bool:
    """Whether a shape looked at nothing that says not that it may."""
    return any(row.count == 0 and not row.may_be_empty for row in report.focus_counts)
