"""Lists that are none, and property paths that engines refuse or, worse, misread without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from ..report import Term
from .faults import Fault
from .shapes_graph import NIL, Node, ShapesGraph
from .vocabulary import RDF, SH, vocabulary

FIRST: Final = RDF + "first"
REST: Final = RDF + "rest"
OPERATORS: Final = tuple(
    SH + name for name in ("alternativePath", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")
)
#: No path that means something is as deep.
DEPTH_LIMIT: Final = 64
_LISTS: Final = tuple(vocabulary().valued("list", "shapes", "iris", "languages"))


def lists(shapes: ShapesGraph) -> Iterator[Fault]:
    """Lists of parameters that do not end, branch, or run in a circle; and lists of shapes without a member."""
    for node in shapes.nodes():
        for name in _LISTS:
            for head in shapes.values(node, name):
                words = {"name": name}
                problem = _problem(shapes, head) if _is_cell(shapes, head) else None
                if problem:
                    yield Fault("broken-list", node, SH + name, None, {**words, "problem": problem})
                elif head == NIL and name in ("and", "or", "xone"):
                    yield Fault("empty-list", node, SH + name, None, words)


def paths(shapes: ShapesGraph) -> Iterator[Fault]:
    """Paths that are not built as the standard says."""
    for node in shapes.nodes():
        for path in shapes.values(node, "path"):
            yield from _path(shapes, node, path, frozenset())


def _path(shapes: ShapesGraph, owner: Node, path: object, around: frozenset[object]) -> Iterator[Fault]:
    """What is wrong with PATH, which stands inside the cells AROUND."""
    operators = [name for name in OPERATORS if name in shapes.said(path)]
    is_list = _is_cell(shapes, path)
    if path in around or len(around) > DEPTH_LIMIT:
        yield _broken(owner, "it contains itself" if path in around else f"it is more than {DEPTH_LIMIT} levels deep")
    elif isinstance(path, ox.NamedNode) and not operators and not is_list and path != NIL:
        return
    elif isinstance(path, ox.NamedNode) and path != NIL:
        yield Fault("named-path", owner, SH + "path", path)
    elif is_list and not operators:
        yield from _members(shapes, owner, path, around | {path}, "a sequence")
    elif len(operators) == 1 and not is_list:
        yield from _operated(shapes, owner, path, operators[0], around | {path})
    elif operators:
        names = " and ".join([*(name.replace(SH, "sh:") for name in operators), *(["a list"] if is_list else [])])
        yield Fault("double-path", owner, SH + "path", None, {"names": names})
    else:
        yield _broken(owner, _unlike(path))


def _operated(
    shapes: ShapesGraph, owner: Node, path: object, operator: str, around: frozenset[object]
) -> Iterator[Fault]:
    values = shapes.said(path)[operator]
    name = operator.removeprefix(SH)
    if len(values) != 1:
        yield _broken(owner, f"sh:{name} has {len(values)} values")
    elif name == "alternativePath":
        if not _is_cell(shapes, values[0]):
            yield _broken(owner, "sh:alternativePath is no list: write sh:alternativePath ( ex:a ex:b )")
        else:
            yield from _members(shapes, owner, values[0], around, "sh:alternativePath")
    else:
        yield from _path(shapes, owner, values[0], around)


def _members(shapes: ShapesGraph, owner: Node, head: object, around: frozenset[object], what: str) -> Iterator[Fault]:
    problem = _problem(shapes, head)
    if problem:
        yield _broken(owner, problem)
        return
    named = next((cell for cell in _cells(shapes, head) if isinstance(cell, ox.NamedNode)), None)
    if named is not None:
        yield Fault("named-path", owner, SH + "path", named)
    members = shapes.cells(head)
    if len(members) < 2:
        yield _broken(owner, f"{what} has one part alone: two or more are needed")
    for member in members:
        yield from _path(shapes, owner, member, around)


def _problem(shapes: ShapesGraph, head: object) -> str | None:
    """Why the list that begins at HEAD is none; None where it is one."""
    seen: set[object] = set()
    while head != NIL:
        if head in seen:
            return "its list runs in a circle"
        seen.add(head)
        said = shapes.said(head)
        first, rest = said.get(FIRST, []), said.get(REST, [])
        if len(first) != 1:
            return "a cell of its list has no rdf:first" if not first else "a cell of its list has several rdf:first"
        if len(rest) != 1:
            return "its list does not end with rdf:nil" if not rest else "a cell of its list has several rdf:rest"
        head = rest[0]
    return None


def _cells(shapes: ShapesGraph, head: object) -> Iterator[object]:
    """The cells of a list that is one."""
    while head != NIL:
        yield head
        head = shapes.said(head)[REST][0]


def _is_cell(shapes: ShapesGraph, node: object) -> bool:
    return FIRST in shapes.said(node) or REST in shapes.said(node)


def _unlike(path: object) -> str:
    if isinstance(path, ox.Literal):
        return "it is a text: write the property without quotation marks"
    if path == NIL:
        return "it is an empty list"
    return "nothing says what it is: a property, a list, or a node with sh:inversePath or the like was expected"


def _broken(owner: Term, problem: str) -> Fault:
    return Fault("broken-path", owner, SH + "path", None, {"problem": problem})
