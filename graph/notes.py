"""The notes of a build on what in the articles was not understood: each where they are few, else counted by article."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ..loader.problems import problem_kinds, problems
from ..loader.statements import Unread
from ..loader.unresolved import not_understood
from .sources import Source

#: With more of them in all the articles, each article has one line that counts them.
MANY: Final = 10
_WIDTH: Final = 70


def notes(sources: Sequence[Source]) -> list[str]:
    """What in the articles SOURCES was left unread or is not known, and what was put right by hand, a line each."""
    many = _are_many(sources)
    lines: list[str] = []
    for source in sources:
        name, found = source.shown, _not_understood(source)
        lines += [f"note: {name}: {told}" for told in source.article.notes]
        if found:
            lines += [_counted(name, found)] if many else _each(source, found)
        if corrections := source.reading.corrections:
            what = "1 statement" if len(corrections) == 1 else f"{len(corrections)} statements"
            lines.append(f"note: {name}: {what} put right by hand, by {corrections[0].by}")
    return [*lines, "note: `inspectkg review` with the same files shows what was not understood"] if many else lines


def _are_many(sources: Sequence[Source]) -> bool:
    counts = itertools.accumulate(len(_not_understood(source)) for source in sources)
    return any(count > MANY for count in counts)


def _not_understood(source: Source) -> Sequence[Unread]:
    """What a build tells of what was not understood in SOURCE."""
    found = not_understood(source.reading, source.article.text)
    return [one for one in found if problems()[one.problem].build]


def _each(source: Source, found: Sequence[Unread]) -> Iterator[str]:
    text, name = source.article.text, source.shown
    for one in found:
        words = one.span.of(text)
        line = f":{text.count(chr(10), 0, one.span.start) + 1}" if words else ""
        quote = f": {words if len(words) <= _WIDTH else words[: _WIDTH - 1] + '…'}" if words else ""
        yield f"note: {name}{line}: {one.reason}{quote}"


def _counted(name: str, found: Sequence[Unread]) -> str:
    """One line for an article: how much was not understood, of which kinds."""
    counts = Counter(one.kind for one in found)
    kinds = [f"{kind.label} {counts[kind.slug]}" for kind in problem_kinds().values() if counts[kind.slug]]
    return f"note: {name}: not understood: {', '.join(kinds)}"
