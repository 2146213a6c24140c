"""Finds the names of grades in a sentence, and what stands for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..ontology.namespaces import iri
from .bodies import Bodies
from .clauses import clause_at
from .lexicon import lexicon
from .rules import any_of, found_by, rules
from .story import Sentence
from .text import Span, span_of

#: How the grade at hand, the others, and bodies are marked in the clauses that rules read.
GRADE_MARK, OTHER_MARK, BODY_MARK = "\x01", "\x02", "\x03"
#: A line of so few words is one clause, since tables put a dash or a tab before the grade.
_SHORT_LINE: Final = 9
#: The value of a rule for words that stand for a grade of their own sentence, and of no other.
_HERE: Final = "here"
#: So near to its name a gloss only explains it.
_APPOSITION: Final = 25


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade named in a sentence, at SPAN of it; RESUMED where it is only pointed at ("the same grade"), GLOSSED where
    it is told by its place on the scale ("the lowest of four ratings").
    """

    iri: str
    span: Span
    resumed: bool = False
    glossed: bool = False


def grades_in(sentence: Sentence, last: str = "") -> list[Grade]:
    """The grades that SENTENCE names or points at, in order; LAST is the grade (IRI) told before it, or ""."""
    glosses = _glosses(sentence)
    found = [
        Grade(mention.thing.iri, mention.span)
        for mention in lexicon().grades.find(sentence.plain, sentence.folded)
        if not any(mention.span.overlaps(gloss.span) for gloss in glosses)
    ]
    found += [gloss for gloss in glosses if not _is_apposition(gloss, found)]
    for rule, match in found_by(rules("ratings", "same_grade"), sentence.folded):
        at = span_of(match, "again" if match["again"] else 0)
        before = [grade.iri for grade in found if grade.span.end <= at.start]
        if before or (last and rule.value != _HERE):
            found.append(Grade(before[-1] if before else last, at, resumed=True))
    return sorted(found, key=lambda grade: grade.span)


def _glosses(sentence: Sentence) -> list[Grade]:
    """The grades that SENTENCE tells by their places on the scale."""
    return [
        Grade(iri(f"grade:{rule.value}"), span_of(match), glossed=True)
        for rule, match in found_by(rules("ratings", "gloss"), sentence.folded)
        if any_of(rules("ratings", "not_got"), sentence.folded[: match.start()]) is None
    ]


def _is_apposition(gloss: Grade, named: list[Grade]) -> bool:
    """Whether the grade is named beside its gloss: "the lowest mark of 'inadequate'", "'inadequate', the lowest"."""
    return any(grade.iri == gloss.iri and _gap(grade.span, gloss.span) < _APPOSITION for grade in named)


def _gap(one: Span, other: Span) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def clause_of(sentence: Sentence, grade: Grade) -> Span:
    """The clause the grade stands in."""
    if len(sentence.folded.split()) <= _SHORT_LINE:
        return Span(0, len(sentence.folded))
    return clause_at(sentence.folded, grade.span.start)


def marked(sentence: Sentence, grades: list[Grade], grade: Grade, clause: Span, bodies: Bodies) -> str:
    """The clause with this grade, the other grades and the bodies named in it marked, as the rules expect."""
    marks = [(other.span, GRADE_MARK if other is grade else OTHER_MARK) for other in grades]
    marks += [(mention.span.shifted(-sentence.span.start), BODY_MARK) for mention in bodies.mentions_in(sentence)]
    text = sentence.folded[: clause.end]
    for span, mark in sorted(marks, reverse=True):
        if clause.covers(span):
            text = text[: span.start] + mark + text[span.end :]
    return text[clause.start :]
