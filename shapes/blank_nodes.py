"""Names for blank nodes that outlive an edit elsewhere in the file: a digest of what is said of them and by whom."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

#: How many blank nodes away a difference still counts.
REACH: Final = 4


class BlankNodes:
    """The blank nodes of some triples; nothing is worked out before the first of them is asked for."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = triples
        self._edges: dict[object, list[tuple[str, str, object]]] | None = None
        self._known: dict[tuple[object, int], str] = {}

    def key(self, term: object) -> str:
        """16 hexadecimal digits for a blank node, the same for those that nothing tells apart; "" for other terms."""
        return self._digest(term, REACH)[:16] if isinstance(term, ox.BlankNode) else ""

    def _digest(self, node: object, reach: int) -> str:
        known = self._known.get((node, reach))
        if known is None:
            parts = [
                f"{way} {predicate} {self._told(other, reach - 1)}" for way, predicate, other in self._around(node)
            ]
            text = "\n".join(sorted(parts)) if reach else ""
            known = self._known[node, reach] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return known

    def _told(self, term: object, reach: int) -> str:
        if isinstance(term, ox.BlankNode):
            return self._digest(term, reach) if reach > 0 else "_:"
        return str(term)

    def _around(self, node: object) -> list[tuple[str, str, object]]:
        """The triples at NODE: their direction, predicate and other end."""
        if self._edges is None:
            self._edges = defaultdict(list)
            for triple in self._triples:
                if isinstance(triple.subject, ox.BlankNode):
                    self._edges[triple.subject].append((">", triple.predicate.value, triple.object))
                if isinstance(triple.object, ox.BlankNode):
                    self._edges[triple.object].append(("<", triple.predicate.value, triple.subject))
        return self._edges.get(node, [])
