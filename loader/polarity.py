"""Tells praise from criticism."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .clauses import clauses
from .rules import any_of, found_by, rules
from .text import Span, span_of

_FLIP: Final = {"+": "-", "-": "+"}
_NAMES: Final = {"+": "positive", "-": "negative"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of praise ("+") or criticism ("-") at SPAN of a sentence, negation counted in."""

    span: Span
    sign: str
    rule: str


def cues(folded: str) -> list[Cue]:
    """The cues in a folded sentence, in order; where two overlap the longer one counts."""
    found = [
        Cue(span_of(match), rule.value, rule.id) for rule, match in found_by(rules("polarity", "cue"), folded)
    ]
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda cue: (-len(cue.span), cue.span.start, cue.rule)):
        if not any(cue.span.overlaps(other.span) for other in kept):
            kept.append(cue)
    return [_with_negation(folded, cue) for cue in sorted(kept, key=lambda cue: cue.span)]


def _with_negation(folded: str, cue: Cue) -> Cue:
    """The cue turned round where a negation stands before it; denied criticism counts only with "no" or "without"."""
    before = folded[: cue.span.start]
    if cue.sign == "+" and any_of(rules("polarity", "negation"), before):
        return Cue(cue.span, "-", cue.rule)
    if cue.sign == "-" and any_of(rules("polarity", "denial"), before):
        return Cue(cue.span, "+", cue.rule)
    return cue


def is_signpost(folded: str) -> bool:
    """Whether the sentence announces judgement without giving it."""
    return any_of(rules("polarity", "signpost"), folded.strip(" '\"")) is not None


def polarity(
    folded: str, found: Sequence[Cue], grades: Sequence[tuple[Span, str]] = (), minorities: Sequence[Span] = ()
) -> str | None:
    """positive, negative or mixed, from the cues FOUND in the sentence and the GRADES it gives (span and sign).

    MINORITIES are the places of figures under one half: what is done well in so few cases is a criticism.
    """
    signs: set[str] = set()
    for clause in clauses(folded):
        sign = _sign([cue for cue in found if clause.covers(cue.span)])
        if sign == "+" and any(clause.covers(span) for span in minorities):
            sign = "-" if not any(cue.rule in ("improved", "praised") for cue in found) else sign
        signs |= {sign} if sign else set()
        signs |= {sign for span, sign in grades if clause.covers(span)}
    if not signs:
        signs = {cue.sign for cue in found}
    if len(signs) > 1:
        return "mixed"
    return _NAMES[signs.pop()] if signs else None


def _sign(found: Sequence[Cue]) -> str | None:
    """What one clause says: open praise outweighs the fault it mentions, else any criticism outweighs praise."""
    if not found:
        return None
    if any(cue.rule == "praised" and cue.sign == "+" for cue in found):
        return "+"
    return "-" if any(cue.sign == "-" for cue in found) else "+"
