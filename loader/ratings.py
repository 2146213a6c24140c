"""Reads grades: which body got which grade for what, in this inspection or an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..ontology.namespaces import iri
from .bodies import Bodies, Body
from .clauses import clause_at
from .dates import MONTHS
from .lexicon import lexicon
from .rules import any_of, macro, rules
from .statements import Rating, Unread
from .story import INSPECTORATE, Sentence, Side
from .text import Span, span_of

_GRADE, _OTHER, _BODY = "\x01", "\x02", "\x03"
_OVERALL: Final = iri("aspect:overall")
_SHORT_LINE: Final = 9


@dataclass(frozen=True, slots=True)
class _Grade:
    """A grade named in a sentence, at SPAN of it."""

    iri: str
    span: Span


@dataclass(slots=True)
class Ratings:
    """Reads the ratings of an article, one sentence after another."""

    bodies: Bodies
    published: date | None
    unread: list[Unread]

    def read(self, sentence: Sentence, *, headline: bool = False) -> list[Rating]:
        """The ratings that SENTENCE gives; a grade that could not be laid to a standard is reported unread."""
        grades = _grades(sentence)
        if not grades or _by_another_rater(sentence):
            return []
        found: dict[tuple[str, str, str, bool], Rating] = {}
        licensed = False
        for grade in grades:
            clause = _clause(sentence, grade)
            marked = _marked(sentence, grades, grade, clause, self.bodies)
            rule = _licence(marked, sentence, grade, after_licensed=licensed)
            if rule is None:
                continue
            licensed = True
            for rating in self._ratings(sentence, grades, grade, clause, marked, rule, headline):
                found.setdefault((rating.body.iri, rating.aspect, rating.grade, rating.outcome), rating)
        return list(found.values())

    def _ratings(
        self,
        sentence: Sentence,
        grades: list[_Grade],
        grade: _Grade,
        clause: Span,
        marked: str,
        rule: str,
        headline: bool,
    ) -> Iterator[Rating]:
        aspects = _aspects(sentence, grades, grade, clause)
        if not aspects:
            self.unread.append(Unread(sentence.span, "a grade, but neither a standard nor a body it is given to"))
            return
        earlier = any_of(rules("ratings", "previous"), marked) is not None
        for body in self._rated(sentence, clause):
            compared = body not in self.bodies.inspected
            for aspect in aspects:
                yield Rating(
                    quote=sentence.span,
                    speaker=INSPECTORATE,
                    manner=sentence.voice.manner if sentence.voice.side is Side.INSPECTORATE else "narrated",
                    rule="rating-in-headline" if headline else f"rating-{rule}",
                    body=body,
                    aspect=aspect,
                    grade=grade.iri,
                    outcome=not (earlier or compared),
                    grade_at=grade.span.shifted(sentence.span.start),
                    month=_month(marked) if earlier else None,
                )

    def _rated(self, sentence: Sentence, clause: Span) -> tuple[Body, ...]:
        """The bodies that a clause's grade is given to."""
        at = clause.shifted(sentence.span.start)
        named = [
            mention.body for mention in self.bodies.mentions
            if mention.sentence is sentence and at.covers(mention.span)
            and (mention.body in self.bodies.inspected or mention.body.level != "region")
        ]  # fmt: skip
        return tuple(dict.fromkeys(named)) or self.bodies.of(sentence)


def _clause(sentence: Sentence, grade: _Grade) -> Span:
    """The clause the grade stands in; a short line is one clause, since tables put a dash before the grade."""
    if len(sentence.folded.split()) <= _SHORT_LINE:
        return Span(0, len(sentence.folded))
    return clause_at(sentence.folded, grade.span.start)


def _grades(sentence: Sentence) -> list[_Grade]:
    found = [
        _Grade(mention.thing.iri, mention.span) for mention in lexicon().grades.find(sentence.plain, sentence.folded)
    ]
    for rule in rules("ratings", "same_grade"):
        for match in rule.matches(sentence.folded):
            before = [grade for grade in found if grade.span.end <= match.start()]
            if before:
                found.append(_Grade(before[-1].iri, span_of(match)))
    return sorted(found, key=lambda grade: grade.span)


def _by_another_rater(sentence: Sentence) -> bool:
    if any_of(rules("ratings", "other_rater"), sentence.folded) is None:
        return False
    return "probation" not in sentence.folded or sentence.voice.side is Side.OTHER


def _marked(sentence: Sentence, grades: list[_Grade], grade: _Grade, clause: Span, bodies: Bodies) -> str:
    """The clause with this grade, the other grades and the bodies named in it marked."""
    marks = [(other.span, _GRADE if other is grade else _OTHER) for other in grades]
    marks += [
        (mention.span.shifted(-sentence.span.start), _BODY)
        for mention in bodies.mentions
        if mention.sentence is sentence
    ]
    text = sentence.folded[: clause.end]
    for span, mark in sorted(marks, reverse=True):
        if clause.covers(span):
            text = text[: span.start] + mark + text[span.end :]
    return text[clause.start :]


