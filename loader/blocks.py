"""What the lines of an article are: the headline, paragraphs and list items of the story, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from .text import Span


class Kind(Enum):
    """What a line of an article is."""

    HEADLINE = "headline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    QUOTE = "quotation"
    """Told by a file of a paragraph without quotation marks; its block is a PARAGRAPH that is `quoted`."""
    DATE = "date line"
    CAPTION = "caption"
    LEFT_OUT = "left out"


#: The lines that tell the story.
STORY: Final = frozenset({Kind.PARAGRAPH, Kind.ITEM})


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the article; SPAN leaves out the bullet, number or dateline in front."""

    kind: Kind
    span: Span
    lead: int | None = None
    """The index of the block that introduces this list item."""
    heading: int | None = None
    """The index of the heading that this block stands under."""
    rule: str = ""
    """Why the block is left out."""
    quoted: bool = False
    """The file marks the paragraph as speech, which has no quotation marks of its own."""

    def is_story(self, text: str) -> bool:
        """Whether the block is of the story: a paragraph that ends as sentences do, or introduces a list."""
        line = self.span.of(text)
        return self.kind is Kind.PARAGRAPH and (ends_as_sentences_do(line) or line.endswith(":"))


_TERMINAL: Final = re.compile(r"[.?!;,…][\"'\u2019\u201d\u0092\u0094)\]]*\s*$")
#: No paragraph of an article has as many characters: a line that has is data, and would take for ever to read.
LONGEST_LINE: Final = 20_000
#: The rule of a line that is longer.
TOO_LONG: Final = "line-too-long"


def ends_as_sentences_do(line: str) -> bool:
    """Whether LINE ends with a full stop or another mark of a sentence, quotation marks aside."""
    return _TERMINAL.search(line) is not None
