"""Tells, for every sentence of a story, who speaks: the inspectorate, somebody else, or the writer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .blocks import Block, Kind
from .lexicon import lexicon
from .people import Person, people, surnames
from .quotations import Quotation, quotations
from .rules import any_of, rules
from .sentences import sentences
from .text import Span, fold, straighten

INSPECTORATE: Final = iri("agency:hmi-probation")
_MARK = "\x01"
_SPEECH_WORDS: Final = 4


class Side(Enum):
    """On whose side a sentence is told."""

    INSPECTORATE = "inspectorate"
    OTHER = "other"
    WRITER = "writer"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the SIDE; the speaker's IRI, or "unit" for the inspected body, or "" for one we cannot name; how."""

    side: Side
    speaker: str
    manner: str
    """The slug of an attribution concept: quoted, reported or narrated."""
    person: Person | None = None

    @property
    def name(self) -> str:
        """The name of the person who speaks, or ""."""
        return self.person.name if self.person else ""


WRITER: Final = Voice(Side.WRITER, "", "narrated")


@dataclass(slots=True)
class Sentence:
    """A sentence of the story: its span, its text straightened and folded, its block, and who speaks."""

    span: Span
    plain: str
    folded: str
    outside: str
    """The folded text with what stands in quotation marks blanked."""
    block: Block
    block_index: int
    voice: Voice = WRITER
    quoted: bool = False
    """Whether the sentence begins inside direct speech."""

    @property
    def is_item(self) -> bool:
        """Whether the sentence stands in a list."""
        return self.block.kind is Kind.ITEM


@dataclass(slots=True)
class Story:
    """An article, read as far as who speaks: its text, blocks, sentences and persons."""

    text: str
    plain: str
    folded: str
    blocks: list[Block]
    sentences: list[Sentence]
    people: list[Person]

    def lead_of(self, sentence: Sentence) -> str:
        """The folded line that introduces the list SENTENCE stands in, or ""."""
        lead = sentence.block.lead
        return "" if lead is None else self.blocks[lead].span.of(self.folded)

    def heading_of(self, sentence: Sentence) -> str:
        """The folded heading that SENTENCE stands under, or ""."""
        heading = sentence.block.heading
        return "" if heading is None else self.blocks[heading].span.of(self.folded)


def tell(text: str, blocks: list[Block]) -> Story:
    """Read TEXT, divided into BLOCKS: its persons, its sentences, and who speaks in each."""
    plain, folded = straighten(text), fold(text)
    body = [block.span for block in blocks if block.kind in (Kind.PARAGRAPH, Kind.ITEM)]
    story = Story(text, plain, folded, blocks, [], people(plain, body))
    teller = _Teller(story)
    for index, block in enumerate(blocks):
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM):
            story.sentences += teller.sentences(index, block)
    return story


