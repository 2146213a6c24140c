"""The triples of a file as Oxigraph reads them, with their places as this package reads them.

Both readings run side by side and must give the same triples in the same order; blank nodes are matched by where they
come. If they ever differ, no place in the file is given: none is better than a wrong one. Of a text without blank
nodes, only what may speak of the nodes in question is read, and must give all that Oxigraph read of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest
from typing import Final, TypeAlias

import pyoxigraph as ox

from .lines import line_triples
from .skimming import stretches
from .statements import Node, Placed, Statements
from .tokens import Stretch, Unreadable

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
#: Subject, predicate and object, each followed by its place in code points from 0.
Aligned: TypeAlias = tuple[Term, int, ox.NamedNode, int, Term, int]

STATEMENTS: Final = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
LINES: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def aligned(text: str, rdf: ox.RdfFormat, blank: str, base: str = "") -> Iterator[Aligned]:
    """The triples of TEXT with their places; blank nodes are named BLANK and a number, by first appearance.

    Relative IRIs stand against BASE. Unreadable, at the latest at the end, where the two readings differ or the format
    RDF has no places.
    """
    names = _Names(blank)
    for ours, theirs in zip_longest(
        _placed(text, rdf, base), ox.parse(text.encode(), format=rdf, base_iri=base or None)
    ):
        if ours is None or theirs is None or ours[2] != theirs.predicate:
            raise Unreadable
        subject = names.matched(ours[0], theirs.subject)
        value = names.matched(ours[4], theirs.object)
        yield subject, ours[1], ours[2], ours[3], value, ours[5]
    names.finish()


def skimmed(
    text: str, rdf: ox.RdfFormat, nodes: Collection[object], expected: Iterable[ox.Triple], base: str = ""
) -> Iterator[Aligned]:
    """The triples of TEXT that speak of NODES, with their places, as `aligned` has them; most else is not read.

    Unreadable, at the latest at the end, where they are not the EXPECTED ones, or the whole text must be read.
    """
    found = stretches(text, nodes, lines=rdf in LINES)
    if found is None:
        raise Unreadable
    known = {(triple.subject, triple.predicate, triple.object) for triple in expected}
    missing = set(known)
    for subject, subject_at, predicate, predicate_at, value, value_at in _placed(text, rdf, base, found):
        if subject in nodes or value in nodes:
            if isinstance(subject, int) or isinstance(value, int) or (subject, predicate, value) not in known:
                raise Unreadable
            missing.discard((subject, predicate, value))
            yield subject, subject_at, predicate, predicate_at, value, value_at
    if missing:
        raise Unreadable


def _placed(text: str, rdf: ox.RdfFormat, base: str, parts: Iterable[Stretch] | None = None) -> Iterator[Placed]:
    try:
        if rdf in STATEMENTS:
            yield from Statements(text, base, parts).triples()
        elif rdf in LINES:
            yield from line_triples(text, parts)
        else:
            raise Unreadable
    except ValueError as error:  # an IRI or a character that Oxigraph would not take from us
        raise Unreadable from error


class _Names:
    """Which blank node of the one reading is which of the other, and its name."""

    def __init__(self, blank: str) -> None:
        self._blank = blank
        self._theirs: dict[str, ox.BlankNode] = {}
        self._ours: dict[int, ox.BlankNode] = {}

    def matched(self, ours: Node, theirs: object) -> Term:
        if isinstance(ours, int) and isinstance(theirs, ox.BlankNode):
            name = self._theirs.get(theirs.value)
            if name is None:
                name = self._theirs[theirs.value] = ox.BlankNode(f"{self._blank}-{len(self._theirs) + 1}")
            if self._ours.setdefault(ours, name) != name:
                raise Unreadable
            return name
        if isinstance(ours, int) or ours != theirs:
            raise Unreadable
        return ours

    def finish(self) -> None:
        """Unreadable where two of our blank nodes are one of theirs."""
        if len(self._ours) != len(self._theirs):
            raise Unreadable
