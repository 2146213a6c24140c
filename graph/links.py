"""Links among what several articles tell: what contradicts, what was merged and by which rule, what is a copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from .contradictions import contradictions
from .copies import Copies, find_copies, say_the_same, words_of
from .decisions import Decisions
from .identity import Identity, Source
from .merges import decided, merges
from .terms import node

GRAPH: Final = node("graph:links")


def links(sources: Sequence[Source], identity: Identity, decisions: Decisions, quads: set[Quad]) -> set[Quad]:
    """The derived links among SOURCES, whose triples are QUADS, in a graph of their own.

    InputError where DECISIONS contradict each other.
    """
    copies = find_copies(sources, decisions)
    triples = [
        *contradictions(sources, identity, quads),
        *merges(sources, identity, decisions, copies),
        *decided(decisions),
        *_copies(copies, quads),
    ]
    return {Quad(subject, node(predicate), value, GRAPH) for subject, predicate, value in triples}


def _copies(copies: Copies, quads: set[Quad]) -> Iterator[tuple[NamedNode, str, NamedNode]]:
    """Copies, and in them the claims that say again what another article of their group says."""
    for copy, original in sorted(copies.original.items()):
        yield node(f"document:{copy}"), "prov:alternateOf", node(f"document:{original}")
        yield node(f"document:{copy}"), "ikg:copyOf", node(f"document:{original}")
    if copies.original:
        claims = _claims(quads)
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


def _claims(quads: set[Quad]) -> dict[str, dict[NamedNode, tuple[str, str]]]:
    """Key of each document -> its claims, each with its quote, and before it what claims must share to be the same.

    That is the thing they tell of, with the number they count; of things that are one a document, their kind.
    """
    names = ("ikg:asserts", "schema:appearance", "ikg:evidence", "oa:exact", "ikg:recommendationCount")
    wanted = {node(name): name for name in names}
    said: dict[str, dict[NamedNode, NamedNode | Literal]] = defaultdict(dict)
    for quad in quads:
        name = wanted.get(quad.predicate)
        if name and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            said[name][quad.subject] = quad.object
    found: dict[str, dict[NamedNode, tuple[str, str]]] = defaultdict(dict)
    for claim, asserted in said["ikg:asserts"].items():
        quote = said["oa:exact"][node(f"quote:{_last(said['ikg:evidence'][claim])}")]
        document, thing = _last(said["schema:appearance"][claim]), asserted.value
        counted = said["ikg:recommendationCount"].get(claim)
        shared = thing.rsplit("/", 2)[1] if document in thing else f"{thing} {counted.value if counted else ''}"
        found[document][claim] = (shared, quote.value)
    return found


def _last(term: NamedNode | Literal) -> str:
    return term.value.rsplit("/", 1)[1]
