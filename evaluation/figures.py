"""The figures of a comparison: counts of each kind, precision and recall, and what is right where it matched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..errors import UsageError

#: The kinds of fact that are counted -> what each is.
KINDS: Final = {
    "inspected": "bodies inspected",
    "ratings": "grades, by body, standard and outcome",
    "findings": "findings, by their words",
    "statistics": "shares, by numbers and words",
    "recommendations": "things asked for, by their words",
    "counts": "stated numbers of recommendations",
    "pledges": "promises, by quantity and words",
    "people": "persons named",
    "topics": "topics of the findings that matched",
    "agencies": "agencies of the findings that matched",
    "asked_of": "agencies of recommendations that matched",
    "police_question": "police and information, by words",
}
#: What is right or wrong of a fact that matched -> what it is.
MATCHED: Final = {
    "polarity": "praise, criticism or both, of findings",
    "deadline": "deadlines of pledges",
    "by": "who promised",
    "unit": "the unit of what is promised",
    "body_kind": "the kind of body inspected",
    "published": "the day the article came out",
    "own_body": "findings whose one body is a body inspected",
}
#: The kinds whose mean F1 is `facts`, where any are noted.
FACTS: Final = ("inspected", "ratings", "findings", "statistics", "recommendations", "pledges")


@dataclass(slots=True)
class Tally:
    """How many facts of a kind were noted (gold) and told (said), and how many are both (hit)."""

    gold: int = 0
    said: int = 0
    hit: int = 0

    def add(self, gold: int, said: int, hit: int) -> None:
        """Count further facts."""
        self.gold += gold
        self.said += said
        self.hit += hit

    @property
    def precision(self) -> float:
        """The share of what was told that is right; 1 where nothing was told and nothing noted."""
        return self.hit / self.said if self.said else float(not self.gold)

    @property
    def recall(self) -> float:
        """The share of what was noted that was told; 1 where nothing was noted."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Share:
    """How many of how many are right."""

    right: int = 0
    of: int = 0

    def tick(self, right: bool) -> None:
        """Count one more, RIGHT or not."""
        self.right += right
        self.of += 1

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.right / self.of if self.of else None


@dataclass(slots=True)
class Figures:
    """The figures of one article, or of several added up.

    `clean` are the articles that are not about a probation inspection, and those of them that nothing was read from;
    `bad_quotes` counts quotes that are not in the text at the place where they are said to be.
    """

    kinds: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in KINDS})
    matched: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in MATCHED})
    clean: Share = field(default_factory=Share)
    bad_quotes: int = 0

    @property
    def noted(self) -> bool:
        """Whether any of FACTS were noted."""
        return any(self.kinds[name].gold for name in FACTS)

    @property
    def facts(self) -> float:
        """The mean F1 of those kinds of FACTS of which any were noted; 0 where none were."""
        found = [self.kinds[name].f1 for name in FACTS if self.kinds[name].gold]
        return sum(found) / len(found) if found else 0.0

    def value(self, name: str) -> float | None:
        """The figure that a floor is set for: the F1 of a kind, the share of a detail, or `facts`."""
        if name == "facts":
            return self.facts
        return self.kinds[name].f1 if name in self.kinds else self.matched[name].value


def added(figures: Iterable[Figures]) -> Figures:
    """FIGURES of several articles in one: every fact has the same weight, whichever article tells it."""
    total = Figures()
    for one in figures:
        for name, tally in one.kinds.items():
            total.kinds[name].add(tally.gold, tally.said, tally.hit)
        for name, share in one.matched.items():
            total.matched[name].right += share.right
            total.matched[name].of += share.of
        total.clean.right += one.clean.right
        total.clean.of += one.clean.of
        total.bad_quotes += one.bad_quotes
    return total


def floors(values: Iterable[str]) -> list[tuple[str, float]]:
    """The floors that `--min NAME=VALUE` sets; UsageError for an unknown name or a value not between 0 and 1."""
    known = ("facts", *KINDS, *MATCHED)
    found: list[tuple[str, float]] = []
    for value in values:
        name, _, least = value.partition("=")
        if name not in known:
            raise UsageError(f"--min {value}: unknown figure {name!r}; there are {', '.join(known)}")
        try:
            floor = float(least)
        except ValueError:
            floor = -1.0
        if not 0 <= floor <= 1:
            raise UsageError(f"--min {value}: a number from 0 to 1 was expected, as in --min findings=0.8")
        found.append((name, floor))
    return found


def shortfalls(figures: Figures, least: Sequence[tuple[str, float]]) -> list[str]:
    """What FIGURES fall short of, in words. Any floor also asks for no bad quote and no unrelated article read."""
    found: list[str] = []
    for name, floor in least:
        value = figures.value(name)
        if value is None:
            found.append(f"{name}: nothing matched, at least {floor:g} is asked for")
        elif value < floor:
            found.append(f"{name} {value:.4f}, at least {floor:g} is asked for")
    if least and figures.bad_quotes:
        found.append(f"{figures.bad_quotes} quotes are not in their text, none may be")
    if least and figures.clean.right < figures.clean.of:
        found.append(f"{figures.clean.right} of {figures.clean.of} unrelated articles left alone, all have to be")
    return found
