"""Answers in pages, where an endpoint cuts them: all rows, in one order, counted before and after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pyoxigraph import BlankNode

from ..errors import EndpointError
from ..queries import guard
from ..queries.answers import Answer, Row, Stream, Table, TripleSet
from ..queries.catalogue import SavedQuery
from .counting import USUAL_LIMITS, count
from .paging_triples import completed
from .windows import CHANGED, Once, Pages, more_after, table_of

MOST_ROWS: Final = 5_000_000

_END: Final = re.compile(r"\b(?:(LIMIT|OFFSET)\s+(\d+)\s*)", re.IGNORECASE)

Note = Callable[[str], None]


def streamed(query: SavedQuery, text: str, once: Once, size: int, note: Note) -> Answer | Stream:
    """The answer to TEXT, asked for by ONCE: at once, or as rows that come in pages of SIZE or of what is given.

    No more than one page is held. EndpointError, maybe after some rows, where an answer is cut that cannot be had in
    pages, or where the data changed between two of them.
    """
    if query.form == "SELECT" and size:
        return _paged(query, text, once, size, note)
    answer, limit, came = once(query, text)
    if isinstance(answer, TripleSet) and len(answer.triples) >= min(USUAL_LIMITS):
        return completed(query, text, once, answer, limit)
    if not isinstance(answer, Table) or not _seems_cut(came, limit):
        return answer
    return _paged(query, text, once, came, note, answer.columns)


def _seems_cut(count: int, limit: int | None) -> bool:
    """Whether an answer of COUNT rows may be less than all: a LIMIT that is told may not be the only one."""
    return count in USUAL_LIMITS or (limit is not None and count >= limit)


def _paged(
    query: SavedQuery, text: str, once: Once, size: int, note: Note, columns: tuple[str, ...] | None = None
) -> Stream:
    body, most, skipped = _without_limit(text)
    if columns is None:
        columns = table_of(once(query, f"{body}\nLIMIT 1")).columns
    counted = count(once, body)
    wanted = min(max(counted - skipped, 0), most if most is not None else counted)
    if wanted > MOST_ROWS:
        raise EndpointError(f"the answer has {wanted} rows, more than can be had in pages: ask for less")
    pages = Pages(query, _sorted(body, columns), columns, size, _repeats_nothing(body, columns))
    if more_after(query, body, counted, once):
        raise EndpointError(
            f"the endpoint heeds no OFFSET, or cuts at {counted} rows what it counts, too: ask for less"
        )
    rows = pages.rows(once, skipped, wanted)
    return Stream(columns, _counted(rows, lambda: count(once, body), counted, note))


def _counted(rows: Iterator[Row], again: Callable[[], int], counted: int, note: Note) -> Iterator[Row]:
    """ROWS, if there are AGAIN as many as were COUNTED before."""
    blank = False
    for row in rows:
        blank = blank or any(isinstance(term, BlankNode) for term in row)
        yield row
    if again() != counted:
        raise EndpointError(CHANGED)
    if blank:
        note("the answer came in pages and has blank nodes, whose names may differ from page to page")


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


def _repeats_nothing(body: str, columns: tuple[str, ...]) -> bool:
    """Whether each row of BODY is there once, or only COLUMNS sort them: like ones are together then."""
    blank = guard.padded(body)
    if re.search(r"\bSELECT\s+DISTINCT\b", blank[: blank.find("{")], re.IGNORECASE):
        return True
    tail = blank[blank.rfind("}") + 1 :]
    return set(re.findall(r"[?$](\w+)", tail)) <= set(columns) and "(" not in re.sub(r"\(\s*[?$]\w+\s*\)", "", tail)