class _Teller:
    """Walks through the blocks, keeping the last speaker and an open quotation in mind."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.surnames = surnames(story.people)
        self.speech: Voice | None = None
        self.speech_open = False
        self.last: Voice | None = None
        self.leads: dict[int, Voice] = {}

    def sentences(self, index: int, block: Block) -> list[Sentence]:
        """The sentences of BLOCK with their voices."""
        found_quotes = quotations(self.story.plain, block.span)
        outside = _blanked(self.story.folded, found_quotes)
        spans = sentences(self.story.text, block.span)
        own = self._own_voices(spans, outside, block)
        speeches = {quote: self._speech_voice(quote, block, spans, own) for quote in found_quotes if _is_speech(quote, self.story)}
        found: list[Sentence] = []
        for span, voice in zip(spans, own, strict=True):
            inside = next((quote for quote in speeches if quote.span.start <= span.start < quote.span.end), None)
            told = voice
            if inside is not None and (voice is None or voice.manner == "narrated"):
                told = speeches[inside]
            elif voice is not None and any(quote.span.overlaps(span) for quote in speeches):
                told = Voice(voice.side, voice.speaker, "quoted", voice.person)
            found.append(
                Sentence(
                    span, span.of(self.story.plain), span.of(self.story.folded), span.of(outside), block, index,
                    told or WRITER, inside is not None,
                )
            )  # fmt: skip
            self.last = told if told and told.side is not Side.WRITER else self.last
        self.speech_open = bool(found_quotes) and not found_quotes[-1].closed
        if speeches:
            self.speech = list(speeches.values())[-1]
        if self.story.folded[block.span.start : block.span.end].endswith(":"):
            self.leads[index] = self._lead_voice(block, own)
        return found

    def _own_voices(self, spans: list[Span], outside: str, block: Block) -> list[Voice | None]:
        """For each sentence the speaker whom it names or resumes; None where it does neither."""
        found: list[Voice | None] = []
        last = self.last
        for span in spans:
            voice = self._own_voice(span.of(outside), block, span, last)
            last = voice if voice and voice.side is not Side.WRITER else last
            found.append(voice)
        return found

    def _own_voice(self, outside: str, block: Block, span: Span, last: Voice | None) -> Voice | None:
        found = self._attributed(outside, span)
        if found is not None:
            return found
        if any_of(rules("attribution", "resumed"), outside) and last is not None:
            return Voice(last.side, last.speaker, "reported", last.person)
        if any_of(rules("attribution", "passive"), outside):
            return Voice(Side.INSPECTORATE, INSPECTORATE, "reported")
        if block.kind is Kind.ITEM and block.lead in self.leads:
            return self.leads[block.lead]
        return None

    def _lead_voice(self, block: Block, own: list[Voice | None]) -> Voice:
        line = block.span.of(self.story.folded)
        if own and own[-1] is not None and own[-1].side is not Side.WRITER:
            return own[-1]
        if any_of(rules("attribution", "lead"), line):
            return Voice(Side.INSPECTORATE, INSPECTORATE, "reported")
        return WRITER

    def _attributed(self, outside: str, span: Span) -> Voice | None:
        """The first speaker in the sentence who stands to a verb of saying, judging or finding as speakers do."""
        for mention, voice in sorted(self._speakers(outside, span), key=lambda pair: (pair[0].start, -pair[0].end)):
            marked = outside[: mention.start] + _MARK + outside[mention.end :]
            if any_of(rules("attribution", "frame"), marked):
                return voice
        return None

    def _speakers(self, outside: str, span: Span) -> list[tuple[Span, Voice]]:
        """Every possible speaker in the sentence; of overlapping ones the longest, the inspectorate first."""
        found = [
            (Span(match.start(), match.end()), Voice(Side.INSPECTORATE, INSPECTORATE, "reported"))
            for rule in rules("attribution", "inspectorate")
            for match in rule.matches(outside)
        ]
        found += self._named(outside, span)
        for mention in lexicon().organisations.find(self.story.plain[span.start : span.end], outside):
            thing = mention.thing
            if _can_speak(thing.iri) and not any(taken.overlaps(mention.span) for taken, _ in found):
                found.append((mention.span, Voice(Side.OTHER, thing.iri, "reported")))
        found += self._listed(outside, "passed_on", found)
        found += self._listed(outside, "other", found)
        return _with_spokespersons(found, outside)

    def _listed(self, outside: str, kind: str, taken: list[tuple[Span, Voice]]) -> list[tuple[Span, Voice]]:
        """The speakers that the attribution rules of KIND find where none is TAKEN."""
        side = Side.OTHER if kind == "other" else Side.INSPECTORATE
        return [
            (Span(match.start(), match.end()), Voice(side, _agency(rule.value) if side is Side.OTHER else INSPECTORATE, "reported"))
            for rule in rules("attribution", kind)
            for match in rule.matches(outside)
            if not any(span.overlaps(Span(match.start(), match.end())) for span, _ in taken)
        ]

    def _named(self, outside: str, span: Span) -> list[tuple[Span, Voice]]:
        found: list[tuple[Span, Voice]] = []
        for person in self.story.people:
            voice = _voice_of(person)
            for name in (fold(person.name), rf"(?:m(?:r|rs|s|iss|x)|dr|sir|dame|lord|lady|cllr|councillor|prof)\.? {fold(person.surname)}"):
                for match in re.finditer(rf"\b{name}\b", outside):
                    found.append((Span(match.start(), match.end()), voice))
        for surname, person in self.surnames.items():
            for match in re.finditer(rf"\b{re.escape(surname)}\b", outside):
                if not any(taken.overlaps(Span(match.start(), match.end())) for taken, _ in found):
                    found.append((Span(match.start(), match.end()), _voice_of(person)))
        return found

    def _speech_voice(
        self, quote: Quotation, block: Block, spans: list[Span], own: list[Voice | None]
    ) -> Voice:
        """Who speaks in QUOTE: named in the sentence it opens or closes in, else the speaker it goes on from."""
        starts = next((i for i, span in enumerate(spans) if span.start <= quote.span.start < span.end), 0)
        ends = next((i for i, span in enumerate(spans) if span.start < quote.span.end <= span.end), starts)
        opens_block = quote.span.start <= block.span.start
        candidates = [own[starts], own[ends]]
        if opens_block and own[starts] is None and len(own) > ends + 1:
            candidates.append(own[ends + 1])
        voice = next((found for found in candidates if found is not None and found.side is not Side.WRITER), None)
        if voice is None and (opens_block or self.speech_open):
            voice = self.speech or self.last
        if voice is None:
            voice = self.last if quote.span.start > block.span.start and starts > 0 else None
        return Voice(voice.side, voice.speaker, "quoted", voice.person) if voice else Voice(Side.WRITER, "", "quoted")


def _blanked(folded: str, quotes: list[Quotation]) -> str:
    chars = list(folded)
    for quote in quotes:
        if len(quote.span.of(folded).split()) >= _SPEECH_WORDS or not quote.closed:
            inner = range(quote.span.start + 1, quote.span.end - (1 if quote.closed else 0))
            for at in inner:
                chars[at] = " "
    return "".join(chars)


def _is_speech(quote: Quotation, story: Story) -> bool:
    """Whether QUOTE is speech, rather than a phrase the writer picked out of it."""
    words = quote.span.of(story.folded)
    return len(words.split()) >= _SPEECH_WORDS or bool(re.search(r"[.?!,]['\"]?$", words))


#: Kinds of bodies that have no voice of their own in the press, or whose views the report passes on.
_VOICELESS: Final = frozenset({"probation-delivery-unit-generic", "partnership", "staff-group", "programme", "probation-facility", "court"})


@cache
def _can_speak(agency: str) -> bool:
    kinds = {kind.rsplit("/", 1)[1] for kind in reference().linked(agency, "ikg:bodyKind")}
    return agency != INSPECTORATE and not kinds & _VOICELESS


def _agency(slug: str) -> str:
    return iri(f"agency:{slug}") if slug and slug != "unit" else slug


def _voice_of(person: Person) -> Voice:
    side = Side.INSPECTORATE if person.speaks_for == "hmi-probation" else Side.OTHER
    return Voice(side, _agency(person.speaks_for), "reported", person)


def _with_spokespersons(found: list[tuple[Span, Voice]], outside: str) -> list[tuple[Span, Voice]]:
    """A spokesperson takes the place of the body they speak for: "a spokesperson for the MoJ", "an MoJ spokesman"."""
    joined: list[tuple[Span, Voice]] = []
    for span, voice in found:
        before = re.search(r"(?:\ban? )?spokes(?:person|man|woman)(?: (?:for|from|at|of))?(?: the)? $", outside[: span.start])
        after = re.match(r"(?:'s)?(?: \([^)]*\))? (?:spokes(?:person|man|woman)|minister|official)s?\b", outside[span.end :])
        if before:
            span = Span(before.start(), span.end)
        if after:
            span = Span(span.start, span.end + after.end())
        joined.append((span, voice))
    return [
        (span, voice)
        for span, voice in joined
        if not any(other.covers(span) and other != span for other, _ in joined)
    ]
