"""Which facts of two graphs are the same fact, though other things are said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from .facts import Fact

#: What two facts must share to be one; None: of this fact it tells nothing.
Key = Callable[[Fact], Hashable | None]


class Pair(NamedTuple):
    """A fact as the old and the new graph have it."""

    old: Fact
    new: Fact

    def changes(self) -> list[tuple[str, frozenset[str], frozenset[str]]]:
        """Each property that has other values, with the old and the new ones, sorted."""
        names = sorted({*self.old.said, *self.new.said})
        both = [(name, self.old.said.get(name, frozenset()), self.new.said.get(name, frozenset())) for name in names]
        return [change for change in both if change[1] != change[2]]


class Paired(NamedTuple):
    """The facts of two graphs: the pairs, and what only one of them has."""

    pairs: list[Pair]
    removed: list[Fact]
    added: list[Fact]


def paired(old: Sequence[Fact], new: Sequence[Fact]) -> Paired:
    """OLD and NEW facts in pairs; none is paired where there is a choice."""
    pairs: list[Pair] = []
    for key in (_node, _words_and_key, _words, _key):
        found = _matched(old, new, key)
        pairs += found
        taken = {id(fact) for pair in found for fact in pair}
        old = [fact for fact in old if id(fact) not in taken]
        new = [fact for fact in new if id(fact) not in taken]
    pairs.sort(key=lambda pair: (pair.new.document, pair.new.start, pair.new.claim))
    return Paired(pairs, list(old), list(new))


def _node(fact: Fact) -> Hashable:
    return fact.claim, fact.thing


def _words_and_key(fact: Fact) -> Hashable:
    return fact.document, fact.kind, fact.quote, fact.known_by


def _words(fact: Fact) -> Hashable | None:
    return (fact.document, fact.kind, fact.quote) if fact.kind.by_words and fact.quote else None


def _key(fact: Fact) -> Hashable | None:
    return (fact.document, fact.kind, fact.known_by) if fact.kind.known_by else None


def _matched(old: Sequence[Fact], new: Sequence[Fact], key: Key) -> list[Pair]:
    """The facts that alone have their KEY in both graphs."""
    by_key: dict[Hashable, tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    for place, facts in enumerate((old, new)):
        for fact in facts:
            if (known := key(fact)) is not None:
                by_key[known][place].append(fact)
    return [Pair(olds[0], news[0]) for olds, news in by_key.values() if len(olds) == len(news) == 1]
