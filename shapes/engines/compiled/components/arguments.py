"""The arguments of a constraint, taken from the shapes as what they should be: an IRI, a text, a list of shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import pyoxigraph as ox

from .....ontology.namespaces import OUTER
from ....report import Term
from ...findings import UnsupportedError
from ..shape import Shape
from ..statements import Statements

STRING: Final = OUTER["xsd"] + "string"


class Reader(Protocol):
    """What reads the shapes: all that is said of them, and the shape that a node is."""

    said: Statements

    def shape(self, node: Term, /) -> Shape:
        """The shape NODE; UnsupportedError where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Argument:
    """One value of one parameter of OWNER; `component` is the IRI of the constraint that it makes.

    What asks for something else than the value is raises UnsupportedError.
    """

    reader: Reader
    owner: Shape
    component: str
    value: Term

    def iri(self) -> ox.NamedNode:
        """The value, an IRI."""
        if not isinstance(self.value, ox.NamedNode):
            raise UnsupportedError("a parameter that is no IRI")
        return self.value

    def literal(self) -> ox.Literal:
        """The value, a literal."""
        if not isinstance(self.value, ox.Literal):
            raise UnsupportedError("a parameter that is no literal")
        return self.value

    def text(self) -> str:
        """The value, a text without language."""
        return text_of(self.value)

    def members(self) -> list[Term]:
        """The members of the list that the value is."""
        return self.reader.said.members(self.value)

    def texts(self) -> list[str]:
        """The texts of the list that the value is."""
        return [text_of(one) for one in self.members()]

    def shape(self) -> Shape:
        """The shape that the value is."""
        return self.reader.shape(self.value)

    def node_shape(self) -> Shape:
        """The node shape that the value is."""
        found = self.shape()
        if found.path is not None:
            raise UnsupportedError("sh:node with a property shape")
        return found

    def property_shape(self) -> Shape:
        """The property shape that the value is."""
        found = self.shape()
        if found.path is None:
            raise UnsupportedError("sh:property with a node shape")
        return found

    def shapes(self) -> list[Shape]:
        """The shapes of the list that the value is."""
        found = [self.reader.shape(one) for one in self.members()]
        if not found:
            raise UnsupportedError("an empty list of shapes")
        return found

    def count(self) -> int:
        """The value, a whole number of zero or more."""
        found = self.literal()
        if found.datatype.value != OUTER["xsd"] + "integer" or not (found.value.isascii() and found.value.isdecimal()):
            raise UnsupportedError("a parameter that is no number of zero or more")
        return int(found.value)


def text_of(value: Term) -> str:
    """VALUE, a text without language; UnsupportedError where it is something else."""
    if not isinstance(value, ox.Literal) or value.language or value.datatype.value != STRING:
        raise UnsupportedError("a parameter that is no text")
    return value.value
