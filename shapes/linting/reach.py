"""Shapes that nothing leads to, that have nothing to check, or that do not say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .faults import Fault
from .shapes_graph import Node, ShapesGraph
from .vocabulary import SH

#: Constraints whose results are those of another shape.
_IDLE: Final = frozenset({"property"})


def untargeted(shapes: ShapesGraph) -> Iterator[Fault]:
    """Shapes without a target that no other node refers to."""
    for node in shapes.shapes:
        others = [other for other in shapes.pointing(node) if other != node]
        if not (shapes.targets(node) or others or shapes.may_be_empty(node)):
            yield Fault("untargeted", node)


def without_constraint(shapes: ShapesGraph) -> Iterator[Fault]:
    """Shapes that have nothing to check; a property shape of a closed shape names a property that is allowed."""
    for node in shapes.shapes:
        if shapes.is_deactivated(node) or any(True for _ in shapes.constraints(node)):
            continue
        if not shapes.is_property_shape(node):
            if shapes.said(node) and not shapes.is_class(node) and not _only_referred(shapes, node):
                yield Fault("only-open" if shapes.values(node, "closed") else "nothing-to-check", node)
        elif not any(shapes.is_true(owner, "closed") for owner in shapes.pointing(node)):
            yield Fault("idle-property", node, SH + "path")


def switched_off(shapes: ShapesGraph) -> Iterator[Fault]:
    """Shapes all of which are switched off, where any has a target."""
    aimed = [node for node in shapes.shapes if shapes.targets(node)]
    if aimed and all(shapes.is_deactivated(node) for node in aimed):
        yield Fault("switched-off", aimed[0], SH + "deactivated")


def without_message(shapes: ShapesGraph) -> Iterator[Fault]:
    """Shapes with a constraint of their own whose results say nothing in their author's words."""
    yield from _lacking(shapes, "message", "no-message")


def without_severity(shapes: ShapesGraph) -> Iterator[Fault]:
    """Shapes with a constraint of their own that leave its severity to the default."""
    yield from _lacking(shapes, "severity", "no-severity")


def _lacking(shapes: ShapesGraph, name: str, check: str) -> Iterator[Fault]:
    """The shapes whose results reach a reader and that lack sh:NAME, as one fault at the first of them."""
    telling = _telling(shapes)
    lacking = [node for node in telling if not _has(shapes, node, name)]
    if lacking:
        yield Fault(check, lacking[0], None, None, {"lacking": len(lacking), "all": len(telling)})


def _telling(shapes: ShapesGraph) -> list[Node]:
    """The shapes whose results reach a reader: those with a target, and the property shapes of these."""
    found: dict[object, None] = {node: None for node in shapes.shapes if shapes.targets(node)}
    waiting = list(found)
    while waiting:
        for value in shapes.values(waiting.pop(), "property"):
            if value not in found:
                found[value] = None
                waiting.append(value)
    return [node for node in shapes.shapes if node in found and _checks(shapes, node)]


def _checks(shapes: ShapesGraph, node: Node) -> bool:
    """Whether NODE has a constraint of its own, beside those of its property shapes."""
    return not shapes.is_deactivated(node) and any(
        name.removeprefix(SH) not in _IDLE for name in shapes.constraints(node)
    )


def _has(shapes: ShapesGraph, node: Node, name: str) -> bool:
    """Whether NODE, or each SPARQL constraint where it has nothing else, has sh:NAME."""
    if shapes.values(node, name):
        return True
    own = [predicate for predicate in shapes.constraints(node) if predicate.removeprefix(SH) not in _IDLE]
    asked = shapes.values(node, "sparql")
    return own == [SH + "sparql"] and bool(asked) and all(shapes.values(query, name) for query in asked)


def _only_referred(shapes: ShapesGraph, node: Node) -> bool:
    """Whether NODE is but a class or the like, described here for its name, that another shape refers to."""
    return not shapes.targets(node) and SH + "NodeShape" not in shapes.types(node) and bool(shapes.pointing(node))
