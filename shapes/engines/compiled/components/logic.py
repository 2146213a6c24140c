"""Other shapes: sh:node, sh:property, sh:not, sh:and, sh:or, sh:xone; and sh:closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ....report import Path
from ..shape import Component, Found, RunView, Shape, ValueComponent, Values, every_value


class _Asking(ValueComponent):
    """A constraint whose parameters are shapes."""

    def __init__(self, iri: str, shapes: Sequence[Shape]) -> None:
        super().__init__(iri)
        self._shapes = shapes

    def children(self) -> Iterable[Shape]:
        return self._shapes


class And(_Asking):
    """Each value conforms to all of the shapes; sh:node is the same with one."""

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        found: set[int] = set()
        for shape in self._shapes:
            found |= run.failing(shape, nodes - found)
        return found


class Or(_Asking):
    """Each value conforms to one of the shapes at least."""

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        found = nodes
        for shape in self._shapes:
            if found:
                found = run.failing(shape, found)
        return found


class Not(_Asking):
    """No value conforms to the one shape."""

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        return nodes - run.failing(self._shapes[0], nodes)


class Xone(_Asking):
    """Each value conforms to exactly one of the shapes."""

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        counts: Counter[int] = Counter()
        for shape in self._shapes:
            counts.update(nodes - run.failing(shape, nodes))
        return {node for node in nodes if counts[node] != 1}


class Property(Component):
    """Each value, taken as focus node, conforms to a property shape, whose own results are the results."""

    def __init__(self, iri: str, shape: Shape) -> None:
        super().__init__(iri)
        self._shape = shape

    def results(self, run: RunView, _shape: Shape, values: Values, /) -> Iterator[Found]:
        yield from run.results(self._shape, every_value(values))

    def failing(self, run: RunView, _shape: Shape, values: Values, /) -> set[int]:
        bad = run.failing(self._shape, every_value(values))
        return {focus for focus, nodes in values.items() if not bad.isdisjoint(nodes)} if bad else bad

    def children(self) -> Iterable[Shape]:
        return (self._shape,)


class Closed(Component):
    """No value has a property but ALLOWED ones; a result for each triple that has another."""

    def __init__(self, iri: str, allowed: Iterable[str]) -> None:
        super().__init__(iri)
        self._allowed = frozenset(allowed)

    def results(self, run: RunView, shape: Shape, values: Values) -> Iterator[Found]:
        nodes = every_value(values)
        owners: dict[int, list[int]] = {}
        for predicate, table in run.graph.predicates.items():
            hit = () if predicate in self._allowed else nodes & table.keys()
            if hit and not owners:
                for focus, own in values.items():
                    for node in own:
                        owners.setdefault(node, []).append(focus)
            for node in sorted(hit):
                for focus in owners[node]:
                    for value in table[node]:
                        yield Found(shape, self.iri, focus, value, Path(iri=predicate))
