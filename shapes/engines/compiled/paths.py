"""Property paths: read from the shapes, and walked over the data."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, TypeAlias

import pyoxigraph as ox

from ....ontology.namespaces import OUTER
from ...graph import Graph, Table, reached
from ...report import Path, Term
from ..findings import UnsupportedError
from .statements import Statements

Step: TypeAlias = Callable[[int], Collection[int]]

SH: Final = OUTER["sh"]
FIRST: Final = OUTER["rdf"] + "first"
REST: Final = OUTER["rdf"] + "rest"
DEPTH_LIMIT: Final = 32
OPERATORS: Final = {
    SH + "inversePath": "^",
    SH + "zeroOrMorePath": "*",
    SH + "oneOrMorePath": "+",
    SH + "zeroOrOnePath": "?",
}
ALTERNATIVE: Final = SH + "alternativePath"
EMPTY: Final[tuple[int, ...]] = ()


def read_path(said: Statements, node: Term, depth: int = 0) -> Path:
    """The path that NODE stands for; UnsupportedError where it is not exactly one of those of SHACL core."""
    if isinstance(node, ox.NamedNode):
        return Path(iri=node.value)
    about = said.of(node)
    if depth > DEPTH_LIMIT or len(about) != (2 if FIRST in about else 1) or any(len(v) != 1 for v in about.values()):
        raise UnsupportedError("a malformed path")
    if FIRST in about:
        return Path(operator="/", parts=_members(said, node, depth))
    predicate, (inner,) = next(iter(about.items()))
    if predicate == ALTERNATIVE:
        return Path(operator="|", parts=_members(said, inner, depth))
    if predicate not in OPERATORS:
        raise UnsupportedError("a malformed path")
    return Path(operator=OPERATORS[predicate], parts=(read_path(said, inner, depth + 1),))


def _members(said: Statements, node: Term, depth: int) -> tuple[Path, ...]:
    parts = tuple(read_path(said, part, depth + 1) for part in said.members(node))
    if len(parts) < 2:
        raise UnsupportedError("a path with a list of less than two")
    return parts


def inverse(path: Path) -> Path:
    """PATH walked from its end to its start: `^` stands before single predicates only, sequences turn round."""
    if path.iri is not None:
        return Path(operator="^", parts=(path,))
    if path.operator == "^":
        return path.parts[0]
    parts = tuple(inverse(part) for part in path.parts)
    return Path(operator=path.operator, parts=parts[::-1] if path.operator == "/" else parts)


def step(graph: Graph, path: Path) -> Step:
    """A function that gives the values of PATH at a node of GRAPH, each once."""
    if path.iri is not None:
        return _lookup(graph.forward(path.iri))
    if path.operator == "^":
        turned = inverse(path.parts[0])
        single = turned.parts[0] if turned.operator == "^" else None
        if single is not None and single.iri is not None:
            return _lookup(graph.backward(single.iri))
        return step(graph, turned)
    return _composed(path.operator, [step(graph, part) for part in path.parts])


def _lookup(table: Table) -> Step:
    def values(node: int) -> Collection[int]:
        return table.get(node, EMPTY)

    return values


def _composed(operator: str, parts: list[Step]) -> Step:
    """The steps PARTS joined by OPERATOR."""

    def sequence(node: int) -> Collection[int]:
        nodes: Collection[int] = (node,)
        for part in parts:
            nodes = {value for one in nodes for value in part(one)}
        return nodes

    def alternative(node: int) -> Collection[int]:
        return {value for part in parts for value in part(node)}

    def optional(node: int) -> Collection[int]:
        return {node, *parts[0](node)}

    def any_number(node: int) -> Collection[int]:
        return reached(parts[0], (node,))

    def some(node: int) -> Collection[int]:
        return reached(parts[0], parts[0](node))

    return {"/": sequence, "|": alternative, "?": optional, "*": any_number, "+": some}[operator]
