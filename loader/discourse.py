"""Tells, for every sentence of a story, who speaks: the inspectorate, somebody else, or the writer."""

from __future__ import annotations

import re
from typing import Final

from .anchors import ANCHORS
from .blocks import Block, Kind
from .people import people
from .quotations import Quotation, quotations
from .rules import any_of, found_by, rules
from .sentences import LONGEST_SENTENCE, sentences
from .speakers import Speakers
from .story import INSPECTORATE, WRITER, Sentence, Side, Story, Voice
from .text import Span, fold, straighten

#: A quotation of fewer words is a phrase that the writer picked out, no speech.
_SPEECH_WORDS: Final = 4
_REPORTED: Final = Voice(Side.INSPECTORATE, INSPECTORATE, "reported")


def tell(text: str, blocks: list[Block]) -> Story:
    """Read TEXT, divided into BLOCKS: its persons, its sentences, and who speaks in each."""
    plain, folded = straighten(text), fold(text)
    body = [(index, block) for index, block in enumerate(blocks) if block.kind in (Kind.PARAGRAPH, Kind.ITEM)]
    divided = [sentences(text, block.span) for _, block in body]
    spans = [[span for span in found if len(span) <= LONGEST_SENTENCE] for found in divided]
    ANCHORS.look_ahead(folded, [span for found in spans for span in found])
    whole = [
        [block.span] if len(kept) == len(found) else kept
        for (_, block), found, kept in zip(body, divided, spans, strict=True)
    ]
    persons = people(plain, folded, [span for parts in whole for span in parts])
    story = Story(text, plain, folded, blocks, [], persons)
    story.too_long += [span for found in divided for span in found if len(span) > LONGEST_SENTENCE]
    teller = _Teller(story)
    for (index, block), found in zip(body, spans, strict=True):
        story.sentences += teller.sentences(index, block, found)
    return story


