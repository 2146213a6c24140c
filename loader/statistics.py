"""Reads shares: so many of so many, percentages, fractions in words; as written, never converted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from .numbers import PARTS, number
from .rules import any_of, found_by, rules
from .text import Span, span_of

_YEARS: Final = range(1900, 2100)
#: A percentage and the numbers beside it agree within so many points, as the shapes have it.
AGREEING: Final = 1.0
#: A share told with "about", "almost" and the like is off by fewer points; if by more, the source contradicts itself.
_ROUGHLY: Final = 10.0
#: The rules that read the score of a rating, and the words for what it counts.
_SCORES: Final = ("score", "points")
_POINTS: Final = "points"
_MARK: Final = "\x01"
_BLOT: Final = "\x02"
#: The rules that read a share told in round words, and those that read counts.
_SPOKEN: Final = ("fraction", "one-in-so-many")
_COUNTS: Final = ("out-of", "slash")
#: The rules that read a share whose whole later numbers of the sentence may count on.
_OPEN_BASES: Final = ("of-so-many-some", "so-many-of-whom", "of-whom", "out-of")
_ASIDE: Final = re.compile(r"[^.;:,()]{0,50}(?:\(|, or | - )(?P<words>(?:[a-z]+ ){0,4})")
_CLOSED: Final = re.compile(r" ?(?:[),.;:]|- |$)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share as a sentence writes it, at SPAN of the sentence."""

    span: Span
    rule: str
    numerator: float | None = None
    denominator: float | None = None
    percent: float | None = None
    qualifier: str | None = None
    population: str = ""
    population_span: Span | None = None
    earlier: bool = False
    """Whether it was so before the inspection that is reported."""

    @property
    def share(self) -> float | None:
        """The figure as a number from 0 to 1, where it is a share; the score of a rating is none."""
        if self.rule in _SCORES:
            return None
        if self.percent is not None:
            return self.percent / 100
        return self.numerator / self.denominator if self.numerator is not None and self.denominator else None


@dataclass(frozen=True, slots=True)
class Counted:
    """So many things that a sentence names, for later ones to count on: "61 cases"."""

    number: float
    things: str


def counted(folded: str) -> Counted | None:
    """The number of things that a folded sentence names last; None where it names none."""
    found = [match for _, match in found_by(rules("statistics", "base"), legible(folded))]
    return Counted(number(found[-1]["d"]), found[-1]["pop"]) if found else None


def spaced(folded: str) -> list[Span]:
    """The digits in which a plain space may part the thousands, or one number from another: "12 200 files"."""
    return [span_of(match) for _, match in found_by(rules("statistics", "spaced"), folded)]


def legible(folded: str) -> str:
    """FOLDED text with what is SPACED blotted out, as long as before, so that no number is read from a part of it."""
    for span in spaced(folded):
        folded = folded[: span.start] + _BLOT * len(span) + folded[span.end :]
    return folded


def figures(folded: str, before: Counted | None = None) -> list[Figure]:
    """The shares in a folded sentence, in order; a share told twice, in words and in numbers, is one.

    BEFORE is what the sentence before counted, for "27 of those".
    """
    if any_of(rules("statistics", "no_figure"), folded):
        return []
    folded = legible(folded)
    found: list[Figure] = []
    for figure in sorted(_shares(folded), key=_order):
        if not any(figure.span.overlaps(other.span) for other in found):
            found.append(figure)
    found += _elliptic(folded, found)
    found += _resumed(folded, found, before) if before is not None else []
    told = _joined(folded, sorted(found, key=lambda figure: figure.span))
    return [replace(figure, earlier=_is_earlier(folded, figure)) for figure in told]


def _order(figure: Figure) -> tuple[int, bool, int]:
    """Of figures that overlap the one counts that begins first; of those, a score, then the longest."""
    return figure.span.start, figure.rule not in _SCORES, -figure.span.end


def _is_earlier(folded: str, figure: Figure) -> bool:
    """Whether FIGURE is told as it was before: "up from 41%", "compared with 30 of 44 in 2021"."""
    start = figure.span.start
    marked = folded[:start] + _MARK + folded[start + len(figure.span.of(folded).rstrip()) :]
    return any_of(rules("statistics", "earlier"), marked) is not None


def _shares(folded: str) -> Iterator[Figure]:
    for rule, match in found_by(rules("statistics", "share"), folded):
        figure = _figure(match, rule.id)
        if figure is not None and _possible(figure):
            yield replace(figure, qualifier=_qualifier(folded[: figure.span.start]))


def _figure(match: re.Match[str], rule: str) -> Figure | None:
    parts = match.groupdict()
    end = match.end()
    population = (parts.get("pop") or "").strip(" '-")
    population_span = span_of(match, "pop") if population else None
    if rule in ("out-of", "fraction", "percent") and population_span:
        end = population_span.start
    span = Span(match.start(), end)
    if rule == "from-one-percent":
        span = Span(match.start("p"), end)
    if rule in _SCORES:
        span, population = Span(match.start("n"), end), _POINTS
    try:
        if parts.get("zero") or parts.get("zero2"):
            whole = number(parts.get("d") or parts.get("d2") or "")
            return Figure(span, rule, 0.0, whole, population=population, population_span=population_span)
        if parts.get("p"):
            return Figure(
                span, rule, percent=number(parts["p"]), population=population, population_span=population_span
            )
        if parts.get("part"):
            return _fraction(parts, Figure(span, rule, population=population, population_span=population_span))
        return Figure(
            span, rule, number(parts["n"] or ""), number(parts["d"] or ""),
            population=population, population_span=population_span,
        )  # fmt: skip
    except ValueError:
        return None


