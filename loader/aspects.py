"""Tells what a grade is given for: the standards named beside it, all of them, or the body as a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .clauses import clauses
from .grades import OTHER_MARK, Grade
from .lexicon import Mention, lexicon
from .numbers import number
from .rules import Rule, any_of, found_by, rules
from .story import Sentence
from .text import Span, span_of

OVERALL: Final = iri("aspect:overall")
_REACH: Final = 30
"""How many characters may stand between "for" and the first standard it names."""

_POINTS_AHEAD: Final = re.compile(r"\b(?:for|of|to|about|was|were|did|is|are)$")
"""How words that stand for a grade end where what it is given for comes next: "the same went for"."""

_STAFF: Final = "staff"
"""A standard's name that is far more often a plain word."""

Named = tuple[Span, str]


def aspects_of(
    sentence: Sentence, grades: list[Grade], grade: Grade, clause: Span, level: str, places: list[Span]
) -> list[str]:
    """The aspects (IRIs) that GRADE is given for in its CLAUSE of SENTENCE; LEVEL is that of the body graded,
    PLACES are where the sentence names bodies.

    They are named after the grade, or before it, or in a list set off before the clause; else it is the body itself.
    Empty where none of these is there, or so many standards are counted without being named.
    """
    folded, named = sentence.folded, _not_excepted(sentence, grades, grade)
    others = [other.span for other in grades if other is not grade and clause.covers(other.span)]
    end = min((span.start for span in others if span.start >= grade.span.end), default=_reach(folded, grade, clause))
    start = max((span.end for span in others if span.end <= grade.span.start), default=clause.start)
    tail = folded[grade.span.end : end]
    if re.match(r"['\"]? ?overall\b", tail):
        return [OVERALL]
    if any_of(rules("ratings", "counted"), tail) is not None:
        return []
    ahead = any_of(rules("ratings", "counted_before"), folded[clause.start : grade.span.start])
    if ahead is not None and not any(clause.covers(span) for span, _ in named):
        return []
    if every := _every(clause.of(folded), [n for n in named if clause.covers(n[0])], clause.start, level):
        return every
    next_grade = min((one.span.start for one in grades if one.span.start >= grade.span.end), default=len(folded))
    after = [(span, aspect) for span, aspect in named if grade.span.end <= span.start < max(end, next_grade)]
    before = _before(named, folded, start, grade)
    opening = rules("ratings", "given_for")[0].search(tail)
    if tail.strip("'\" ")[:1] == "," and any_of(rules("ratings", "apposition"), folded[: grade.span.start]) is not None:
        opening = None
    begins = grade.span.end + opening.end() if opening is not None else grade.span.end
    named_behind = opening is not None or (grade.resumed and _POINTS_AHEAD.search(grade.span.of(folded)) is not None)
    fronting = folded[start : before[0][0].start] if before else ""
    if any_of(rules("ratings", "fronted"), fronting if start == clause.start else OTHER_MARK + fronting) is not None:
        return list(dict.fromkeys(aspect for _, aspect in before))
    if named_behind and (listed := _list_from(after, folded, begins, rules("ratings", "joined_acts"))):
        return listed
    relative = re.match(r",? (?:which|who)\b", clause.of(folded)) is not None
    wholes = _wholes(folded, named, places)
    if relative and any(span.end == len(folded[: clause.start].rstrip()) for span in wholes):
        return [OVERALL]
    set_off = any_of(rules("ratings", "set_off_before"), folded[clause.start : grade.span.start]) is not None
    subject = [] if relative or set_off else _subject(folded, grade, wholes, before, start)
    also = rules("ratings", "also")[0].search(tail)
    shared = _list_from(after, folded, grade.span.end + also.end()) if also else []
    return [*(subject or _set_off(folded, grades, grade, named, wholes)), *shared]


def _not_excepted(sentence: Sentence, grades: list[Grade], grade: Grade) -> list[Named]:
    """The standards that SENTENCE names, but for those that an earlier part of it, with a grade of its own, excepts."""
    named = aspects_in(sentence)
    excepted = rules("ratings", "except")[0].search(sentence.folded)
    own = excepted is not None and any(excepted.end() <= one.span.start < grade.span.start for one in grades)
    if excepted is None or not own:
        return named
    left_out = set(
        _list_from([one for one in named if one[0].start >= excepted.end()], sentence.folded, excepted.end())
    )
    return [(span, aspect) for span, aspect in named if aspect not in left_out]


def _before(named: list[Named], folded: str, start: int, grade: Grade) -> list[Named]:
    """The standards between START and the grade, and those that a list joins to the first of them."""
    found = [(span, aspect) for span, aspect in named if start <= span.start and span.end <= grade.span.start]
    for span, aspect in reversed([one for one in named if one[0].end <= start]):
        if not found or not _joins(folded[span.end : found[0][0].start]):
            break
        found.insert(0, (span, aspect))
    return found


def _reach(folded: str, grade: Grade, clause: Span) -> int:
    """Where the words end that may tell what the grade is for: with its clause, or the next where it ends with it."""
    if folded[grade.span.end : clause.end].strip("'\" "):
        return clause.end
    return next((one.end for one in clauses(folded) if one.start >= clause.end), clause.end)


def aspects_in(sentence: Sentence) -> list[Named]:
    """The aspects that SENTENCE names, by label or by a rule that tells what a clause means."""
    folded = sentence.folded
    found = [
        (mention.span, mention.thing.iri)
        for mention in lexicon().aspects.find(sentence.plain, folded)
        if not _is_part_of_a_name(mention, folded)
    ]
    for rule, match in found_by(rules("ratings", "aspect"), folded):
        if not any(span.overlaps(span_of(match)) for span, _ in found):
            found.append((span_of(match), iri(f"aspect:{rule.value}")))
    return sorted(found)