def _licence(marked: str, sentence: Sentence, grade: _Grade, *, after_licensed: bool) -> str | None:
    """The rule by which the word is a grade here, or None: it is a plain word."""
    if any_of(rules("ratings", "aggregate"), marked):
        return None
    if _OTHER in marked and not after_licensed and _lists_the_scale(marked):
        return None
    rule = any_of(rules("ratings", "licence"), marked)
    if rule is None or rule.id != "grade-for-standard":
        if rule is None and grade.span and "same" in grade.span.of(sentence.folded):
            return "the-same-grade"
        return rule.id if rule else None
    written = grade.span.of(sentence.plain)
    return rule.id if after_licensed or (written[:1].isupper() and grade.span.start > 1) else None


def _lists_the_scale(marked: str) -> bool:
    """Whether the clause only lists the grades that there are."""
    return marked.count(_OTHER) + marked.count(_GRADE) >= 4 and " or " in marked


def _aspects(sentence: Sentence, grades: list[_Grade], grade: _Grade, clause: Span) -> list[str]:
    """The aspects (IRIs) that the grade is given for: named after it, or before it, or the body as a whole."""
    mentions = [
        (span, aspect) for span, aspect in _aspect_mentions(sentence.folded, sentence.plain) if clause.covers(span)
    ]
    following = min(
        [other.span.start for other in grades if other.span.start >= grade.span.end and clause.covers(other.span)],
        default=clause.end,
    )
    preceding = max(
        [other.span.end for other in grades if other.span.end <= grade.span.start and clause.covers(other.span)],
        default=clause.start,
    )
    tail = sentence.folded[grade.span.end : following]
    if re.match(r"['\"]? ?overall\b", tail):
        return [_OVERALL]
    if (opening := rules("ratings", "given_for")[0].search(tail)) is not None:
        after = [(span, aspect) for span, aspect in mentions if grade.span.end <= span.start < following]
        if named := _contiguous(after, sentence.folded, grade.span.end + opening.end()):
            return named
    before = [(span, aspect) for span, aspect in mentions if preceding <= span.start and span.end <= grade.span.start]
    return _subject(sentence, grade, before, preceding)


def _subject(sentence: Sentence, grade: _Grade, before: list[tuple[Span, str]], start: int) -> list[str]:
    """What is graded, told before the grade: nearest to it the object of the verb, else the subject."""
    head = sentence.folded[start : grade.span.start]
    wholes = [span_of(match).shifted(start) for rule in rules("ratings", "whole") for match in rule.matches(head)]
    if not before:
        context = sentence.folded[: grade.span.start]
        return (
            [_OVERALL] if wholes or any_of(rules("ratings", "whole"), context) or "overall" in sentence.folded else []
        )
    last = before[-1][0]
    if (
        wholes
        and wholes[-1].start > last.end
        and not re.search(r"\b(?:of|in|for|by)\b", sentence.folded[last.end : wholes[-1].start])
    ):
        return [_OVERALL]
    joined: list[str] = []
    for span, aspect in reversed(before):
        if joined and not _joined(sentence.folded[span.end : last.start]):
            break
        joined.append(aspect)
        last = span
    return list(dict.fromkeys(reversed(joined)))


def _joined(between: str) -> bool:
    """Whether the words between two standards join them in one list."""
    return any_of(rules("ratings", "joined"), between) is not None


def _contiguous(mentions: list[tuple[Span, str]], folded: str, start: int) -> list[str]:
    """The aspects of MENTIONS that a list beginning at START names, up to the first break in it."""
    named: list[str] = []
    reached = start
    for span, aspect in mentions:
        between = folded[reached : span.start]
        if len(between) > 30 if not named else not _joined(between):
            break
        named.append(aspect)
        reached = span.end
    return named


def _aspect_mentions(folded: str, plain: str) -> list[tuple[Span, str]]:
    found = [
        (mention.span, mention.thing.iri)
        for mention in lexicon().aspects.find(plain, folded)
        if any_of(rules("ratings", "no_aspect"), folded[: mention.span.start]) is None
    ]
    for rule in rules("ratings", "aspect"):
        for match in rule.matches(folded):
            if not any(span.overlaps(span_of(match)) for span, _ in found):
                found.append((span_of(match), iri(f"aspect:{rule.value}")))
    return sorted(found)


def _month(marked: str) -> str | None:
    """The month and year that an earlier grade is told with, as YYYY-MM."""
    found = macro("ratings", r"\b(?P<month>{month})[a-z]* (?P<year>{year})\b").search(marked)
    return f"{found['year']}-{MONTHS[found['month'][:3]]:02}" if found else None
