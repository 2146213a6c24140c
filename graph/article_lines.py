"""Gathers the triples of one article's graph as lines of N-Quads, and describes what no list has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..loader.bodies import Body, slug
from ..loader.statements import PersonNamed
from .facts import Facts
from .identity import Identity
from .sources import Source
from .terms import english, node, written

_CLASSES: Final = {
    "pdu": "ikg:ProbationDeliveryUnit",
    "region": "ikg:ProbationRegion",
    "youth-justice-service": "ikg:YouthJusticeService",
    "national": "ikg:Agency",
}


@dataclass(slots=True)
class ArticleLines:
    """Gathers the lines of N-Quads of one article's graph."""

    source: Source
    identity: Identity
    facts: Facts = field(default_factory=Facts)
    """What links among articles rest on: writing adds to it."""
    lines: set[str] = field(default_factory=set[str])
    graph: NamedNode = field(init=False)
    """The name of the article's graph."""
    document: NamedNode = field(init=False)
    """The article's node."""
    _known: dict[str, str | None] = field(init=False)
    """The persons named, with the IRIs of those that are office-holders."""
    _end: str = field(init=False)
    """How each line ends: with the name of the graph."""
    _objects: set[NamedNode | Literal] = field(default_factory=set["NamedNode | Literal"])

    def __post_init__(self) -> None:
        self.graph = node(f"graph:{self.source.key}")
        self.document = node(f"document:{self.source.key}")
        told = self.source.reading.statements
        self._known = {one.name: one.person for one in told if isinstance(one, PersonNamed)}
        self._end = f"{self.graph} .\n"

    def add(self, subject: NamedNode, predicate: str, *values: NamedNode | Literal) -> None:
        """Add a triple for each of VALUES."""
        for value in values:
            self.lines.add(f"{subject} {written(predicate)} {value} {self._end}")
            self._objects.add(value)

    def _named(self, thing: NamedNode, kind: str, label: str) -> None:
        """Describe a thing that no list has."""
        self.add(thing, "rdf:type", node(kind))
        self.add(thing, "skos:prefLabel", english(label))

    def _body(self, body: Body) -> NamedNode:
        thing = NamedNode(body.iri)
        if not body.listed:
            self._named(thing, _CLASSES[body.level], body.label)
        return thing

    def _person(self, name: str) -> NamedNode:
        """The person whom the article calls NAME: an office-holder, or one of this article's own."""
        if (iri_known := self._known.get(name)) is not None:
            return NamedNode(iri_known)
        person = node(f"person:{slug(name)}-{self.source.key}")
        self._named(person, "schema:Person", name)
        return person
