"""What a node without an IRI is known by, from one version of a file to the next: where it hangs, else what it says.

Its label or number will not do: an edit elsewhere in the file changes it. What it says is the last resort: mending one
fault of a node would make its other faults look new.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import OUTER
from .index import LABELS
from .report import Term

#: How many nodes without an IRI are followed, from one to the next; what lies further off does not tell them apart.
DEPTH: Final = 4
#: What tells nodes at one place apart before all else does.
NAMING: Final = {OUTER["rdf"] + "type", *LABELS}


class Identity:
    """Keys of the nodes without an IRI in TRIPLES."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = triples
        self._known: dict[tuple[object, int, bool], str] = {}

    def key(self, term: Term | None) -> str:
        """A key for TERM, the same in any order and layout of the triples; an empty text where it needs none."""
        return self._keys.get(term, "_:") if isinstance(term, ox.BlankNode) else ""

    @cached_property
    def _keys(self) -> dict[object, str]:
        """Each node's key: the first description that no other node has, the shortest first."""
        keys: dict[object, str] = {}
        waiting = list(dict.fromkeys([*self._pointing, *self._said]))
        for describe in (self._place, self._naming):
            same: dict[str, list[object]] = defaultdict(list)
            for node in waiting:
                same[describe(node)].append(node)
            keys |= {nodes[0]: text for text, nodes in same.items() if text and len(nodes) == 1}
            waiting = [node for node in waiting if node not in keys]
        return keys | {node: self._described(node, DEPTH, said=True) for node in waiting}

    def _place(self, node: object) -> str:
        """Who points at NODE, with what; an empty text where nobody does."""
        return self._described(node, DEPTH, said=False) if node in self._pointing else ""

    def _naming(self, node: object) -> str:
        """The place of NODE, its class and its name; an empty text where it has neither."""
        said = self._said.get(node, ())
        told = sorted(f"{link} {end}" for link, end in said if link in NAMING and not isinstance(end, ox.BlankNode))
        return _digest([self._place(node), *told]) if told else ""

    def _described(self, node: object, depth: int, *, said: bool) -> str:
        """A digest of what points at NODE, and of what is SAID about it, as far as DEPTH; each node once a depth."""
        if not isinstance(node, ox.BlankNode):
            return str(node)
        if depth == 0:
            return "_:"
        found = self._known.get((node, depth, said))
        if found is None:
            links = [("^" + link, end) for link, end in self._pointing.get(node, ())]
            links += self._said.get(node, ()) if said else ()
            told = sorted(f"{link} {self._described(end, depth - 1, said=said)}" for link, end in links)
            found = self._known[node, depth, said] = _digest(told)
        return found

    @cached_property
    def _pointing(self) -> dict[object, list[tuple[str, object]]]:
        found: dict[object, list[tuple[str, object]]] = defaultdict(list)
        for triple in self._triples:
            if isinstance(triple.object, ox.BlankNode):
                found[triple.object].append((triple.predicate.value, triple.subject))
        return dict(found)

    @cached_property
    def _said(self) -> dict[object, list[tuple[str, object]]]:
        found: dict[object, list[tuple[str, object]]] = defaultdict(list)
        for triple in self._triples:
            if isinstance(triple.subject, ox.BlankNode):
                found[triple.subject].append((triple.predicate.value, triple.object))
        return dict(found)


def _digest(told: Iterable[str]) -> str:
    return "_:" + hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
