"""Decides which statements of several articles speak of one and the same thing, and how that thing's IRI ends.

The keys are those of the model: whatever two articles may tell differently is in the key, or on the claim.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ..loader.bodies import Body, slug
from ..loader.documents.article import Article
from ..loader.statements import Pledge, Rating, Reading, Statistic

#: Reports on one body that came out within half a year of the first are on one inspection: a body is inspected once in
#: several years, and the press goes on writing about a report for months.
SAME_INSPECTION_DAYS: Final = 183
_PREFIXES: Final = {"pdu": "", "region": "region-", "youth-justice-service": "yjs-", "national": "national-"}
_KEY_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Source:
    """An article with all that was read from it."""

    article: Article
    reading: Reading
    key: str = field(init=False)
    """The key of the document: the first sixteen hexadecimal digits of its address's hash, else of its text's."""

    def __post_init__(self) -> None:
        url = self.article.told.url
        known_by = hashlib.sha256(url.encode("utf-8")).hexdigest() if url else self.article.sha256
        object.__setattr__(self, "key", known_by[:_KEY_LENGTH])


def digest(*parts: object) -> str:
    """Eight hexadecimal digits that tell PARTS apart."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8")).hexdigest()[:8]


def body_key(body: Body) -> str:
    """The key of a body among all levels of the service."""
    return _PREFIXES[body.level] + body.iri.rsplit("/", 1)[1]


@dataclass(slots=True)
class Identity:
    """The keys of inspections and pledges, settled over all articles of a build."""

    _months: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    _deadlines: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))

    @classmethod
    def settled(cls, sources: Sequence[Source]) -> Identity:
        """The identity of everything in SOURCES; the same whatever their order."""
        identity = cls()
        reports: dict[str, list[tuple[date, str]]] = defaultdict(list)
        for source in sources:
            for body in source.reading.bodies:
                if source.reading.published is not None:
                    reports[body.iri].append((source.reading.published, source.key))
            for pledge in _pledges(source.reading):
                if (due := deadline_key(pledge)) is not None:
                    identity._deadlines[_pledge_stem(pledge)].add(due)
        for body, dated in sorted(reports.items()):
            identity._months |= {(body, key): month for key, month in _grouped(sorted(dated))}
        return identity

    def month(self, source: Source, body: Body) -> str | None:
        """The month (YYYY-MM) in which the report on BODY came out that SOURCE tells of; None where it is undated."""
        return self._months.get((body.iri, source.key))

    def inspection(self, source: Source, body: Body) -> str:
        """The key of the inspection of BODY that SOURCE reports; an undated one is a node of its own."""
        return f"{body_key(body)}-{self.month(source, body) or f'undated-{source.key}'}"

    def earlier_inspection(self, source: Source, rating: Rating) -> str:
        """The key of the inspection that an earlier grade, or one told for comparison, was given in."""
        return f"{body_key(rating.body)}-{rating.month or f'earlier-{source.key}'}"

    def pledge(self, source: Source, pledge: Pledge) -> str:
        """The key of a pledge: an open one is the same as the one with a deadline, where there is just one such."""
        if pledge.value is None:
            return f"{slug(pledge.pledger_label)}-{pledge.kind}-{source.key}-{pledge.quote.start}"
        stem = _pledge_stem(pledge)
        known = self._deadlines.get(stem, set())
        due = deadline_key(pledge) or (next(iter(known)) if len(known) == 1 else "open")
        return f"{stem}-{due}"


def _grouped(dated: Sequence[tuple[date, str]]) -> Iterator[tuple[str, str]]:
    """(document key, month of the first report) for the reports on one body, DATED in order."""
    first: date | None = None
    for published, key in dated:
        if first is None or (published - first).days > SAME_INSPECTION_DAYS:
            first = published
        yield key, f"{first.year}-{first.month:02}"


def _pledges(reading: Reading) -> Iterable[Pledge]:
    return (one for one in reading.statements if isinstance(one, Pledge) and one.value is not None)


def _pledge_stem(pledge: Pledge) -> str:
    value = f"{pledge.value:.2f}".rstrip("0").rstrip(".").replace(".", "-")
    return f"{slug(pledge.pledger_label)}-{pledge.kind}-{value}-{slug(pledge.unit or '')}"


def deadline_key(pledge: Pledge) -> str | None:
    """The deadline of a pledge as exact as it is told (2028, 2026-03, 2026-03-09); None where it is open."""
    due = pledge.deadline
    if due is None or due.latest is None:
        return None
    return due.latest.isoformat()[: {"year": 4, "month": 7}.get(due.grain or "", 10)]


def statistic_key(inspection: str, statistic: Statistic) -> str:
    """The key of a figure: the inspection, its numbers, and what it is about."""
    numbers = [statistic.numerator, statistic.denominator, statistic.percent]
    written = "-".join(f"{n:g}".replace(".", "-") for n in numbers if n is not None)
    about = digest(*statistic.topics, statistic.qualifier, statistic.polarity, statistic.population)
    return f"{inspection}-{written}-{about}"
