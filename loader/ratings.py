"""Reads grades: which body got which grade for what, in this inspection or an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from .aspects import OVERALL, aspects_in, aspects_of
from .bodies import Bodies, Body
from .columns import is_of_before
from .dates import MONTHS
from .grades import GRADE_MARK, Grade, clause_of, grades_in, marked
from .licences import licence
from .listings import RULE, Listed, listed
from .rated import Rated, with_that_standard
from .rules import any_of, found_by, macro, rules
from .statements import Rating, Unread
from .story import INSPECTORATE, Sentence, Side, Story
from .text import Span

_RESPECTIVELY = "respectively"
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Told:
    """A grade that a sentence gives: its clause, the clause with its marks, and the rule that makes it a grade."""

    grade: Grade
    clause: Span
    text: str
    rule: str


#: The bodies that a grade is given to, and the aspects (IRIs) that it is given for.
_Given = tuple[tuple[Body, ...], list[str]]


@dataclass(slots=True)
class Ratings:
    """Reads the ratings of an article, one sentence after another."""

    story: Story
    bodies: Bodies
    unread: list[Unread]
    published: date | None = None
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
            entries = listed(sentence, grades, self.bodies)
            told = self._listed(sentence, grades, entries) or self._licensed(sentence, grades)
            given = self._entries(entries, sentence) if entries else self._graded(sentence, grades, told)
            for rating in self._ratings(sentence, told, list(given), headline=headline):
                found.setdefault((rating.body.iri, rating.aspect, rating.grade, rating.outcome), rating)
        self.last = told[-1].grade.iri if told else self.last
        self.before = [aspect for _, aspect in aspects_in(sentence)] or self.before
        if told and not found:
            self.unread.append(Unread(sentence.span, "grade-of-nothing"))
        return list(found.values())

    def _ratings(
        self, sentence: Sentence, told: list[_Told], given: list[_Given], *, headline: bool
    ) -> Iterator[Rating]:
        for one, (bodies, aspects) in zip(told, given, strict=True):
            again = any_of(rules("ratings", "again"), sentence.folded if len(told) == 1 else one.text)
            for aspect in aspects or ([OVERALL] if headline else []):
                for body in with_that_standard(self.bodies, bodies, aspect):
                    rating = self._rating(sentence, one, body, aspect, again=again is not None, headline=headline)
                    yield rating
                    if again is not None and rating.outcome and not headline:
                        yield replace(rating, outcome=False, rule=f"rating-{again.id}")

    def _licensed(self, sentence: Sentence, grades: list[Grade]) -> list[_Told]:
        """Those of the words that may be grades that are, and not of another rater."""
        found: list[_Told] = []
        for grade in grades:
            clause = clause_of(sentence, grade)
            text = marked(sentence, grades, grade, clause, self.bodies)
            rule = licence(text, sentence, grade, goes_on=bool(found))
            if rule is not None:
                found.append(_Told(grade, clause, text, rule))
        return [one for one in found if not _is_of_another_rater(sentence, grades, one)]

    def _listed(self, sentence: Sentence, grades: list[Grade], entries: list[Listed]) -> list[_Told]:
        """The grades of a list in one line."""
        clauses = [clause_of(sentence, one.grade) for one in entries]
        return [
            _Told(one.grade, clause, marked(sentence, grades, one.grade, clause, self.bodies), RULE)
            for one, clause in zip(entries, clauses, strict=True)
        ]

    def _entries(self, entries: list[Listed], sentence: Sentence) -> Iterator[_Given]:
        """What the grades of a list are given to."""
        for one in entries:
            yield tuple(one.bodies) or self.bodies.of(sentence), one.aspects

    def _graded(self, sentence: Sentence, grades: list[Grade], told: list[_Told]) -> Iterator[_Given]:
        """What each of the grades TOLD is given to."""
        rated = Rated(sentence, self.bodies, grades)
        part = _respectively(sentence.folded)
        among = [one for one in told if part.covers(one.grade.span)]
        aspects: list[str] = []
        for one in told:
            before, bodies = aspects, rated.of(one.grade, one.clause)
            level = bodies[0].level if bodies else ""
            aspects = aspects_of(sentence, grades, one.grade, one.clause, level, self.bodies.places_in(sentence))
            if any_of(rules("ratings", "that_standard"), one.text[: one.text.find(GRADE_MARK)]) and self.before:
                aspects = self.before[-1:]
            if any_of(rules("ratings", "same_standards"), one.text):
                aspects = before or aspects
            if part.covers(one.grade.span):
                bodies, aspects = rated.share(part, among.index(one), len(among), bodies, aspects)
            yield bodies, aspects

    def _rating(
        self, sentence: Sentence, told: _Told, body: Body, aspect: str, *, again: bool, headline: bool
    ) -> Rating:
        ahead = sentence.folded[: told.grade.span.start]
        earlier = is_of_before(self.story, sentence, told.grade)
        if earlier is None and not again:
            earlier = self._is_earlier("previous", told.text) or self._is_earlier("before_now", ahead)
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

    def _is_earlier(self, kind: str, words: str) -> bool:
        """Whether a rule of KIND reads in WORDS that a grade is an earlier one; the year of the article is not past."""
        for rule, match in found_by(rules("ratings", kind), words):
            year = _YEAR.search(match.group()) if rule.value == "year" else None
            if year is None or self.published is None or int(year.group()) < self.published.year:
                return True
        return False


def _respectively(folded: str) -> Span:
    """The part of a sentence, up to a semicolon, of which it says "respectively"; an empty one where it does not."""
    at = folded.find(_RESPECTIVELY)
    if at < 0:
        return Span(0, 0)
    ends = folded.find(";", at)
    return Span(folded.rfind(";", 0, at) + 1, ends if ends >= 0 else len(folded))


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