class _Teller:
    """Walks through the blocks, keeping the last speaker and an open quotation in mind."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.speakers = Speakers(story.people)
        self.speech: Voice | None = None
        self.speech_open = False
        self.last: Voice | None = None
        self.leads: dict[int, Voice] = {}
        self.named_last = False
        """Whether the writer's sentence before has the inspectorate as its subject: "It found …" resumes that."""
        self.announced: Voice | None = None
        """The speaker whom the block before announces: "The commissioner said:"."""

    def sentences(self, index: int, block: Block, spans: list[Span]) -> list[Sentence]:
        """The sentences of BLOCK, at SPANS, with their voices."""
        if not spans:
            return []
        story = self.story
        found = [Quotation(block.span, True)] if block.quoted else quotations(story.plain, block.span)
        outside = _blanked(block.span, story.folded, found)
        own = self._own_voices(spans, outside, block)
        speech = [quote for quote in found if _is_speech(quote, story.folded)]
        speeches = {quote: self._speech_voice(quote, block, spans, own) for quote in speech}
        voices = [self._passed_on(span, _voice(span, one, speeches)) for span, one in zip(spans, own, strict=True)]
        self._remember(index, block, voices, own, found, speeches)
        return [
            Sentence(span, span.of(story.plain), span.of(story.folded), block, index, voice)
            for span, voice in zip(spans, voices, strict=True)
        ]

    def _remember(
        self,
        index: int,
        block: Block,
        voices: list[Voice],
        own: list[Voice | None],
        found: list[Quotation],
        speeches: dict[Quotation, Voice],
    ) -> None:
        """Keep in mind what the blocks that follow go on from."""
        self.last = next((voice for voice in reversed(voices) if voice.side is not Side.WRITER), self.last)
        self.speech_open = bool(found) and not found[-1].closed
        if speeches:
            self.speech = list(speeches.values())[-1]
        line = block.span.of(self.story.folded)
        self.announced = own[-1] if own and line.endswith(":") else None
        if line.endswith(":"):
            attributed = own[-1] if own and own[-1] is not None else WRITER
            announced = _REPORTED if any_of(rules("attribution", "lead"), line) else WRITER
            self.leads[index] = attributed if attributed.side is not Side.WRITER else announced

    def _own_voices(self, spans: list[Span], outside: str, block: Block) -> list[Voice | None]:
        """For each sentence the speaker whom it names or resumes; None where it does neither."""
        found: list[Voice | None] = []
        last = self.last
        for span in spans:
            voice = self._own_voice(span, outside, block, last)
            last = voice if voice and voice.side is not Side.WRITER else last
            self.named_last = voice is None and _names_the_inspectorate(span.shifted(-block.span.start).of(outside))
            found.append(voice)
        return found

    def _own_voice(self, span: Span, outside: str, block: Block, last: Voice | None) -> Voice | None:
        sentence = span.shifted(-block.span.start).of(outside)
        found = self.speakers.attributed(sentence, span.of(self.story.plain))
        if found is not None:
            return found
        if self.named_last and any_of(rules("attribution", "resumed_body"), sentence):
            return _REPORTED
        if last is not None and any_of(rules("attribution", "resumed"), sentence):
            return last.told("reported")
        if any_of(rules("attribution", "passive"), sentence):
            return _REPORTED
        if sentence[:1] == " ":
            return None  # it goes on in a speech that opened before it
        if self._stands_under_inspectors(sentence, block):
            return self.leads.get(block.lead, _REPORTED) if block.lead is not None else _REPORTED
        return self.leads.get(block.lead) if block.kind is Kind.ITEM and block.lead is not None else None

    def _passed_on(self, span: Span, voice: Voice) -> Voice:
        """VOICE, or where it is somebody's who passes on in so many words what inspectors found, theirs."""
        passes_on = voice.side is Side.OTHER and any_of(rules("attribution", "cited"), span.of(self.story.folded))
        return _REPORTED if passes_on else voice

    def _stands_under_inspectors(self, sentence: str, block: Block) -> bool:
        """Whether the heading over BLOCK gives the inspectorate the word, and SENTENCE does not take it back."""
        own = block.kind is not Kind.ITEM and any_of(rules("findings", "own_voice"), sentence)
        heads = any_of(rules("attribution", "heading"), self.story.heading_at(block)) is not None
        return heads and not own and not self._goes_on(block)

    def _goes_on(self, block: Block) -> bool:
        """Whether BLOCK opens with the speech of somebody else, announced before it or gone on from there."""
        before = self.announced or self.last
        opens = block.span.of(self.story.plain)[:1] in ('"', "'")
        return opens and before is not None and before.side is Side.OTHER

    def _speech_voice(self, quote: Quotation, block: Block, spans: list[Span], own: list[Voice | None]) -> Voice:
        """Who speaks in QUOTE: named in the sentence it opens or closes in, else the speaker it goes on from."""
        starts = next((i for i, span in enumerate(spans) if span.start <= quote.span.start < span.end), 0)
        ends = next((i for i, span in enumerate(spans) if span.start < quote.span.end <= span.end), starts)
        opens_block = quote.span.start <= block.span.start
        beside = [own[starts], own[ends], own[ends + 1] if opens_block and ends + 1 < len(own) else None]
        voice = next((found for found in beside if found is not None and found.side is not Side.WRITER), None)
        if voice is None and (opens_block or self.speech_open):
            voice = self.announced or self.speech or self.last
        elif voice is None and starts > 0:
            voice = next((found for found in reversed(own[:starts]) if found is not None), self.last)
        return voice.told("quoted") if voice else WRITER.told("quoted")


def _voice(span: Span, own: Voice | None, speeches: dict[Quotation, Voice]) -> Voice:
    """The voice of a sentence: its own speaker's, else that of the speech it begins in, else the writer's."""
    inside = next((quote for quote in speeches if quote.span.start <= span.start < quote.span.end), None)
    if own is None:
        return speeches[inside] if inside is not None else WRITER
    if any(quote.span.overlaps(span) for quote in speeches):
        return own.told("quoted")
    return own


def _names_the_inspectorate(sentence: str) -> bool:
    """Whether the inspectorate is the subject of a folded SENTENCE: it stands at its head."""
    return any(match.start() == 0 for _, match in found_by(rules("attribution", "inspectorate"), sentence))


def _blanked(block: Span, folded: str, quotes: list[Quotation]) -> str:
    """The folded BLOCK with what is said in quotation marks blanked, so that only the writer's words are looked at."""
    pieces: list[str] = []
    reached = block.start
    for quote in quotes:
        if len(quote.span.of(folded).split()) >= _SPEECH_WORDS or not quote.closed:
            inside = Span(quote.span.start + 1, quote.span.end - quote.closed)
            pieces += [folded[reached : inside.start], " " * len(inside)]
            reached = inside.end
    return "".join([*pieces, folded[reached : block.end]])


def _is_speech(quote: Quotation, folded: str) -> bool:
    """Whether QUOTE is speech, rather than a phrase the writer picked out of it."""
    words = quote.span.of(folded)
    return len(words.split()) >= _SPEECH_WORDS or bool(re.search(r"[.?!,]['\"]?$", words))
