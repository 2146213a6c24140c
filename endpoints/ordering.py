"""The order of rows: what stores make of ORDER BY differs with text, so the rows of our questions are sorted here."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ..ontology.namespaces import PREFIXES
from ..queries import guard
from ..queries.answers import Answer, Table, Term
from ..queries.catalogue import SavedQuery

_KEY: Final = re.compile(r"(DESC|ASC)?\s*\(?\s*\?(\w+)\s*\)?", re.IGNORECASE)
#: The SELECT before the first bracket is the outermost.
_DISTINCT: Final = re.compile(r"\A[^{]*\bSELECT\s+DISTINCT\b", re.IGNORECASE)
_NUMBERS: Final = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float"))


def sorted_as(query: SavedQuery, answer: Answer) -> Answer:
    """ANSWER as the embedded store has it, if QUERY is one of ours: in the order it asks for, and distinct rows once.

    Virtuoso gives rows twice where a cell that a sub-select would fill is empty.
    """
    if not isinstance(answer, Table) or not query.own:
        return answer
    if _DISTINCT.search(guard.blanked(query.text)):
        answer = Table(answer.columns, tuple(dict.fromkeys(answer.rows)))
    keys = order(query.text)
    if not keys or any(name not in answer.columns for name, _ in keys):
        return answer
    rows = list(answer.rows)
    for name, down in reversed(keys):
        at = answer.columns.index(name)
        rows.sort(key=lambda row: rank(row[at]), reverse=down)
    return Table(answer.columns, tuple(rows))


def order(text: str) -> list[tuple[str, bool]]:
    """The variables that the query TEXT sorts by at its end, and whether downwards."""
    _, found, tail = guard.blanked(text).rpartition("ORDER BY")
    if not found or "}" in tail:
        return []
    return [(name, word.upper() == "DESC") for word, name in _KEY.findall(tail)]


def rank(term: Term | None) -> tuple[Any, ...]:
    """What TERM is sorted by: nothing, blank nodes, IRIs, then literals; numbers by value, text by its characters."""
    if term is None:
        return (0,)
    if isinstance(term, BlankNode):
        return (1, term.value)
    if isinstance(term, NamedNode):
        return (2, term.value)
    if isinstance(term, Literal):
        if term.datatype.value in _NUMBERS:
            try:
                return (3, 0, Decimal(term.value))
            except InvalidOperation:
                return (3, 1, term.value)
        return (3, 2, term.value, term.datatype.value, term.language or "")
    return (4, str(term))
