"""Lists what an article names and could not be resolved: units, labels of several things, speakers, days, deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from .blocks import Kind
from .bodies import Bodies
from .dates import head_of
from .fields import shown
from .inspected import tells_of_the_inspectorate
from .lexicon import lexicon
from .people import NAME
from .rules import any_of, found_by, rules
from .statements import InspectionReport, Pledge, Reading, Statement, Statistic, Unread
from .statistics import AGREEING, points_off
from .story import Sentence, Side, Story
from .text import Span, fold, span_of

#: What concerns an article as a whole stands nowhere in it.
WHOLE: Final = Span(0, 0)
_SMALL: Final = r"(?:upon|on|of|the|and|with|&)"
_PLACE: Final = rf"[A-Z][\w'-]*(?:,? (?:[A-Z][\w'-]*|{_SMALL})){{0,9}}"
_BEFORE: Final = re.compile(rf"(?<![\w'-])(?P<name>{_PLACE})(?<! the)(?<! of)(?<! and),? $")
_BEHIND: Final = re.compile(rf" (?:in|for|covering|at) (?P<name>{_PLACE})")
_OPENING: Final = re.compile(
    r"(?:(?:The|This|That|A|An|In|At|For|From|But|And|Of"
    r"|(?:Inspections?|Re-?inspections?|Reports?|Reviews?|Visits?) (?:of|on|into|to))\b ?)+"
)
_CLOSING: Final = re.compile(rf"(?:,? {_SMALL})+$")
_PERSON: Final = re.compile(rf"\b{NAME}\b")
#: A line at the head that tells a day is no longer.
_DATE_LINE: Final = 60


@dataclass(slots=True)
class Unresolved:
    """Looks for them in one STORY, of the BODIES that it names."""

    story: Story
    bodies: Bodies

    def names(self) -> Iterator[Unread]:
        """Names that stand for several things or for none that the lists know, and speakers who cannot be placed.

        An article that is about something else is asked alone whether it tells of the inspectorate.
        """
        if not self.bodies.inspected and not tells_of_the_inspectorate(self.story):
            return
        if not self.bodies.inspected:
            yield Unread(WHOLE, "no-body")
        else:
            for sentence in self.story.sentences:
                yield from self._ambiguous(sentence)
            yield from self._persons()
            yield from self._speakers()
        yield from self._units()

    def _ambiguous(self, sentence: Sentence) -> Iterator[Unread]:
        """The labels in a sentence that several things bear, and that were therefore read as none of them."""
        for matcher in (lexicon().organisations, lexicon().topics, lexicon().bodies):
            for mention in matcher.find(sentence.plain, sentence.folded):
                if not mention.ambiguous or all(thing.beside_kind_noun for thing in mention.things):
                    continue
                at = mention.span.shifted(sentence.span.start)
                if not any(one.span.overlaps(at) for one in self.bodies.mentions_in(sentence)):
                    names = " or ".join(thing.label for thing in mention.things)
                    words = f"{mention.span.of(sentence.plain)} may be {names}"
                    yield Unread(sentence.span, "ambiguous-label", words)

    def _units(self) -> Iterator[Unread]:
        """The names beside the noun of a unit or service that were not read as one, each once."""
        known = {one.span.of(self.story.plain) for one in self.bodies.mentions}
        for sentence in (*self.story.sentences, *self.story.titles()):
            taken = [one.span.shifted(-sentence.span.start) for one in self.bodies.mentions_in(sentence)]
            taken += [one.span for one in lexicon().organisations.find(sentence.plain, sentence.folded)]
            for _, match in found_by(rules("review", "unit_noun"), sentence.folded):
                for span in _beside(sentence.plain, span_of(match)):
                    name = span.of(sentence.plain)
                    if any(span.overlaps(other) for other in taken) or any(name in one for one in known):
                        continue
                    known.add(name)
                    yield Unread(sentence.span, "unknown-unit", name)

    def _persons(self) -> Iterator[Unread]:
        """Persons who speak, and of whom the article does not say who they are, each once."""
        known = {person.name for person in self.story.people if person.role}
        for sentence in self.story.sentences:
            voice = sentence.voice
            if voice.person is not None:
                name = "" if voice.person.role else voice.person.name
            elif voice.side is Side.OTHER and not voice.speaker:
                name = _first_person(sentence)
            else:
                continue
            if name and name not in known:
                known.add(name)
                yield Unread(sentence.span, "unknown-person", name)

    def _speakers(self) -> Iterator[Unread]:
        """Quotations of which nobody is told to be the speaker: the first sentence of each paragraph's."""
        told = -1
        for sentence in self.story.sentences:
            if sentence.voice.side is Side.WRITER and sentence.voice.manner == "quoted":
                if sentence.block_index != told:
                    yield Unread(sentence.span, "unknown-speaker")
                told = sentence.block_index

    def dates(self) -> Iterator[Unread]:
        """The line at the head of a text without a day of publication that tells some day all the same."""
        for block in head_of(self.story.folded, self.story.blocks):
            line = block.span.of(self.story.folded)
            if block.kind is Kind.HEADLINE or len(line) > _DATE_LINE:
                continue
            rule = any_of(rules("review", "head_date"), line)
            if rule is not None:
                yield Unread(block.span, rule.value)
                return


