"""An index over triples: what a node says, who points at it, its label, and the sentence behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import IKG, OUTER
from .graph import Graph, Table, graph_of
from .report import Sentence, Term

ASSERTS: Final = IKG + "asserts"
EVIDENCE: Final = IKG + "evidence"
SELECTOR: Final = OUTER["oa"] + "hasSelector"
SOURCE: Final = OUTER["oa"] + "hasSource"

#: Properties that name a node, the best first.
LABELS: Final = (
    OUTER["skos"] + "prefLabel",
    OUTER["rdfs"] + "label",
    OUTER["schema"] + "name",
    "http://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
    OUTER["dcterms"] + "title",
)


class Index:
    """What is asked of a graph in words: values sorted, names, sentences."""

    def __init__(self, triples: Iterable[ox.Triple] | Graph) -> None:
        self._graph = graph_of(triples)
        self._labels: dict[Term, str | None] = {}

    def values(self, node: object, predicate: str) -> list[object]:
        """The values of PREDICATE at NODE, sorted."""
        return self._sorted(node, self._graph.forward(predicate))

    def _pointing(self, node: object, predicate: str) -> list[object]:
        """The nodes that have NODE as a value of PREDICATE, sorted."""
        return self._sorted(node, self._graph.backward(predicate))

    def _sorted(self, node: object, table: Table) -> list[object]:
        terms, number = self._graph.terms, self._graph.find(node)
        return sorted((terms[one] for one in table.get(number, ())), key=str) if number is not None else []

    def text(self, node: object, predicate: str) -> str | None:
        """The first literal of PREDICATE at NODE; English before other languages."""
        found = [value for value in self.values(node, predicate) if isinstance(value, ox.Literal)]
        found.sort(key=lambda value: (not (value.language or "en").startswith("en"), value.value))
        return found[0].value if found else None

    def label(self, term: Term | None) -> str | None:
        """The name of TERM where it is a node that has one."""
        if term is None or isinstance(term, ox.Literal):
            return None
        if term not in self._labels:
            told = (self.text(term, name) for name in LABELS if name in self._graph.predicates)
            self._labels[term] = next(filter(None, told), None)
        return self._labels[term]

    def sentence(self, *nodes: Term | None) -> Sentence | None:
        """The sentence behind the first of NODES that has one: a claim, what it asserts, or its evidence."""
        for node in nodes if SELECTOR in self._graph.predicates else ():
            for evidence in self._evidence(node):
                sentence = self._sentence_at(evidence)
                if sentence is not None:
                    return sentence
        return None

    def _evidence(self, node: object) -> list[object]:
        claims = [node, *self._pointing(node, ASSERTS)]
        found = [place for claim in claims for place in self.values(claim, EVIDENCE)]
        return [*found, node, *self._pointing(node, SELECTOR)]

    def _sentence_at(self, evidence: object) -> Sentence | None:
        selectors = self.values(evidence, SELECTOR)
        quotes = [quote for node in selectors if (quote := self.text(node, OUTER["oa"] + "exact"))]
        if not quotes:
            return None
        starts = [start for node in selectors if (start := self.text(node, OUTER["oa"] + "start"))]
        names = [self._article(document) for document in self.values(evidence, SOURCE)]
        start = int(starts[0]) if starts and starts[0].isdecimal() else None
        return Sentence(quotes[0], names[0] if names else "", start)

    def _article(self, document: object) -> str:
        name = self.text(document, IKG + "fileName") or self.text(document, OUTER["schema"] + "url")
        return name or (document.value if isinstance(document, ox.NamedNode) else "")
