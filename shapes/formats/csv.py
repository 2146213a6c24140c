"""CSV: one row a result; lines end as RFC 4180 asks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ..report import Report, Severity
from .failure import Failure
from .rows import COLUMNS, problem_cells, row


def report(report: Report, _fail_on: Severity = "violation") -> str:
    """REPORT under the headings of COLUMNS."""
    return _table([row(result) for result in report.results])


def failure(failure: Failure) -> str:
    """A row for each thing that is wrong, with message and place; why nothing was checked has the severity `error`."""
    return _table([[cells.get(name) for name in COLUMNS] for cells in map(problem_cells, failure.problems)])


def _table(rows: Iterable[Sequence[str | int | None]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(["" if cell is None else cell for cell in cells] for cells in rows)
    return file.getvalue()
