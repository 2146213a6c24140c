"""Running compiled shapes over a graph: each shape once, over all of its focus nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from ....ontology.namespaces import OUTER
from ...graph import Graph, closure
from ...report import Path
from ..findings import Finding
from .paths import EMPTY, Step, step
from .shape import Found, Shape, Targets, Values
from .stores import Stores

TYPE: Final = OUTER["rdf"] + "type"
SUBCLASS: Final = OUTER["rdfs"] + "subClassOf"


class Run:
    """One validation of GRAPH: what has been found out about its nodes so far."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.store = Stores(graph)
        self._steps: dict[Path, Step] = {}
        self._instances: dict[str, set[int]] = {}
        self._known: dict[Shape, tuple[set[int], set[int]]] = {}

    def findings(self, shapes: Sequence[Shape]) -> list[Finding]:
        """The results of SHAPES at their targets, each once, in an order that only the input decides."""
        found: dict[Found, None] = {}
        for shape in shapes:
            found.update(dict.fromkeys(self.results(shape, self.focus_nodes(shape.targets))))
        return list(map(self._finding, found))

    def focus_nodes(self, targets: Targets) -> set[int]:
        """The nodes of the graph that TARGETS mean; nodes targeted by name need not be in it."""
        nodes = {self.graph.number(node) for node in targets.nodes}
        for kind in targets.classes:
            nodes |= self.instances(kind)
        for predicate in targets.subjects_of:
            nodes.update(self.graph.forward(predicate))
        for predicate in targets.objects_of:
            nodes.update(self.graph.backward(predicate))
        return nodes

    def instances(self, kind: ox.NamedNode) -> set[int]:
        """The nodes whose type is KIND, or a subclass of it in the graph."""
        found = self._instances.get(kind.value)
        if found is None:
            classes = closure(self.graph.backward(SUBCLASS), [self.graph.number(kind)])
            typed = self.graph.backward(TYPE)
            found = {node for one in classes for node in typed.get(one, EMPTY)}
            self._instances[kind.value] = found
        return found

    def results(self, shape: Shape, nodes: set[int]) -> Iterator[Found]:
        """What SHAPE finds at NODES."""
        if shape.deactivated or not nodes:
            return
        values = self.values(shape, nodes)
        for component in shape.components:
            yield from component.results(self, shape, values)

    def failing(self, shape: Shape, nodes: set[int]) -> set[int]:
        """Those of NODES that do not conform to SHAPE; each is looked at once in a run."""
        if shape.deactivated:
            return set()
        seen, failed = self._known.setdefault(shape, (set(), set()))
        fresh = nodes - seen
        if fresh:
            values = self.values(shape, fresh)
            for component in shape.components:
                failed |= component.failing(self, shape, values)
            seen |= fresh
        return nodes & failed

    def values(self, shape: Shape, nodes: set[int]) -> Values:
        """The value nodes of SHAPE at each of NODES: what its path leads to, or the node itself."""
        if shape.path is None:
            return {node: (node,) for node in nodes}
        if shape.path.iri is not None:
            get = self.graph.forward(shape.path.iri).get
            return {node: get(node, EMPTY) for node in nodes}
        walk = self._steps.get(shape.path)
        if walk is None:
            walk = self._steps[shape.path] = step(self.graph, shape.path)
        return {node: walk(node) for node in nodes}

    def _finding(self, found: Found) -> Finding:
        shape, terms = found.shape, self.graph.terms
        return Finding(
            severity=shape.severity,
            shape=shape.node,
            focus=terms[found.focus],
            path=found.path or shape.path,
            value=None if found.value is None else terms[found.value],
            component=found.component,
            constraint=found.constraint,
            messages=shape.messages if found.messages is None else found.messages,
        )