def _fraction(parts: dict[str, str | None], figure: Figure) -> Figure | None:
    """A fraction in words: "half" stands alone, the others need a number or article before them."""
    part, count = parts["part"] or "", parts.get("n")
    if count is None and not part.startswith("hal"):
        return None
    plural = part.endswith("s") and part != "halves"
    numerator = 1.0 if count in (None, "a", "an", "one") else number(count or "1")
    if plural != (numerator > 1) and not part.startswith("hal"):
        return None
    return replace(figure, numerator=numerator, denominator=float(PARTS[part]))


def _possible(figure: Figure) -> bool:
    if figure.percent is not None:
        return figure.percent <= 100
    n, d = figure.numerator, figure.denominator
    if n is None or d is None or n > d or d < 2:
        return False
    return not (figure.rule in ("one-in-so-many", "elliptic") and d in _YEARS)


def _qualifier(before: str) -> str | None:
    rule = any_of(rules("statistics", "qualifier"), before[-40:])
    return rule.value if rule else None


def _elliptic(folded: str, found: list[Figure]) -> list[Figure]:
    """Numbers that count on things named before: "46 cases … done well in 33, … in just 16"."""
    bases = [
        match for _, match in found_by(rules("statistics", "base"), folded)
        if not any(figure.span.overlaps(span_of(match, "d")) for figure in found if figure.rule not in _OPEN_BASES)
    ]  # fmt: skip
    added: list[Figure] = []
    for _, match in found_by(rules("statistics", "elliptic"), folded) if bases else ():
        group = next(name for name in ("n", "n2", "n3") if match[name])
        at = span_of(match, group)
        before = [base for base in bases if base.end() <= at.start]
        if not before or any(figure.span.overlaps(at) for figure in found):
            continue
        base = before[-1]
        figure = Figure(at, "elliptic", number(match[group]), number(base["d"]), population=base["pop"])
        if _possible(figure) and figure.numerator not in _YEARS:
            added.append(figure)
    for _, match in found_by(rules("statistics", "resumed"), folded) if bases else ():
        before = [base for base in bases if base.end() <= match.start()]
        figure = _of_base(match, before[-1]) if before else None
        if figure is not None and not any(figure.span.overlaps(other.span) for other in (*found, *added)):
            added.append(figure)
    return added


def _of_base(match: re.Match[str], base: re.Match[str]) -> Figure | None:
    """The number that MATCH reads, of those that BASE counts."""
    figure = Figure(span_of(match, "n"), "elliptic", number(match["n"]), number(base["d"]), population=base["pop"])
    return figure if _possible(figure) else None


def _resumed(folded: str, found: list[Figure], before: Counted) -> list[Figure]:
    """Numbers that count on the things named in the sentence before."""
    added: list[Figure] = []
    for _, match in found_by(rules("statistics", "resumed"), folded):
        figure = Figure(span_of(match, "n"), "elliptic", number(match["n"]), before.number, population=before.things)
        if _possible(figure) and not any(figure.span.overlaps(other.span) for other in found):
            added.append(figure)
    return added


def _joined(folded: str, found: list[Figure]) -> list[Figure]:
    """One figure of two that tell the same: "41 of 52 (79 per cent)" has all, "just over half (24/47)" the counts."""
    joined: list[Figure] = []
    for figure in found:
        both = _both(folded, joined[-1], figure) if joined else None
        if both is None:
            joined.append(figure)
        else:
            joined[-1] = both
    return joined


def _both(folded: str, earlier: Figure, later: Figure) -> Figure | None:
    """What EARLIER and LATER tell together where they tell one share, of round words and a figure the figure alone."""
    if not _in_brackets_after(folded, earlier, later):
        return None
    if _rounds(earlier, later):
        spoken = earlier if earlier.population else later
        return replace(later, population=spoken.population, population_span=spoken.population_span)
    if _rounds(later, earlier):
        return earlier if _CLOSED.match(folded, later.span.end) else None
    if later.percent is not None and earlier.percent is None:
        return replace(earlier, percent=later.percent)
    if earlier.percent is not None and later.percent is None:
        return replace(later, percent=earlier.percent, population=earlier.population or later.population)
    return None


def _rounds(words: Figure, exact: Figure) -> bool:
    """Whether WORDS tell the share of EXACT in round words: "two-thirds (64%)", "almost one in five (18%)"."""
    if words.rule in _SPOKEN and exact.rule in _COUNTS:
        return True
    if words.rule == "fraction":
        return exact.rule != "fraction"
    if words.qualifier is None or exact.percent is None or words.percent is not None:
        return False
    off = points_off(words.numerator, words.denominator, exact.percent)
    return off <= _ROUGHLY and (words.rule in _SPOKEN or off > AGREEING)


def points_off(numerator: float | None, denominator: float | None, percent: float | None) -> float:
    """By how many points PERCENT differs from what NUMERATOR of DENOMINATOR make; 0 where one of them is not told."""
    if numerator is None or not denominator or percent is None:
        return 0.0
    return abs(100 * numerator / denominator - percent)


def _in_brackets_after(folded: str, earlier: Figure, later: Figure) -> bool:
    """Whether LATER stands in brackets, or after a dash or "or", close behind EARLIER; a qualifier may lead it."""
    between = _ASIDE.fullmatch(folded, earlier.span.end, later.span.start)
    if between is None:
        return False
    words = between["words"]
    return not words or any(rule.pattern.fullmatch(words) for rule in rules("statistics", "qualifier"))
