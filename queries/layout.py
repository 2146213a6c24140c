"""Laying out rows for a person: a table where it fits the width, else each row as a record of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..ontology.namespaces import PREFIXES
from ..paragraphs import WIDTH, columns_of, fitted
from .answers import XSD, Table, Term, plain

GAP: Final = "  "
#: A column of prose narrower than this is no longer readable.
PROSE: Final = 36
NUMBERS: Final = frozenset(XSD + name for name in ("decimal", "integer", "double", "float"))


def lay_out(table: Table, width: int = WIDTH, label: Callable[[str], str] | None = None) -> str:
    """TABLE as text of at most WIDTH columns, ending in a line break; nodes by LABEL where they have one."""
    if not table.rows:
        return "(no rows)\n"
    cells = [[shown(term, label) for term in row] for row in table.rows]
    widths = _widths(table.columns, cells, width)
    lines = _records(table.columns, cells, width) if widths is None else _table(table, cells, widths)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def shown(term: Term | None, label: Callable[[str], str] | None = None) -> str:
    """TERM as a person reads it: nodes by their LABEL or prefix, nothing that could steer a terminal."""
    if term is None:
        return ""
    text = plain(term)
    if isinstance(term, NamedNode):
        text = (label(text) if label else "") or _prefixed(text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char in "\n\t" or unicodedata.category(char)[0] != "C" else "\ufffd" for char in text)


def _prefixed(iri: str) -> str:
    found = max((base for base in PREFIXES.values() if iri.startswith(base)), key=len, default="")
    prefix = next((prefix for prefix, base in PREFIXES.items() if base == found), "")
    return f"{prefix}:{iri[len(found) :]}" if found else iri


def _widths(columns: tuple[str, ...], cells: list[list[str]], width: int) -> list[int] | None:
    """The width of each column; None where the table would not fit or its prose would be too narrow."""
    natural = [max(columns_of(row[i]) for row in [list(columns), *cells]) for i in range(len(columns))]
    room = width - len(GAP) * (len(columns) - 1)
    if sum(natural) <= room:
        return natural
    prose = [i for i, wide in enumerate(natural) if wide > PROSE]
    left = room - sum(wide for i, wide in enumerate(natural) if i not in prose)
    if not prose or left < PROSE * len(prose):
        return None
    share = left // len(prose)
    made = [share if i in prose else wide for i, wide in enumerate(natural)]
    made[prose[-1]] += left - share * len(prose)
    longest = max(columns_of(word) for row in cells for i in prose for word in row[i].split() or [""])
    return made if longest <= share else None


def _table(table: Table, cells: list[list[str]], widths: list[int]) -> list[str]:
    right = [_numeric(table, i) for i in range(len(widths))]
    lines = [_line(list(table.columns), widths, right), GAP.join("-" * wide for wide in widths)]
    wrapped = [[fitted(cell, wide) for cell, wide in zip(row, widths, strict=True)] for row in cells]
    for row in wrapped:
        lines += [
            _line([part[number] if number < len(part) else "" for part in row], widths, right)
            for number in range(max(map(len, row)))
        ]
    return lines


def _line(parts: list[str], widths: list[int], right: list[bool]) -> str:
    cells: list[str] = []
    for part, wide, at_right in zip(parts, widths, right, strict=True):
        space = " " * (wide - columns_of(part))
        cells.append(space + part if at_right else part + space)
    return GAP.join(cells)


def _numeric(table: Table, index: int) -> bool:
    found = [row[index] for row in table.rows if row[index] is not None]
    return bool(found) and all(isinstance(term, Literal) and term.datatype.value in NUMBERS for term in found)


def _records(columns: tuple[str, ...], cells: list[list[str]], width: int) -> list[str]:
    margin = max(map(columns_of, columns)) + len(GAP)
    lines: list[str] = []
    for number, row in enumerate(cells, 1):
        lines.append(f"{f'{number} of {len(cells)} ':-<{width // 2}}")
        for name, cell in zip(columns, row, strict=True):
            for at, part in enumerate(fitted(cell, width - margin) if cell else []):
                lines.append(("" if at else name).ljust(margin) + part)
    return lines
