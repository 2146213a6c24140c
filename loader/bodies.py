"""The bodies that can be inspected, where an article names them, and which of them a sentence speaks of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from .lexicon import lexicon
from .rules import any_of, rules
from .story import Sentence, Story
from .text import Span, fold

#: The class of a thing in the reference data -> the slug of its level.
LEVELS: Final = {
    "ProbationDeliveryUnit": "pdu",
    "ProbationRegion": "region",
    "YouthJusticeService": "youth-justice-service",
    "Agency": "national",
}


@dataclass(frozen=True, slots=True)
class Body:
    """A body that can be inspected: LEVEL is the slug of its level; LISTED is false where no list has it."""

    iri: str
    label: str
    level: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body named at SPAN of the article, with the sentence that names it."""

    body: Body
    span: Span
    sentence: Sentence
    passing: bool
    """Named only as the region of a unit, or for comparison."""


@dataclass(slots=True)
class Bodies:
    """The bodies inspected, in the order the article names them, and every mention of a body."""

    inspected: list[Body]
    mentions: list[BodyMention]
    _by_sentence: dict[Span, list[BodyMention]] = field(default_factory=dict[Span, list[BodyMention]])
    _spoken_of: dict[Span, tuple[Body, ...]] = field(default_factory=dict[Span, tuple[Body, ...]])
    _first: dict[Body, Sentence] = field(default_factory=dict["Body", Sentence])
    _known: frozenset[Body] = frozenset()
    _region: Body | None = None

    def __post_init__(self) -> None:
        self._known = frozenset(self.inspected)
        for mention in self.mentions:
            self._by_sentence.setdefault(mention.sentence.span, []).append(mention)
            self._first.setdefault(mention.body, mention.sentence)
        told = (mention.body for mention in self.mentions if mention.body.level == "region" and mention.passing)
        self._region = next(told, None)

    def is_inspected(self, body: Body) -> bool:
        """Whether BODY is one of those inspected."""
        return body in self._known

    def first_told(self, body: Body) -> Sentence | None:
        """The sentence that names BODY first."""
        return self._first.get(body)

    def mentions_in(self, sentence: Sentence) -> list[BodyMention]:
        """The bodies that SENTENCE names, with their places, in order."""
        return self._by_sentence.get(sentence.span, [])

    def of(self, sentence: Sentence) -> tuple[Body, ...]:
        """The inspected bodies that SENTENCE speaks of: named, resumed, or the one spoken of before."""
        return self._spoken_of.get(sentence.span, tuple(self.inspected[:1]))

    def named_in(self, sentence: Sentence) -> list[Body]:
        """The bodies that SENTENCE names, in order."""
        return [mention.body for mention in self.mentions_in(sentence)]

    def places_in(self, sentence: Sentence) -> list[Span]:
        """Where SENTENCE names bodies, counted from its own start."""
        return [mention.span.shifted(-sentence.span.start) for mention in self.mentions_in(sentence)]

    def region_of(self, body: Body) -> Body | None:
        """The region that the article says BODY, which no list has, belongs to."""
        return self._region if body.level != "region" and not body.listed else None

    def settle(self, story: Story) -> None:
        """Decide for every sentence which inspected bodies it speaks of."""
        current = tuple(self.inspected[:1])
        heading: int | None = None
        for sentence in story.sentences:
            if sentence.block.heading != heading:
                heading = sentence.block.heading
                current = self._inspected_in(story.plain_heading_of(sentence)) or current
            named = tuple(dict.fromkeys(body for body in self.named_in(sentence) if self.is_inspected(body)))
            if named:
                current = named
            elif len(self.inspected) > 1 and any_of(rules("bodies", "all"), sentence.folded):
                self._spoken_of[sentence.span] = tuple(self.inspected)
                continue
            self._spoken_of[sentence.span] = current

    def _inspected_in(self, heading: str) -> tuple[Body, ...]:
        """The inspected bodies whose place a heading names."""
        names = {thing.iri for mention in lexicon().bodies.find(heading, fold(heading)) for thing in mention.things}
        return tuple(body for body in self.inspected if body.iri in names)


def slug(name: str) -> str:
    """NAME as the last part of an IRI: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", fold(name).replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"