def _beside(plain: str, noun: Span) -> Iterator[Span]:
    """The capitalised names before and behind the NOUN of a unit, without the words that open or join them."""
    before, behind = _BEFORE.search(plain[: noun.start]), _BEHIND.match(plain[noun.end :])
    spans = [span_of(before, "name")] if before else []
    spans += [span_of(behind, "name").shifted(noun.end)] if behind else []
    for span in spans:
        opening = _OPENING.match(span.of(plain))
        start = span.start + (opening.end() if opening else 0)
        name = _CLOSING.sub("", plain[start : span.end])
        if name and any_of(rules("review", "not_unit_name"), fold(name)) is None:
            yield Span(start, start + len(name))


def _first_person(sentence: Sentence) -> str:
    """The first name in SENTENCE that may be a person's, "" where there is none."""
    known = lexicon()
    others = [
        mention.span
        for matcher in (known.bodies, known.organisations, known.grades, known.aspects)
        for mention in matcher.find(sentence.plain, sentence.folded)
    ]
    for match in _PERSON.finditer(sentence.plain):
        words = match["name"].split()
        unfit = any(any_of(rules("people", "not_name"), fold(word)) for word in words)
        if not unfit and not any(span_of(match, "name").overlaps(span) for span in others):
            return match["name"]
    return ""


def unresolved_in(reading: Reading, text: str) -> Iterator[Unread]:
    """What READING of TEXT leaves open, as it is after corrections: bodies, figures, the publisher, days, deadlines."""
    if not reading.bodies:
        return
    unlisted: set[str] = set()
    for one in reading.statements:
        if isinstance(one, InspectionReport) and not one.body.listed and one.body.label not in unlisted:
            unlisted.add(one.body.label)
            yield Unread(one.quote, "unlisted-body", one.body.label)
        yield from _doubtful(one, text)
        if isinstance(one, Pledge) and _is_past(one, reading.published):
            yield Unread(one.quote, "deadline-before-publication", one.deadline.stated if one.deadline else "")
    if reading.publisher is None:
        name = reading.publisher_name
        yield Unread(WHOLE, "unknown-publisher", name) if name else Unread(WHOLE, "no-publisher")
    if reading.published is None and not any(one.problem.startswith("date-") for one in reading.unread):
        yield Unread(WHOLE, "no-date")


def _is_past(one: Pledge, published: date | None) -> bool:
    """Whether the promise had to be kept before the day of publication, so that one of the two is wrong."""
    latest = one.deadline.latest if one.deadline is not None else None
    return published is not None and latest is not None and latest < published


def _doubtful(one: Statement, text: str) -> Iterator[Unread]:
    """What a statement of TEXT leaves open by itself: a deadline, or which of its figures holds."""
    if isinstance(one, Pledge) and one.deadline is not None and one.deadline.latest is None:
        written = one.deadline.span.of(text).strip()
        words = written if fold(written) == one.deadline.stated else one.deadline.stated
        yield Unread(one.quote, "open-deadline", words)
    elif isinstance(one, Pledge) and one.deadline is None:
        vague = next((match for _, match in found_by(rules("review", "vague_time"), fold(one.quote.of(text)))), None)
        if vague is not None:
            yield Unread(one.quote, "vague-deadline", vague.group())
    elif isinstance(one, Statistic) and points_off(one.numerator, one.denominator, one.percent) > AGREEING:
        yield Unread(one.quote, "percent-differs", _sum_of(one))


def _sum_of(one: Statistic) -> str:
    """What the numbers of a figure make, and what it says: "150 of 300 (50%), but 30%"."""
    made = f"{100 * (one.numerator or 0.0) / (one.denominator or 1.0):.1f}".removesuffix(".0")
    return f"{shown(one.numerator)} of {shown(one.denominator)} ({made}%), but {shown(one.percent)}%"


def not_understood(reading: Reading, text: str) -> Sequence[Unread]:
    """Everything in TEXT that its READING did not understand or leaves open, each once, in the order of the text."""
    return sorted({*reading.unread, *unresolved_in(reading, text)})
