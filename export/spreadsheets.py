"""Spreadsheets of claims: CSV, and Excel with a sheet a kind; nothing in them is run as a formula."""

from __future__ import annotations

import csv as csv_module
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ..errors import UsageError
from ..formulas import harmless, is_number
from .about import particulars
from .ordering import Note, Triple
from .tables import KINDS, NUMBERS, Row, columns, told_rows

_NOT_CELL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: What Excel would take for an escaped character, such as _x0041_ for A (ISO/IEC 29500-1, 22.9.2.19, ST_Xstring).
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: A zip file cannot hold an earlier time; a fixed one keeps the bytes the same.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_XLSX_TIME: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CELL_LIMIT: Final = 32_767
#: So many digits Excel keeps of a number, and so small and large it may be.
_DIGITS: Final = 15
_LEAST: Final = 1e-300
_MOST: Final = 1e300


def csv(triples: Iterable[Triple], note: Note) -> bytes:
    """All claims as one CSV table (UTF-8, RFC 4180); what a spreadsheet would take for a formula is led by a '."""
    return table(columns(), told_rows(triples, note))


def table(names: Sequence[str], rows: Iterable[Row]) -> bytes:
    """ROWS as CSV with the columns NAMES."""
    out = io.StringIO()
    writer = csv_module.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([harmless(row.get(name, ""), numbers=name in NUMBERS) for name in names])
    return out.getvalue().encode()


def xlsx(triples: Iterable[Triple], note: Note) -> bytes:
    """All claims as an Excel workbook, a sheet a kind and one about it all; UsageError without openpyxl."""
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Font
    except ImportError:
        raise UsageError("the format xlsx needs openpyxl: pip install 'inspectkg[xlsx]'") from None
    book = Workbook()
    book.remove(book.worksheets[0])
    triples = list(triples)
    table = told_rows(triples, note)
    for kind in KINDS:
        sheet = book.create_sheet(kind)
        names = columns(kind)
        for place, name in enumerate(names, start=1):
            sheet.cell(1, place, name).font = Font(bold=True)
        for line, row in enumerate((row for row in table if row["kind"] == kind), start=2):
            for place, name in enumerate(names, start=1):
                _fill(sheet.cell(line, place), name, row.get(name, ""), note)
        sheet.freeze_panes = "A2"
    about = particulars(triples)
    if about:
        sheet = book.create_sheet("about")
        for line, pair in enumerate(about, start=1):
            for place, text in enumerate(pair, start=1):
                _fill(sheet.cell(line, place), "", text, note)
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue())


def _is_exact(text: str) -> bool:
    """Whether TEXT is a number, and one that Excel can hold as it is."""
    if not is_number(text):
        return False
    digits = re.split("[eE]", text)[0].replace(".", "").lstrip("+-0").rstrip("0")
    return not digits or (len(digits) <= _DIGITS and _LEAST < abs(float(text)) < _MOST)


def _fill(cell: Any, name: str, text: str, note: Note) -> None:
    """Write TEXT into an openpyxl cell as text, never as a formula; in the columns of numbers, what is one as such."""
    if not text:
        return
    if name in NUMBERS and _is_exact(text):
        cell.value = float(text)
        return
    clean, count = _NOT_CELL.subn("\N{REPLACEMENT CHARACTER}", _ESCAPE.sub("_x005F_", text))
    if count:
        note(f"{count} character(s) that Excel cannot hold became U+FFFD in: {clean[:60]!r}")
    if len(clean) > _CELL_LIMIT:
        note(f"a text longer than the {_CELL_LIMIT:,} characters of an Excel cell was cut: {clean[:60]!r}")
    cell.value = clean[:_CELL_LIMIT]
    cell.data_type = "s"


def _repacked(data: bytes) -> bytes:
    """The workbook DATA without the times at which it was made, so that equal tables are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _XLSX_TIME.sub(b"1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, content)
    return out.getvalue()
