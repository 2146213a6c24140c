"""Divides blocks into sentences, each a span of the article's text with its closing quotation mark."""

from __future__ import annotations

import re
from typing import Final

from .text import Span, straighten

#: No sentence of an article has as many characters; rules would take long over one.
LONGEST_SENTENCE: Final = 3_000
_CLOSERS = r"[\"'\u2019\u201d\u0092\u0094)\]]"
_END = re.compile(rf"(?:[.?!]|…){_CLOSERS}*(?=\s+\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|mx|dr|prof|rev|sgt|insp|supt|cllr|coun|st|no|nos|vs|e\.g|i\.e|etc|approx|dept|ltd|inc|co|para|paras|p|pp"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[a-z](?:\.[a-z])*)\.$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[\"'(\[]*[A-Z0-9£]")
_INITIALISM = re.compile(r"\b(?:[A-Za-z]\.){2,}$|\b[A-Z]\.$")


def sentences(text: str, block: Span) -> list[Span]:
    """The sentences of BLOCK, a stretch of TEXT without line breaks; together they cover all but the spaces between."""
    line = block.of(text)
    plain = straighten(line)
    found: list[Span] = []
    start = 0
    for end in _END.finditer(line):
        if _is_end(plain, start, end):
            found.append(Span(start, end.end()))
            start = end.end() + len(line[end.end() :]) - len(line[end.end() :].lstrip())
    if start < len(line):
        found.append(Span(start, len(line)))
    return [span.shifted(block.start) for span in found]


def _is_end(plain: str, start: int, end: re.Match[str]) -> bool:
    upto = plain[start : end.start() + 1]
    if not _OPENING.match(plain[end.end() :].lstrip()):
        return False
    if end.group()[0] != ".":
        return True
    closes = len(end.group()) > 1
    word = upto.rsplit(None, 1)[-1].lstrip("\"'([")
    if _INITIALISM.search(word):
        return closes
    return closes or not _ABBREVIATION.fullmatch(word)
