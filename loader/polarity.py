"""Tells praise from criticism: words that judge, what turns them round, and what a clause says with them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .clauses import judging_clauses
from .rules import any_of, found_by, rules
from .text import Span, span_of

_FLIP: Final = {"+": "-", "-": "+"}
_NAMES: Final = {"+": "positive", "-": "negative"}
#: How many words may stand between a negation and the praise that it turns into criticism.
_REACH: Final = 7
#: The value of a negation that also denies a fault named a few words further on: "no serious weaknesses".
_OF_NOUNS: Final = "noun"
_NOUN_REACH: Final = 4
#: What is done in fewer cases than one half is done too seldom; what is done in so many is done.
_HALF: Final = 0.5
_MUCH: Final = 0.6
#: The value of a negation that denies what is claimed behind it: "no evidence that staff were unkind".
_OF_CLAIMS: Final = "claim"
_CLAIM_REACH: Final = 10
#: The value of what turns round the cue before it, whichever its sign: "complaints were rare", "praise was rare".
_EITHER: Final = "~"
_FEW: Final = "just-so-many"


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of praise ("+") or criticism ("-") at SPAN of a sentence, negation counted in."""

    span: Span
    sign: str
    rule: str


def cues(folded: str) -> list[Cue]:
    """The cues in a folded sentence, in order; where two overlap the longer one counts.

    A negation turns the first cue behind it round; one that has none is a criticism itself: what was not done.
    """
    kept: list[Cue] = []
    neutral = [span_of(match) for _, match in found_by(rules("polarity", "neutral"), folded)]
    found = [Cue(span_of(match), rule.value, rule.id) for rule, match in found_by(rules("polarity", "cue"), folded)]
    for cue in sorted(found, key=lambda cue: (-len(cue.span), cue.span.start, cue.rule)):
        if not any(cue.span.overlaps(other) for other in (*neutral, *(one.span for one in kept))):
            kept.append(cue)
    kept.sort(key=lambda cue: cue.span)
    return _with_negations(folded, kept, neutral)


def _with_negations(folded: str, found: list[Cue], neutral: list[Span]) -> list[Cue]:
    told = _turns(folded)
    for rule, match in found_by(rules("polarity", "negation"), folded):
        at = span_of(match)
        if any(at.overlaps(one.span) for one in found) or any(at.overlaps(span) for span in neutral):
            continue
        clause = next(span for span in told if span.start <= at.start < span.end)
        place = next((i for i, one in enumerate(found) if at.end <= one.span.start < clause.end), None)
        if place is not None and _reaches(rule.value, folded[at.end : found[place].span.start], found[place]):
            cue = found[place]
            found[place] = Cue(Span(at.start, cue.span.end), _FLIP[cue.sign], cue.rule)
        elif rule.id != "only-turns-round":
            found = sorted([*found, Cue(at, "-", rule.id)], key=lambda cue: cue.span)
    return _afterwards(folded, found, told)


def _afterwards(folded: str, found: list[Cue], told: list[Span]) -> list[Cue]:
    """FOUND with the cues turned round by what the same clause says after them: "shortages had been overcome"."""
    for rule, match in found_by(rules("polarity", "afterwards"), folded):
        clause = next(span for span in told if span.start <= match.start() < span.end)
        turned = [
            place for place, cue in enumerate(found)
            if cue.sign != rule.value and clause.start <= cue.span.start and cue.span.end <= match.start()
        ]  # fmt: skip
        if turned:
            cue = found[turned[-1]]
            sign = _FLIP[cue.sign] if rule.value == _EITHER else rule.value
            found[turned[-1]] = Cue(cue.span, sign, cue.rule)
    return found


def _reaches(kind: str, between: str, cue: Cue) -> bool:
    """Whether a negation of KIND turns CUE round across the words BETWEEN."""
    words = len(between.split())
    if cue.sign == "+":
        return words <= _REACH
    if kind == _OF_CLAIMS:
        return words <= _CLAIM_REACH
    if kind == _OF_NOUNS:
        return words <= _NOUN_REACH and " and " not in between
    return any_of(rules("polarity", "between"), between) is not None


