"""Which words a text must hold before a rule can match it, so that a rule is only tried where its words occur.

The words are worked out from the rule's regular expression, so that nobody has to keep them beside it. Texts and words
are compared as `skeleton` has them, so that "plan" at the edges of a word is not looked for in "explanation".
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, Final

import ahocorasick_rs

from .text import Span

#: One of these strings occurs in every text that the expression matches.
Need = frozenset[bytes]
#: A need before it is spelt as skeletons are.
Letters = frozenset[str]

#: A shorter string occurs nearly everywhere, so that looking for it saves nothing; digits are told apart all the same.
_SHORTEST: Final = 3
#: A need with more strings than this costs more than it saves.
_MOST: Final = 160
#: The most strings that a run of letters with a choice in it, such as "analy[sz]e", is written out as.
_CHOICES: Final = 8
_DIGITS: Final = "0123456789"
#: Words that stand in nearly every sentence, so that looking for them saves nothing either.
_COMMON: Final = b" a and for in inspection it of on probation said that the this to was were with "
#: The places of an expression where a word may begin or end.
_EDGES: Final = frozenset({"AT_BEGINNING", "AT_BEGINNING_STRING", "AT_BOUNDARY", "AT_END", "AT_END_STRING"})
#: Every byte that is no letter, digit or underscore in Latin-1 -> a space.
_SPACED: Final = bytes(byte if chr(byte).isalnum() or chr(byte) == "_" else 32 for byte in range(256))
#: How many texts their needs are remembered of: more than an article has sentences.
_REMEMBERED: Final = 2048
#: A longer text is looked at piece by piece, so that what is remembered of it stays small.
_LONGEST: Final = 100_000


def skeleton(text: str) -> bytes:
    """TEXT as needs are looked for in it: a byte a character, a space for all that is no letter or digit."""
    return text.encode("latin-1", "replace").translate(_SPACED)


def needs(pattern: str) -> frozenset[Need]:
    """What every text must hold that the regular expression PATTERN matches: one string out of each need."""
    try:
        parser = importlib.import_module("re._parser")
    except ImportError:  # pragma: no cover - a Python whose parser has moved: every rule is tried, which is only slower
        return frozenset()
    found = (frozenset(map(skeleton, need)) for need in _needs(parser.parse(pattern)))
    return frozenset(need for need in found if _tells(need))


def _tells(need: Need) -> bool:
    return len(need) <= _MOST and all(one.isdigit() or len(one) >= _SHORTEST for one in need) and not _is_common(need)


def _is_common(need: Need) -> bool:
    return any(one in _COMMON or one.isspace() for one in need)


def _rarity(need: Need) -> tuple[int, int, list[bytes]]:
    """The greater the more seldom NEED is met."""
    return min(map(len, need)), -len(need), sorted(need)


def _needs(sequence: Iterable[Any], opens: bool = False, closes: bool = False) -> Iterator[Letters]:
    """The needs of a parsed SEQUENCE: each run of letters in it, and what its groups and choices need.

    OPENS, CLOSES: the edge of a word stands before or behind it; a space stands for the edge.
    """
    places: list[tuple[str, Any]] = []
    for operation, argument in sequence:
        if str(operation) == "ASSERT":
            yield from _needs(argument[1])
        elif str(operation) != "ASSERT_NOT":
            places.append((str(operation), argument))
    run: list[tuple[str, ...]] = []
    edge = opens
    for index, (operation, argument) in enumerate(places):
        letters = _letters(operation, argument)
        if letters is not None:
            run += [(" ",), letters] if edge and not run and _in_words(letters) else [letters]
            edge = False
        elif operation == "AT":
            edge = edge or str(argument) in _EDGES
        else:
            yield from _written_out(_closed(run, edge))
            behind = str(places[index + 1][1]) in _EDGES if index + 1 < len(places) else closes
            yield from _inside(operation, argument, edge and not run, behind)
            run, edge = [], False
    yield from _written_out(_closed(run, edge or closes))


def _closed(run: list[tuple[str, ...]], edge: bool) -> list[tuple[str, ...]]:
    """RUN with the space that stands for an EDGE behind its last letter."""
    return [*run, (" ",)] if edge and run and _in_words(run[-1]) else run


def _in_words(letters: tuple[str, ...]) -> bool:
    return all(letter.isalnum() or letter == "_" for letter in letters)


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


def _written_out(run: Sequence[tuple[str, ...]]) -> Iterator[Letters]:
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


def _inside(operation: str, argument: Any, opens: bool, closes: bool) -> Iterator[Letters]:
    """The needs of a group, of something repeated at least once, and of a choice: there, those of all that is in it."""
    if operation == "SUBPATTERN":
        _, flags, _, group = argument
        if not flags & re.IGNORECASE:
            yield from _needs(group, opens, closes)
    elif operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        yield from _needs(argument[2], opens, closes and argument[1] == 1)
    elif operation == "BRANCH":
        best = [_best(branch, opens, closes) for branch in argument[1]]
        if all(best):
            yield frozenset().union(*best)


def _best(branch: Iterable[Any], opens: bool, closes: bool) -> Letters:
    """The need of one BRANCH that is met most seldom; empty where there is none."""
    spelt = {frozenset(map(skeleton, need)): need for need in _needs(branch, opens, closes)}
    telling = [need for need in spelt if _tells(need)]
    return spelt[max(telling, key=_rarity)] if telling else frozenset()


class _Met(dict[str, int]):
    """The needs that texts meet, each worked out once while it is remembered."""

    def __init__(self, anchors: Anchors) -> None:
        super().__init__()
        self._anchors = anchors

    def __missing__(self, text: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[text] = self._anchors.search(text)
        return found


class Anchors:
    """The needs of many expressions, looked for in one pass over a text."""

    def __init__(self) -> None:
        self._bits: dict[Need, int] = {}
        self._automaton: ahocorasick_rs.BytesAhoCorasick | None = None
        self._bits_of: list[int] = []
        self._last: tuple[str, list[tuple[int, int, int]]] = "", []
        self.met = _Met(self)
        """Text -> the needs that it meets, as a set of bits."""

    def register(self, pattern: str) -> int:
        """The needs of PATTERN as a set of bits, for those that a text meets to be compared with."""
        found = 0
        for need in needs(pattern):
            found |= self._bits.setdefault(need, 1 << len(self._bits))
        self._automaton = None
        self._last = "", []
        self.met.clear()
        return found

    def search(self, text: str) -> int:
        """The needs that TEXT meets, as a set of bits."""
        automaton, met = self._built(), 0
        for number, _, _ in automaton.find_matches_as_indexes(b" %b " % skeleton(text), overlapping=True):
            met |= self._bits_of[number]
        return met

    def look_ahead(self, text: str, spans: Sequence[Span]) -> None:
        """Work out the needs that each of SPANS of TEXT meets, in one pass; they lie in order, at edges of words."""
        if not spans or len(spans) > _REMEMBERED // 2 or len(text) > _LONGEST:
            return
        met = [0] * len(spans)
        index, start, end = 0, spans[0].start, spans[0].end + 2
        for number, begins, ends in self._found_in(text):
            while ends > end and index + 1 < len(spans):
                index += 1
                start, end = spans[index].start, spans[index].end + 2
            if begins >= start and ends <= end:
                met[index] |= self._bits_of[number]
        self.met.update(zip((span.of(text) for span in spans), met, strict=True))

    def _found_in(self, text: str) -> list[tuple[int, int, int]]:
        """Every string of a need in TEXT, with its place; remembered, for lines and sentences are looked at in turn."""
        if self._last[0] != text:
            automaton = self._built()
            self._last = text, automaton.find_matches_as_indexes(b" %b " % skeleton(text), overlapping=True)
        return self._last[1]

    def _built(self) -> ahocorasick_rs.BytesAhoCorasick:
        if self._automaton is None:
            by_string: dict[bytes, int] = {}
            for need, bit in self._bits.items():
                for one in need:
                    by_string[one] = by_string.get(one, 0) | bit
            self._bits_of = [by_string[one] for one in sorted(by_string)] or [0]
            self._automaton = ahocorasick_rs.BytesAhoCorasick(sorted(by_string) or [b"\x00"])
        return self._automaton


ANCHORS: Final = Anchors()
