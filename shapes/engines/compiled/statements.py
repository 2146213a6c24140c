"""What a graph of shapes says of a node: its values by predicate, its lists, its single values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from ....ontology.namespaces import OUTER
from ...report import Term
from ..findings import UnsupportedError

RDF: Final = OUTER["rdf"]
NIL: Final = ox.NamedNode(RDF + "nil")
BOOLEAN: Final = OUTER["xsd"] + "boolean"
INTEGER: Final = OUTER["xsd"] + "integer"
_NOTHING: Final[Mapping[str, list[Term]]] = {}


class Statements:
    """The triples of the shapes by subject and predicate, in their order."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._said: dict[Term, dict[str, list[Term]]] = {}
        self._pointing: dict[str, dict[Term, list[Term]]] = {}
        for triple in triples:
            if isinstance(triple.object, ox.Triple) or isinstance(triple.subject, ox.Triple):
                raise UnsupportedError("triple terms")
            predicate = triple.predicate.value
            self._said.setdefault(triple.subject, {}).setdefault(predicate, []).append(triple.object)
            self._pointing.setdefault(predicate, {}).setdefault(triple.object, []).append(triple.subject)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._said)

    def of(self, node: Term) -> Mapping[str, list[Term]]:
        """Everything that is said of NODE."""
        return self._said.get(node, _NOTHING)

    def values(self, node: Term, predicate: str) -> list[Term]:
        """The values of PREDICATE at NODE."""
        return self.of(node).get(predicate, [])

    def subjects(self, predicate: str, value: Term | None = None) -> list[Term]:
        """The nodes that have PREDICATE (with VALUE, where one is given)."""
        pointing = self._pointing.get(predicate, {})
        if value is not None:
            return pointing.get(value, [])
        return list(dict.fromkeys(node for nodes in pointing.values() for node in nodes))

    def objects(self, predicate: str) -> list[Term]:
        """All values of PREDICATE, each once."""
        return list(self._pointing.get(predicate, {}))

    def one(self, node: Term, predicate: str) -> Term | None:
        """The value of PREDICATE at NODE, None without any; UnsupportedError where there are several."""
        found = self.values(node, predicate)
        if len(found) > 1:
            raise UnsupportedError(f"several values of {predicate}")
        return found[0] if found else None

    def flag(self, node: Term, predicate: str) -> bool:
        """Whether PREDICATE is true at NODE; UnsupportedError where its value is no boolean."""
        found = self.one(node, predicate)
        if found is None:
            return False
        if not isinstance(found, ox.Literal) or found.datatype.value != BOOLEAN:
            raise UnsupportedError(f"{predicate} without a boolean")
        if found.value not in ("true", "false", "1", "0"):
            raise UnsupportedError(f"{predicate} without a boolean")
        return found.value in ("true", "1")

    def count(self, node: Term, predicate: str) -> int | None:
        """The whole number, zero or more, at PREDICATE of NODE; UnsupportedError where it is none."""
        found = self.one(node, predicate)
        if found is None:
            return None
        if not isinstance(found, ox.Literal) or found.datatype.value != INTEGER:
            raise UnsupportedError(f"{predicate} without an integer")
        if not (found.value.isascii() and found.value.isdecimal()):
            raise UnsupportedError(f"{predicate} without a number of zero or more")
        return int(found.value)

    def literals(self, node: Term, predicate: str) -> tuple[ox.Literal, ...]:
        """The values of PREDICATE at NODE; UnsupportedError where one is no literal."""
        found = self.values(node, predicate)
        literals = tuple(value for value in found if isinstance(value, ox.Literal))
        if len(literals) != len(found):
            raise UnsupportedError(f"{predicate} without a text")
        return literals

    def nodes(self, node: Term, predicate: str) -> tuple[ox.NamedNode, ...]:
        """The values of PREDICATE at NODE; UnsupportedError where one is no IRI."""
        found = self.values(node, predicate)
        nodes = tuple(value for value in found if isinstance(value, ox.NamedNode))
        if len(nodes) != len(found):
            raise UnsupportedError(f"{predicate} without an IRI")
        return nodes

    def members(self, node: Term) -> list[Term]:
        """The members of the list NODE; UnsupportedError where it is not well formed."""
        found: list[Term] = []
        seen: set[Term] = set()
        while node != NIL:
            about = self.of(node)
            first, rest = about.get(RDF + "first", []), about.get(RDF + "rest", [])
            if node in seen or len(first) != 1 or len(rest) != 1:
                raise UnsupportedError("a malformed list")
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        return found
