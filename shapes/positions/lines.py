"""The triples of an N-Triples or N-Quads text with the places of their three terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from .statements import Node, Placed
from .terms import Terms
from .tokens import Stretch, Unreadable, tokens, unescaped


def line_triples(text: str, stretches: Iterable[Stretch] | None = None) -> Iterator[Placed]:
    """The triples of TEXT, or of STRETCHES of it, placed; the graph of a quad is passed over.

    Unreadable where it is something else.
    """
    terms, labels = Terms(), dict[str, int]()
    found: list[tuple[Node, int]] = []
    typed = False
    for kind, part, place in tokens(text, stretches):
        if kind == "mark" and part == ".":
            yield _triple(found)
            found = []
        elif kind == "datatype":
            typed = True
        elif kind == "language" or typed:
            found.append(_suffixed(*found.pop(), kind, part, terms))
            typed = False
        elif kind == "iri":
            found.append((terms.iri(part), place))
        elif kind == "blank":
            found.append((labels.setdefault(part, len(labels)), place))
        elif kind == "short":
            found.append((ox.Literal(unescaped(part[1:-1])), place))
        else:
            raise Unreadable
    if found:
        raise Unreadable


def _suffixed(node: Node, place: int, kind: str, part: str, terms: Terms) -> tuple[Node, int]:
    """The string NODE with its language or datatype."""
    if not isinstance(node, ox.Literal) or kind not in ("language", "iri"):
        raise Unreadable
    if kind == "language":
        return ox.Literal(node.value, language=part[1:].lower()), place
    return ox.Literal(node.value, datatype=terms.iri(part)), place


def _triple(terms: list[tuple[Node, int]]) -> Placed:
    if len(terms) not in (3, 4):
        raise Unreadable
    (subject, at), (verb, verb_at), (value, value_at) = terms[:3]
    if not isinstance(verb, ox.NamedNode):
        raise Unreadable
    return subject, at, verb, verb_at, value, value_at
