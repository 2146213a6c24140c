"""Finds articles that are copies of one text: agency copy under another headline, cut, extended, with other quotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Final

from ..loader.blocks import Kind, divide
from ..loader.documents.article import Article
from ..loader.text import fold
from .decisions import Decision, Decisions, Groups
from .identity import Source

#: The share of the shorter article's runs of words that two articles have in common where one is a copy of the other.
COPY: Final = 0.8
#: So many words make a run: long enough to be no common phrase, short enough to survive an edited word nearby.
RUN: Final = 5
#: Fewer runs in common are a shared quotation, no copy.
FEWEST: Final = 40
#: A run that so many articles have is looked for in these alone: more would find the same copies at more cost.
_HOLDERS: Final = 40
_STORY: Final = frozenset({Kind.PARAGRAPH, Kind.ITEM})
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


def find_copies(sources: Sequence[Source], decisions: Decisions) -> Copies:
    """The copies among SOURCES. Each article is compared only with those that have runs of words in common with it."""
    links = decisions.copies()
    groups = links.groups(source.key for source in sources)
    _join_alike(sorted(sources, key=_age), groups)
    found = Copies()
    by_key = {source.key: source for source in sources}
    for members in {groups.find(key): groups.members(key) for key in by_key}.values():
        original = min((by_key[key] for key in members), key=_age).key
        found.original |= {key: original for key in members if key != original}
    for decision in links.together:
        original = found.original.get(decision.documents[0], decision.documents[0])
        found.by_hand.setdefault(original, []).append(decision)
    return found


def _age(source: Source) -> tuple[date, str]:
    return source.reading.published or date.max, source.key


def _join_alike(sources: Sequence[Source], groups: Groups) -> None:
    runs: dict[str, frozenset[int]] = {}
    bodies = {source.key: {body.iri for body in source.reading.bodies} for source in sources}
    holders: dict[int, list[str]] = defaultdict(list)
    for source in sources:
        mine = _runs(source.article)
        shared = Counter(key for run in mine for key in holders.get(run, ()))
        for other, count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
            if count < FEWEST / 2:
                break
            if groups.find(other) == groups.find(source.key) or bodies[other].isdisjoint(bodies[source.key]):
                continue
            if _alike(mine, runs[other]) and groups.may_join(source.key, other):
                groups.join(source.key, other)
        runs[source.key] = mine
        for run in mine:
            if len(holders[run]) < _HOLDERS:
                holders[run].append(source.key)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= max(FEWEST, COPY * min(len(one), len(other)))


def _runs(article: Article) -> frozenset[int]:
    """Every run of words of ARTICLE's story, as a number; quotation marks, spaces and line ends make no difference."""
    story = [block for block in divide(article.text, dict(article.told.kinds)) if block.kind in _STORY]
    numbers: list[str] = [word for block in story for word in _WORD.findall(fold(block.span.of(article.text)))]
    return frozenset(_number(numbers[at : at + RUN]) for at in range(len(numbers) - RUN + 1))


def _number(run: Sequence[str]) -> int:
    """A number for RUN, the same on every machine."""
    return int.from_bytes(blake2b(" ".join(run).encode(), digest_size=8).digest(), "big")


def words_of(quote: str) -> frozenset[str]:
    """The words of QUOTE, each once, without case and marks."""
    return frozenset(_WORD.findall(fold(quote)))


def say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences, as words, are one sentence, but for a word or two that an editor changed."""
    return len(one & other) >= COPY * max(len(one), len(other))
