"""Cuts a sentence into clauses, so that what one of them says is not laid to another."""

from __future__ import annotations

import re
from typing import Final

from .text import Span

_CUT: Final = re.compile(
    r"[;:](?= )|(?<=\S),? (?=(?:but|while|whilst|whereas|although|though|despite|however|yet|even though)\b)"
    r"|, (?=(?:and|which|who|with|so|or)\b)|(?<=\S) - | -(?=\w)|[()]"
)
_CONTRAST: Final = re.compile(
    r"[;](?= )|(?:^|(?<=[,\s]))(?:but|while|whilst|whereas|although|though|despite|however|yet|even though|in spite of"
    r"|nevertheless)\b"
)


def clauses(folded: str) -> list[Span]:
    """The clauses of a sentence, in order; together they cover it."""
    return _pieces(folded, _CUT)


def contrasted(folded: str) -> list[Span]:
    """The parts of a sentence that but, while, although, despite or however set against each other."""
    return _pieces(folded, _CONTRAST)


def _pieces(folded: str, cut: re.Pattern[str]) -> list[Span]:
    found: list[Span] = []
    start = 0
    for match in cut.finditer(folded):
        if match.start() > start:
            found.append(Span(start, match.start()))
            start = match.start()
    found.append(Span(start, len(folded)))
    return found


def clause_at(folded: str, at: int) -> Span:
    """The clause of a sentence that the character AT stands in."""
    return next(span for span in clauses(folded) if span.start <= at < span.end)
