"""Reading shapes: from the triples of a shapes file to compiled shapes.

Whatever is not as the standard has it, or not in `vocabulary`, raises UnsupportedError: the reference engine then says
what is wrong, or runs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from ....ontology.namespaces import OUTER
from ...report import Term
from ..findings import UnsupportedError
from .components.registry import components_of
from .paths import read_path
from .shape import Shape, Targets
from .statements import Statements
from .vocabulary import KNOWN_CLASSES, MARKS, PREDICATES, SH

RDF: Final = OUTER["rdf"]
RDFS: Final = OUTER["rdfs"]
TYPE: Final = RDF + "type"
VIOLATION: Final = SH + "Violation"
NODE_SHAPE: Final = ox.NamedNode(SH + "NodeShape")
PROPERTY_SHAPE: Final = ox.NamedNode(SH + "PropertyShape")
DEPTH_LIMIT: Final = 12


def read_shapes(triples: Sequence[ox.Triple]) -> list[Shape]:
    """The shapes of TRIPLES that have a target, compiled; UnsupportedError where they are not for this engine."""
    said = Statements(triples)
    _refuse_unknown(said)
    return Reader(said).targeted()


class Reader:
    """The shapes of one graph while they are read: each once, whoever refers to it."""

    def __init__(self, said: Statements) -> None:
        self.said = said
        self._shapes = {node: self._bare(node) for node in _nodes(said)}
        for node, shape in self._shapes.items():
            shape.components.extend(components_of(self, node, shape))
        _refuse_circles(list(self._shapes.values()))

    def targeted(self) -> list[Shape]:
        """The shapes with a target, in the order of their names."""
        found = [shape for shape in self._shapes.values() if shape.targets]
        return sorted(found, key=lambda shape: str(shape.node))

    def shape(self, node: Term) -> Shape:
        """The shape NODE; UnsupportedError where there is none."""
        found = self._shapes.get(node)
        if found is None:
            raise UnsupportedError("a reference to no shape")
        return found

    def _bare(self, node: Term) -> Shape:
        """The shape NODE without its constraints."""
        said = self.said
        path, severity = said.one(node, SH + "path"), said.one(node, SH + "severity")
        types = said.values(node, TYPE)
        if isinstance(node, ox.Literal) or (NODE_SHAPE if path is not None else PROPERTY_SHAPE) in types:
            raise UnsupportedError("a shape that is not well formed")
        if severity is not None and not isinstance(severity, ox.NamedNode):
            raise UnsupportedError("a severity that is no IRI")
        return Shape(
            node=node,
            path=None if path is None else read_path(said, path),
            severity=VIOLATION if severity is None else severity.value,
            messages=said.literals(node, SH + "message"),
            targets=self._targets(node),
            deactivated=said.flag(node, SH + "deactivated"),
        )

    def _targets(self, node: Term) -> Targets:
        said = self.said
        nodes = said.values(node, SH + "targetNode")
        if any(isinstance(one, ox.BlankNode) for one in nodes):
            raise UnsupportedError("a blank node as target")
        classes = said.nodes(node, SH + "targetClass")
        if isinstance(node, ox.NamedNode) and self._is_class(node):
            classes = (*classes, node)
        return Targets(
            nodes=tuple(nodes),
            classes=tuple(dict.fromkeys(classes)),
            subjects_of=tuple(one.value for one in said.nodes(node, SH + "targetSubjectsOf")),
            objects_of=tuple(one.value for one in said.nodes(node, SH + "targetObjectsOf")),
        )

    def _is_class(self, node: ox.NamedNode) -> bool:
        """Whether the shapes say that NODE is a class: an instance of rdfs:Class or of a subclass of it."""
        waiting, seen = self.said.values(node, TYPE), set[Term]()
        while waiting:
            kind = waiting.pop()
            if kind == ox.NamedNode(RDFS + "Class"):
                return True
            if kind not in seen:
                seen.add(kind)
                waiting = [*waiting, *self.said.values(kind, RDFS + "subClassOf")]
        return False


def _nodes(said: Statements) -> list[Term]:
    """Every node of the shapes that is a shape: by its type, its target, a parameter, or a reference to it."""
    found: dict[Term, None] = {}
    for node in said:
        about = said.of(node)
        types = about.get(TYPE, ())
        if NODE_SHAPE in types or PROPERTY_SHAPE in types or not MARKS.isdisjoint(about):
            found[node] = None
    for name in ("node", "property", "not", "qualifiedValueShape"):
        found.update(dict.fromkeys(said.objects(SH + name)))
    for name in ("and", "or", "xone"):
        for members in said.objects(SH + name):
            found.update(dict.fromkeys(said.members(members)))
    return list(found)


def _refuse_unknown(said: Statements) -> None:
    """UnsupportedError where the shapes use something of SHACL's namespace that is not in the vocabulary."""
    for node in said:
        for predicate, values in said.of(node).items():
            if predicate.startswith(SH) and predicate not in PREDICATES:
                raise UnsupportedError(predicate)
            if predicate == TYPE:
                for kind in values:
                    if isinstance(kind, ox.NamedNode) and kind.value.startswith(SH) and kind.value not in KNOWN_CLASSES:
                        raise UnsupportedError(kind.value)


def _refuse_circles(shapes: Sequence[Shape]) -> None:
    """UnsupportedError where shapes refer to themselves, which SHACL leaves undefined, or are nested too deep."""
    depths: dict[Shape, int] = {}

    def depth(shape: Shape, above: frozenset[Shape]) -> int:
        if shape in above or len(above) > DEPTH_LIMIT:
            raise UnsupportedError("shapes that refer to themselves, or are nested too deep")
        if shape not in depths:
            children = [child for component in shape.components for child in component.children()]
            depths[shape] = 1 + max((depth(child, above | {shape}) for child in children), default=0)
        return depths[shape]

    for shape in shapes:
        if depth(shape, frozenset()) > DEPTH_LIMIT:
            raise UnsupportedError("shapes that are nested too deep")
