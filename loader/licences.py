"""Tells the name of a grade from the same word used plainly: what licenses it to be read as a grade."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Final

from ..ontology.namespaces import iri
from .clauses import clause_at
from .grades import GRADE_MARK, OTHER_MARK, Grade
from .lexicon import lexicon
from .rules import Rule, any_of, rules
from .story import Sentence

#: The value of a licence that needs a standard named right behind the grade, so many characters off at most.
_BESIDE_STANDARD: Final = "standard"
_NEAR: Final = 24
#: So many characters may stand between a bracket and the standard that it opens with: "(its leadership)".
_ARTICLE: Final = 6
#: The value of a licence that needs a grade before it, a capital, or words that announce grades.
_IN_A_LIST: Final = "list"
#: The value of a licence that only a grade whose name is a verb can have.
_VERBAL: Final = "verb"
_REQUIRES: Final = iri("grade:requires-improvement")
_SCALE: Final = 4


def licence(clause: str, sentence: Sentence, grade: Grade, *, goes_on: bool) -> str | None:
    """The rule by which the word marked in CLAUSE is a grade, or None: it is a plain word.

    GOES_ON: an earlier word of the sentence was read as a grade, so that a list of grades may go on.
    """
    bracketed = _is_before_brackets(sentence, grade)
    if _is_denied(clause, goes_on=goes_on, counted=not bracketed):
        return None
    if _is_table_row(sentence, grade):
        return "by-standard"
    if bracketed:
        return "standards-in-brackets"
    for rule in _licences(grade.iri):
        if rule.search(clause) and _holds(rule, sentence, grade, goes_on=goes_on):
            return rule.id
    return _by_a_standard(sentence, grade) or _by_the_way(clause, sentence, grade, goes_on=goes_on)


def _holds(rule: Rule, sentence: Sentence, grade: Grade, *, goes_on: bool) -> bool:
    """Whether what RULE needs beyond the words of the clause is there."""
    if rule.value == _BESIDE_STANDARD:
        return _is_before_a_standard(sentence, grade)
    if rule.value == _IN_A_LIST:
        capital = grade.span.of(sentence.plain)[:1].isupper() and grade.span.start > 1
        return (
            goes_on or capital or any_of(rules("ratings", "announced"), sentence.folded[: grade.span.start]) is not None
        )
    return True


def _is_denied(clause: str, *, goes_on: bool, counted: bool) -> bool:
    """Whether CLAUSE counts units by grade, which it may where COUNTED, says that the grade was missed, or only lists
    the grades that there are.
    """
    if counted and any_of(rules("ratings", "aggregate"), clause):
        return True
    if any_of(rules("ratings", "not_given"), clause.split(GRADE_MARK, maxsplit=1)[0]):
        return True
    if clause.count(OTHER_MARK) + clause.count(GRADE_MARK) < _SCALE:
        return False
    return (" or " in clause and not goes_on) or any_of(rules("ratings", "scale"), clause) is not None


def _by_a_standard(sentence: Sentence, grade: Grade) -> str | None:
    """The way of reading by which the grade is said of a standard, without a verb of rating."""
    if _is_said_of_a_standard(sentence, grade):
        return "standard-requires"
    if _is_said_after_a_relative_clause(sentence, grade):
        return "body-requires"
    return "standard-is" if _is_predicate_of_standards(sentence, grade) else None


def _by_the_way(clause: str, sentence: Sentence, grade: Grade, *, goes_on: bool) -> str | None:
    """The way of reading by which the grade carries one on, points at one, or is written as one."""
    carried = any_of(rules("ratings", "carried"), clause) if goes_on else None
    if carried is not None:
        return carried.id
    if grade.resumed:
        return "the-same-grade"
    if grade.glossed:
        return "place-on-the-scale"
    written = any_of(rules("ratings", "capital"), clause) if _is_written_as_a_grade(sentence, grade) else None
    return written.id if written else None


@cache
def _licences(grade: str) -> tuple[Rule, ...]:
    """The rules that may license GRADE: only the one whose name is a verb needs no verb before it."""
    return tuple(rule for rule in rules("ratings", "licence") if grade == _REQUIRES or rule.value != _VERBAL)


def _is_before_a_standard(sentence: Sentence, grade: Grade) -> bool:
    """Whether a standard is named right behind the grade."""
    mentions = lexicon().aspects.find(sentence.plain, sentence.folded)
    return any(0 <= mention.span.start - grade.span.end <= _NEAR for mention in mentions)


def _is_before_brackets(sentence: Sentence, grade: Grade) -> bool:
    """Whether brackets behind the grade open with a standard: "two were good (leadership and services)"."""
    opening = any_of(rules("ratings", "brackets"), sentence.folded[grade.span.end :])
    if opening is None:
        return False
    begins = sentence.folded.index("(", grade.span.end)
    mentions = lexicon().aspects.find(sentence.plain, sentence.folded)
    return any(begins < mention.span.start <= begins + _ARTICLE for mention in mentions)


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


def _is_said_after_a_relative_clause(sentence: Sentence, grade: Grade) -> bool:
    """Whether the grade is the verb of a body whom a relative clause parts from it: "the unit, which …, requires …"."""
    before = sentence.folded[: grade.span.start]
    return grade.span.of(sentence.folded).startswith(("requires", "required")) and (
        any_of(rules("ratings", "relative_clause"), before) is not None
    )


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
    if any_of(rules("ratings", "end_of_grade"), sentence.folded[grade.span.end :]) is None:
        return False
    return bool(ends) and any_of(rules("ratings", "verb_of_standard"), before[ends[-1] :]) is not None


def _is_table_row(sentence: Sentence, grade: Grade) -> bool:
    """Whether the sentence is a standard and its grade, with nothing but a separator between them."""
    aspects = lexicon().aspects.find(sentence.plain, sentence.folded)
    if not aspects or sentence.folded[: aspects[0].span.start].strip("| "):
        return False
    if " | " in sentence.folded and sentence.folded.count("|") > 1:
        return True
    behind = sentence.folded[grade.span.end :]
    if behind.strip("\"'.| ") and any_of(rules("ratings", "row_note"), behind) is None:
        return False
    return not sentence.folded[aspects[0].span.end : grade.span.start].strip("\"' |:.,-\t")
