"""Links among what several articles tell: what contradicts, what was merged and by which rule, what is a copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from .closure import is_described
from .contradictions import contradictions
from .copies import Copies, find_copies, say_the_same, words_of
from .decisions import Decisions
from .facts import Facts
from .identity import Identity
from .merges import decided, merges
from .sources import Source
from .terms import node, written
from .triples import ArticleGraph

GRAPH: Final = node("graph:links")


def links(sources: Collection[Source], identity: Identity, decisions: Decisions, facts: Facts) -> set[str]:
    """The derived links among SOURCES, whose graphs told FACTS, as lines of N-Quads, in a graph of their own.

    InputError where DECISIONS contradict each other.
    """
    copies = find_copies(sources, decisions)
    triples = [
        *contradictions(sources, identity, facts),
        *merges(sources, identity, decisions, copies),
        *decided(decisions),
        *_copies(copies, sources, identity),
    ]
    facts.named |= {value.value for _, _, value in triples if isinstance(value, NamedNode) and is_described(value)}
    return {f"{subject} {written(predicate)} {value} {GRAPH} .\n" for subject, predicate, value in triples}


def _copies(
    copies: Copies, sources: Collection[Source], identity: Identity
) -> Iterator[tuple[NamedNode, str, NamedNode]]:
    """Copies, and in them the claims that say again what another article of their group says."""
    for copy, original in sorted(copies.original.items()):
        yield node(f"document:{copy}"), "prov:alternateOf", node(f"document:{original}")
        yield node(f"document:{copy}"), "ikg:copyOf", node(f"document:{original}")
    alike = {*copies.original, *copies.original.values()}
    claims = {source.key: _claims(source, identity) for source in sources if source.key in alike} if alike else {}
    for original, members in copies.groups().items():
        yield from _repeats([claims[document] for document in (original, *members)])


def _repeats(told: Sequence[Mapping[NamedNode, tuple[str, str]]]) -> Iterator[tuple[NamedNode, str, NamedNode]]:
    """The claims of one group of copies, article by article, that repeat one of an earlier article."""
    known: dict[str, list[tuple[NamedNode, frozenset[str]]]] = defaultdict(list)
    for claims in told:
        new: list[tuple[str, NamedNode, frozenset[str]]] = []
        for claim, (kind, quote) in sorted(claims.items(), key=lambda item: item[0].value):
            words = words_of(quote)
            first = next((other for other, theirs in known[kind] if say_the_same(words, theirs)), None)
            if first is not None:
                yield claim, "ikg:repeats", first
            else:
                new.append((kind, claim, words))
        for kind, claim, words in new:
            known[kind].append((claim, words))


def _claims(source: Source, identity: Identity) -> dict[NamedNode, tuple[str, str]]:
    """The claims of a document, each with its quote, and before it what claims must share to be the same.

    That is the thing they tell of, with the number they count; of things that are one a document, their kind.
    """
    graph = ArticleGraph(source, identity)
    graph.write()
    found: dict[NamedNode, tuple[str, str]] = {}
    for claim, told in graph.claims.items():
        thing, count = told.asserts.value, "" if told.counted is None else told.counted
        shared = thing.rsplit("/", 2)[1] if source.key in thing else f"{thing} {count}"
        found[claim] = (shared, told.quote.of(source.article.text))
    return found
