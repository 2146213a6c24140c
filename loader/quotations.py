"""Finds the stretches of a text that stand in quotation marks, whatever marks the writer mixed or forgot."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text import Span

#: Where a quotation that nobody closed ends all the same: before the words that say who spoke.
_ATTRIBUTED = re.compile(r"[,.?!] (?:(?:he|she|they|it) )?(?:said|says|added|adds|told|wrote)\b")
_BEFORE_OPENING = " \n([-/\"'"
_AFTER_CLOSING = " \n.,;:!?)]-/\"'"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, marks included; CLOSED is false where the block ends before it does."""

    span: Span
    closed: bool


def quotations(plain: str, block: Span) -> list[Quotation]:
    """The outermost quotations in BLOCK of the straightened text PLAIN, from left to right.

    A mark opens after a space and before a character; it closes after a character. A closing mark of another sort than
    the opening one closes all: writers mix them. An apostrophe inside a word is neither.
    """
    found: list[Quotation] = []
    stack: list[str] = []
    opened = block.start
    for at in range(block.start, block.end):
        mark = plain[at]
        if mark not in "\"'":
            continue
        before = plain[at - 1] if at > block.start else " "
        after = plain[at + 1] if at + 1 < block.end else " "
        if _opens(mark, before, after, stack):
            if not stack:
                opened = at
            stack.append(mark)
        elif stack and _closes(mark, before, after, stack):
            del stack[stack.index(mark) if mark in stack else 0 :]
            if not stack:
                found.append(Quotation(Span(opened, at + 1), True))
    if stack:
        told = _ATTRIBUTED.search(plain, opened + 1, block.end)
        end = told.start() + 1 if told is not None else block.end
        found.append(Quotation(Span(opened, end), False))
    return found


def _opens(mark: str, before: str, after: str, stack: list[str]) -> bool:
    if before not in _BEFORE_OPENING or mark in stack:
        return False
    return not after.isspace() or (mark == '"' and not stack)


def _closes(mark: str, before: str, after: str, stack: list[str]) -> bool:
    if after not in _AFTER_CLOSING and not (mark == '"' and before in ".,?!"):
        return False
    if mark in stack:
        return True
    return mark == '"' and not before.isspace()
