"""Leaving out of a question what asks for nothing: the blocks of parameters that were not given.

What is left means the same, is shorter, and does not stumble over engines that get UNDEF or VALUES wrong, as Virtuoso
does.
"""

from __future__ import annotations

import re
from typing import Final

from ..queries import guard
from ..queries.catalogue import values_block

#: An IRI or a plain or typed string.
_TERM: Final = re.compile(r'<[^<>\s]*>|"(?:[^"\\\n\r]|\\.)*+"(?:\^\^<[^<>\s]*>)?')
_FILTER: Final = re.compile(r"\bFILTER\s*(?=\()", re.IGNORECASE)
#: Questions whose answer is a set, to which a solution that is found twice adds nothing, not even a blank node.
_SET: Final = re.compile(
    r"\s*(?:PREFIX\s+\S*\s+<>\s*)*"
    r"(?:ASK\b|CONSTRUCT\s*\{(?:(?!_:)[^{}\[])*\}|SELECT\s+DISTINCT\s)[^{(*]*\{",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"\b(?:GROUP|HAVING|LIMIT|OFFSET)\b[^{}]*\Z", re.IGNORECASE)


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
    """TEXT with the values of ?NAME wherever it stands: with VALUES beside EXISTS, Virtuoso loses rows or itself.

    A variable stays that is asked for, bound again, or asked whether it is bound; so do several values but where each
    filter that names it can ask for any of them.
    """
    block = re.search(rf"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}", guard.padded(text))
    values = _terms(text[block.start(1) : block.end(1)]) if block else []
    if not block or not values:
        return text
    shorter = text[: block.start()] + text[block.end() :]
    blank = guard.blanked(shorter)
    if re.search(rf"(?:\bAS|\bVALUES|\bBOUND\s*\(|\bSELECT\b[^{{]*)\s*[?$]{name}\b", blank, re.IGNORECASE):
        return text
    if len(values) == 1:
        return _named(shorter, name, values[0])
    return (_any_of(shorter, name, values, block.start()) if _is_set(text) else None) or text


def _terms(inside: str) -> list[str]:
    """The terms INSIDE the braces of VALUES, each once; none where something else is among them."""
    return [] if _TERM.sub("", inside).strip() else list(dict.fromkeys(_TERM.findall(inside)))


def _named(text: str, name: str, value: str) -> str:
    """TEXT with VALUE in the place of ?NAME."""
    places = [found.span() for found in re.finditer(rf"[?$]{name}\b", guard.padded(text))]
    for start, end in reversed(places):
        text = text[:start] + value + text[end:]
    return text


def _is_set(text: str) -> bool:
    blank = guard.blanked(text)
    return bool(_SET.match(blank)) and not _COUNTED.search(blank)


def _any_of(text: str, name: str, values: list[str], place: int) -> str | None:
    """TEXT with one filter that holds if, for one of VALUES, all filters hold that name ?NAME, bound at PLACE till now.

    None where it stands elsewhere than in filters of the outermost group, in which it was bound.
    """
    blank = guard.padded(text)
    spans = [span for span in _filters(blank) if re.search(rf"[?$]{name}\b", blank[slice(*span)])]
    inside = sum(len(re.findall(rf"[?$]{name}\b", blank[slice(*span)])) for span in spans)
    outermost = all(_depth(blank, each) == 1 for each in (place, *(start for start, _ in spans)))
    if not spans or not outermost or inside != len(re.findall(rf"[?$]{name}\b", blank)):
        return None
    asked = " && ".join(_FILTER.sub("", text[slice(*span)], count=1) for span in spans)
    united = "\n    || ".join(f"({_named(asked, name, value)})" for value in values)
    if "EXISTS" not in guard.blanked(asked).upper():  # else Virtuoso takes what ?x was in the row before
        united = f"COALESCE({united}, false)"
    for start, end in reversed(spans[1:]):
        text = text[:start] + text[end:]
    return text[: spans[0][0]] + f"FILTER({united})" + text[spans[0][1] :]


def _filters(blank: str) -> list[tuple[int, int]]:
    """Where the bracketed filters of BLANK begin and end, those within others left out."""
    spans: list[tuple[int, int]] = []
    for found in _FILTER.finditer(blank):
        end = _bracket(blank, found.start())
        if end is not None and (not spans or found.start() >= spans[-1][1]):
            spans.append((found.start(), end))
    return spans


def _depth(blank: str, place: int) -> int:
    return blank.count("{", 0, place) - blank.count("}", 0, place)


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
    end, depth = _bracket(blank, start), 0
    for place in range(start, end or start):
        depth += (blank[place] == "(") - (blank[place] == ")")
        if depth == 1 and blank.startswith("&&", place):
            return None
    return end


def _bracket(blank: str, start: int) -> int | None:
    """Where the first bracket from START on is closed again."""
    depth = 0
    for found in re.compile(r"[()]").finditer(blank, start):
        depth += 1 if found[0] == "(" else -1
        if depth == 0:
            return found.end()
    return None
