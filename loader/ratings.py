"""Reads grades: which body got which grade for what, in this inspection or an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .aspects import OVERALL, aspects_in, aspects_of, levels_of
from .bodies import Bodies, Body
from .columns import is_of_before
from .dates import MONTHS
from .grades import GRADE_MARK, Grade, clause_of, grades_in, marked
from .licences import licence
from .rules import any_of, found_by, macro, rules
from .statements import Rating, Unread
from .story import INSPECTORATE, Sentence, Side, Story
from .text import Span

_RESPECTIVELY = "respectively"


@dataclass(frozen=True, slots=True)
class _Told:
    """A grade that a sentence gives: its clause, the clause with its marks, and the rule that makes it a grade."""

    grade: Grade
    clause: Span
    text: str
    rule: str


@dataclass(slots=True)
class Ratings:
    """Reads the ratings of an article, one sentence after another."""

    story: Story
    bodies: Bodies
    unread: list[Unread]
    before: list[str] = field(default_factory=list[str])
    """The standards (IRIs) that the sentence before, or the last one with any, named: "this aspect" is the last."""

    last: str = ""
    """The last grade (IRI) that was read, which "the same grade" resumes."""

    def read(self, sentence: Sentence, *, headline: bool = False) -> list[Rating]:
        """The ratings that SENTENCE gives; a grade that could not be laid to a standard is reported unread."""
        grades = grades_in(sentence, self.last)
        found: dict[tuple[str, str, str, bool], Rating] = {}
        told: list[_Told] = []
        if grades and not _by_another_rater(sentence) and not sentence.folded.rstrip("\"' ").endswith("?"):
            told = [one for one in self._told(sentence, grades) if not _is_of_another_rater(sentence, grades, one)]
            for rating in self._ratings(sentence, grades, told, headline=headline):
                found.setdefault((rating.body.iri, rating.aspect, rating.grade, rating.outcome), rating)
        self.last = told[-1].grade.iri if told else self.last
        self.before = [aspect for _, aspect in aspects_in(sentence)] or self.before
        if told and not found:
            self.unread.append(Unread(sentence.span, "grade-of-nothing"))
        return list(found.values())

    def _ratings(
        self, sentence: Sentence, grades: list[Grade], told: list[_Told], *, headline: bool
    ) -> Iterator[Rating]:
        for index, one in enumerate(told):
            again = any_of(rules("ratings", "again"), sentence.folded if len(told) == 1 else one.text)
            for body, aspect in self._graded(sentence, grades, told, index, headline=headline):
                rating = self._rating(sentence, one, body, aspect, headline=headline)
                yield rating
                if again is not None and rating.outcome and not headline:
                    yield replace(rating, outcome=False, rule=f"rating-{again.id}")

    def _told(self, sentence: Sentence, grades: list[Grade]) -> Iterator[_Told]:
        """Those of the words that may be grades that are."""
        goes_on = False
        for grade in grades:
            clause = clause_of(sentence, grade)
            text = marked(sentence, grades, grade, clause, self.bodies)
            rule = licence(text, sentence, grade, goes_on=goes_on)
            if rule is not None:
                goes_on = True
                yield _Told(grade, clause, text, rule)

    def _graded(
        self, sentence: Sentence, grades: list[Grade], told: list[_Told], index: int, *, headline: bool
    ) -> Iterator[tuple[Body, str]]:
        """What the grade number INDEX is given to: each body with each aspect."""
        one = told[index]
        bodies = self._nearest(sentence, grades, one) or self._rated(sentence, one.clause)
        level = bodies[0].level if bodies else ""
        aspects = aspects_of(sentence, grades, one.grade, one.clause, level, self.bodies.places_in(sentence))
        if headline and not aspects:
            aspects = [OVERALL]
        if any_of(rules("ratings", "that_standard"), one.text[: one.text.find(GRADE_MARK)]) and self.before:
            aspects = self.before[-1:]
        if _RESPECTIVELY in sentence.folded:
            bodies, aspects = self._share(sentence, told, index, bodies, aspects)
        for aspect in aspects:
            for body in self._with_that_standard(bodies, aspect):
                yield body, aspect

    def _with_that_standard(self, bodies: tuple[Body, ...], aspect: str) -> tuple[Body, ...]:
        """BODIES, or where none is of a level whose frameworks have the standard, the inspected ones that are."""
        levels = levels_of(aspect)
        if aspect == OVERALL or not levels or any(body.level in levels for body in bodies):
            return bodies
        return tuple(body for body in self.bodies.inspected if body.level in levels) or bodies

    def _nearest(self, sentence: Sentence, grades: list[Grade], told: _Told) -> tuple[Body, ...]:
        """Of several bodies and grades in one clause the body that belongs to this grade: "good for A", "A was good".

        Empty where the clause holds but one grade or one body.
        """
        at = sentence.span.start
        inside = [
            (mention.span.shifted(-at), mention.body)
            for mention in self.bodies.mentions_in(sentence)
            if told.clause.covers(mention.span.shifted(-at))
        ]
        others = [one.span for one in grades if one is not told.grade and told.clause.covers(one.span)]
        if not others or len({body for _, body in inside}) < len(others) + 1:
            return ()
        end = min((span.start for span in others if span.start >= told.grade.span.end), default=told.clause.end)
        start = max((span.end for span in others if span.end <= told.grade.span.start), default=told.clause.start)
        behind = [(span, body) for span, body in inside if told.grade.span.end <= span.start < end]
        ahead = [(span, body) for span, body in inside if start <= span.start < told.grade.span.start]
        given_for = rules("ratings", "given_for")[0].search(sentence.folded[told.grade.span.end : end])
        standards = [span for span, _ in aspects_in(sentence) if span.start >= told.grade.span.end]
        for_a_body = given_for and behind and not any(span.end <= behind[0][0].start for span in standards)
        chosen = behind[:1] if behind and (for_a_body or not ahead) else ahead[-1:]
        return tuple(body for _, body in chosen)

    def _share(
        self, sentence: Sentence, told: list[_Told], index: int, bodies: tuple[Body, ...], aspects: list[str]
    ) -> tuple[tuple[Body, ...], list[str]]:
        """One grade for each body, or each standard, in the order they are named; none where they are not as many."""
        named = tuple(dict.fromkeys(self.bodies.named_in(sentence)))
        standards = list(dict.fromkeys(aspect for _, aspect in aspects_in(sentence)))
        if len(named) == len(told):
            return (named[index],), aspects
        if len(standards) == len(told):
            return bodies, [standards[index]]
        resumed = self.bodies.of(sentence)
        if not named and len(resumed) == len(told):
            return (resumed[index],), aspects or [OVERALL]
        return (), []

    def _rated(self, sentence: Sentence, clause: Span) -> tuple[Body, ...]:
        """The bodies that a clause's grade is given to."""
        at = clause.shifted(sentence.span.start)
        inside = [mention for mention in self.bodies.mentions_in(sentence) if at.covers(mention.span)]
        has_unit = any(mention.body.level != "region" for mention in inside)
        named = [
            mention.body
            for mention in inside
            if mention.body.level != "region"
            or (mention.passing and not has_unit and not self._is_parent(mention.body))
            or (self.bodies.is_inspected(mention.body) and not mention.passing)
        ]
        before = [
            mention.body
            for mention in self.bodies.mentions_in(sentence)
            if mention.span.end <= at.start and mention.body.level != "region"
        ]
        return tuple(dict.fromkeys(named)) or tuple(before[-1:]) or self.bodies.of(sentence)

    def _is_parent(self, region: Body) -> bool:
        """Whether REGION is only the region of the units that were inspected."""
        return not self.bodies.is_inspected(region) and any(body.level != "region" for body in self.bodies.inspected)

    def _rating(self, sentence: Sentence, told: _Told, body: Body, aspect: str, *, headline: bool) -> Rating:
        ahead = sentence.folded[: told.grade.span.start]
        earlier = is_of_before(self.story, sentence, told.grade)
        if earlier is None:
            rule = any_of(rules("ratings", "previous"), told.text) or any_of(rules("ratings", "before_now"), ahead)
            earlier = rule is not None
        return Rating(
            quote=sentence.span,
            speaker=INSPECTORATE,
            manner=sentence.voice.manner if sentence.voice.side is Side.INSPECTORATE else "narrated",
            rule="rating-in-headline" if headline else f"rating-{told.rule}",
            body=body,
            aspect=aspect,
            grade=told.grade.iri,
            outcome=not earlier and self.bodies.is_inspected(body),
            grade_at=told.grade.span.shifted(sentence.span.start),
            month=_month(told.text) if earlier else None,
        )


