"""Reads grades listed in one line: standards or bodies beside their grades, and little but separators between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .aspects import OVERALL, aspects_in
from .bodies import Bodies, Body
from .grades import Grade
from .rules import any_of, found_by, rules
from .story import Sentence
from .text import Span, span_of

#: The rule that claims carry whose grade was listed so.
RULE: Final = "list-in-one-line"


@dataclass(frozen=True, slots=True)
class Listed:
    """A grade of a list, with the standards (IRIs) and the bodies named beside it; either may be none."""

    grade: Grade
    aspects: list[str]
    bodies: list[Body]


@dataclass(frozen=True, slots=True)
class _Named:
    """What a list is made of: a grade, a standard or a body, and where it stands."""

    span: Span
    thing: Grade | Body | str


def listed(sentence: Sentence, grades: Sequence[Grade], bodies: Bodies) -> list[Listed]:
    """The list of grades that SENTENCE is, or that stands behind its colon; [] where it is no such list."""
    named = _named(sentence, grades, bodies)
    before = sentence.folded[: named[0].span.start] if named else ""
    if len(named) < 2 or not _opens(before):
        return []
    grade_first = isinstance(named[0].thing, Grade)
    runs = _runs(named, grade_first=grade_first)
    alone = len(runs) == 1 and grade_first
    if len(runs) == 1 and not grade_first and not before.strip():
        return []
    if not all(_is_set_off(sentence.folded, run, alone=alone) for run in runs):
        return []
    found: list[Listed] = []
    for run in runs:
        things = [one.thing for one in run]
        told = [thing for thing in things if isinstance(thing, Body)] or (found[-1].bodies if found else [])
        aspects = [thing for thing in things if isinstance(thing, str)]
        found += [Listed(thing, aspects or [OVERALL], told) for thing in things if isinstance(thing, Grade)]
    return found


def _named(sentence: Sentence, grades: Sequence[Grade], bodies: Bodies) -> list[_Named]:
    """The grades, standards and bodies at the end of SENTENCE that nothing but separators parts; [] where none is."""
    folded, at = sentence.folded, sentence.span.start
    found = [_Named(span, aspect) for span, aspect in aspects_in(sentence)]
    found += [_Named(span_of(match), OVERALL) for _, match in found_by(rules("ratings", "whole_of_list"), folded)]
    found += [_Named(mention.span.shifted(-at), mention.body) for mention in bodies.mentions_in(sentence)]
    found += [_Named(grade.span, grade) for grade in grades if not grade.resumed]
    inside: list[_Named] = []
    ends = len(folded)
    for one in sorted(found, key=lambda one: one.span, reverse=True):
        if not _only_separates(folded[one.span.end : ends]):
            break
        inside.insert(0, one)
        ends = one.span.start
    return inside


def _opens(before: str) -> bool:
    """Whether a list may begin behind the words BEFORE it: none, or such as end in a colon."""
    return _only_separates(before) or any_of(rules("ratings", "list_opening"), before) is not None


def _runs(named: Sequence[_Named], *, grade_first: bool) -> list[list[_Named]]:
    """NAMED cut into the entries of the list: each a grade with what stands before it, or behind it if GRADE_FIRST."""
    runs: list[list[_Named]] = [[]]
    for one in named:
        of_a_grade = one if grade_first else runs[-1][-1] if runs[-1] else None
        if runs[-1] and of_a_grade is not None and isinstance(of_a_grade.thing, Grade):
            runs.append([])
        runs[-1].append(one)
    return runs


def _is_set_off(folded: str, run: Sequence[_Named], *, alone: bool) -> bool:
    """Whether a mark parts the grade of an entry from what it is for; where it is ALONE, one that only lists have."""
    for one, other in itertools.pairwise(run):
        if isinstance(one.thing, Grade) != isinstance(other.thing, Grade):
            between = folded[one.span.end : other.span.start]
            return any_of(rules("ratings", "mark_of_entry" if alone else "mark_of_list"), between) is not None
    return False


def _only_separates(between: str) -> bool:
    return any_of(rules("ratings", "separator"), between) is not None
