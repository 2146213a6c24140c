"""Decides which statements of several articles speak of one and the same thing, and how that thing's IRI ends.

The keys are those of the model: whatever two articles may tell differently is in the key, or on the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ..loader.bodies import Body, slug
from ..loader.statements import Pledge, Rating, Reading, Statistic
from .decisions import Decisions, Links
from .sources import Source, digest
from .terms import decimal

#: Reports on one body that came out within half a year of the first are on one inspection: a body is inspected once in
#: several years, and the press goes on writing about a report for months.
SAME_INSPECTION_DAYS: Final = 183
#: Whether the body is a national service -> the rule by which reports join, and the days within which they do.
_RULES: Final = {
    False: ("reports-within-half-a-year", SAME_INSPECTION_DAYS),
    True: ("national-reports-within-three-weeks", 21),
}
_PREFIXES: Final = {"pdu": "", "region": "region-", "youth-justice-service": "yjs-", "national": "national-"}


def body_key(body: Body) -> str:
    """The key of a body among all levels of the service."""
    return _PREFIXES[body.level] + body.iri.rsplit("/", 1)[1]


@dataclass(slots=True)
class Group:
    """The articles that report one inspection of BODY (an IRI): the key and month of that, and theirs in order."""

    body: str
    key: str
    month: str | None
    documents: list[str]
    rule: str = "reports-within-half-a-year"
    """How its reports were found to be on one inspection."""


@dataclass(slots=True)
class Identity:
    """The keys of inspections and pledges, settled over all articles of a build."""

    groups: list[Group] = field(default_factory=list[Group])
    """Every inspection that is reported, by body and day."""
    _of: dict[tuple[str, str], Group] = field(default_factory=dict[tuple[str, str], Group])
    _deadlines: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))

    @classmethod
    def settled(cls, sources: Collection[Source], decisions: Decisions | None = None) -> Identity:
        """The identity of everything in SOURCES, as DECISIONS of people have it; the same whatever their order.

        InputError where the decisions contradict each other.
        """
        identity = cls()
        reports: dict[tuple[str, str, str], list[tuple[date, str]]] = defaultdict(list)
        for source in sources:
            for body in source.reading.bodies:
                reports[body.iri, body_key(body), body.level].append((source.reading.published or date.max, source.key))
            for pledge in _pledges(source.reading):
                if (due := deadline_key(pledge)) is not None:
                    identity._deadlines[_pledge_stem(pledge)].add(due)
        for (body, key, level), dated in sorted(reports.items()):
            links = decisions.inspections(body) if decisions else None
            for group in _grouped(body, key, sorted(dated), links, national=level == "national"):
                identity.groups.append(group)
                identity._of |= {(body, document): group for document in group.documents}
        return identity

    def month(self, source: Source, body: Body) -> str | None:
        """The month (YYYY-MM) in which the report on BODY came out that SOURCE tells of; None where it is undated."""
        group = self._of.get((body.iri, source.key))
        return group.month if group else None

    def inspection(self, source: Source, body: Body) -> str:
        """The key of the inspection of BODY that SOURCE reports; an undated one is a node of its own."""
        group = self._of.get((body.iri, source.key))
        return group.key if group else f"{body_key(body)}-undated-{source.key}"

    def earlier_inspection(self, source: Source, rating: Rating) -> str:
        """The key of the inspection that an earlier grade, or one told for comparison, was given in."""
        return f"{body_key(rating.body)}-{rating.month or f'earlier-{source.key}'}"

    def pledge(self, source: Source, pledge: Pledge) -> str:
        """The key of a pledge: an open one is the same as the one with a deadline, where there is just one such.

        One told to the month is the one that another article tells to the day, where that is the only day in it.
        """
        if pledge.value is None:
            return f"{slug(pledge.pledger_label)}-{pledge.kind}-{source.key}-{pledge.quote.start}"
        return f"{_pledge_stem(pledge)}-{self._due(pledge) or 'open'}"

    def joined_by(self, pledge: Pledge) -> str | None:
        """The rule by which PLEDGE is taken for one whose deadline another article tells more exactly; None if not."""
        due = deadline_key(pledge)
        if pledge.value is None or self._due(pledge) == due:
            return None
        return "less-exact-deadline" if due else "open-deadline"

    def _due(self, pledge: Pledge) -> str | None:
        """The deadline of the PLEDGE, as exactly as any article tells it; None where it stays open."""
        known = self._deadlines.get(_pledge_stem(pledge), set())
        due = deadline_key(pledge)
        times = {_exactly(one, known) for one in ([due] if due else known)}
        return times.pop() if len(times) == 1 else None


def _grouped(
    body: str, stem: str, dated: Sequence[tuple[date, str]], links: Links | None = None, *, national: bool = False
) -> list[Group]:
    """The inspections of BODY, whose key is STEM: DATED are (day, document key) of the reports on it, in order.

    A report joins the inspection whose first report came out within half a year before it, where no decision of LINKS
    keeps them apart; an undated one (the last of days) joins by a decision alone. Of a NATIONAL service there are
    several inspections a year, each of another theme: their reports join within three weeks.
    """
    rule, within = _RULES[national]
    days = {key: day for day, key in dated}
    joined = links.groups(days) if links else None
    found: list[tuple[date, Group]] = []
    taken: set[str] = set()
    for day, key in dated:
        if key in taken:
            continue
        together = sorted(joined.members(key), key=lambda one: (days[one], one)) if joined else [key]
        taken |= set(together)
        near = [
            group
            for first, group in reversed(found)
            if day != date.max and (day - first).days <= within
            if joined is None or joined.may_join(group.documents[0], key)
        ]
        if near:
            near[0].documents += together
            if joined is not None:
                joined.join(near[0].documents[0], key)
        else:
            key = _named(stem, day, together[0], {group.key for _, group in found})
            month = None if day == date.max else f"{day.year}-{day.month:02}"
            found.append((day, Group(body, key, month, together, rule)))
    return [group for _, group in found]


def _named(stem: str, day: date, document: str, known: set[str]) -> str:
    """The key of an inspection first reported on DAY by DOCUMENT; where that of its month is KNOWN, it has both."""
    if day == date.max:
        return f"{stem}-undated-{document}"
    key = f"{stem}-{day.year}-{day.month:02}"
    return f"{key}-{document}" if key in known else key


def _pledges(reading: Reading) -> Iterable[Pledge]:
    return (one for one in reading.statements if isinstance(one, Pledge) and one.value is not None)


def _pledge_stem(pledge: Pledge) -> str:
    value = decimal(pledge.value or 0.0).value
    return f"{slug(pledge.pledger_label)}-{pledge.kind}-{value}-{slug(pledge.unit or '')}"


def _exactly(due: str, known: Collection[str]) -> str:
    """The deadline DUE: for a month the only day in it that is KNOWN, where there is just one."""
    days = [day for day in known if len(due) == len("2026-03") and day.startswith(f"{due}-")]
    return days[0] if len(days) == 1 else due


def deadline_key(pledge: Pledge) -> str | None:
    """The deadline of a pledge as exact as it is told (2028, 2026-03, 2026-03-09); None where it is open."""
    return pledge.deadline.exact if pledge.deadline else None


def statistic_key(inspection: str, statistic: Statistic) -> str:
    """The key of a figure: the inspection, its numbers as the graph has them, and what it is about.

    Numerator and denominator go together, so one number is a percentage, two are a fraction and three are both.
    """
    numbers = [statistic.numerator, statistic.denominator, statistic.percent]
    written = "-".join(decimal(n).value for n in numbers if n is not None)
    about = digest(*statistic.topics, statistic.qualifier, statistic.polarity, statistic.population)
    return f"{inspection}-{written}-{about}"
