"""An article as it is told: its blocks and sentences, each with whoever speaks in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from ..ontology.namespaces import iri
from .blocks import Block, Kind
from .people import Person
from .text import Span

INSPECTORATE: Final = iri("agency:hmi-probation")
#: What stands for the speaker where the head of the inspected body, or somebody in its name, speaks.
UNIT: Final = "unit"


class Side(Enum):
    """On whose side a sentence is told."""

    INSPECTORATE = "inspectorate"
    OTHER = "other"
    WRITER = "writer"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: the side, the speaker's IRI (UNIT for the inspected body, "" for one we cannot name), and how."""

    side: Side
    speaker: str
    manner: str
    """The slug of an attribution concept: quoted, reported or narrated."""
    person: Person | None = None

    @property
    def name(self) -> str:
        """The name of the person who speaks, or ""."""
        return self.person.name if self.person else ""

    def told(self, manner: str) -> Voice:
        """The same voice, told in another manner."""
        return Voice(self.side, self.speaker, manner, self.person)


WRITER: Final = Voice(Side.WRITER, "", "narrated")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the story: its span, its text straightened and folded, its block, and who speaks."""

    span: Span
    plain: str
    folded: str
    block: Block
    block_index: int
    voice: Voice = WRITER

    @property
    def is_item(self) -> bool:
        """Whether the sentence stands in a list."""
        return self.block.kind is Kind.ITEM

    @property
    def judge(self) -> str:
        """The speaker of a judgement that the sentence tells: where the writer sums up the report, the inspectorate."""
        return INSPECTORATE if self.voice.side is Side.WRITER else self.voice.speaker


@dataclass(slots=True)
class Story:
    """An article, read as far as who speaks: its text, blocks, sentences and persons."""

    text: str
    plain: str
    folded: str
    blocks: list[Block]
    sentences: list[Sentence]
    people: list[Person]
    too_long: list[Span] = field(default_factory=list[Span])
    """Sentences that are too long to be read."""

    @property
    def headline(self) -> Block | None:
        """The block that is the headline."""
        return next((block for block in self.blocks if block.kind is Kind.HEADLINE), None)

    def titles(self) -> Iterator[Sentence]:
        """The headline, headings and lines of details as sentences: they may name what the story does not."""
        for index, block in enumerate(self.blocks):
            if block.kind in (Kind.HEADLINE, Kind.HEADING) or block.rule == "label-line":
                yield Sentence(block.span, block.span.of(self.plain), block.span.of(self.folded), block, index)

    def lead_of(self, sentence: Sentence) -> str:
        """The folded line that introduces the list SENTENCE stands in, or ""."""
        return self._line(sentence.block.lead)

    def plain_lead_of(self, sentence: Sentence) -> str:
        """The line that introduces the list SENTENCE stands in, in its own case, or ""."""
        lead = sentence.block.lead
        return "" if lead is None else self.blocks[lead].span.of(self.plain)

    def heading_of(self, sentence: Sentence) -> str:
        """The folded heading that SENTENCE stands under, or ""."""
        return self._line(sentence.block.heading)

    def heading_at(self, block: Block) -> str:
        """The folded heading that BLOCK stands under, or ""."""
        return self._line(block.heading)

    def plain_heading_of(self, sentence: Sentence) -> str:
        """The heading that SENTENCE stands under, in its own case, or ""."""
        heading = sentence.block.heading
        return "" if heading is None else self.blocks[heading].span.of(self.plain)

    def _line(self, block: int | None) -> str:
        return "" if block is None else self.blocks[block].span.of(self.folded)
