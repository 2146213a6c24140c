"""Divides an article's text into typed blocks: what is story, what is a date, a caption, or left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from .anchors import ANCHORS
from .blocks import LONGEST_LINE, TOO_LONG, Block, Kind, ends_as_sentences_do
from .rules import Rule, any_of, rules
from .structure import with_headings, with_headline, with_lists
from .text import Span, fold

_DATE_ONLY = re.compile(
    r"[^a-z0-9]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ,]{1,2}\d{4}|[a-z]{3,9} \d{1,2},? \d{4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th) [a-z]{3,9},? \d{4})(?:[ ,]+(?:at )?\d{1,2}[:.]\d\d.{0,12})?\s*$"
)
_DATE_AT_END = re.compile(r"[^.:;]{3,60}, \d{1,2} [a-z]{3,9} (?:19|20)\d\d$")
#: The value of a rule that reads a line behind which nothing of the story stands, however much follows.
_THE_END: Final = "the end"
#: The same of a heading; in a text that tells of no headings of a line by itself, or of one with a sentence below it.
_THE_END_ALONE: Final = "the end as a line"
_THE_END_ABOVE: Final = "the end as a heading"
#: More paragraphs than this behind a tail line are the story going on.
_TAIL_SENTENCES: Final = 2


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
        blocks = with_headline(text, blocks)
    blocks = with_lists(text, blocks)
    return with_headings(text, blocks, headings)


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
    said = next((index for index, block in enumerate(blocks) if block.is_story(text)), len(blocks))
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
        return any(block.is_story(text) for block in following)
    return rule.value == _THE_END_ALONE


def _left_out(block: Block, rule: Rule) -> Block:
    return replace(block, kind=Kind.LEFT_OUT, rule=rule.id)


def _is_story(text: str, block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and len(block.span) > 60 and ends_as_sentences_do(block.span.of(text))


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
    is_sentence = block.kind is Kind.PARAGRAPH and ends_as_sentences_do(block.span.of(text))
    is_sentence = is_sentence and any_of(rules("attribution", "inspectorate"), fold(block.span.of(text))) is None
    return replace(block, kind=Kind.CAPTION, rule="before a picture marker") if is_sentence else block
