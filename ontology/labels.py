"""What the reference data says of each thing, as plain Python: its labels, class and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from .loading import reference_triples
from .namespaces import IKG, PREFIXES

_SKOS: Final = PREFIXES["skos"]
_LABELS: Final = {_SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel")}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the reference data: its IRI, the local name of its most telling class, and its preferred label."""

    iri: str
    kind: str
    label: str
    beside_kind_noun: bool
    """Its labels are matched only beside a noun of its kind: "Derby" is a unit only in "Derby PDU"."""

    @property
    def slug(self) -> str:
        """The last part of the IRI."""
        return self.iri.rsplit("/", 1)[1]


@dataclass(slots=True)
class Reference:
    """The reference data by subject: classes, labels (the preferred one apart), and links by predicate IRI."""

    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))
    preferred: dict[str, str] = field(default_factory=dict[str, str])
    others: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))
    links: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set[str]))

    def linked(self, subject: str, predicate: str) -> list[str]:
        """What SUBJECT links to by the `ikg:`, `org:` or `skos:` name PREDICATE ("skos:broader"), sorted."""
        prefix, _, local = predicate.partition(":")
        return sorted(self.links.get((subject, PREFIXES[prefix] + local), ()))

    def things(self, *kinds: str) -> Iterator[Thing]:
        """The things whose class is one of KINDS (local names of our classes, "org:Post" for posts), by IRI."""
        wanted = {kind: PREFIXES["org"] + kind[4:] if kind.startswith("org:") else IKG + kind for kind in kinds}
        for iri in sorted(self.preferred):
            for kind, class_iri in wanted.items():
                if class_iri in self.types[iri]:
                    yield Thing(iri, kind, self.preferred[iri], bool(self.linked(iri, "ikg:labelUse")))
                    break


@cache
def reference() -> Reference:
    """The whole reference data, read once."""
    found = Reference()
    rdf_type = PREFIXES["rdf"] + "type"
    for triple in reference_triples():
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, NamedNode):
            continue
        if isinstance(value, NamedNode) and predicate == rdf_type:
            found.types[subject.value].add(value.value)
        elif isinstance(value, NamedNode):
            found.links[subject.value, predicate].add(value.value)
        elif isinstance(value, Literal) and predicate == _SKOS + "prefLabel":
            found.preferred[subject.value] = value.value
        elif isinstance(value, Literal) and predicate in _LABELS:
            found.others[subject.value].add(value.value)
    return found
