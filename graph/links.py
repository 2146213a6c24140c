"""Links among what several articles tell: statements that contradict each other, and near-copies of one article."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad

from ..loader.sentences import sentences
from ..loader.statements import Pledge
from ..loader.text import Span, fold
from .identity import Identity, Source
from .terms import node

GRAPH: Final = node("graph:links")
#: The share of the shorter article's sentences that two articles have in common where one is a copy of the other.
COPY: Final = 0.8
#: Fewer sentences in common are a shared quotation, no copy.
FEWEST: Final = 3


def links(sources: Sequence[Source], identity: Identity, quads: set[Quad]) -> set[Quad]:
    """The derived links among SOURCES, whose triples are QUADS, in a graph of their own."""
    return {*_rating_conflicts(quads), *_pledge_conflicts(sources, identity), *_copies(sources)}


def _contradicts(first: NamedNode, second: NamedNode) -> Quad:
    """The link from the lower IRI to the higher one."""
    low, high = sorted((first, second), key=lambda one: one.value)
    return Quad(low, node("ikg:contradicts"), high, GRAPH)


def _rating_conflicts(quads: set[Quad]) -> Iterator[Quad]:
    """Two grades for one aspect of one inspection contradict each other."""
    values: dict[NamedNode, dict[str, NamedNode]] = defaultdict(dict)
    wanted = {node(name): name for name in ("ikg:ofInspection", "ikg:aspect", "ikg:grade")}
    ratings = {q.subject for q in quads if q.predicate == node("rdf:type") and q.object == node("ikg:Rating")}
    for quad in quads:
        if quad.subject in ratings and quad.predicate in wanted and isinstance(quad.object, NamedNode):
            values[quad.subject][wanted[quad.predicate]] = quad.object  # pyright: ignore[reportArgumentType] - named
    grouped: dict[tuple[str, str], list[NamedNode]] = defaultdict(list)
    for rating, told in values.items():
        grouped[told["ikg:ofInspection"].value, told["ikg:aspect"].value].append(rating)
    for same in grouped.values():
        for first, second in itertools.combinations(sorted(same, key=lambda one: one.value), 2):
            yield _contradicts(first, second)


def _pledge_conflicts(sources: Sequence[Source], identity: Identity) -> Iterator[Quad]:
    """One promise with two deadlines contradicts itself."""
    grouped: dict[tuple[str, str, float, str], set[str]] = defaultdict(set)
    for source in sources:
        for one in source.reading.statements:
            if isinstance(one, Pledge) and one.value is not None and one.deadline and one.deadline.latest:
                grouped[one.pledger, one.kind, one.value, one.unit or ""].add(identity.pledge(source, one))
    for keys in grouped.values():
        for first, second in itertools.combinations(sorted(keys), 2):
            yield _contradicts(node(f"pledge:{first}"), node(f"pledge:{second}"))


def _copies(sources: Sequence[Source]) -> Iterator[Quad]:
    """Articles that share most of their sentences are copies: evidence in both counts once."""
    told = {source.key: _sentence_set(source.article.text) for source in sources}
    holding: dict[str, set[str]] = defaultdict(set)
    for key, found in told.items():
        for sentence in found:
            holding[sentence].add(key)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for keys in holding.values():
        for pair in itertools.combinations(sorted(keys), 2):
            shared[pair] += 1
    for (first, second), count in sorted(shared.items()):
        if count >= max(FEWEST, COPY * min(len(told[first]), len(told[second]))):
            yield Quad(node(f"document:{first}"), node("prov:alternateOf"), node(f"document:{second}"), GRAPH)


def _sentence_set(text: str) -> set[str]:
    found: set[str] = set()
    start = 0
    for line in text.split("\n"):
        spans = sentences(text, Span(start, start + len(line)))
        found |= {fold(span.of(text)).strip(" \"'") for span in spans if len(span) > 40}
        start += len(line) + 1
    return found
