"""Reads an article whole: its blocks, who speaks, the bodies inspected, and every statement about them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from .aspects import OVERALL
from .blocks import TOO_LONG, Kind
from .bodies import Bodies
from .dates import publication_date
from .discourse import tell
from .dividing import divide
from .documents.article import NOTHING_TOLD, Told
from .findings import read_finding, tells_of_before, tells_whom_inspectors_heard
from .inspected import find_bodies
from .pledges import Pledges
from .promises import listed
from .publishers import known_publisher, publisher_in
from .ratings import Ratings
from .recommendations import Recommendations, count_of
from .settling import settled
from .statements import (
    Finding,
    InspectionReport,
    PersonNamed,
    Rating,
    Reading,
    Recommendation,
    Statement,
    Statistic,
    Unread,
)  # fmt: skip
from .statistics import Counted, Figure, counted, figures
from .story import INSPECTORATE, Sentence, Side, Story
from .text import Span
from .topics import NOTHING, Subject, subject
from .unread import UnreadSentences
from .unresolved import Unresolved

#: The number of an item, with the spaces around it, is no longer than this.
_LONGEST_NUMBER: Final = 200
#: Nouns that a figure counts cases by: no topic of the sentence, unlike plans, reviews or recruits.
_COUNTED: Final = frozenset({"cases", "files", "people", "individuals", "occasions", "instances"})


def read(text: str, told: Told = NOTHING_TOLD) -> Reading:
    """All that TEXT states about probation inspections; an article about something else yields no statement.

    What the article's file has TOLD beside the text goes before what the text shows. A text in another language than
    English yields no statement either.

    Deterministic: the same text gives the same reading, whatever the clock, the locale and the machine.
    """
    blocks = divide(text, dict(told.kinds))
    story = tell(text, blocks)
    bodies = find_bodies(story)
    headline = story.headline.span.of(text) if story.headline else ""
    published = told.published or publication_date(story.folded, blocks)
    if told.foreign:
        return Reading(told.headline or headline, published, *known_publisher(told.publisher), (), (), ())
    reader = _Reader(story, bodies, published)
    long_lines = [block.span for block in blocks if block.rule == TOO_LONG]
    reader.unread += [Unread(span, "sentence-too-long") for span in story.too_long]
    reader.unread += [Unread(span, "line-too-long") for span in long_lines]
    statements = reader.statements() if bodies.inspected else []
    unresolved = Unresolved(story, bodies)
    reader.unread += unresolved.names()
    reader.unread += unresolved.dates() if bodies.inspected and published is None else ()
    iri, name = known_publisher(told.publisher) if told.publisher else publisher_in(story)
    return Reading(
        headline=told.headline or headline or text.strip().split("\n", 1)[0].strip(),
        published=published,
        publisher=iri,
        publisher_name=name,
        bodies=tuple(bodies.inspected),
        statements=tuple(statements),
        unread=tuple(sorted(set(reader.unread))),
        sentences=tuple(sentence.span for sentence in story.sentences),
    )


@dataclass(slots=True)
class _Reader:
    """Goes through a story sentence by sentence; extracts first, resolves at the end."""

    story: Story
    bodies: Bodies
    published: date | None
    unread: list[Unread] = field(default_factory=list[Unread])
    _found_in: int = -1
    """The block of the sentence before, where that is a finding."""

    def statements(self) -> list[Statement]:
        """Every statement, in the order of the text."""
        ratings = Ratings(self.story, self.bodies, self.unread, self.published)
        recommendations = Recommendations(self.story)
        pledges = Pledges(self.story, self.published)
        found: list[Statement] = []
        shares: dict[Span, list[Figure]] = {}
        before = NOTHING
        base: Counted | None = None
        for sentence in self.story.sentences:
            told = figures(sentence.folded, base)
            base = counted(sentence.folded) or (base if told else None)
            about = subject(sentence, before, _populations(told))
            shares[sentence.span] = told
            found += self._sentence(sentence, about, told, ratings, recommendations, pledges)
            before = about
        found = settled(self.story, self.unread, found)
        found += settled(self.story, self.unread, self._headline_ratings(ratings, found))
        found += self._inspections(found)
        found += self._people()
        self.unread += UnreadSentences(self.story, shares, found).beside(self.unread)
        return sorted(found, key=lambda statement: (statement.quote, type(statement).__name__))

    def _sentence(
        self, sentence: Sentence, about: Subject, told: list[Figure],
        ratings: Ratings, recommendations: Recommendations, pledges: Pledges,
    ) -> Iterator[Statement]:  # fmt: skip
        spoken_of = self.bodies.of(sentence)
        asked = recommendations.read(sentence, about, spoken_of)
        promised = [] if asked else pledges.read(sentence, spoken_of)
        graded = ratings.read(sentence)
        yield from promised
        yield from graded
        if asked is not None:
            yield asked
        finding = None
        if asked is None and not promised and listed(self.story, sentence) is None:
            finding = read_finding(
                sentence, about, graded, spoken_of, told,
                introduced=f"{self.story.heading_of(sentence)} {self.story.lead_of(sentence)}",
                goes_on=self._found_in == sentence.block_index,
            )  # fmt: skip
            if finding is not None:
                yield finding
        heard = finding is not None or tells_whom_inspectors_heard(sentence)
        self._found_in = sentence.block_index if heard else -1
        if sentence.voice.side is not Side.OTHER and asked is None and not promised and not tells_of_before(sentence):
            yield from self._statistics(sentence, about, told, finding)

    def _statistics(
        self, sentence: Sentence, about: Subject, told: list[Figure], finding: Finding | None
    ) -> Iterator[Statistic]:
        for figure in told:
            yield Statistic(
                quote=sentence.span,
                speaker=sentence.judge,
                manner=sentence.voice.manner,
                rule=f"statistic-{figure.rule}",
                bodies=self.bodies.of(sentence),
                numerator=figure.numerator,
                denominator=figure.denominator,
                percent=figure.percent,
                qualifier=figure.qualifier,
                earlier=figure.earlier,
                population=figure.population,
                polarity=finding.polarity if finding else None,
                topics=about.topics,
            )

    def _headline_ratings(self, ratings: Ratings, found: list[Statement]) -> list[Rating]:
        """The overall grade that the headline alone gives."""
        if any(isinstance(one, Rating) and one.outcome and one.aspect == OVERALL for one in found):
            return []
        if len(self.bodies.inspected) != 1:
            return []
        titles = [title for title in self.story.titles() if title.block.kind is Kind.HEADLINE]
        return [rating for title in titles for rating in ratings.read(title, headline=True) if rating.outcome]

    def _inspections(self, found: list[Statement]) -> Iterator[InspectionReport]:
        """For each body inspected where it is first named, and where the number of recommendations is stated."""
        counted = self._count() or self._numbered(found)
        told = [*self.story.sentences, *self.story.titles()]
        for body in self.bodies.inspected:
            first = self.bodies.first_told(body) or told[0]
            region = self.bodies.region_of(body)
            yield InspectionReport(
                quote=first.span, speaker=INSPECTORATE, manner=_manner(first), rule="inspection-of-a-named-body",
                body=body, region=region,
            )  # fmt: skip
            if counted is not None:
                span, count, rule = counted
                yield InspectionReport(
                    quote=span, speaker=INSPECTORATE, manner="reported", rule=rule, body=body, region=region,
                    recommendation_count=count,
                )  # fmt: skip

    def _count(self) -> tuple[Span, int, str] | None:
        """The first stated number of recommendations, wherever it stands, with its place and rule."""
        lines = [(one.span, one.folded) for one in self.story.sentences if one.voice.side is not Side.OTHER]
        lines += [
            (block.span, block.span.of(self.story.folded))
            for block in self.story.blocks
            if block.kind in (Kind.CAPTION, Kind.HEADLINE)
        ]
        for span, line in lines:
            if (told := count_of(line)) is not None:
                return span, told[0], f"inspection-{told[1]}"
        return None

    def _numbered(self, found: list[Statement]) -> tuple[Span, int, str] | None:
        """The length of the list of recommendations, where it is numbered from one without a gap."""
        asked = [one.quote for one in found if isinstance(one, Recommendation)]
        numbers = [re.search(r"(?:^|\n)\s*\(?(\d+)[.)]\s+$", _before(self.story.text, span)) for span in asked]
        told = [int(match[1]) for match in numbers if match]
        if len(told) > 1 and told == list(range(1, len(told) + 1)):
            return asked[-1], len(told), "inspection-numbered-recommendations"
        return None

    def _people(self) -> Iterator[PersonNamed]:
        starts = [sentence.span.start for sentence in self.story.sentences]
        for person in self.story.people:
            sentence = self.story.sentences[bisect_right(starts, person.span.start) - 1]
            yield PersonNamed(
                quote=sentence.span, speaker=INSPECTORATE, manner="narrated", rule=person.rule,
                name=person.name, role=person.role, person=person.iri,
            )  # fmt: skip


def _before(text: str, span: Span) -> str:
    """The end of what stands in TEXT before SPAN: the number of an item, with the line end before it."""
    return text[max(0, span.start - _LONGEST_NUMBER) : span.start]


def _manner(sentence: Sentence) -> str:
    return sentence.voice.manner if sentence.voice.side is Side.INSPECTORATE else "narrated"


def _populations(told: list[Figure]) -> list[Span]:
    """The words that only say what cases a figure counts."""
    return [
        figure.population_span
        for figure in told
        if figure.population_span is not None and figure.population.split()[-1] in _COUNTED
    ]
