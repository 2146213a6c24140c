"""Answers in pages, where an endpoint cuts them: all rows, in one order, counted before and after."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pyoxigraph import BlankNode

from ..errors import EndpointError
from ..queries import guard
from ..queries.answers import Answer, Table, Term, TripleSet, plain
from ..queries.catalogue import SavedQuery
from .uniting import probe

#: Stores that cut answers without a word do it at such numbers.
USUAL_LIMITS: Final = frozenset({1000, 10000, 50000, 100000, 1000000})
MOST_ROWS: Final = 5_000_000

_END: Final = re.compile(r"\b(?:(LIMIT|OFFSET)\s+(\d+)\s*)", re.IGNORECASE)

Once = Callable[[SavedQuery, str], tuple[Answer, int | None]]
Note = Callable[[str], None]
Row = tuple[Term | None, ...]


def whole(query: SavedQuery, text: str, once: Once, size: int, note: Note) -> Answer:
    """The whole answer to TEXT, asked for by ONCE: at once, or in pages of SIZE or of what the endpoint gives.

    EndpointError where an answer is cut that cannot be had in pages, or where the data changed between two of them.
    """
    if query.form == "SELECT" and size:
        return _paged(query, text, once, size, note)
    answer, limit = once(query, text)
    if isinstance(answer, TripleSet) and len(answer.triples) >= min(USUAL_LIMITS):
        from .paging_triples import completed

        return completed(query, text, once, answer, limit)
    if not isinstance(answer, Table) or not _seems_cut(answer, limit):
        return answer
    return _paged(query, text, once, len(answer.rows), note, answer.columns)


def _seems_cut(answer: Table, limit: int | None) -> bool:
    count = len(answer.rows)
    return count >= limit if limit is not None else count in USUAL_LIMITS


def _paged(
    query: SavedQuery, text: str, once: Once, size: int, note: Note, columns: tuple[str, ...] | None = None
) -> Table:
    body, most, skipped = _without_limit(text)
    if columns is None:
        columns = _table(once(query, f"{body}\nLIMIT 1")).columns
    counted = count(once, body)
    wanted = min(max(counted - skipped, 0), most if most is not None else counted)
    if wanted > MOST_ROWS:
        raise EndpointError(f"the answer has {wanted} rows, more than can be had in pages: ask for less")
    rows = _pages(query, _sorted(body, columns), once, size, skipped, wanted)
    if count(once, body) != counted or len(rows) != wanted:
        raise EndpointError("the data changed while the answer was read page by page: ask again")
    if any(isinstance(term, BlankNode) for row in rows for term in row):
        note("the answer came in pages and has blank nodes, whose names may differ from page to page")
    return Table(columns, tuple(rows))


def _pages(query: SavedQuery, body: str, once: Once, size: int, start: int, wanted: int) -> list[Row]:
    rows: list[Row] = []
    wrapped = False
    while len(rows) < wanted:
        window = f"LIMIT {min(size, wanted - len(rows))} OFFSET {start + len(rows)}"
        try:
            page = _table(once(query, _inside(body, window) if wrapped else f"{body}\n{window}"))
        except EndpointError:
            if wrapped or not rows:
                raise
            wrapped = True  # Virtuoso sorts no more than 10,000 rows for a window, but any number in a sub-select
            continue
        if not page.rows:
            break
        rows += page.rows
    return rows


def count(once: Once, body: str) -> int:
    """The number of rows that the SELECT query BODY has, as the endpoint itself counts them."""
    prologue, select = _parted(body)
    text = f"{prologue}SELECT (COUNT(*) AS ?count) {{ {{ {select} }} }}"
    row = _table(once(probe("SELECT (COUNT(*) AS ?count) {}"), text)).rows
    term = row[0][0] if row else None
    if term is None or not plain(term).isdigit():
        raise EndpointError("the endpoint cuts its answer and does not count what it has: ask for less")
    return int(plain(term))


def _inside(body: str, window: str) -> str:
    prologue, select = _parted(body)
    return f"{prologue}SELECT * {{ {{ {select} }} }}\n{window}"


def _parted(body: str) -> tuple[str, str]:
    """The prologue of the query BODY, and the rest."""
    blank = guard.padded(body)
    found = re.search(r"\bSELECT\b", blank, re.IGNORECASE)
    at = found.start() if found else 0
    return body[:at], body[at:]


def _without_limit(text: str) -> tuple[str, int | None, int]:
    """TEXT without LIMIT and OFFSET at its end, and what they were."""
    blank = guard.padded(text)
    start = blank.rfind("}") + 1
    most, skipped, cut = None, 0, len(text)
    for found in _END.finditer(blank, start):
        cut = min(cut, found.start())
        most, skipped = (int(found[2]), skipped) if found[1].upper() == "LIMIT" else (most, int(found[2]))
    return text[:cut].rstrip(), most, skipped


def _sorted(body: str, columns: tuple[str, ...]) -> str:
    """BODY sorted by all its COLUMNS after what it is sorted by, so that no row falls between two pages."""
    blank = guard.padded(body)
    tail = blank[blank.rfind("}") + 1 :]
    keys = " ".join(f"?{name}" for name in columns)
    return f"{body} {keys}" if re.search(r"\bORDER\s+BY\b", tail, re.IGNORECASE) else f"{body}\nORDER BY {keys}"


def _table(answered: tuple[Answer, int | None]) -> Table:
    answer = answered[0]
    if not isinstance(answer, Table):
        raise EndpointError("the endpoint answered a page with something else than rows: ask for less")
    return answer