def _is_part_of_a_name(mention: Mention, folded: str) -> bool:
    """Whether the words before a standard's name make it that of something else: "probation services"."""
    if mention.span.of(folded) == _STAFF:
        standards = [span_of(match) for _, match in found_by(rules("ratings", "staff"), folded)]
        return not any(span.covers(mention.span) for span in standards)
    rule = any_of(rules("ratings", "no_aspect"), folded[: mention.span.start])
    return rule is not None and rule.value in ("", mention.thing.iri.rsplit("/", 1)[1])


def _subject(folded: str, grade: Grade, wholes: list[Span], before: list[Named], start: int) -> list[str]:
    """What is graded, told before the grade: nearest to it the object of the verb, else the subject."""
    wholes = [span for span in wholes if span.end <= grade.span.start]
    if not before:
        return [OVERALL] if wholes else []
    last = before[-1][0]
    nearest = max((span for span in wholes if span.start >= start), default=None)
    if nearest is not None and nearest.start > last.end:
        between = folded[last.end : nearest.start]
        if not re.search(r"\b(?:of|in|for|by|at|across|within)\b", between):
            return [OVERALL]
    return _list_up_to(before, folded)


def _wholes(folded: str, named: list[Named], places: list[Span]) -> list[Span]:
    """Where the sentence names the body as a whole; "services" among other standards is a standard."""
    found = [span_of(match) for _, match in found_by(rules("ratings", "whole"), folded)] + places
    first = min((span.start for span, _ in named), default=len(folded))
    found = [span for span in found if span.of(folded) != "it" or span.start < first]
    return [span for span in found if not any(span.overlaps(other) for other, _ in named)]


def _set_off(folded: str, grades: list[Grade], grade: Grade, named: list[Named], wholes: list[Span]) -> list[str]:
    """The standards listed in an earlier clause, behind the grade before: "Every other area – planning – was good"."""
    earlier = max((other.span.end for other in grades if other.span.end <= grade.span.start), default=0)
    before = [(span, aspect) for span, aspect in named if earlier <= span.start and span.end <= grade.span.start]
    before = before or [(span, aspect) for span, aspect in named if span.end <= grade.span.start]
    if before:
        return _list_up_to(before, folded)
    return [OVERALL] if "overall" in folded or wholes else []


def _list_up_to(before: list[Named], folded: str) -> list[str]:
    """The list of standards that ends with the last of BEFORE."""
    last, joined = before[-1][0], [before[-1][1]]
    for span, aspect in reversed(before[:-1]):
        if not _joins(folded[span.end : last.start]):
            break
        joined.append(aspect)
        last = span
    return list(dict.fromkeys(reversed(joined)))


def _list_from(mentions: list[Named], folded: str, start: int, more: tuple[Rule, ...] = ()) -> list[str]:
    """The standards of MENTIONS that a list beginning at START names, up to the first break in it.

    MORE are rules for what else than a comma or "and" may join two of them.
    """
    named: list[str] = []
    reached = start
    for span, aspect in mentions:
        between = folded[reached : span.start]
        if named and not (_joins(between) or any_of(more, between)):
            break
        if not named and len(between) > _REACH:
            break
        named.append(aspect)
        reached = span.end
    return named


def _joins(between: str) -> bool:
    """Whether the words between two standards join them in one list."""
    return any_of(rules("ratings", "joined"), between) is not None


def _every(clause: str, named: list[Named], offset: int, level: str) -> list[str]:
    """All standards of the framework that has as many as CLAUSE tells, but for those excepted; [] where it tells none.

    NAMED are the standards that the clause names, OFFSET its place in the sentence.
    """
    match = rules("ratings", "every")[0].search(clause)
    if match is None:
        return []
    count = int(number(match["n"] or match["n2"]))
    listed = _list_from(
        [(s.shifted(-offset), a) for s, a in named if s.start >= offset + match.end()], clause, match.end()
    )
    if len(listed) == count:
        return listed
    standards = _standards(level, count)
    excepted = rules("ratings", "except")[0].search(clause)
    if excepted is None:
        return list(standards)
    behind = [(span.shifted(-offset), aspect) for span, aspect in named if span.start >= offset + excepted.end()]
    left_out = set(_list_from(behind, clause, excepted.end()))
    return [aspect for aspect in standards if aspect not in left_out]


@cache
def levels_of(aspect: str) -> frozenset[str]:
    """The slugs of the levels that have a standard for ASPECT (an IRI) in some framework."""
    facts = reference()
    return frozenset(
        level.rsplit("/", 1)[1]
        for thing in facts.things("Standard")
        if aspect in facts.linked(thing.iri, "ikg:aspect")
        for level in facts.linked(thing.iri, "ikg:level")
    )


@cache
def _standards(level: str, count: int) -> tuple[str, ...]:
    """The aspects of the framework at LEVEL that has COUNT of them; none where no framework or several differ."""
    facts = reference()
    frameworks: dict[str, set[str]] = defaultdict(set)
    for thing in facts.things("Standard"):
        if facts.linked(thing.iri, "ikg:level") == [iri(f"level:{level}")]:
            for framework in facts.linked(thing.iri, "ikg:framework"):
                frameworks[framework] |= set(facts.linked(thing.iri, "ikg:aspect"))
    fitting = {tuple(sorted(aspects)) for aspects in frameworks.values() if len(aspects) == count}
    return fitting.pop() if len(fitting) == 1 else ()
