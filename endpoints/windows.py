"""The windows in which a long answer is asked for: LIMIT and OFFSET, and what a store may make of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..errors import EndpointError
from ..queries import guard
from ..queries.answers import Answer, Row, Table
from ..queries.catalogue import SavedQuery

CHANGED: Final = "the data changed while the answer was read page by page: ask again"


class Given(NamedTuple):
    """An ANSWER, where the endpoint says that it cuts answers, and how many rows CAME, empty ones as well."""

    answer: Answer
    limit: int | None
    came: int


Once = Callable[[SavedQuery, str], Given]


@dataclass(frozen=True, slots=True)
class Pages:
    """The rows of BODY, which is sorted, SIZE at a time; ONCE: no two pages of several rows can be alike."""

    query: SavedQuery
    body: str
    columns: tuple[str, ...]
    size: int
    once: bool

    def rows(self, once: Once, start: int, wanted: int) -> Iterator[Row]:
        """WANTED rows from START on, as ONCE gives them, without empty ones; EndpointError where they are others."""
        got, wrapped = 0, False
        seen: set[int] = set()
        while got < wanted:
            asked = min(self.size, wanted - got)
            try:
                page, count = self._page(once, f"LIMIT {asked} OFFSET {start + got}", wrapped=wrapped)
            except EndpointError:
                if wrapped or not got:
                    raise
                wrapped = True  # Virtuoso sorts no more than 10,000 rows for a window, but any number in a sub-select
                continue
            if not count:
                raise EndpointError(CHANGED)
            if count > asked:
                raise EndpointError(f"the endpoint gives {count} rows where {asked} were asked for: it heeds no LIMIT")
            self._check(page, seen)
            got += count
            yield from page

    def _page(self, once: Once, window: str, *, wrapped: bool) -> tuple[tuple[Row, ...], int]:
        text = _inside(self.body, window) if wrapped else f"{self.body}\n{window}"
        given = once(self.query, text)
        table = table_of(given)
        if table.columns != self.columns:
            raise EndpointError("the endpoint answers a page with other columns than the one before: ask for less")
        return table.rows, given.came

    def _check(self, page: tuple[Row, ...], seen: set[int]) -> None:
        if not self.once or len(set(page)) < 2:
            return
        if hash(page) in seen:
            raise EndpointError("the endpoint gives the same page twice: it heeds no OFFSET; ask for less")
        seen.add(hash(page))


def more_after(query: SavedQuery, body: str, count: int, once: Once) -> bool:
    """Whether the endpoint has rows of BODY after COUNT of them: none, if it counts well and heeds OFFSET."""
    return once(query, _inside(body, f"LIMIT 1 OFFSET {count}")).came > 0


def _inside(body: str, window: str) -> str:
    prologue, select = parted(body)
    return f"{prologue}SELECT * {{ {{ {select} }} }}\n{window}"


def parted(body: str) -> tuple[str, str]:
    """The prologue of the query BODY, and the rest."""
    blank = guard.padded(body)
    found = re.search(r"\bSELECT\b", blank, re.IGNORECASE)
    at = found.start() if found else 0
    return body[:at], body[at:]


def table_of(given: Given) -> Table:
    """The rows that were GIVEN; EndpointError where they are none."""
    if not isinstance(given.answer, Table):
        raise EndpointError("the endpoint answered a page with something else than rows: ask for less")
    return given.answer
