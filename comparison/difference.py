"""What one graph says and the other does not."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import PREFIXES, iri
from .reading import Contents, parsed, read

#: Properties that are followed backwards, from a part to what it is a part of.
_PARTS: Final = frozenset(f"<{iri(name)}>" for name in ("ikg:asserts", "ikg:evidence", "ikg:amount", "oa:hasSelector"))
_LABELS: Final = tuple(PREFIXES[prefix] + name for prefix, name in (("skos", "prefLabel"), ("rdfs", "label")))


@dataclass(slots=True)
class Side:
    """One of the two graphs, looked up by subject; only what is asked for is parsed."""

    contents: Contents
    _wholes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list[str]))

    def __post_init__(self) -> None:
        for line in self.contents.lines:
            subject, predicate, rest = line.split(" ", 2)
            if predicate in _PARTS or rest.startswith("_:"):
                self._wholes[rest.partition(" ")[0]].append(subject)

    def said_of(self, subject: str) -> dict[str, set[str]]:
        """The values of each property of SUBJECT; all three as N-Triples write them."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in parsed(self._lines(subject)):
            found[quad.predicate.value].add(str(quad.object))
        return found

    def says(self, triple: str) -> bool:
        """Whether the TRIPLE, as N-Triples write it without its end, is in some graph."""
        lines = self.contents.lines
        place = bisect_left(lines, triple)
        return place < len(lines) and (lines[place] == triple or lines[place].startswith(f"{triple} "))

    def _lines(self, subject: str) -> Iterator[str]:
        lines, start = self.contents.lines, f"{subject} "
        for place in range(bisect_left(lines, start), len(lines)):
            if not lines[place].startswith(start):
                break
            yield lines[place]

    def wholes(self, part: str) -> list[str]:
        """What PART is a part of, sorted: a claim's evidence, a blank node's subject."""
        return sorted(set(self._wholes.get(part, ())))

    def label(self, subject: str) -> str | None:
        """The first label of SUBJECT, English before others; None where it has none."""
        said = self.said_of(subject)
        for name in _LABELS:
            if said.get(name):
                return term(min(said[name], key=lambda value: ("@en" not in value, value))).value
        return None


def term(written: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The term that is WRITTEN as N-Triples have it."""
    found = parsed([f"<a:s> <a:p> {written}"])[0].object
    assert not isinstance(found, ox.Triple)
    return found


@dataclass(slots=True)
class Difference:
    """The statements, as lines of N-Quads without the full stop, that only the one or only the other graph has."""

    removed: list[str]
    added: list[str]
    old: Contents
    new: Contents
    flat: bool
    """Whether the graphs are compared without their named graphs, which one of the files cannot hold."""

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def touched(self) -> list[str]:
        """The subjects of which something else is said, as N-Triples write them, sorted."""
        return sorted({line.split(" ", 1)[0] for line in (*self.removed, *self.added)})


def compare(old: Path, new: Path) -> Difference:
    """What differs between the RDF files OLD and NEW; InputError where one cannot be read."""
    one, other = read(old, old), read(new, old)
    flat = one.has_graphs != other.has_graphs
    if flat:
        one, other = read(old, old, flat=True), read(new, old, flat=True)
    # One set at a time: of large files it is most of the memory.
    only = set(one.lines)
    added = sorted({line for line in other.lines if line not in only})
    only.difference_update(other.lines)
    removed = sorted(only)
    return Difference(removed, added, one, other, flat)
