"""Divides an article's text into typed blocks: the headline, paragraphs and list items of the story, and the rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from .anchors import ANCHORS
from .lexicon import lexicon
from .rules import Rule, any_of, rules
from .text import Span, fold, straighten


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


_BULLET = re.compile(r"[ \t]*(?:[•·▪◦●*\u0095\u2023\u2043\uf0b7]|[-\u2013\u2014]|o(?=\t))\s*(?=\S)")
_NUMBERED = re.compile(r"[ \t]*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[Rr]ecommendation \d{1,2} ?[:.)-])\s+(?=\S)")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?=\S)")
_DATELINE = re.compile(
    r"[A-Z][A-Z .'-]{2,25}(?:,[^.\n]{1,8}\.?[^.\n]{1,40})?(?: \([^)]{2,40}\))? ?[\u2014\u2013-] (?=[A-Z])"
)
_DATE_ONLY = re.compile(
    r"[^a-z0-9]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ,]{1,2}\d{4}|[a-z]{3,9} \d{1,2},? \d{4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th) [a-z]{3,9},? \d{4})(?:[ ,]+(?:at )?\d{1,2}[:.]\d\d.{0,12})?\s*$"
)
_DATE_AT_END = re.compile(r"[^.:;]{3,60}, \d{1,2} [a-z]{3,9} (?:19|20)\d\d$")
_TERMINAL = re.compile(r"[.?!;,…][\"'\u2019\u201d\u0092\u0094)\]]*\s*$")
_QUOTED: Final = re.compile(r"[\"\u201c\u201d]|(?:^|\s)['\u2018]")
_HEAD_LINES = 12
#: No paragraph of an article has as many characters: a line that has is data, and would take for ever to read.
LONGEST_LINE = 20_000
#: The value of a rule that reads a line behind which nothing of the story stands, however much follows.
_THE_END: Final = "the end"
#: The same of a heading; in a text that tells of no headings of a line by itself, or of one with a sentence below it.
_THE_END_ALONE: Final = "the end as a line"
_THE_END_ABOVE: Final = "the end as a heading"
#: More paragraphs than this behind a tail line are the story going on.
_TAIL_SENTENCES: Final = 2
TOO_LONG = "line-too-long"
_HEADING_WORDS = 8
_HEADLINE_WORDS = 4


def divide(text: str, kinds: Mapping[Span, Kind] | None = None) -> list[Block]:
    """The blocks of TEXT, in order; blank lines are none. Nothing is dropped: what is no story is a block LEFT_OUT.

    KINDS are those that the article's file tells of its lines; of the others the text tells.
    """
    kinds = kinds or {}
    folded, lines = fold(text), _lines(text)
    ANCHORS.look_ahead(folded, lines)
    blocks = [_classified(folded, span, kinds.get(span)) for span in lines]
    headings = {span for span, kind in kinds.items() if kind is Kind.HEADING}
    blocks = _without_tail(text, folded, blocks, headings if kinds else None)
    blocks = _with_captions(text, folded, blocks)
    if Kind.HEADLINE not in kinds.values():
        blocks = _with_headline(text, blocks)
    blocks = _with_lists(text, blocks)
    return _with_headings(text, blocks, headings)


def _lines(text: str) -> list[Span]:
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            at = start + line.index(stripped)
            found.append(Span(at, at + len(stripped)))
        start += len(line) + 1
    return found


def _classified(folded: str, span: Span, told: Kind | None) -> Block:
    """The block of one line of the FOLDED text, as far as its file and the line alone tell."""
    if len(span) > LONGEST_LINE:
        return Block(Kind.LEFT_OUT, span, rule=TOO_LONG)
    if told is Kind.HEADLINE:
        return Block(told, span)
    line = span.of(folded)
    if _DATE_ONLY.fullmatch(line) or _DATE_AT_END.fullmatch(line):
        return Block(Kind.DATE, span)
    if rules("layout", "published")[0].search(line):
        return Block(Kind.DATE, span, rule="published-line")
    if (rule := any_of(rules("layout", "caption"), line)) is not None:
        return Block(Kind.CAPTION, span, rule=rule.id)
    if (rule := any_of(rules("layout", "line"), line)) is not None:
        return Block(Kind.LEFT_OUT, span, rule=rule.id)
    if told is Kind.QUOTE:
        return Block(Kind.PARAGRAPH, span, quoted=True)
    return Block(told or Kind.PARAGRAPH, span)


def _without_tail(text: str, folded: str, blocks: list[Block], headings: set[Span] | None) -> list[Block]:
    """Everything from the first tail line on is left out; a tail cannot begin before the story has.

    What invites to read on elsewhere may also stand in the midst of a story: then the line alone is left out.
    HEADINGS are those that the article's file tells; None of a file that tells of none.
    """
    story = [_is_story(text, block) for block in blocks]
    told = list(itertools.accumulate(story))
    said = next((index for index, block in enumerate(blocks) if _is_sentence(text, block)), len(blocks))
    found = list(blocks)
    for index, block in enumerate(blocks):
        rule = any_of(rules("layout", "tail"), block.span.of(folded))
        if rule is None:
            continue
        before = told[index] - story[index]
        heads = headings is not None and block.span in headings and rule.value in (_THE_END_ALONE, _THE_END_ABOVE)
        if rule.value == _THE_END_ABOVE and block.kind is Kind.LEFT_OUT and not heads:
            continue  # it marks an advert, which may stand anywhere
        alone = (
            headings is None and before >= _TAIL_SENTENCES and _ends_alone(rule, text, blocks[index + 1 : index + 2])
        )
        ended = index > said and (rule.value == _THE_END or heads or alone)
        if ended or (before and told[-1] - told[index] <= _TAIL_SENTENCES):
            return found[:index] + [_left_out(later, rule) for later in blocks[index:]]
        if before:
            found[index] = _left_out(block, rule)
    return found


def _ends_alone(rule: Rule, text: str, following: list[Block]) -> bool:
    """Whether a line that RULE reads, and no file calls a heading, ends the story with the block FOLLOWING it."""
    if rule.value == _THE_END_ABOVE:
        return any(_is_sentence(text, block) for block in following)
    return rule.value == _THE_END_ALONE


def _left_out(block: Block, rule: Rule) -> Block:
    return replace(block, kind=Kind.LEFT_OUT, rule=rule.id)


def _is_story(text: str, block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and len(block.span) > 60 and bool(_TERMINAL.search(block.span.of(text)))


def _with_captions(text: str, folded: str, blocks: list[Block]) -> list[Block]:
    """The line after a picture marker is its caption."""
    found: list[Block] = []
    expected = begun = False
    for index, block in enumerate(blocks):
        begun = begun or (index > 1 and _is_story(text, found[index - 2]))
        marker = any_of(rules("layout", "picture"), block.span.of(folded))
        if marker is not None:
            if found and not begun:
                found[-1] = _as_caption(text, found[-1])
            found.append(_left_out(block, marker))
            expected = True
        elif expected and block.kind is Kind.PARAGRAPH:
            found.append(replace(block, kind=Kind.CAPTION, rule="after a picture marker"))
            expected = False
        else:
            found.append(block)
    return found


def _as_caption(text: str, block: Block) -> Block:
    """The paragraph before the first picture marker, where no story has begun: the words that stand for the picture."""
    is_sentence = block.kind is Kind.PARAGRAPH and bool(_TERMINAL.search(block.span.of(text)))
    is_sentence = is_sentence and any_of(rules("attribution", "inspectorate"), fold(block.span.of(text))) is None
    return replace(block, kind=Kind.CAPTION, rule="before a picture marker") if is_sentence else block


def _with_headline(text: str, blocks: list[Block]) -> list[Block]:
    """The first line that is neither date nor furniture; what stands between it and a line "Published" is furniture."""
    story = next((index for index, block in enumerate(blocks) if _is_sentence(text, block)), len(blocks))
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


def _is_sentence(text: str, block: Block) -> bool:
    """Whether the block is of the story: a paragraph that ends as sentences do, or introduces a list."""
    return block.kind is Kind.PARAGRAPH and bool(
        _TERMINAL.search(block.span.of(text)) or block.span.of(text).endswith(":")
    )


def _with_lists(text: str, blocks: list[Block]) -> list[Block]:
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
        if _TERMINAL.search(line):
            return False
        self.style = "plain"
        return True


def _prefix(line: str) -> int:
    """The length of the bullet, number or dateline in front of LINE."""
    found = _SECTION.match(line) or _BULLET.match(line) or _NUMBERED.match(line) or _DATELINE.match(line)
    return found.end() if found else 0


def _heads(line: str) -> bool:
    """Whether LINE looks like a heading: short, no full stop, no list and no row of a table of grades."""
    ends = _TERMINAL.search(line) is not None and not (line.endswith("?") and not _QUOTED.search(line))
    short = len(line.split()) <= _HEADING_WORDS and not ends and not line.endswith(":")
    return short and not _is_table_row(line)


def _is_table_row(line: str) -> bool:
    """Whether LINE gives a standard its grade and nothing else, as the rows of a table do."""
    plain, folded = straighten(line), fold(line)
    aspects, grades = lexicon().aspects.find(plain, folded), lexicon().grades.find(plain, folded)
    if not aspects or not grades:
        return False
    told = folded[aspects[0].span.end : grades[-1].span.start].strip("\"' |:.-\t")
    opens = not folded[: aspects[0].span.start].strip("| ") or not told
    return opens and not folded[grades[-1].span.end :].strip("\"'.| ")


def _with_headings(text: str, blocks: list[Block], headings: set[Span]) -> list[Block]:
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
