"""Tells which bodies a grade is given to: those named in its clause, nearest to it, or the one spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .aspects import OVERALL, aspects_in, levels_of
from .bodies import Bodies, Body, BodyMention
from .grades import Grade
from .lexicon import lexicon
from .mentions import MARK, is_place
from .rules import any_of, rules
from .story import Sentence
from .text import Span

Named = tuple[Span, Body]


@dataclass(frozen=True, slots=True)
class Rated:
    """Which of BODIES the grades of SENTENCE are given to."""

    sentence: Sentence
    bodies: Bodies
    grades: Sequence[Grade]

    def of(self, grade: Grade, clause: Span) -> tuple[Body, ...]:
        """The bodies that GRADE is given to in its CLAUSE; none where it is that of one without a name."""
        named = self._just_before(grade) or self._nearest(grade, clause) or self._named(clause)
        if named and self._comes_after_others(grade, clause):
            return tuple(dict.fromkeys([*self.bodies.of(self.sentence), *named]))
        return named or self._resumed(grade)

    def _comes_after_others(self, grade: Grade, clause: Span) -> bool:
        """Whether the body spoken of shares the grade with those behind it: "the third to be rated so, after A"."""
        first = min((span.start for span, _ in self._mentions() if clause.covers(span)), default=0)
        between = self.sentence.folded[grade.span.end : first]
        return first > grade.span.end and any_of(rules("ratings", "after_others"), between) is not None

    def _mentions(self) -> list[Named]:
        """The bodies that the sentence names, with their places in it."""
        at = self.sentence.span.start
        return [(mention.span.shifted(-at), mention.body) for mention in self.bodies.mentions_in(self.sentence)]

    def _just_before(self, grade: Grade) -> tuple[Body, ...]:
        """The body behind which a participle has the grade, with those that a list joins to it: "B, rated good"."""
        folded = self.sentence.folded
        named = [(span, body) for span, body in self._mentions() if span.end <= grade.span.start]
        ahead = [] if named and self._is_parent(named[-1][1]) else named
        if not ahead or any_of(rules("ratings", "participle"), folded[ahead[-1][0].end : grade.span.start]) is None:
            return ()
        return tuple(dict.fromkeys(body for _, body in _last_list(ahead, folded)))

    def _nearest(self, grade: Grade, clause: Span) -> tuple[Body, ...]:
        """Of several grades in one clause the bodies that belong to this one: "good for A", "A and B were good".

        Empty where the clause holds but one grade or no body, or does not tell.
        """
        folded = self.sentence.folded
        inside = [(span, body) for span, body in self._mentions() if clause.covers(span)]
        others = [one.span for one in self.grades if one is not grade and clause.covers(one.span)]
        if not others or not inside:
            return ()
        end = min((span.start for span in others if span.start >= grade.span.end), default=clause.end)
        start = max((span.end for span in others if span.end <= grade.span.start), default=clause.start)
        behind = [(span, body) for span, body in inside if grade.span.end <= span.start < end]
        ahead = [(span, body) for span, body in inside if start <= span.start < grade.span.start]
        if len({body for _, body in inside}) <= len(others) and not ahead:
            its = behind and any_of(rules("ratings", "pronoun"), folded[start : grade.span.start]) is not None
            return self._named_before(clause) or self.bodies.of(self.sentence) if its else ()
        behind_first = behind and (not ahead or self._is_given_for(grade, behind[0][0], end))
        chosen = _first_list(behind, folded) if behind_first else _last_list(ahead, folded)
        return tuple(dict.fromkeys(body for _, body in chosen))

    def _is_given_for(self, grade: Grade, body: Span, end: int) -> bool:
        """Whether the words behind GRADE, up to END, say that it is for the BODY behind it, and not for a standard."""
        given_for = rules("ratings", "given_for")[0].search(self.sentence.folded[grade.span.end : end])
        if given_for is None or "," in self.sentence.folded[grade.span.end + given_for.end() : body.start]:
            return False
        return not any(grade.span.end <= span.start and span.end <= body.start for span, _ in aspects_in(self.sentence))

    def _named(self, clause: Span) -> tuple[Body, ...]:
        """The bodies that the clause names, or the last one before it; not the region of a unit."""
        at = clause.shifted(self.sentence.span.start)
        mentions = self.bodies.mentions_in(self.sentence)
        inside = [mention for mention in mentions if at.covers(mention.span)]
        alone = all(mention.body.level == "region" for mention in inside)
        named = [mention.body for mention in inside if self._may_be_graded(mention, alone=alone)]
        if not inside and any_of(rules("bodies", "all"), clause.of(self.sentence.folded)) is not None:
            return tuple(self.bodies.inspected)
        return tuple(dict.fromkeys(named)) or self._named_before(clause, alone=alone)

    def _named_before(self, clause: Span, *, alone: bool = True) -> tuple[Body, ...]:
        """The last body that the sentence names before the clause."""
        at = clause.shifted(self.sentence.span.start)
        before = [one for one in self.bodies.mentions_in(self.sentence) if one.span.end <= at.start]
        return tuple([one.body for one in before if self._may_be_graded(one, alone=alone)][-1:])

    def _may_be_graded(self, mention: BodyMention, *, alone: bool) -> bool:
        """Whether a grade may be that of the body named, which a region is not that its units are only said to be in.

        ALONE: no unit is named beside it.
        """
        if mention.body.level != "region":
            return True
        if self.bodies.is_inspected(mention.body):
            return alone or not mention.passing
        at = mention.span.shifted(-self.sentence.span.start)
        words = self.sentence.folded[: at.start] + MARK + self.sentence.folded[at.end :]
        return alone and (
            not self._is_parent(mention.body) or any_of(rules("bodies", "graded_region"), words) is not None
        )

    def _resumed(self, grade: Grade) -> tuple[Body, ...]:
        """The body that the sentence speaks of; none where that is the country's and the grade is that of some unit."""
        spoken_of = self.bodies.of(self.sentence)
        if not any(body.level == "national" for body in spoken_of):
            return spoken_of
        folded, plain = self.sentence.folded, self.sentence.plain
        if any_of(rules("ratings", "some_body"), folded[: grade.span.start]) is not None:
            return ()
        places = [one for one in lexicon().bodies.find(plain, folded) if is_place(self.sentence, one.span)]
        return () if places and any_of(rules("ratings", "whole_country"), folded) is None else spoken_of

    def _is_parent(self, body: Body) -> bool:
        """Whether BODY is a region, and units were inspected, but not it."""
        units = any(one.level not in ("region", "national") for one in self.bodies.inspected)
        return body.level == "region" and units and not self.bodies.is_inspected(body)

    def share(
        self, part: Span, index: int, told: int, bodies: tuple[Body, ...], aspects: list[str]
    ) -> tuple[tuple[Body, ...], list[str]]:
        """What number INDEX of the grades TOLD "respectively" in PART is for: a body or standard each, in their order.

        None where they are not as many.
        """
        named = tuple(dict.fromkeys(body for span, body in self._mentions() if part.covers(span)))
        standards = list(dict.fromkeys(aspect for span, aspect in aspects_in(self.sentence) if part.covers(span)))
        if len(named) == told:
            return (named[index],), aspects
        if len(standards) == told:
            return bodies, [standards[index]]
        resumed = self.bodies.of(self.sentence)
        if not named and len(resumed) == told:
            return (resumed[index],), aspects or [OVERALL]
        return (), []


def with_that_standard(bodies: Bodies, chosen: tuple[Body, ...], aspect: str) -> tuple[Body, ...]:
    """CHOSEN, or where none is of a level whose frameworks have the standard, the inspected BODIES that are."""
    levels = levels_of(aspect)
    if aspect == OVERALL or not levels or any(body.level in levels for body in chosen):
        return chosen
    return tuple(body for body in bodies.inspected if body.level in levels) or chosen


def _last_list(named: list[Named], folded: str) -> list[Named]:
    """The last of those NAMED, with those that a list joins to it."""
    found = named[-1:]
    for one in reversed(named[:-1]):
        if any_of(rules("ratings", "joined_bodies"), folded[one[0].end : found[0][0].start]) is None:
            break
        found.insert(0, one)
    return found


def _first_list(named: list[Named], folded: str) -> list[Named]:
    """The first of those NAMED, with those that a list joins to it."""
    found = named[:1]
    for one in named[1:]:
        if any_of(rules("ratings", "joined_bodies"), folded[found[-1][0].end : one[0].start]) is None:
            break
        found.append(one)
    return found
