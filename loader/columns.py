"""Reads tables of grades with a column for each inspection: which column is the outcome, and which were before."""

from __future__ import annotations

import re
from typing import Final

from .grades import Grade
from .rules import any_of, rules
from .story import Sentence, Story
from .text import Span

_SEPARATOR: Final = re.compile(r" ?\| ?|\t+")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
#: A table of grades has no more rows than frameworks have standards; its first row is no further up.
_ROWS: Final = 16


def is_of_before(story: Story, sentence: Sentence, grade: Grade) -> bool | None:
    """Whether GRADE stands in a column of an earlier inspection; None where SENTENCE is no row of such a table."""
    cells = _cells(sentence.folded)
    place = next((index for index, cell in enumerate(cells) if cell.covers(grade.span)), None)
    if place is None or len(cells) <= 2:
        return None
    for block in reversed(story.blocks[max(0, sentence.block_index - _ROWS) : sentence.block_index]):
        line = block.span.of(story.folded)
        head = [cell.of(line) for cell in _cells(line)]
        if len(head) == len(cells) and (told := _told(head, place)) is not None:
            return told
    return None


def _cells(line: str) -> list[Span]:
    """The cells of a row; one alone where LINE is no row."""
    found: list[Span] = []
    start = len(line) - len(line.lstrip("| "))
    for match in _SEPARATOR.finditer(line, start):
        found.append(Span(start, match.start()))
        start = match.end()
    return [*found, Span(start, len(line))] if line[start:].strip() else found


def _told(head: list[str], place: int) -> bool | None:
    """Whether the column PLACE is of an earlier inspection, as the first row HEAD says; None where it does not say."""
    years = [match.group() if (match := _YEAR.search(cell)) else "" for cell in head]
    if years[place] and len([year for year in years if year]) > 1:
        return years[place] != max(years)
    if any_of(rules("ratings", "column_before"), head[place]):
        return True
    return False if any_of(rules("ratings", "column_now"), head[place]) else None
