"""The data as the compiled engine wants it: each term a number, and for each predicate a table of subjects and objects.

Numbers make tables and sets small and fast; what a run never asks for (links backwards) is made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from ...report import Term
from ..findings import UnsupportedError

Table = dict[int, list[int]]

NOTHING: Final[Table] = {}


class Graph:
    """An index over triples, each of which stands once. Raises UnsupportedError for triple terms (RDF 1.2)."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.terms: list[Term] = []
        self._numbers: dict[Term, int] = {}
        self._forward: dict[str, Table] = {}
        self._backward: dict[str, Table] = {}
        self._fill(triples)

    def _fill(self, triples: Iterable[ox.Triple]) -> None:
        numbers, terms = self._numbers, self.terms
        tables: dict[ox.NamedNode, Table] = {}
        for subject, predicate, value in triples:
            start = numbers.get(subject)
            if start is None:
                start = numbers[subject] = len(terms)
                terms.append(subject)
            end = numbers.get(value)
            if end is None:
                end = numbers[value] = len(terms)
                terms.append(value)
            table = tables.get(predicate)
            if table is None:
                table = tables[predicate] = {}
            if start in table:
                table[start].append(end)
            else:
                table[start] = [end]
        self._forward = {predicate.value: table for predicate, table in tables.items()}
        kinds: set[type] = set(map(type, terms))
        if ox.Triple in kinds:
            raise UnsupportedError("triple terms")

    @property
    def predicates(self) -> Mapping[str, Table]:
        """Every predicate with its table of subjects and their objects."""
        return self._forward

    def forward(self, predicate: str) -> Table:
        """Subjects of PREDICATE, and their objects."""
        return self._forward.get(predicate, NOTHING)

    def backward(self, predicate: str) -> Table:
        """Objects of PREDICATE, and their subjects."""
        table = self._backward.get(predicate)
        if table is None:
            table = self._backward[predicate] = {}
            for subject, values in self.forward(predicate).items():
                for value in values:
                    table.setdefault(value, []).append(subject)
        return table

    def number(self, term: Term) -> int:
        """The number of TERM; one that the data does not have gets a new one, and no triples."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.terms)
            self.terms.append(term)
        return found

    def triples_of(self, predicates: Iterable[str]) -> Iterable[ox.Quad]:
        """The triples of PREDICATES, as quads of the default graph."""
        for name in sorted(predicates):
            predicate = ox.NamedNode(name)
            for subject, values in self.forward(name).items():
                start = self.terms[subject]
                assert not isinstance(start, ox.Literal)
                for value in values:
                    yield ox.Quad(start, predicate, self.terms[value])


def closure(table: Table, starts: Iterable[int]) -> set[int]:
    """STARTS and all that the links of TABLE lead to from them, by any number of steps."""
    found: set[int] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(table.get(node, ()))
    return found
