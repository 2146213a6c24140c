"""A graph as numbers: each term once, and for each predicate a table of subjects and their objects.

Looking at a term of Oxigraph, or making a triple of it, costs more than anything that is then done with it. So triples
are taken apart once, when they are read, and every part of a validation works on the same tables; what a run never asks
for (links backwards) is made when it is asked for.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Final, overload

import pyoxigraph as ox

from .report import Term

Table = dict[int, list[int]]

NOTHING: Final[Table] = {}


class Graph:
    """An index over triples, each of which counts once, however often it is added."""

    def __init__(self, triples: Iterable[ox.Triple] = ()) -> None:
        self.terms: list[Term] = []
        self._numbers: dict[object, int] = {}
        self._named: dict[object, int] = {}
        self._kinds: dict[ox.NamedNode, int] = {}
        self._tables: list[Table] = []
        self._forward: dict[str, Table] = {}
        self._backward: dict[str, Table] = {}
        self._added: list[Rows] = []
        self.add(triples)

    def add(self, triples: Iterable[ox.Triple], blank: str | None = None) -> Rows:
        """Add TRIPLES, their blank nodes named BLANK and a number, by first appearance, where it is given.

        Each part that is added so has blank nodes of its own, whatever they were called.
        """
        rows = Rows(self)
        numbers, terms, kinds, tables = self._numbers, self.terms, self._kinds, self._tables
        note_start, note_kind, note_end = rows.starts.append, rows.kinds.append, rows.ends.append
        several: dict[int, list[int]] = {}
        first = len(terms)
        for name in self._named if blank is not None else ():
            del numbers[name]
        for subject, predicate, value in triples:
            start = numbers.get(subject)
            if start is None:
                start = numbers[subject] = len(terms)
                terms.append(subject)
            end = numbers.get(value)
            if end is None:
                end = numbers[value] = len(terms)
                terms.append(value)
            kind = kinds.get(predicate)
            if kind is None:
                kind = self._new_table(predicate)
            table = tables[kind]
            if start in table:
                values = table[start]
                values.append(end)
                several[id(values)] = values
            else:
                table[start] = [end]
            note_start(start)
            note_kind(kind)
            note_end(end)
        for values in several.values():
            values[:] = dict.fromkeys(values)
        if blank is not None:
            self._rename(first, blank)
        self._backward.clear()
        self._added.append(rows)
        return rows

    def _new_table(self, predicate: ox.NamedNode) -> int:
        kind = self._kinds[predicate] = len(self._tables)
        self._tables.append({})
        self._forward[predicate.value] = self._tables[kind]
        return kind

    def _rename(self, first: int, blank: str) -> None:
        """Name the blank nodes from number FIRST on: their names in a file mean nothing outside."""
        terms, numbers = self.terms, self._numbers
        found = [place for place in range(first, len(terms)) if type(terms[place]) is ox.BlankNode]
        for place in found:
            del numbers[terms[place]]
        for count, place in enumerate(found, 1):
            terms[place] = name = ox.BlankNode(f"{blank}-{count}")
            self._named[name] = place
        numbers.update(self._named)

    def __iter__(self) -> Iterator[ox.Triple]:
        """The triples in the order in which they were added, as often."""
        return chain.from_iterable(self._added)

    def has_triple_terms(self) -> bool:
        """Whether a triple stands as subject or object (RDF 1.2)."""
        kinds: set[type] = set(map(type, self.terms))
        return ox.Triple in kinds

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

    def find(self, term: object) -> int | None:
        """The number of TERM; None where the graph does not have it."""
        return self._numbers.get(term)

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

    def kind(self, predicate: str) -> int | None:
        """The number of PREDICATE among the predicates; None where the graph does not have it."""
        return self._kinds.get(ox.NamedNode(predicate))

    def kind_names(self) -> list[ox.NamedNode]:
        """The predicates by their numbers."""
        return list(self._kinds)


class Rows(Sequence[ox.Triple]):
    """The triples that were added to a graph at one time, in their order, as often as they stand there."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.starts, self.kinds, self.ends = array("I"), array("I"), array("I")

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> ox.Triple: ...
    @overload
    def __getitem__(self, place: slice) -> list[ox.Triple]: ...
    def __getitem__(self, place: int | slice) -> ox.Triple | list[ox.Triple]:
        return self._made([place])[0] if isinstance(place, int) else self._made(range(len(self))[place])

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self._made(range(len(self))))

    def near(self, nodes: Iterable[object]) -> list[ox.Triple]:
        """The triples whose subject or object is one of NODES."""
        wanted = {self._graph.find(node) for node in nodes}
        pairs = enumerate(zip(self.starts, self.ends, strict=True))
        return self._made([place for place, (start, end) in pairs if start in wanted or end in wanted])

    def leaving(self, node: object) -> list[ox.Triple]:
        """The triples whose subject is NODE."""
        return self._made(self._by_start.get(self._graph.find(node), []))

    def arriving(self, node: object) -> list[ox.Triple]:
        """The triples whose object is NODE."""
        return self._made(self._by_end.get(self._graph.find(node), []))

    @cached_property
    def _by_start(self) -> dict[int | None, list[int]]:
        return _places(self.starts)

    @cached_property
    def _by_end(self) -> dict[int | None, list[int]]:
        return _places(self.ends)

    def of(self, predicate: str) -> list[ox.Triple]:
        """The triples of PREDICATE."""
        wanted = self._graph.kind(predicate)
        return self._made([place for place, kind in enumerate(self.kinds) if kind == wanted])

    def _made(self, places: Collection[int]) -> list[ox.Triple]:
        terms, names = self._graph.terms, self._graph.kind_names()
        starts, kinds, ends = self.starts, self.kinds, self.ends
        return [ox.Triple(terms[starts[at]], names[kinds[at]], terms[ends[at]]) for at in places]  # type: ignore[arg-type]


def _places(numbers: Iterable[int]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers):
        found[number].append(place)
    return found


def graph_of(data: Iterable[ox.Triple] | Graph) -> Graph:
    """DATA as a graph, unless it is one."""
    return data if isinstance(data, Graph) else Graph(data)


def closure(table: Table, starts: Iterable[int]) -> set[int]:
    """STARTS and all that the links of TABLE lead to from them, by any number of steps."""
    return reached(lambda node: table.get(node, ()), starts)


def reached(step: Callable[[int], Iterable[int]], starts: Iterable[int]) -> set[int]:
    """STARTS and all that STEP leads to from them, taken any number of times."""
    found: set[int] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(step(node))
    return found
