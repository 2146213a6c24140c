"""Order: sh:minInclusive and its kin, sh:lessThan and sh:lessThanOrEquals; sets: sh:equals and sh:disjoint."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from ....report import Term
from ..comparing import compare
from ..paths import EMPTY
from ..shape import PairComponent, RunView, ValueComponent, Values


class Bound(ValueComponent):
    """Each value compares with LIMIT as one of ALLOWED (-1, 0, 1); what has no order breaks it."""

    def __init__(self, iri: str, limit: ox.Literal, allowed: tuple[int, ...]) -> None:
        super().__init__(iri)
        self._limit = limit
        self._allowed = allowed

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        return {node for node in nodes if not _compares(run.graph.terms[node], self._limit, self._allowed)}


class Less(PairComponent):
    """Each value compares with each value of another property as one of ALLOWED."""

    def __init__(self, iri: str, predicate: str, allowed: tuple[int, ...]) -> None:
        super().__init__(iri)
        self._predicate = predicate
        self._allowed = allowed

    def pairs(self, run: RunView, values: Values) -> Iterator[tuple[int, int]]:
        table, terms = run.graph.forward(self._predicate), run.graph.terms
        for focus, nodes in values.items():
            others = table.get(focus, EMPTY)
            for node in nodes:
                if not all(_compares(terms[node], terms[other], self._allowed) for other in others):
                    yield focus, node


class Equals(PairComponent):
    """The values are those of another property, all of them and no others."""

    def __init__(self, iri: str, predicate: str) -> None:
        super().__init__(iri)
        self._predicate = predicate

    def pairs(self, run: RunView, values: Values) -> Iterator[tuple[int, int]]:
        table = run.graph.forward(self._predicate)
        for focus, nodes in values.items():
            for value in sorted(set(table.get(focus, EMPTY)) ^ set(nodes)):
                yield focus, value


class Disjoint(PairComponent):
    """No value is one of another property."""

    def __init__(self, iri: str, predicate: str) -> None:
        super().__init__(iri)
        self._predicate = predicate

    def pairs(self, run: RunView, values: Values) -> Iterator[tuple[int, int]]:
        table = run.graph.forward(self._predicate)
        for focus, nodes in values.items():
            for value in sorted(set(table.get(focus, EMPTY)) & set(nodes)):
                yield focus, value


def _compares(one: Term, other: Term, allowed: tuple[int, ...]) -> bool:
    if not isinstance(one, ox.Literal) or not isinstance(other, ox.Literal):
        return False
    return compare(one, other) in allowed
