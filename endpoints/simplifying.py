"""Leaving out of a question what asks for nothing: the blocks of parameters that were not given.

What is left means the same, is shorter, and does not stumble over engines that get UNDEF wrong, as Virtuoso does.
"""

from __future__ import annotations

import re
from typing import Final

from ..queries import guard
from ..queries.catalogue import values_block

#: An IRI or a plain or typed string, alone.
_ONE_TERM: Final = re.compile(r'\s*(<[^<>\s]*>|"[^"\\\n]*"(?:\^\^<[^<>\s]*>)?)\s*')


def without_unset(text: str) -> str:
    """The query TEXT without its blocks VALUES ?x { UNDEF } and the filters that hold while ?x is not bound."""
    for name in re.findall(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}", guard.blanked(text)):
        shorter = _without(text, name)
        if not re.search(rf"[?$]{name}\b", guard.blanked(shorter)):
            text = shorter
    for name in re.findall(r"VALUES\s+\?(\w+)\s*\{(?![^}]*UNDEF)", guard.blanked(text)):
        text = _put_in(_given(text, name), name)
    return "".join(line + "\n" for line in text.split("\n") if line.strip())


def _given(text: str, name: str) -> str:
    """TEXT without asking whether ?NAME is bound, which its VALUES bind: Virtuoso is lost for a minute with it."""
    kept: list[str] = []
    while found := _opening(name).search(guard.padded(text)):
        end = _closing(guard.padded(text), found.start())
        kept.append(text[: found.start()] + ("FILTER(" if end is not None else text[found.start() : found.end()]))
        text = text[found.end() :]
    return "".join(kept) + text


def _put_in(text: str, name: str) -> str:
    """TEXT with the one value of ?NAME wherever it stands: with VALUES beside EXISTS, Virtuoso loses rows or itself.

    Several values stay, as does a variable that is asked for, bound again, or asked whether it is bound.
    """
    block = re.search(rf"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}", guard.padded(text))
    value = _ONE_TERM.fullmatch(text[block.start(1) : block.end(1)]) if block else None
    if not block or not value:
        return text
    shorter = text[: block.start()] + text[block.end() :]
    blank = guard.blanked(shorter)
    if re.search(rf"(?:\bAS|\bVALUES|\bBOUND\s*\(|\bSELECT\b[^{{]*)\s*[?$]{name}\b", blank, re.IGNORECASE):
        return text
    places = [found.span() for found in re.finditer(rf"[?$]{name}\b", guard.padded(shorter))]
    for start, end in reversed(places):
        shorter = shorter[:start] + value[1] + shorter[end:]
    return shorter


def _opening(name: str) -> re.Pattern[str]:
    return re.compile(rf"FILTER\s*\(\s*!\s*BOUND\s*\(\s*\?{name}\s*\)\s*\|\|", re.IGNORECASE)


def _without(text: str, name: str) -> str:
    text = values_block(name).sub("", text)
    while found := _opening(name).search(guard.padded(text)):
        end = _closing(guard.padded(text), found.start())
        if end is None:
            return text
        text = text[: found.start()] + text[end:]
    return text


def _closing(blank: str, start: int) -> int | None:
    """Where the first bracket from START on is closed again; None where it is not, or where && follows inside it."""
    depth = 0
    for place in range(start, len(blank)):
        if blank[place] == "(":
            depth += 1
        elif blank[place] == ")":
            depth -= 1
            if depth == 0:
                return place + 1
        elif depth == 1 and blank.startswith("&&", place):
            return None
    return None
