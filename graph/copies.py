"""Finds articles that are copies of one text: agency copy under another headline, cut, extended, with other quotes."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from zlib import crc32

from ..loader.text import fold
from .decisions import Decision, Decisions, Groups
from .sources import Source

#: The share of the shorter article's runs of words that two articles have in common where one is a copy of the other.
COPY: Final = 0.8
#: So many words make a run: long enough to be no common phrase, short enough to survive an edited word nearby.
RUN: Final = 5
#: Fewer runs in common are a shared quotation, no copy.
FEWEST: Final = 40
#: A run that so many articles have is looked for in these alone: more would find the same copies at more cost.
_HOLDERS: Final = 40
_WORD: Final = re.compile(r"\w+")


@dataclass(slots=True)
class Copies:
    """Groups of copies: for each copy the article that stands for its group, and the decisions that joined them."""

    original: dict[str, str] = field(default_factory=dict[str, str])
    """Key of a copy -> key of the earliest published of its group, the lowest key where days are equal or unknown."""
    by_hand: dict[str, list[Decision]] = field(default_factory=dict[str, list[Decision]])
    """Key of an original -> what people decided of its group."""

    def groups(self) -> dict[str, list[str]]:
        """Key of each original -> the keys of its copies, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for copy, original in sorted(self.original.items()):
            found[original].append(copy)
        return dict(found)


def find_copies(sources: Collection[Source], decisions: Decisions) -> Copies:
    """The copies among SOURCES. Each article is compared only with those on the same body that share runs of words."""
    links = decisions.copies()
    ages = {source.key: _age(source) for source in sources}
    groups = links.groups(ages)
    by_age = sorted(ages, key=ages.__getitem__)
    _join_same(sources, by_age, groups)
    _join_alike(sources, by_age, groups)
    found = Copies()
    for members in {groups.find(key): groups.members(key) for key in ages}.values():
        original = min(members, key=ages.__getitem__)
        found.original |= {key: original for key in members if key != original}
    for decision in links.together:
        original = found.original.get(decision.documents[0], decision.documents[0])
        found.by_hand.setdefault(original, []).append(decision)
    return found


def _age(source: Source) -> tuple[date, str]:
    return source.reading.published or date.max, source.key


def _join_same(sources: Collection[Source], by_age: Sequence[str], groups: Groups) -> None:
    """Join in GROUPS those of SOURCES that have one text under several addresses, however short it is."""
    texts = {source.key: source.article.sha256 for source in sources}
    oldest: dict[str, str] = {}
    for key in by_age:
        first = oldest.setdefault(texts[key], key)
        if groups.find(first) != groups.find(key) and groups.may_join(key, first):
            groups.join(key, first)


def _join_alike(sources: Collection[Source], by_age: Sequence[str], groups: Groups) -> None:
    """Join in GROUPS those of SOURCES that are alike; BY_AGE are their keys, the oldest first."""
    reporting: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        for body in source.reading.bodies:
            reporting[body.iri].add(source.key)
    together = [keys for _, keys in sorted(reporting.items()) if len(keys) > 1]
    if not together:
        return
    wanted = set[str]().union(*together)
    told = {source.key: _runs(source) for source in sources if source.key in wanted}
    alike: dict[str, dict[str, int]] = defaultdict(dict)
    for keys in together:
        for later, earlier, count in _alike([key for key in by_age if key in keys], told):
            alike[later][earlier] = count
    for later in by_age:
        for earlier, _ in sorted(alike.get(later, {}).items(), key=lambda item: (-item[1], item[0])):
            if groups.find(earlier) != groups.find(later) and groups.may_join(later, earlier):
                groups.join(later, earlier)


def _alike(by_age: Sequence[str], told: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str, int]]:
    """Each article with an earlier one that has most of its runs of words, and how many these are."""
    holders: dict[int, list[str]] = defaultdict(list)
    for key in by_age:
        mine = set(told[key])
        shared = Counter(other for run in mine for other in holders.get(run, ()))
        for other, count in shared.items():
            if count >= FEWEST / 2:
                same = len(mine.intersection(told[other]))
                if same >= max(FEWEST, COPY * min(len(mine), len(told[other]))):
                    yield key, other, same
        for run in mine:
            if len(holders[run]) < _HOLDERS:
                holders[run].append(key)


def _runs(source: Source) -> array[int]:
    """Every run of words of the story, each once, as a number; quotation marks, spaces and line ends do not matter."""
    text = fold(source.article.text)
    return array("I", sorted(runs(span.of(text) for span in source.reading.sentences)))


def runs(folded: Iterable[str]) -> set[int]:
    """Every run of words in FOLDED texts, as if they were one, as a number."""
    words = [word.encode() for text in folded for word in _WORD.findall(text)]
    return {crc32(b" ".join(words[at : at + RUN])) for at in range(len(words) - RUN + 1)}


def words_of(quote: str) -> frozenset[str]:
    """The words of QUOTE, each once, without case and marks."""
    return frozenset(_WORD.findall(fold(quote)))


def say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences, as words, are one sentence, but for a word or two that an editor changed."""
    return len(one & other) >= COPY * max(len(one), len(other))
