"""The triples of a CONSTRUCT in pages, where an endpoint cuts them: windows of what fills its template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Triple

from ..errors import EndpointError
from ..queries import guard
from ..queries.answers import TripleSet, triple_set
from ..queries.catalogue import SavedQuery
from .counting import USUAL_LIMITS, count
from .windows import CHANGED, Once


@dataclass(frozen=True, slots=True)
class Construct:
    """The parts of a CONSTRUCT query."""

    prologue: str
    template: str
    variables: str
    where: str

    @property
    def solutions(self) -> str:
        """The query for what fills the template, each solution once."""
        return f"{self.prologue}SELECT DISTINCT {self.variables} {self.where}"

    def window(self, size: int, start: int, *, wrapped: bool) -> str:
        """The query for SIZE solutions from START on; WRAPPED where the store sorts few rows for a window."""
        sorted_ = f"SELECT DISTINCT {self.variables} {self.where} ORDER BY {self.variables}"
        inner = f"SELECT {self.variables} {{ {{ {sorted_} }} }}" if wrapped else sorted_
        return f"{self.prologue}CONSTRUCT {self.template} WHERE {{ {{ {inner} LIMIT {size} OFFSET {start} }} }}"


def completed(query: SavedQuery, text: str, once: Once, answer: TripleSet, limit: int | None) -> TripleSet:
    """ANSWER, if it has all that the CONSTRUCT query TEXT asks for; else all of it, asked for by ONCE in pages.

    LIMIT is what the endpoint says it cuts at; Virtuoso cuts triples without saying so. EndpointError where the answer
    is cut and cannot be had in pages, or where the data changed between two of them.
    """
    got = len(answer.triples)
    cut = got >= limit if limit is not None else got in USUAL_LIMITS or got - 1 in USUAL_LIMITS
    parts = _parts(text)
    if parts is None:
        if cut:
            raise EndpointError(f"the endpoint cuts answers at {got} triples: ask for less, or raise its limit")
        return answer
    return _paged(query, parts, once, got) if cut or count(once, parts.solutions) > got else answer


def _paged(query: SavedQuery, parts: Construct, once: Once, limit: int) -> TripleSet:
    wanted = count(once, parts.solutions)
    size = max((limit - 1) // (1 + len(re.findall(r"[.;,]\s", guard.blanked(parts.template)))), 1)
    found: dict[Triple, None] = {}
    start, wrapped = 0, False
    while start < wanted:
        try:
            page = once(query, parts.window(size, start, wrapped=wrapped)).answer
        except EndpointError:
            if wrapped or not start:
                raise
            wrapped = True
            continue
        if not isinstance(page, TripleSet):
            raise EndpointError("the endpoint answered a page with something else than triples: ask for less")
        found.update(dict.fromkeys(page.triples))
        start += size
    if count(once, parts.solutions) != wanted:
        raise EndpointError(CHANGED)
    return triple_set(found)


def _parts(text: str) -> Construct | None:
    """The parts of TEXT; None where it has none that could be asked for in pages."""
    blank = guard.padded(text)
    opening = re.search(r"\bCONSTRUCT\s*\{", blank, re.IGNORECASE)
    closing = blank.find("}", opening.end()) if opening else -1
    if opening is None or closing < 0:
        return None
    template = text[opening.end() - 1 : closing + 1]
    where = text[closing + 1 :]
    after = blank[blank.rfind("}") + 1 :]
    variables = sorted(set(re.findall(r"[?$](\w+)", guard.blanked(template))))
    if after.strip() or not variables or re.search(r"\[|_:|\(", guard.blanked(template)):
        return None
    return Construct(text[: opening.start()], template, " ".join(f"?{name}" for name in variables), where)
