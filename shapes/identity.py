"""What a node without an IRI is known by, from one version of a file to the next: what it says, and who points at it.

Its label or number will not do: an edit elsewhere in the file changes it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from .report import Term

#: How many nodes without an IRI are followed, from one to the next; what lies further off does not tell them apart.
DEPTH: Final = 4


class Identity:
    """Keys of the nodes without an IRI in TRIPLES."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = triples
        self._known: dict[tuple[object, int], str] = {}

    def key(self, term: Term | None) -> str:
        """A key for TERM, the same in any order and layout of the triples; an empty text where it needs none."""
        return self._described(term, DEPTH) if isinstance(term, ox.BlankNode) else ""

    def _described(self, node: object, depth: int) -> str:
        """A digest of what is said about NODE, in both directions, as far as DEPTH; each node once for each depth."""
        if not isinstance(node, ox.BlankNode):
            return str(node)
        if depth == 0:
            return "_:"
        found = self._known.get((node, depth))
        if found is None:
            links = self._links.get(node, ())
            told = sorted(f"{link} {self._described(end, depth - 1)}" for link, end in links)
            found = "_:" + hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
            self._known[node, depth] = found
        return found

    @cached_property
    def _links(self) -> dict[object, list[tuple[str, object]]]:
        links: dict[object, list[tuple[str, object]]] = defaultdict(list)
        for triple in self._triples:
            if isinstance(triple.subject, ox.BlankNode):
                links[triple.subject].append((triple.predicate.value, triple.object))
            if isinstance(triple.object, ox.BlankNode):
                links[triple.object].append((f"^{triple.predicate.value}", triple.subject))
        return links
