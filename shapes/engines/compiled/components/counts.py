"""Cardinality: sh:minCount, sh:maxCount, and the qualified counts."""

from __future__ import annotations

from collections.abc import Iterable

from ..shape import FocusComponent, RunView, Shape, Values, every_value


class MinCount(FocusComponent):
    """At least so many values."""

    def __init__(self, iri: str, limit: int) -> None:
        super().__init__(iri)
        self._limit = limit

    def broken(self, _run: RunView, values: Values, /) -> Iterable[int]:
        limit = self._limit
        return [focus for focus, nodes in values.items() if len(nodes) < limit]


class MaxCount(FocusComponent):
    """At most so many values."""

    def __init__(self, iri: str, limit: int) -> None:
        super().__init__(iri)
        self._limit = limit

    def broken(self, _run: RunView, values: Values, /) -> Iterable[int]:
        limit = self._limit
        return [focus for focus, nodes in values.items() if len(nodes) > limit]


class QualifiedCount(FocusComponent):
    """Between MINIMUM and MAXIMUM values conform to COUNTED and to none of SIBLINGS; one of the limits is None."""

    def __init__(
        self, iri: str, counted: Shape, siblings: list[Shape], minimum: int | None = None, maximum: int | None = None
    ) -> None:
        super().__init__(iri)
        self._counted = counted
        self._siblings = siblings
        self._minimum = minimum
        self._maximum = maximum

    def broken(self, run: RunView, values: Values) -> Iterable[int]:
        every = every_value(values)
        counted = every - run.failing(self._counted, every)
        for sibling in self._siblings:
            counted &= run.failing(sibling, counted)
        for focus, nodes in values.items():
            count = sum(node in counted for node in nodes)
            too_few = self._minimum is not None and count < self._minimum
            if too_few or (self._maximum is not None and count > self._maximum):
                yield focus

    def children(self) -> Iterable[Shape]:
        return (self._counted, *self._siblings)