def _turns(folded: str) -> list[Span]:
    """The clauses of a sentence, cut again where one turns against what it has just said."""
    cuts = sorted({match.start() for _, match in found_by(rules("polarity", "turning"), folded)})
    found: list[Span] = []
    for clause in judging_clauses(folded):
        ends = [clause.start, *(cut for cut in cuts if clause.start < cut < clause.end), clause.end]
        found += [Span(start, end) for start, end in itertools.pairwise(ends)]
    return found


def is_signpost(folded: str) -> bool:
    """Whether the sentence announces judgement without giving it."""
    return any_of(rules("polarity", "signpost"), folded.strip(" '\"")) is not None


def polarity(
    folded: str,
    found: Sequence[Cue],
    grades: Sequence[tuple[Span, str]] = (),
    shares: Sequence[tuple[Span, float]] = (),
) -> str | None:
    """positive, negative or mixed, from the cues FOUND in the sentence and the GRADES it gives (span and sign).

    SHARES are the figures it tells, each with its place: what is done well in few cases is a criticism, and a clause
    without a word of judgement says by its figure whether much or little is done.
    """
    signs: set[str] = set()
    before: set[str] = set()
    for clause in _turns(folded):
        told = [(span, share) for span, share in shares if clause.covers(span)]
        here = _signs(folded, clause, [cue for cue in found if clause.start <= cue.span.start < clause.end], told)
        here |= {sign for span, sign in grades if clause.covers(span)}
        if not here and before == {"+"} and any_of(rules("polarity", "against"), clause.of(folded)):
            here = {"-"}
        signs, before = signs | here, here
    if signs == {"-"} and any_of(rules("polarity", "ellipsis"), folded):
        signs.add("+")
    if not signs:
        signs = {cue.sign for cue in found}
    if len(signs) > 1:
        return "mixed"
    return _NAMES[signs.pop()] if signs else None


def _signs(folded: str, clause: Span, found: Sequence[Cue], told: Sequence[tuple[Span, float]]) -> set[str]:
    """What one clause says by its cues and by the shares that it has TOLD."""
    if any_of(rules("polarity", "scarce"), clause.of(folded)):
        told = ()
    shares = [share for _, share in told]
    sign = _sign(found)
    if sign is None:
        return {"+" if share >= _MUCH else "-" for share in shares if share >= _MUCH or share < _HALF}
    if sign == "+" and any(share < _HALF for share in shares):
        kept = any(cue.rule in ("improved", "praised") for cue in found)
        return {"+"} if kept else {"-"} | {"+" for share in shares if share >= _MUCH}
    if sign == "-" and (_are_far_apart(found, told) or _are_set_side_by_side(folded, found)):
        return {"+", "-"}
    return {sign}


def _are_far_apart(found: Sequence[Cue], told: Sequence[tuple[Span, float]]) -> bool:
    """Whether a large share stands beside one that is only called small: "in 71% of cases and in only 46%"."""
    few = [cue for cue in found if cue.rule == _FEW]
    return len(few) == len([cue for cue in found if cue.sign == "-"]) and any(
        share >= _MUCH and not any(cue.span.overlaps(span) for cue in few) for span, share in told
    )


def _are_set_side_by_side(folded: str, found: Sequence[Cue]) -> bool:
    """Whether praise and criticism of one clause stand side by side: "strong in the north and weak in the south"."""
    pairs = itertools.pairwise(found)
    return any(
        one.sign == "+"
        and other.sign == "-"
        and any_of(rules("polarity", "beside"), folded[one.span.end : other.span.start])
        for one, other in pairs
    )


def undisputed(introduced: str) -> str:
    """The polarity of what inspectors tell without a word of judgement.

    It is that of the words that INTRODUCED it ("the strengths were:"), else positive: what inspectors single out
    without a fault is something that they saw done.
    """
    signs = {cue.sign for cue in cues(introduced)}
    return _NAMES[signs.pop()] if len(signs) == 1 else "positive"


def _sign(found: Sequence[Cue]) -> str | None:
    """What one clause says: open praise outweighs the fault it mentions, else any criticism outweighs praise."""
    if not found:
        return None
    if any(cue.rule == "praised" and cue.sign == "+" for cue in found):
        return "+"
    return "-" if any(cue.sign == "-" for cue in found) else "+"
