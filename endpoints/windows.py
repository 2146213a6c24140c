"""The windows in which a long answer is asked for: LIMIT and OFFSET, and what a store may make of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..errors import EndpointError
from ..queries import guard
from ..queries.answers import Answer, Row, Table
from ..queries.catalogue import SavedQuery

Once = Callable[[SavedQuery, str], tuple[Answer, int | None]]


@dataclass(frozen=True, slots=True)
class Pages:
    """The rows of BODY, which is sorted, SIZE at a time; ONCE: no two pages of several rows can be alike."""

    query: SavedQuery
    body: str
    columns: tuple[str, ...]
    size: int
    once: bool

    def rows(self, once: Once, start: int, wanted: int) -> Iterator[Row]:
        """WANTED rows from START on, as ONCE gives them; fewer where there are no more. EndpointError for nonsense."""
        got, wrapped = 0, False
        seen: set[int] = set()
        while got < wanted:
            asked = min(self.size, wanted - got)
            try:
                page = self._page(once, f"LIMIT {asked} OFFSET {start + got}", wrapped=wrapped)
            except EndpointError:
                if wrapped or not got:
                    raise
                wrapped = True  # Virtuoso sorts no more than 10,000 rows for a window, but any number in a sub-select
                continue
            if not page:
                return
            self._check(page, asked, seen)
            got += len(page)
            yield from page

    def _page(self, once: Once, window: str, *, wrapped: bool) -> tuple[Row, ...]:
        text = _inside(self.body, window) if wrapped else f"{self.body}\n{window}"
        table = table_of(once(self.query, text))
        if table.columns != self.columns:
            raise EndpointError("the endpoint answers a page with other columns than the one before: ask for less")
        return table.rows

    def _check(self, page: tuple[Row, ...], asked: int, seen: set[int]) -> None:
        if len(page) > asked:
            raise EndpointError(f"the endpoint gives {len(page)} rows where {asked} were asked for: it heeds no LIMIT")
        if not self.once or len(set(page)) == 1:
            return
        if hash(page) in seen:
            raise EndpointError("the endpoint gives the same page twice: it heeds no OFFSET; ask for less")
        seen.add(hash(page))


def _inside(body: str, window: str) -> str:
    prologue, select = parted(body)
    return f"{prologue}SELECT * {{ {{ {select} }} }}\n{window}"


def parted(body: str) -> tuple[str, str]:
    """The prologue of the query BODY, and the rest."""
    blank = guard.padded(body)
    found = re.search(r"\bSELECT\b", blank, re.IGNORECASE)
    at = found.start() if found else 0
    return body[:at], body[at:]


def table_of(answered: tuple[Answer, int | None]) -> Table:
    """The rows that were ANSWERED; EndpointError where they are none."""
    answer = answered[0]
    if not isinstance(answer, Table):
        raise EndpointError("the endpoint answered a page with something else than rows: ask for less")
    return answer
