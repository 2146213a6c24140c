"""Which words a text must hold before a rule can match it, so that a rule is only tried where its words occur.

The words are worked out from the rule's regular expression, so that nobody has to keep them beside it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Final

import ahocorasick_rs

#: One of these strings occurs in every text that the expression matches.
Need = frozenset[str]

#: A shorter string occurs nearly everywhere, so that looking for it saves nothing; digits are told apart all the same.
_SHORTEST: Final = 3
#: A need with more strings than this costs more than it saves.
_MOST: Final = 160
#: The most strings that a run of letters with a choice in it, such as "analy[sz]e", is written out as.
_CHOICES: Final = 8
_DIGITS: Final = "0123456789"
_NOTHING: Final[Need] = frozenset()


def needs(pattern: str) -> frozenset[Need]:
    """What every text must hold that the regular expression PATTERN matches: one string out of each need."""
    try:
        parser = importlib.import_module("re._parser")
    except ImportError:  # pragma: no cover - a Python whose parser has moved: every rule is tried, which is only slower
        return frozenset()
    return frozenset(need for need in _needs(parser.parse(pattern)) if _tells(need))


def _tells(need: Need) -> bool:
    return len(need) <= _MOST and all(len(one) >= _SHORTEST or one.isdigit() for one in need)


def _needs(sequence: Iterable[Any]) -> Iterator[Need]:
    """The needs of a parsed SEQUENCE: each run of letters in it, and what its groups and choices need."""
    run: list[tuple[str, ...]] = []
    for operation, argument in sequence:
        letters = _letters(str(operation), argument)
        if letters is not None:
            run.append(letters)
        elif str(operation) not in ("AT", "ASSERT", "ASSERT_NOT"):
            yield from _written_out(run)
            run = []
            yield from _inside(str(operation), argument)
    yield from _written_out(run)


def _letters(operation: str, argument: Any) -> tuple[str, ...] | None:
    """The characters that one place of the expression may hold; None where they are many, or not one character."""
    if operation == "LITERAL":
        return (chr(argument),)
    if operation != "IN":
        return None
    found: list[str] = []
    for kind, value in argument:
        if str(kind) == "LITERAL":
            found.append(chr(value))
        elif str(kind) == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found += _DIGITS
        else:
            return None
    return tuple(found)


def _written_out(run: Sequence[tuple[str, ...]]) -> Iterator[Need]:
    """The strings that a RUN of places stands for, cut where there would be too many."""
    piece: list[tuple[str, ...]] = []
    count = 1
    for letters in run:
        if count * len(letters) > _CHOICES:
            if piece:
                yield frozenset(map("".join, product(*piece)))
            if letters == tuple(_DIGITS):
                yield frozenset(letters)
            piece, count = [], 1
            if len(letters) > _CHOICES:
                continue
        piece.append(letters)
        count *= len(letters)
    if piece:
        yield frozenset(map("".join, product(*piece)))


def _inside(operation: str, argument: Any) -> Iterator[Need]:
    """The needs of a group, of something repeated at least once, and of a choice: there, those of all that is in it."""
    if operation == "SUBPATTERN":
        yield from _needs(argument[-1])
    elif operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        yield from _needs(argument[2])
    elif operation == "BRANCH":
        best = [_best(branch) for branch in argument[1]]
        if all(best):
            yield frozenset().union(*best)


def _best(branch: Iterable[Any]) -> Need:
    """The need of one BRANCH that is met most seldom: its shortest string is the longest; empty where there is none."""
    telling = [need for need in _needs(branch) if _tells(need)]
    return max(telling, key=lambda need: (min(map(len, need)), -len(need), sorted(need)), default=_NOTHING)


class Anchors:
    """The needs of many expressions, looked for in one pass over a text."""

    def __init__(self) -> None:
        self._bits: dict[Need, int] = {}
        self._automaton: ahocorasick_rs.AhoCorasick | None = None
        self._met: list[int] = []
        self.met = lru_cache(maxsize=1024)(self._search)

    def register(self, pattern: str) -> int:
        """The needs of PATTERN as a set of bits, for `met` to compare with."""
        found = 0
        for need in needs(pattern):
            found |= self._bits.setdefault(need, 1 << len(self._bits))
        self._automaton = None
        self.met.cache_clear()
        return found

    def _search(self, text: str) -> int:
        """The needs that TEXT meets, as a set of bits."""
        if self._automaton is None:
            self._build()
        assert self._automaton is not None
        met = 0
        for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            met |= self._met[number]
        return met

    def _build(self) -> None:
        by_string: dict[str, int] = {}
        for need, bit in self._bits.items():
            for one in need:
                by_string[one] = by_string.get(one, 0) | bit
        self._met = [by_string[one] for one in sorted(by_string)]
        self._automaton = ahocorasick_rs.AhoCorasick(
            sorted(by_string) or ["\x00"], matchkind=ahocorasick_rs.MatchKind.Standard
        )
        self._met = self._met or [0]


ANCHORS: Final = Anchors()
