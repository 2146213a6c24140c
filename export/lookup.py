"""Reading a set of triples by subject and property, as the tables and the network need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import BASE, iri
from .ordering import RDF_TYPE, Subject, Term, natural

#: What stands between several labels in one cell.
LABELS_APART: Final = "; "


def slug(term: Term) -> str:
    """The last part of an IRI of ours (`police` of `agency:police`), any other term in full."""
    value = term.value
    return value.rsplit("/", 1)[-1] if isinstance(term, ox.NamedNode) and value.startswith(BASE) else value


class Lookup:
    """The triples of one graph, indexed by subject and predicate; properties are asked for by prefixed name."""

    def __init__(self, triples: Iterable[tuple[Subject, ox.NamedNode, Term]]) -> None:
        self._found: dict[str, dict[str, list[Term]]] = {}
        self._members: dict[str, dict[str, None]] = {}
        for subject, predicate, term in triples:
            self._found.setdefault(subject.value, {}).setdefault(predicate.value, []).append(term)
            if predicate.value == RDF_TYPE:
                self._members.setdefault(term.value, {})[subject.value] = None

    def subjects(self) -> list[str]:
        """Every subject, sorted."""
        return sorted(self._found, key=natural)

    def of_type(self, prefixed: str) -> list[str]:
        """The subjects of one class, sorted."""
        return sorted(self._members.get(iri(prefixed), ()), key=natural)

    def all(self, subject: str | Term | None, prefixed: str) -> list[Term]:
        """Every value of one property of SUBJECT, sorted."""
        if subject is None:
            return []
        node = subject if isinstance(subject, str) else subject.value
        return _sorted(self._found.get(node, {}).get(iri(prefixed), []))

    def one(self, subject: str | Term | None, prefixed: str) -> Term | None:
        """The first value of one property of SUBJECT, or None."""
        return next(iter(self.all(subject, prefixed)), None)

    def text(self, subject: str | Term | None, prefixed: str) -> str:
        """The first value of one property of SUBJECT as text, or an empty text."""
        term = self.one(subject, prefixed)
        return "" if term is None else term.value

    def label(self, term: Term | None) -> str:
        """The preferred label of a node, in English where there are several, else its slug."""
        if term is None:
            return ""
        labels = self.all(term, "skos:prefLabel")
        labels.sort(key=lambda label: not (isinstance(label, ox.Literal) and label.language == "en"))
        return labels[0].value if labels else slug(term)

    def labels(self, terms: Iterable[Term]) -> str:
        """The labels of nodes, each once and sorted, joined as the saved questions do."""
        return LABELS_APART.join(sorted({self.label(term) for term in terms}))

    def pairs(self, subject: str) -> list[tuple[str, Term]]:
        """Every property and value of SUBJECT, sorted."""
        found = self._found.get(subject, {})
        return [(predicate, term) for predicate in sorted(found) for term in _sorted(found[predicate])]


def _sorted(terms: Sequence[Term]) -> list[Term]:
    # Most properties have one value, for which no key has to be made.
    return sorted(terms, key=lambda term: natural(term.value)) if len(terms) > 1 else list(terms)