def _by_another_rater(sentence: Sentence) -> bool:
    """Whether the grades of the sentence are those of another inspectorate."""
    if any_of(rules("ratings", "other_rater"), sentence.folded) is None:
        return False
    return "probation" not in sentence.folded or sentence.voice.side is Side.OTHER


def _is_of_another_rater(sentence: Sentence, grades: list[Grade], told: _Told) -> bool:
    """Whether another rater gave the grade: named behind it in its clause, or before it and nearer than inspectors."""
    folded, grade = sentence.folded, told.grade.span
    others = [match.start() for _, match in found_by(rules("ratings", "other_rater"), folded)]
    if not others:
        return False
    ours = [
        match.start()
        for rule in (*rules("attribution", "inspectorate"), *rules("bodies", "probation_inspectorate"))
        for _, match in found_by((rule,), folded)
    ]
    end = min((one.span.start for one in grades if one.span.start >= grade.end), default=told.clause.end)
    if any(grade.end <= at < min(end, told.clause.end) for at in others):
        return not any(grade.end <= at < end for at in ours)
    before = [at for at in others if at < grade.start]
    return bool(before) and max(before) > max((at for at in ours if at < grade.start), default=-1)


def _month(clause: str) -> str | None:
    """The month and year that an earlier grade is told with, as YYYY-MM."""
    found = macro("ratings", r"\b(?P<month>{month})[a-z]* (?P<year>{year})\b").search(clause)
    return f"{found['year']}-{MONTHS[found['month'][:3]]:02}" if found else None
