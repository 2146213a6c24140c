"""Shapes as the lint sees them: triples by node, which nodes are shapes, and what each of them says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

import pyoxigraph as ox

from ...ontology.namespaces import IKG, OUTER
from .vocabulary import RDF, SH, vocabulary

Node: TypeAlias = ox.NamedNode | ox.BlankNode

TYPE: Final = RDF + "type"
NIL: Final = ox.NamedNode(RDF + "nil")
CLASSES: Final = frozenset({OUTER["rdfs"] + "Class", OUTER["owl"] + "Class"})
TARGETS: Final = tuple(SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"))
OTHER_TARGET: Final = SH + "target"

#: What a shapes file says of a shape that may have nothing to check; of an owl:Ontology: of every shape.
MAY_BE_EMPTY: Final = IKG + "mayHaveNoFocusNode"


class ShapesGraph:
    """The triples of all shapes files, indexed; in the order of the files wherever something is listed."""

    def __init__(self, triples: Sequence[ox.Triple]) -> None:
        self.triples = triples
        self._said: dict[object, dict[str, list[object]]] = defaultdict(dict)
        self._pointing: dict[object, list[object]] = defaultdict(list)
        for triple in triples:
            self._said[triple.subject].setdefault(triple.predicate.value, []).append(triple.object)
            self._pointing[triple.object].append(triple.subject)
        self.parameters = self._own_parameters()
        self.shapes = self._shapes()
        self._all_may_be_empty = any(
            OUTER["owl"] + "Ontology" in self.types(node) and self._says_may_be_empty(node) for node in self._said
        )

    def said(self, node: object) -> dict[str, list[object]]:
        """Everything that NODE says: predicate -> values."""
        return self._said.get(node, {})

    def values(self, node: object, name: str) -> list[object]:
        """The values of sh:NAME at NODE."""
        return self.said(node).get(SH + name, [])

    def types(self, node: object) -> set[str]:
        """The IRIs of the classes of NODE."""
        return {kind.value for kind in self.said(node).get(TYPE, []) if isinstance(kind, ox.NamedNode)}

    def pointing(self, node: object) -> list[object]:
        """The nodes that have NODE as a value."""
        return self._pointing.get(node, [])

    def is_true(self, node: object, name: str) -> bool:
        """Whether sh:NAME of NODE is true."""
        return any(isinstance(value, ox.Literal) and value.value in ("true", "1") for value in self.values(node, name))

    def is_property_shape(self, node: object) -> bool:
        """Whether NODE is a property shape: it has a path, or says that it is one."""
        return bool(self.values(node, "path")) or SH + "PropertyShape" in self.types(node)

    def is_deactivated(self, node: object) -> bool:
        """Whether NODE is switched off."""
        return self.is_true(node, "deactivated")

    def is_declaration(self, node: object) -> bool:
        """Whether NODE is a parameter of a component or function: it has the form of a shape, and is none."""
        declares = SH + "parameter"
        return SH + "Parameter" in self.types(node) or any(
            node in self.said(owner).get(declares, ()) for owner in self.pointing(node)
        )

    def may_be_empty(self, node: object) -> bool:
        """Whether the shapes say that NODE may have nothing to check, or it is a class that says no target of its own.

        An ontology whose classes are shapes has far more of them than any data; none of these can be misspelt.
        """
        is_class = self.is_class(node) and not any(name in self.said(node) for name in (*TARGETS, OTHER_TARGET))
        return self._all_may_be_empty or is_class or self._says_may_be_empty(node)

    def is_class(self, node: object) -> bool:
        """Whether NODE is a class too, so that its instances are its focus nodes."""
        return bool(self.types(node) & CLASSES) and isinstance(node, ox.NamedNode)

    def targets(self, node: object) -> list[tuple[str, object]]:
        """The targets of NODE: predicate and value; a shape that is a class targets its own instances."""
        found = [(name, value) for name in (*TARGETS, OTHER_TARGET) for value in self.said(node).get(name, [])]
        if self.is_class(node):
            found.append((TARGETS[0], node))
        return list(dict.fromkeys(found))

    def constraints(self, node: object) -> Iterator[str]:
        """The predicates of NODE that make it check something, those of its own components included."""
        for name in self.said(node):
            local = name.removeprefix(SH)
            idle = local in _SWITCHES and not self.is_true(node, local)
            if name in self.parameters or (name != local and local in _CHECKING and not idle):
                yield name

    def is_used(self, component: object) -> bool:
        """Whether a shape has a parameter of COMPONENT."""
        paths = [path for parameter in self.values(component, "parameter") for path in self.values(parameter, "path")]
        names = {path.value for path in paths if isinstance(path, ox.NamedNode)}
        return any(names & said.keys() for said in self._said.values())

    def cells(self, head: object) -> list[object]:
        """The members of the list that begins at HEAD, as far as it is one; see lists.py for what may be wrong."""
        found: list[object] = []
        seen: set[object] = set()
        while head != NIL and head not in seen:
            seen.add(head)
            found += self.said(head).get(RDF + "first", [])[:1]
            head = next(iter(self.said(head).get(RDF + "rest", [])), NIL)
        return found

    def nodes(self) -> Iterator[Node]:
        """Every node that says something, in the order of the files."""
        for node in self._said:
            if isinstance(node, (ox.NamedNode, ox.BlankNode)):
                yield node

    def _says_may_be_empty(self, node: object) -> bool:
        values = self.said(node).get(MAY_BE_EMPTY, [])
        return any(isinstance(value, ox.Literal) and value.value in ("true", "1") for value in values)

    def _own_parameters(self) -> frozenset[str]:
        """The predicates that components of the shapes' own declare as their parameters."""
        paths = (
            path
            for owner in self._said
            if any(self.values(owner, name) for name in ("validator", "nodeValidator", "propertyValidator"))
            for parameter in self.values(owner, "parameter")
            for path in self.values(parameter, "path")
        )
        return frozenset(path.value for path in paths if isinstance(path, ox.NamedNode))

    def _shapes(self) -> list[Node]:
        """Every node that is a shape: by its class, target or constraint, or because another one takes it for one."""
        taken = {value for node in self._said for value in self._expected(node)}
        return [node for node in self.nodes() if not self.is_declaration(node) and self._is_shape(node, taken)]

    def _is_shape(self, node: Node, taken: Iterable[object]) -> bool:
        marked = bool(self.types(node) & _SHAPES) or any(name in self.said(node) for name in (*TARGETS, OTHER_TARGET))
        return marked or node in taken or any(True for _ in self.constraints(node))

    def _expected(self, node: object) -> Iterator[object]:
        """The nodes that NODE takes for shapes."""
        for name in _TAKING_ONE:
            yield from self.values(node, name)
        for name in _TAKING_LIST:
            for head in self.values(node, name):
                yield from self.cells(head)


_SHAPES: Final = frozenset({SH + "NodeShape", SH + "PropertyShape", SH + "Shape"})
_CHECKING: Final = frozenset(vocabulary().constraints())
#: Constraints that only check where they are true.
_SWITCHES: Final = frozenset({"closed", "uniqueLang"})
_TAKING_ONE: Final = tuple(vocabulary().valued("shape"))
_TAKING_LIST: Final = tuple(vocabulary().valued("shapes"))
