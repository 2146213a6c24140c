"""Finds the structure of a story's lines: its headline, the lists with what introduces them, and the headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from .blocks import Block, Kind, ends_as_sentences_do
from .lexicon import lexicon
from .rules import any_of, rules
from .text import Span, fold, straighten

_BULLET = re.compile(r"[ \t]*(?:[•·▪◦●*\u0095\u2023\u2043\uf0b7]|[-\u2013\u2014]|o(?=\t))\s*(?=\S)")
_NUMBERED = re.compile(r"[ \t]*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[Rr]ecommendation \d{1,2} ?[:.)-])\s+(?=\S)")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?=\S)")
_DATELINE = re.compile(
    r"[A-Z][A-Z .'-]{2,25}(?:,[^.\n]{1,8}\.?[^.\n]{1,40})?(?: \([^)]{2,40}\))? ?[\u2014\u2013-] (?=[A-Z])"
)
_QUOTED: Final = re.compile(r"[\"\u201c\u201d]|(?:^|\s)['\u2018]")
_HEADING_WORDS: Final = 8
_HEADLINE_WORDS: Final = 4
_HEAD_LINES: Final = 12


def with_headline(text: str, blocks: list[Block]) -> list[Block]:
    """The first line that is neither date nor furniture; what stands between it and a line "Published" is furniture."""
    story = next((index for index, block in enumerate(blocks) if block.is_story(text)), len(blocks))
    titles = [
        index
        for index in range(story)
        if blocks[index].kind is Kind.PARAGRAPH and not _is_table_row(blocks[index].span.of(text))
    ]
    head = next((index for index in titles if len(blocks[index].span.of(text).split()) >= _HEADLINE_WORDS), None)
    head = titles[0] if head is None and titles else head
    if head is None:
        return blocks
    found = list(blocks)
    for index in titles:
        found[index] = replace(blocks[index], kind=Kind.HEADING)
    found[head] = replace(blocks[head], kind=Kind.HEADLINE)
    published = next((i for i, b in enumerate(blocks[:_HEAD_LINES]) if b.rule == "published-line" and i > head), None)
    for index in range(head + 1, published or 0):
        if found[index].kind is Kind.PARAGRAPH:
            found[index] = replace(found[index], kind=Kind.CAPTION, rule="above the date of publication")
    return found


def with_lists(text: str, blocks: list[Block]) -> list[Block]:
    """List items: lines with a bullet or number, and lines without a full stop after one that ends in a colon."""
    found: list[Block] = []
    open_list = _OpenList()
    for index, block in enumerate(blocks):
        line = block.span.of(text)
        if block.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            found.append(block)
            continue
        body = replace(block, span=Span(block.span.start + _prefix(line), block.span.end))
        if block.kind is Kind.ITEM:
            open_list.style = "told"
            body = replace(body, lead=open_list.lead)
        elif line.endswith(":"):
            open_list = _OpenList(lead=index)
        elif open_list.takes(line):
            body = replace(body, kind=Kind.ITEM, lead=open_list.lead)
        else:
            open_list = _OpenList()
        found.append(body)
    return found


@dataclass(slots=True)
class _OpenList:
    """The list that a line may belong to: the block that introduced it, and how its first item was marked."""

    lead: int | None = None
    style: str = ""

    def takes(self, line: str) -> bool:
        """Whether LINE is the list's next item; the first one settles how items are marked."""
        if line.isupper():
            return False
        marked = "bullet" if _BULLET.match(line) else "number" if _NUMBERED.match(line) else ""
        prefix = _prefix(line)
        if not marked:
            return (
                self.lead is not None and self.style in ("", "plain") and not _SECTION.match(line) and self._plain(line)
            )
        heading = (
            marked == "number"
            and _heads(line[prefix:])
            and self.style != "number"
            and (self.style or self.lead is None)
        )
        if heading:
            return False
        self.style = self.style or marked
        return True

    def _plain(self, line: str) -> bool:
        if ends_as_sentences_do(line):
            return False
        self.style = "plain"
        return True


def _prefix(line: str) -> int:
    """The length of the bullet, number or dateline in front of LINE."""
    found = _SECTION.match(line) or _BULLET.match(line) or _NUMBERED.match(line) or _DATELINE.match(line)
    return found.end() if found else 0


def _heads(line: str) -> bool:
    """Whether LINE looks like a heading: short, no full stop, no list and no row of a table of grades."""
    ends = ends_as_sentences_do(line) and not (line.endswith("?") and not _QUOTED.search(line))
    short = len(line.split()) <= _HEADING_WORDS and not ends and not line.endswith(":")
    return short and not _is_table_row(line)


def _is_table_row(line: str) -> bool:
    """Whether LINE gives a standard its grade and nothing else, as the rows of a table do."""
    plain, folded = straighten(line), fold(line)
    aspects, grades = lexicon().aspects.find(plain, folded), lexicon().grades.find(plain, folded)
    if not aspects or not grades:
        return False
    if any_of(rules("ratings", "row_note"), folded[grades[0].span.end :]):
        grades = grades[:1]
        folded = folded[: grades[0].span.end]
    told = folded[aspects[0].span.end : grades[-1].span.start].strip("\"' |:.-\t")
    opens = not folded[: aspects[0].span.start].strip("| ") or not told
    return opens and not folded[grades[-1].span.end :].strip("\"'.| ")


def with_headings(text: str, blocks: list[Block], headings: set[Span]) -> list[Block]:
    """Lines told as HEADINGS and short ones without a full stop are headings; each block knows the one it is under."""
    found: list[Block] = []
    heading: int | None = None
    for index, block in enumerate(blocks):
        told = block.kind is Kind.HEADING and block.span in headings
        if told or (block.kind is Kind.PARAGRAPH and not block.quoted and _heads(block.span.of(text))):
            heading = index
            found.append(replace(block, kind=Kind.HEADING))
        else:
            found.append(replace(block, heading=heading))
    return found
