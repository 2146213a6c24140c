"""Names for blank nodes that two graphs share where what hangs on the nodes is the same.

RDFC-1.0 counts the blank nodes of a whole graph, so that one new statement may rename them all. Here a node is named by
what is said of it; RDFC-1.0 only decides between nodes of which exactly the same is said.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from ..export.blank_nodes import canonical_names
from ..export.canonical import statement

#: A node is named by what hangs on it so deep.
DEPTH: Final = 64
_LENGTH: Final = 20


def named(quads: Iterable[ox.Quad]) -> tuple[list[ox.Quad], dict[str, str]]:
    """QUADS with their blank nodes named by content, and for each such name the one that RDFC-1.0 gives.

    InputError where there are so many that look alike, and hang on each other, that naming them would take for ever.
    """
    unique = list(set(quads))
    blank = [quad for quad in unique if _has_blank(quad)]
    if not blank:
        return unique, {}
    found = canonical_names(statement(str(quad)) for quad in blank)
    labels = {label[2:]: name[2:] for label, name in found.items()}
    canonical = [renamed(quad, labels) for quad in blank]
    names = _Said.by(canonical).names()
    rest = [quad for quad in unique if not _has_blank(quad)]
    return rest + [renamed(quad, names) for quad in canonical], {name: label for label, name in names.items()}


def renamed(quad: ox.Quad, names: dict[str, str]) -> ox.Quad:
    """QUAD with the blank nodes that NAMES has by their new names."""

    def other(term: object) -> object:
        return ox.BlankNode(names.get(term.value, term.value)) if isinstance(term, ox.BlankNode) else term

    return ox.Quad(other(quad.subject), quad.predicate, other(quad.object), other(quad.graph_name))  # type: ignore[arg-type]


def _has_blank(quad: ox.Quad) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object, quad.graph_name))


@dataclass(slots=True)
class _Said:
    """What is said of blank nodes, as each of their statements has it, by the label of the node."""

    of: dict[str, list[tuple[str, ox.Quad]]] = field(default_factory=lambda: defaultdict(list[tuple[str, ox.Quad]]))
    """As subject, or as the name of a graph."""
    to: dict[str, list[ox.Quad]] = field(default_factory=lambda: defaultdict(list[ox.Quad]))
    """As object."""

    @classmethod
    def by(cls, quads: Sequence[ox.Quad]) -> _Said:
        said = cls()
        for quad in quads:
            for place, term in (("s", quad.subject), ("g", quad.graph_name)):
                if isinstance(term, ox.BlankNode):
                    said.of[term.value].append((place, quad))
            if isinstance(quad.object, ox.BlankNode):
                said.to[quad.object.value].append(quad)
        return said

    def labels(self) -> list[str]:
        return sorted({*self.of, *self.to}, key=lambda label: (len(label), label))

    def names(self) -> dict[str, str]:
        """The name of each label: by what hangs on the node, then by what it hangs on, then by its place in order."""
        labels = self.labels()
        below = self._below(labels)
        both = {label: _hash(below[label], *self._above(label, below)) for label in labels}
        found: dict[str, str] = {}
        for name in (below, both):
            alike: dict[str, list[str]] = defaultdict(list)
            for label in labels:
                alike[name[label]].append(label)
            found |= {one[0]: digest for digest, one in alike.items() if len(one) == 1 and one[0] not in found}
        places: dict[str, int] = defaultdict(int)
        for label in labels:
            if label not in found:
                places[both[label]] += 1
                found[label] = f"{both[label]}n{places[both[label]]}"
        return {label: f"b{name}" for label, name in found.items()}

    def _below(self, labels: list[str]) -> dict[str, str]:
        """A hash of all that hangs on each label, down to the depth that is read."""
        digests, waiting = dict.fromkeys(labels, ""), labels
        for _ in range(DEPTH):
            new = {label: self._content(label, digests) for label in waiting}
            waiting = [label for label in waiting if new[label] != digests[label]]
            if not waiting:
                break
            digests |= new
        return digests

    def _content(self, label: str, digests: dict[str, str]) -> str:
        def part(term: object) -> str:
            return digests[term.value] if isinstance(term, ox.BlankNode) else str(term)

        said = [
            f"{place} {quad.predicate} {part(quad.object)} {part(quad.graph_name)}" for place, quad in self.of[label]
        ]
        return _hash(*sorted(said))

    def _above(self, label: str, below: dict[str, str]) -> list[str]:
        """What LABEL hangs on."""
        return sorted(
            f"{below[q.subject.value] if isinstance(q.subject, ox.BlankNode) else q.subject} {q.predicate}"
            for q in self.to[label]
        )


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_LENGTH]
