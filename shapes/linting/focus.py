"""What the targets of shapes match in the data: a count for each shape, and a fault where one is empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ...ontology.namespaces import OUTER
from ..graph import Graph, closure
from .faults import Fault
from .shapes_graph import OTHER_TARGET, TARGETS, TYPE, Node, ShapesGraph
from .vocabulary import nearest

SUBCLASS: Final = OUTER["rdfs"] + "subClassOf"
CLASS, NODE, OBJECTS, SUBJECTS = TARGETS
_KINDS: Final = {
    CLASS: "instance of this class",
    SUBJECTS: "node with this property",
    OBJECTS: "value of this property",
}


@dataclass(frozen=True, slots=True)
class FocusNodes:
    """The nodes of a graph that targets match, as numbers; those that are not there, as they are."""

    graph: Graph

    def of(self, target: tuple[str, object]) -> Collection[object] | None:
        """The focus nodes of TARGET; None where that cannot be told without an engine."""
        kind, value = target
        number = self.graph.find(value)
        if kind == NODE:
            return {value if number is None else number}
        if kind == CLASS:
            typed = self.graph.backward(TYPE)
            classes: set[int] = set() if number is None else closure(self.graph.backward(SUBCLASS), [number])
            return {node for one in classes for node in typed.get(one, ())}
        if kind == OTHER_TARGET or not isinstance(value, ox.NamedNode):
            return None if kind == OTHER_TARGET else set()
        return (self.graph.forward if kind == SUBJECTS else self.graph.backward)(value.value).keys()

    def mentions(self, value: object) -> bool:
        """Whether VALUE is a node of the graph."""
        return self.graph.find(value) is not None

    def names(self, kind: str) -> Iterable[object]:
        """The classes, or the predicates, of the graph, as KIND of target asks for."""
        typed = self.graph.backward(TYPE) if kind == CLASS else {}
        return map(self.graph.terms.__getitem__, typed) if kind == CLASS else self.graph.predicates


@dataclass(frozen=True, slots=True)
class Counted:
    """One shape with targets: how many focus nodes it has (None: only an engine knows), and whether none is fine."""

    node: Node
    count: int | None
    may_be_empty: bool


def counts(shapes: ShapesGraph, found: FocusNodes) -> list[Counted]:
    """Every shape that has a target and is not switched off, with the number of its focus nodes."""
    result: list[Counted] = []
    for node in shapes.shapes:
        targets = shapes.targets(node)
        if targets and not shapes.is_deactivated(node):
            matched = [found.of(target) for target in targets]
            known = [nodes for nodes in matched if nodes is not None]
            count = len(set[object]().union(*known)) if len(known) == len(matched) else None
            result.append(Counted(node, count, shapes.may_be_empty(node)))
    return result


def empty_targets(shapes: ShapesGraph, found: FocusNodes, counted: Iterable[Counted]) -> Iterator[Fault]:
    """Targets that match nothing; and, where all of them do, that nothing at all was checked."""
    rows = list(counted)
    if rows and not any(row.count is None or row.count for row in rows):
        yield Fault("nothing-checked", rows[0].node, None, None, {"shapes": len(rows)})
    for row in rows:
        targets = [target for target in shapes.targets(row.node) if target != (CLASS, row.node)]
        if row.may_be_empty:
            continue
        yield from _empty(row, targets, found)
        for kind, value in targets:
            if kind == NODE and not found.mentions(value):
                yield _fault("unmentioned-target", row.node, kind, value, {})


def _empty(row: Counted, targets: Sequence[tuple[str, object]], found: FocusNodes) -> Iterator[Fault]:
    """Each of TARGETS that matches nothing; where another one matches, the first of them, most like a misspelling."""
    empty = [(*target, _hint(*target, found)) for target in targets if _is_empty(target, found)]
    if row.count != 0:
        empty = sorted(empty, key=lambda one: not one[2])[:1]
    check = "empty-target" if row.count == 0 else "empty-part-of-target"
    lacking = sum(_is_empty(target, found) for target in targets)
    for kind, value, hint in empty:
        words = {"what": _KINDS[kind], "hint": hint, "lacking": lacking, "all": len(targets)}
        yield _fault(check, row.node, kind, value, words)


def _is_empty(target: tuple[str, object], found: FocusNodes) -> bool:
    matched = found.of(target)
    return matched is not None and not matched


def _hint(kind: str, value: object, found: FocusNodes) -> str:
    """The class or property of the data that is most like the target VALUE."""
    names: Mapping[str, str] = {_local(iri): iri for iri in sorted(_iris(found.names(kind)))}
    wanted = value.value if isinstance(value, ox.NamedNode) else ""
    near = names.get(nearest(_local(wanted), [name for name in names if names[name] != wanted]) or "")
    return f" Did you mean {near}?" if near and near != wanted else ""


def _fault(check: str, node: Node, kind: str, value: object, words: Mapping[str, object]) -> Fault:
    term = value if isinstance(value, (ox.NamedNode, ox.BlankNode, ox.Literal)) else None
    return Fault(check, node, kind, term, words)


def _iris(terms: Iterable[object]) -> Iterator[str]:
    for term in terms:
        if isinstance(term, (ox.NamedNode, str)):
            yield term if isinstance(term, str) else term.value


def _local(iri: str) -> str:
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
