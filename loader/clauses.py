"""Cuts a sentence into clauses, so that what one of them says is not laid to another."""

from __future__ import annotations

import re
from typing import Final

from .text import Span

_CUT: Final = re.compile(
    r"[;:](?= )"
    r"|(?<=\S)(?<!anything)(?<!nothing)(?<!\ball),? "
    r"(?=(?:but|while|whilst|whereas|although|though|despite|however|yet(?! to\b)|even (?:though|if))\b)"
    r"|(?<=\S),? (?=in (?:sharp |stark |marked |clear )?contrast\b)"
    r"|, (?=(?:less so|not so|not all|not always|not every|albeit|only to|save for|except)\b)"
    r"|, (?=if (?:not|short|light|sometimes|rather|a little)\b)"
    r"|, (?=(?:[a-z]+ ){1,3}(?:less so|not so)\b)"
    r"|, (?=(?:and|which|who|with|so|or|(?:for|in|of) which)\b)|(?<=\S) - | -(?=\w)|[()]"
)
#: The abbreviation that a name is given in passing parts nothing: "the Leeds Probation Delivery Unit (PDU) was rated".
_SHORT_FORM: Final = re.compile(r"\((pdus?|yjss?|yoss?|yots?|yjts?)\)")
_FRONTED: Final = re.compile(
    r"[ :,;'\"]*(?:despite|although|though|while|whilst|whereas|even (?:though|with)|in spite of|for all) "
    r"(?:[^,.;:]{4,90},|(?:(?!\b(?:that|which|who|where|when|how)\b)[^,.;:]){4,60}?"
    r"(?= (?:the|its|their|this|these) [a-z]+ (?:had|has|have|was|were|is|are|kept|still)\b))"
)


def clauses(folded: str) -> list[Span]:
    """The clauses of a sentence, in order; together they cover it."""
    found = _pieces(folded, _CUT)
    return [*_after_its_front(folded, found[0]), *found[1:]] if folded[:1].isalpha() else found


def judging_clauses(folded: str) -> list[Span]:
    """The clauses of a sentence, for what each of them judges: what opens one with "although" is one of its own."""
    return [part for piece in clauses(folded) for part in _after_its_front(folded, piece)]


def _after_its_front(folded: str, piece: Span) -> list[Span]:
    """PIECE in two where it opens with a clause such as "although it was late,": that one, and what goes on."""
    fronted = _FRONTED.match(folded, piece.start, piece.end)
    if fronted is None or fronted.end() == piece.end:
        return [piece]
    return [Span(piece.start, fronted.end()), Span(fronted.end(), piece.end)]


def _pieces(folded: str, cut: re.Pattern[str]) -> list[Span]:
    found: list[Span] = []
    start = 0
    for match in cut.finditer(_SHORT_FORM.sub(r" \1 ", folded)):
        if match.start() > start:
            found.append(Span(start, match.start()))
            start = match.start()
    found.append(Span(start, len(folded)))
    return found


def clause_at(folded: str, at: int) -> Span:
    """The clause of a sentence that the character AT stands in."""
    return next(span for span in clauses(folded) if span.start <= at < span.end)
