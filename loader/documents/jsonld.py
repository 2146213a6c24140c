"""Reads what a page tells of itself in JSON-LD, however it is nested, and however badly it is written."""

from __future__ import annotations

import html as entities
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeAlias, cast

Thing: TypeAlias = dict[str, Any]

_LONGEST: Final = 2_000_000
#: Things beyond these are no story's: some pages list all that they sell.
_MOST_THINGS: Final = 2_000
#: A story has no more authors, or addresses.
_MOST_VALUES: Final = 100
_WRAPPING: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*+;?\s*+$")
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")


def load(script: str) -> list[Thing] | None:
    """Every thing that the JSON of SCRIPT tells of, outermost first; None where it cannot be read.

    Line breaks inside strings, commas before a bracket, HTML entities and comment marks around it are mended.
    """
    text = _WRAPPING.sub("", _WRAPPING.sub("", script)).strip().rstrip(";")
    if not text or len(text) > _LONGEST:
        return [] if not text else None
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), entities.unescape(text)):
        try:
            return list(_things(json.loads(attempt, strict=False)))
        except (ValueError, RecursionError):
            continue
    return None


def _things(content: object) -> Iterator[Thing]:
    waiting: deque[object] = deque([content])
    count = 0
    while waiting and count < _MOST_THINGS:
        one = waiting.popleft()
        if isinstance(one, list):
            waiting.extendleft(reversed(cast("list[object]", one)))
        elif isinstance(one, dict):
            thing = cast("Thing", one)
            count += 1
            yield thing
            waiting += [value for value in thing.values() if isinstance(value, dict | list)]


def types(thing: Thing) -> list[str]:
    """The types of THING, without their namespace."""
    told = thing.get("@type")
    return [one.rpartition("/")[2].rpartition(":")[2] for one in _strings(told)]


def strings(thing: Thing, key: str, things: Iterable[Thing]) -> list[str]:
    """The texts at KEY of THING: its own, or the names of the things there, which may only be referred to."""
    found: list[str] = []
    value = thing.get(key)
    for one in islice(cast("list[object]", value) if isinstance(value, list) else [value], _MOST_VALUES):
        if isinstance(one, dict):
            named = _referred(cast("Thing", one), things)
            found += _strings(named.get("name")) or _strings(named.get("@value"))
        else:
            found += _strings(one)
    return [" ".join(entities.unescape(one).split()) for one in found if one.strip()]


def address(thing: Thing, key: str) -> str:
    """The web address at KEY of THING, a text or a thing with an @id or url; "" without one."""
    value = thing.get(key)
    for one in cast("list[object]", value) if isinstance(value, list) else [value]:
        told = one
        if isinstance(one, dict):
            told = cast("Thing", one).get("@id") or cast("Thing", one).get("url")
        if isinstance(told, str) and told.startswith(("http://", "https://", "/")):
            return told
    return ""


def _referred(one: Thing, things: Iterable[Thing]) -> Thing:
    if "name" in one or "@id" not in one:
        return one
    return next((thing for thing in things if thing.get("@id") == one["@id"] and "name" in thing), one)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in cast("list[object]", value) if isinstance(one, str)] if isinstance(value, list) else []
