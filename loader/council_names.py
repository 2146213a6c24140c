"""Finds the names of councils in text, and tells whether several of them are those of one council."""

from __future__ import annotations

import re
from typing import Final

from .rules import any_of, rules
from .text import fold

_COUNCIL: Final = re.compile(
    r"\b(?P<name>[A-Z][\w'-]+(?: (?:and|upon|of|[A-Z][\w'-]+)){0,4} (?:[Cc]ouncil|COUNCIL|Corporation)"
    r"|(?:London Borough of|LONDON BOROUGH OF) [A-Z][\w'-]+(?:(?: (?:and|upon))? [A-Z][\w'-]+){0,3})\b"
)


def councils_in(plain: str) -> set[str]:
    """The names of the councils in the text PLAIN."""
    names: set[str] = set()
    start = 0
    while (match := _COUNCIL.search(plain, start)) is not None:
        name = council_at(plain, match.start(), len(plain))
        start = match.end() if name else match.start() + len(match.group().split()[0])
        if name and any_of(rules("pledges", "any_council"), fold(name)) is None:
            names.add(titled(name) if name.isupper() else name)
    return names


def council_at(plain: str, start: int, end: int) -> str:
    """The name of the council that stands at START of the text PLAIN, as far as END; "" where none does."""
    match = _COUNCIL.match(plain, start, end)
    if match is None or any_of(rules("pledges", "not_council"), fold(match.group())) is not None:
        return ""
    return match["name"] or match.group()


def only_one(names: set[str]) -> str:
    """The fullest of NAMES where all are one council's: "Sefton Council", "Sefton Borough Council"; "" where not."""
    if len({_place(name) for name in names}) != 1:
        return ""
    return min(names, key=lambda name: (-len(name), name))


def _place(name: str) -> str:
    """The folded NAME of a council without the words that councils of its kind share."""
    (kind,) = rules("pledges", "council_kind")
    return " ".join(kind.pattern.sub(" ", fold(name)).split())


def titled(name: str) -> str:
    """A NAME in capitals as it is written elsewhere: "London Borough of Tower Hamlets"."""
    return re.sub(r"\b(?:And|Of|Upon)\b", lambda word: word[0].lower(), name.title())
