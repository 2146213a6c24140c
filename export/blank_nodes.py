"""Names for blank nodes by RDFC-1.0 (W3C Recommendation, 2024), with bounds against graphs made to take for ever."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final, TypeAlias

from ..errors import InputError

#: Subject, predicate, object and graph as N-Quads have them; no graph is an empty text.
Parts: TypeAlias = tuple[str, str, str, str]

#: Steps of comparing blank nodes that look alike: far more than any honest graph needs, done within seconds.
STEPS: Final = 200_000
#: How deep blank nodes that look alike may hang in each other.
DEPTH: Final = 128


class _Issuer:
    """Gives names in turn, and remembers who has which, in the order of giving."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = issued or {}

    def issue(self, node: str) -> str:
        if node not in self.issued:
            self.issued[node] = f"_:{self.prefix}{len(self.issued)}"
        return self.issued[node]

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Naming:
    """One run of RDFC-1.0; the comments of its methods name the sections of the Recommendation."""

    def __init__(self, quads: Iterable[Parts]) -> None:
        self._quads: dict[str, list[Parts]] = defaultdict(list)
        for quad in quads:
            for node in {part for part in quad if part.startswith("_:")}:
                self._quads[node].append(quad)
        self._first = {node: self._first_degree(node) for node in self._quads}
        self._canonical = _Issuer("c14n")
        self._steps = 0

    def names(self) -> dict[str, str]:
        """4.4: those told apart by what stands beside them first, then the others by what hangs on them."""
        alike: dict[str, list[str]] = defaultdict(list)
        for node, digest in self._first.items():
            alike[digest].append(node)
        for digest in sorted(alike):
            if len(alike[digest]) == 1:
                self._canonical.issue(alike[digest][0])
        for digest in sorted(alike):
            found: list[tuple[str, _Issuer]] = []
            for node in alike[digest] if len(alike[digest]) > 1 else ():
                if node not in self._canonical.issued:
                    issuer = _Issuer("b")
                    issuer.issue(node)
                    found.append(self._n_degree(node, issuer, 1))
            for _, issuer in sorted(found, key=lambda pair: pair[0]):
                for node in issuer.issued:
                    self._canonical.issue(node)
        return self._canonical.issued

    def _first_degree(self, node: str) -> str:
        """4.6."""

        def line(quad: Parts) -> str:
            words = (("_:a" if part == node else "_:z") if part.startswith("_:") else part for part in quad if part)
            return " ".join(words) + " .\n"

        return _digest("".join(sorted(map(line, self._quads[node]))))

    def _related(self, node: str, predicate: str, issuer: _Issuer, position: str) -> str:
        """4.7."""
        name = self._canonical.issued.get(node) or issuer.issued.get(node) or self._first[node]
        return _digest(f"{position}{predicate if position != 'g' else ''}{name}")

    def _n_degree(self, node: str, issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """4.8."""
        if depth > DEPTH:
            raise InputError(f"has blank nodes that look alike nested more than {DEPTH} deep: give them IRIs")
        related: dict[str, list[str]] = defaultdict(list)
        for quad in self._quads[node]:
            for part, position in zip((quad[0], quad[2], quad[3]), "sog", strict=True):
                if part.startswith("_:") and part != node:
                    related[self._related(part, quad[1], issuer, position)].append(part)
        data = ""
        for digest in sorted(related):
            path, issuer = self._shortest_path(related[digest], issuer, depth)
            data += digest + path
        return _digest(data), issuer

    def _shortest_path(self, nodes: list[str], issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """4.8, step 5: of all orders of NODES, the one whose path comes first."""
        chosen, chosen_issuer = "", issuer
        for order in itertools.permutations(nodes):
            path, trial = "", issuer
            for part, given in self._paths(order, issuer.copy(), depth):
                path, trial = path + part, given
                if chosen and len(path) >= len(chosen) and path > chosen:
                    break
            else:
                if not chosen or path < chosen:
                    chosen, chosen_issuer = path, trial
        return chosen, chosen_issuer

    def _paths(self, order: tuple[str, ...], issuer: _Issuer, depth: int) -> Iterator[tuple[str, _Issuer]]:
        """The parts of the path of one ORDER, each with the names given until then."""
        waiting: list[str] = []
        for node in order:
            self._step()
            if node in self._canonical.issued:
                yield self._canonical.issued[node], issuer
            else:
                if node not in issuer.issued:
                    waiting.append(node)
                yield issuer.issue(node), issuer
        for node in waiting:
            self._step()
            digest, deeper = self._n_degree(node, issuer, depth + 1)
            name = issuer.issue(node)
            issuer = deeper
            yield f"{name}<{digest}>", issuer

    def _step(self) -> None:
        self._steps += 1
        if self._steps > STEPS:
            raise InputError("has blank nodes that cannot be told apart within reason: give them IRIs")


def canonical_names(quads: Iterable[Parts]) -> dict[str, str]:
    """Each blank node of QUADS -> its name (`_:c14n0`); InputError where that would take beyond all reason."""
    return _Naming(quads).names()


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
