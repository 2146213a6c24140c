"""A compiled shape, and what its parts have in common: components find results, a run keeps what is known."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

import pyoxigraph as ox

from ...graph import Graph
from ...report import Path, Term
from .stores import Stores

#: Focus nodes with their value nodes, as numbers.
Values: TypeAlias = Mapping[int, Collection[int]]


class Found(NamedTuple):
    """One result: numbers for nodes; PATH is None for that of the shape, MESSAGES too."""

    shape: Shape
    component: str
    focus: int
    value: int | None
    path: Path | None = None
    constraint: Term | None = None
    messages: tuple[ox.Literal, ...] | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """Which nodes a shape is about."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[ox.NamedNode, ...] = ()
    subjects_of: tuple[str, ...] = ()
    objects_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(eq=False, slots=True)
class Shape:
    """A node shape, or a property shape where it has a path."""

    node: Term
    path: Path | None
    severity: str
    messages: tuple[ox.Literal, ...]
    targets: Targets
    deactivated: bool = False
    components: list[Component] = field(default_factory=list["Component"])


class RunView(Protocol):
    """What a component may ask of a run: the graph, and what has been found out about its nodes."""

    graph: Graph
    store: Stores

    def instances(self, kind: ox.NamedNode, /) -> set[int]:
        """The nodes whose type is KIND, or a subclass of it in the graph."""
        ...

    def results(self, shape: Shape, nodes: set[int], /) -> Iterator[Found]:
        """What SHAPE finds at NODES."""
        ...

    def failing(self, shape: Shape, nodes: set[int], /) -> set[int]:
        """Those of NODES that do not conform to SHAPE."""
        ...


class Component(ABC):
    """A constraint of one kind, with its parameters; `iri` is what results call it."""

    def __init__(self, iri: str) -> None:
        self.iri = iri

    @abstractmethod
    def results(self, run: RunView, shape: Shape, values: Values, /) -> Iterator[Found]:
        """What it finds of SHAPE at the focus nodes of VALUES."""

    def failing(self, run: RunView, shape: Shape, values: Values, /) -> set[int]:
        """The focus nodes of VALUES that do not conform."""
        return {found.focus for found in self.results(run, shape, values)}

    def children(self) -> Iterable[Shape]:
        """The shapes that it asks."""
        return ()


class ValueComponent(Component):
    """A constraint that looks at one value node after another, whatever focus node it belongs to."""

    @abstractmethod
    def bad(self, run: RunView, nodes: set[int], /) -> set[int]:
        """Those of NODES that break the constraint."""

    def results(self, run: RunView, shape: Shape, values: Values, /) -> Iterator[Found]:
        bad = self.bad(run, every_value(values))
        if bad:
            for focus, nodes in values.items():
                for node in nodes:
                    if node in bad:
                        yield Found(shape, self.iri, focus, node)

    def failing(self, run: RunView, _shape: Shape, values: Values, /) -> set[int]:
        bad = self.bad(run, every_value(values))
        return {focus for focus, nodes in values.items() if not bad.isdisjoint(nodes)} if bad else bad


class FocusComponent(Component):
    """A constraint on all values of a focus node together; its results name no value."""

    @abstractmethod
    def broken(self, run: RunView, values: Values, /) -> Iterable[int]:
        """The focus nodes of VALUES that break the constraint, one for each result."""

    def results(self, run: RunView, shape: Shape, values: Values, /) -> Iterator[Found]:
        for focus in self.broken(run, values):
            yield Found(shape, self.iri, focus, None)


class PairComponent(Component):
    """A constraint that compares the values of a focus node with others of it."""

    @abstractmethod
    def pairs(self, run: RunView, values: Values, /) -> Iterator[tuple[int, int]]:
        """Focus node and value of each result."""

    def results(self, run: RunView, shape: Shape, values: Values, /) -> Iterator[Found]:
        for focus, value in self.pairs(run, values):
            yield Found(shape, self.iri, focus, value)


def every_value(values: Values) -> set[int]:
    """The value nodes of all focus nodes, each once."""
    found = set[int]()
    return found.union(*values.values())
