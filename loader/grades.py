"""Finds the names of grades in a sentence, and tells a grade from a plain word."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..ontology.namespaces import iri
from .bodies import Bodies
from .clauses import clause_at
from .lexicon import lexicon
from .rules import Rule, any_of, found_by, rules
from .story import Sentence
from .text import Span, span_of

_GRADE, _OTHER, _BODY = "\x01", "\x02", "\x03"
#: A line of so few words is one clause, since tables put a dash or a tab before the grade.
_SHORT_LINE: Final = 9
#: The value of a licence that needs a standard named right behind the grade.
_BESIDE_STANDARD: Final = "standard"
_NEAR: Final = 24
#: The value of a licence that only a grade whose name is a verb can have.
_VERBAL: Final = "verb"
_REQUIRES: Final = iri("grade:requires-improvement")
_SCALE: Final = 4
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
    for _, match in found_by(rules("ratings", "same_grade"), sentence.folded):
        at = span_of(match, "again" if match["again"] else 0)
        before = [grade.iri for grade in found if grade.span.end <= at.start]
        if before or last:
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
    marks = [(other.span, _GRADE if other is grade else _OTHER) for other in grades]
    marks += [(mention.span.shifted(-sentence.span.start), _BODY) for mention in bodies.mentions_in(sentence)]
    text = sentence.folded[: clause.end]
    for span, mark in sorted(marks, reverse=True):
        if clause.covers(span):
            text = text[: span.start] + mark + text[span.end :]
    return text[clause.start :]


def licence(clause: str, sentence: Sentence, grade: Grade, *, goes_on: bool) -> str | None:
    """The rule by which the word marked in CLAUSE is a grade, or None: it is a plain word.

    GOES_ON: an earlier word of the sentence was read as a grade, so that a list of grades may go on.
    """
    if any_of(rules("ratings", "aggregate"), clause) or any_of(
        rules("ratings", "not_given"), clause.split(_GRADE, maxsplit=1)[0]
    ):
        return None
    if not goes_on and _lists_the_scale(clause):
        return None
    if _is_table_row(sentence, grade):
        return "by-standard"
    rule = any_of(_licences(grade.iri), clause)
    if rule is None and _is_said_of_a_standard(sentence, grade):
        return "standard-requires"
    if rule is None and _is_predicate_of_standards(sentence, grade):
        return "standard-is"
    if rule is not None and rule.value == _BESIDE_STANDARD and not _is_before_a_standard(sentence, grade):
        rule = None
    if rule is not None and rule.id == "grade-for-standard":
        capital = grade.span.of(sentence.plain)[:1].isupper() and grade.span.start > 1
        return rule.id if goes_on or capital else None
    if rule is None and goes_on:
        rule = any_of(rules("ratings", "carried"), clause)
    if rule is None and grade.resumed:
        return "the-same-grade"
    if rule is None and grade.glossed:
        return "place-on-the-scale"
    if rule is None and _is_written_as_a_grade(sentence, grade):
        rule = any_of(rules("ratings", "capital"), clause)
    return rule.id if rule else None


def _is_before_a_standard(sentence: Sentence, grade: Grade) -> bool:
    """Whether a standard is named right behind the grade."""
    mentions = lexicon().aspects.find(sentence.plain, sentence.folded)
    return any(0 <= mention.span.start - grade.span.end <= _NEAR for mention in mentions)


def _is_predicate_of_standards(sentence: Sentence, grade: Grade) -> bool:
    """Whether a clause says of nothing but standards that they are of the grade: "Planning was inadequate."."""
    folded = sentence.folded
    clause = clause_at(folded, grade.span.start)
    named = [m.span for m in lexicon().aspects.find(sentence.plain, folded) if m.span.end <= grade.span.start]
    inside = [span for span in named if span.start >= clause.start]
    if named and not inside and any_of(rules("ratings", "set_off_before"), folded[clause.start : grade.span.start]):
        return any_of(rules("ratings", "end_of_grade"), folded[grade.span.end :]) is not None
    if not inside or any_of(rules("ratings", "copula"), folded[inside[-1].end : grade.span.start]) is None:
        return False
    if any_of(rules("ratings", "end_of_grade"), folded[grade.span.end :]) is None:
        return False
    opening = folded[clause.start : inside[0].start]
    between = [folded[one.end : other.start] for one, other in itertools.pairwise(inside)]
    return any_of(rules("ratings", "before_standards"), opening) is not None and all(
        any_of(rules("ratings", "joined"), words) for words in between
    )


@cache
def _licences(grade: str) -> tuple[Rule, ...]:
    """The rules that may license GRADE: only the one whose name is a verb needs no verb before it."""
    return tuple(rule for rule in rules("ratings", "licence") if grade == _REQUIRES or rule.value != _VERBAL)


def _is_written_as_a_grade(sentence: Sentence, grade: Grade) -> bool:
    """Whether the grade stands within the sentence with a capital, which its neighbours have not."""
    words = sentence.plain[grade.span.end :].split()
    before = sentence.plain[: grade.span.start].rstrip(" '\"").split()
    return (
        grade.span.of(sentence.plain)[:1].isupper()
        and bool(before)
        and before[-1][-1] not in ".:?!"
        and not before[-1][:1].isupper()
        and not (words and words[0][:1].isupper())
    )


def _is_said_of_a_standard(sentence: Sentence, grade: Grade) -> bool:
    """Whether the grade is the verb of a standard right before it: "planning requires improvement"."""
    if grade.iri != _REQUIRES or not grade.span.of(sentence.folded).startswith("requir"):
        return False
    before = sentence.folded[: grade.span.start]
    mentions = lexicon().aspects.find(sentence.plain, sentence.folded)
    ends = [mention.span.end for mention in mentions if mention.span.end < grade.span.start]
    return bool(ends) and any_of(rules("ratings", "verb_of_standard"), before[ends[-1] :]) is not None


def _lists_the_scale(clause: str) -> bool:
    """Whether the clause only lists the grades that there are."""
    return clause.count(_OTHER) + clause.count(_GRADE) >= _SCALE and " or " in clause


def _is_table_row(sentence: Sentence, grade: Grade) -> bool:
    """Whether the sentence is a standard and its grade, with nothing but a separator between them."""
    aspects = lexicon().aspects.find(sentence.plain, sentence.folded)
    if not aspects or sentence.folded[: aspects[0].span.start].strip("| "):
        return False
    if " | " in sentence.folded and sentence.folded.count("|") > 1:
        return True
    if sentence.folded[grade.span.end :].strip("\"'.| "):
        return False
    return not sentence.folded[aspects[0].span.end : grade.span.start].strip("\"' |:.-\t")
