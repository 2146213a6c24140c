"""Joins the printed lines of a report to headings, paragraphs and list items, without what each page repeats."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..blocks import Kind
from .article import Line
from .walking import BULLET
from .wrapping import joined

#: The share of a page's height, above and below, where running heads and page numbers stand.
_MARGIN: Final = 0.12
#: The share of the pages that a running head stands on.
_RUNNING: Final = 0.5
#: How much larger than the text a heading is printed; lines nearer in size are of one size.
_LARGER: Final = 1.15
_SAME_SIZE: Final = 0.08
#: Lines further apart than this many times the usual are of two paragraphs.
_GAP: Final = 1.3
_LONGEST_HEADING: Final = 160
_PAGE_NUMBER: Final = re.compile(
    r"(?:page )?\W{0,2}(?:\d{1,4}|[ivxl]{1,6})\W{0,2}(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE
)
_BULLET: Final = re.compile(r"[•·▪◦●■□➢➤✓\u2023\u2043\uf0b7\uf0a7][ ]?|[–—-] |o (?=[A-Z])")
_NUMBER: Final = re.compile(r"\(?\d{1,2}[.)] (?=\S)")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line: where it stands on its page (points from the lower left corner), and how it is printed."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    height: float
    """The height of the page."""


def paragraphs(pages: Sequence[Sequence[Printed]]) -> list[Line]:
    """The lines of the story on PAGES; the largest line of the first page that has any is the headline."""
    kept = _without_margins([[line for line in page if line.text] for page in pages])
    lines = [line for page in kept for line in page]
    if not lines:
        return []
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    body = min(sizes, key=lambda size: (-sizes[size], size))
    words = frozenset(word.lower() for line in lines for word in re.findall(r"\w+(?:-\w+)*", line.text))
    blocks = [block for page in kept for block in _blocks(page, body)]
    found = [_line(block, body, words) for block in _across_pages(blocks)]
    return _with_headline([line for line in found if line.text], blocks)


def _without_margins(pages: list[list[Printed]]) -> list[list[Printed]]:
    """PAGES without page numbers and the lines that stand at the head or foot of most."""
    seen = Counter(key for page in pages for key in {_key(line) for line in page if _in_margin(line)})
    least = max(2, _RUNNING * len(pages))
    running = {key for key, count in seen.items() if count >= least}
    return [
        [
            line
            for line in page
            if not (_in_margin(line) and (_key(line) in running or _PAGE_NUMBER.fullmatch(line.text)))
        ]
        for page in pages
    ]


def _in_margin(line: Printed) -> bool:
    return line.y < _MARGIN * line.height or line.y + line.size > (1 - _MARGIN) * line.height


def _key(line: Printed) -> tuple[str, int]:
    """A line as it repeats: its numbers may differ, and the place where it stands by a little."""
    return _DIGITS.sub("0", line.text), round(line.y / 10)


@dataclass(slots=True)
class _Block:
    """Printed lines that belong together, and the bullet or number in front of the first."""

    lines: list[Printed]
    mark: str = ""


def _blocks(page: list[Printed], body: float) -> Iterator[_Block]:
    """The blocks of one page."""
    gaps = Counter(
        round(first.y - second.y)
        for first, second in itertools.pairwise(page)
        if first.y > second.y and abs(first.size - body) < 1 and abs(second.size - body) < 1
    )
    usual = min(gaps, key=lambda gap: (-gaps[gap], gap)) if gaps else body * 1.2
    usual = min(usual, body * 1.8)
    edges = _edges(page)
    block: _Block | None = None
    for line in page:
        mark = _BULLET.match(line.text) or _NUMBER.match(line.text)
        if mark is None and block is not None and _goes_on(block, line, usual, edges):
            block.lines.append(line)
            continue
        if block is not None:
            yield block
        block = _Block([line], mark[0].strip() if mark else "")
    if block is not None:
        yield block


def _edges(page: list[Printed]) -> dict[int, float]:
    """Where the lines that begin at one place end at most, by the place."""
    found: dict[int, float] = {}
    for line in page:
        place = round(line.left / 20)
        for near in (place - 1, place, place + 1):
            found[near] = max(found.get(near, 0.0), line.right)
    return found


def _goes_on(block: _Block, line: Printed, usual: float, edges: dict[int, float]) -> bool:
    """Whether LINE belongs to BLOCK: printed alike, just below, and its first word did not fit on the line before."""
    before = block.lines[-1]
    if abs(before.size - line.size) > _SAME_SIZE * before.size or (before.bold != line.bold and len(block.lines) == 1):
        return False
    below = before.y - line.y
    if before.text in (block.mark, BULLET):
        return abs(below) < before.size
    if below <= 0 or below > max(usual * _GAP, before.size * 1.45):
        return False
    if before.left - line.left > 4 * before.size:
        return False
    hangs = bool(block.mark) and line.left > block.lines[0].left + 2
    cut_word = before.text.endswith("-") or (line.text[:1].islower() and before.text[-1:] not in ".:;?!")
    if hangs or cut_word:
        return True
    width = (before.right - before.left) / max(1, len(before.text))
    needed = width * (len(line.text.split(" ", 1)[0]) + 1)
    return before.right + needed > edges.get(round(before.left / 20), 0.0) - width


def _across_pages(blocks: list[_Block]) -> list[_Block]:
    """BLOCKS, those joined that a page or column cuts within a sentence."""
    found: list[_Block] = []
    for block in blocks:
        before = found[-1].lines[-1] if found else None
        first = block.lines[0]
        cut = before is not None and not block.mark and first.y > before.y and first.text[:1].islower()
        if cut and before is not None and abs(before.size - first.size) < 1 and before.text[-1:] not in ".:?!":
            found[-1] = _Block([*found[-1].lines, *block.lines], found[-1].mark)
        else:
            found.append(block)
    return found


def _line(block: _Block, body: float, words: frozenset[str]) -> Line:
    text = block.lines[0].text
    for line in block.lines[1:]:
        text = joined(text, line.text, words) if text else line.text
    first = block.lines[0]
    if block.mark:
        number = bool(_NUMBER.match(f"{block.mark} x"))
        inside = text.removeprefix(block.mark).strip()
        if not number or first.size < body * _LARGER:
            return Line(Kind.ITEM, inside, block.mark.strip("(").replace(")", ".") if number else BULLET)
    heading = first.size >= body * _LARGER or (first.bold and not text.endswith((".", ":", ";", ",")))
    return Line(Kind.HEADING if heading and len(text) <= _LONGEST_HEADING else Kind.PARAGRAPH, text)


def _with_headline(lines: list[Line], blocks: list[_Block]) -> list[Line]:
    """LINES, of which the heading printed largest near the top is the headline, and comes first."""
    head = blocks[:12]
    largest = max((block.lines[0].size for block in head), default=0.0)
    titles = {block.lines[0].text for block in head if block.lines[0].size == largest}
    for place, line in enumerate(lines[:12]):
        if line.kind is Kind.HEADING and any(line.text.startswith(title.rstrip("-")) for title in titles):
            return [Line(Kind.HEADLINE, line.text), *lines[:place], *lines[place + 1 :]]
    return lines
