"""Finds which facts noted and which told are the same: by their words' place in the text, one to one."""

from __future__ import annotations

from collections.abc import Callable

from ..loader.text import Span


def place(text: str, quote: str, start: str | None = None) -> Span | None:
    """Where QUOTE stands in TEXT: at START, where that is given, else where it first occurs.

    None where it does not stand there, is blank, or crosses a line break.
    """
    if not quote.strip() or "\n" in quote.strip():
        return None
    if start:
        found = Span(int(float(start)), int(float(start)) + len(quote))
        return found if found.of(text) == quote else None
    at = text.find(quote)
    return None if at < 0 else Span(at, at + len(quote))


def overlap(one: Span, other: Span) -> float:
    """The share of the longer span that both cover."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / max(len(one), len(other))


def pairs(noted: int, told: int, fit: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pairs of one of NOTED things with one of TOLD, each in one pair at most, the best fitting first.

    FIT says how well the thing of one number fits that of another, 0 where not at all. Of pairs that fit equally, the
    one with the higher numbers comes first.
    """
    fitting = [(value, i, j) for i in range(noted) for j in range(told) if (value := fit(i, j)) > 0]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(fitting, reverse=True):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return sorted(found.items())
