"""Settles the overall grade of each body where an article tells several: one of them is of before, or it is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .aspects import OVERALL
from .bodies import Body
from .rules import any_of, rules
from .statements import Rating, Statement, Unread
from .story import Story
from .text import Span


def settled(story: Story, unread: list[Unread], found: Sequence[Statement]) -> list[Statement]:
    """FOUND without the overall grades of a body that the article tells two of: which holds cannot be known.

    One that "had been" given is earlier, beside another. Else, one that more sentences tell than any other holds.
    What is left out is added to UNREAD.
    """
    changed: dict[Rating, Rating | None] = {}
    for body, ratings in _overall(found).items():
        earlier = [one for one in ratings if _had_been(story, one)] if len({one.grade for one in ratings}) > 1 else []
        if len(earlier) < len(ratings):
            changed |= {one: replace(one, outcome=False) for one in earlier}
        now = [one for one in ratings if one not in changed]
        kept = _most_told(now)
        changed |= {one: None for one in now if one.grade != kept}
        unread += [Unread(one.quote, "two-overall-grades", body.label) for one in now if one.grade != kept]
    settled = [changed.get(one, one) if isinstance(one, Rating) else one for one in found]
    return [one for one in settled if one is not None]


def _overall(found: Iterable[Statement]) -> dict[Body, list[Rating]]:
    """The overall grades that are the outcome, by body."""
    told: dict[Body, list[Rating]] = {}
    for one in found:
        if isinstance(one, Rating) and one.outcome and one.aspect == OVERALL:
            told.setdefault(one.body, []).append(one)
    return told


def _most_told(ratings: list[Rating]) -> str:
    """The grade told more often than any other, or "" where none is."""
    (grade, count), *others = Counter(one.grade for one in ratings).most_common()
    return "" if others and others[0][1] == count else grade


def _had_been(story: Story, rating: Rating) -> bool:
    """Whether RATING is told in the past perfect: "it had been rated good"."""
    words = Span(rating.quote.start, rating.grade_at.start).of(story.folded)
    return any_of(rules("ratings", "had_been"), words) is not None
