"""Finds what noted facts say that cannot be: more than all, one thing twice, grades of what nobody inspected."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from .names import body
from .noted import Gold, NotedRating, NotedStatistic
from .schema import short


def impossible(gold: Gold) -> Iterator[str]:
    """What in GOLD, which fits the schema, cannot be so, each with its place."""
    yield from _of_nothing_inspected(gold)
    yield from _of_others(gold)
    for number, figure in enumerate(gold["statistics"]):
        if figure.get("kind", "share") == "share":
            yield from (f"statistics[{number}]: {wrong}" for wrong in _sums(figure))
    yield from _twice("ratings", map(_grade, gold["ratings"]), "one entry for each body, aspect, grade and previous")
    yield from _twice("findings", (one["quote"].strip() for one in gold["findings"]), "one entry a sentence")


def _of_nothing_inspected(gold: Gold) -> Iterator[str]:
    """Grades and judgements are of an inspection, and there is none."""
    if gold["inspected"]:
        return
    told = [f"{len(facts)} {name}" for name in ("ratings", "findings") if (facts := gold[name])]
    if told:
        listed = " and ".join(told)
        yield f"inspected: is empty beside {listed}: note the bodies inspected, or leave the other lists empty, too"


def _of_others(gold: Gold) -> Iterator[str]:
    """Outcomes of bodies that are not inspected."""
    known = {body(one["name"]) for one in gold["inspected"]}
    for number, rating in enumerate(gold["ratings"]):
        if known and not rating.get("previous") and body(rating["body"]) not in known:
            yield (
                f"ratings[{number}].body: {short(rating['body'])} is none of the bodies inspected: note it there, or "
                'put "previous": true for an earlier grade, or another body\'s'
            )


def _sums(figure: NotedStatistic) -> Iterator[str]:
    """What is wrong with the numbers of a share."""
    n, d, percent = figure["numerator"], figure["denominator"], figure["percent"]
    if n is None and d is None and percent is None:
        yield "has no number: a share has numerator and denominator, a percent, or all three"
    elif (n is None) != (d is None):
        one, other = ("numerator", "denominator") if d is None else ("denominator", "numerator")
        yield f'has a {one} and no {other}: note both, neither, or "kind": "count" for a figure that is no share'
    elif n is not None and d is not None and (n > d or d == 0):
        yield f"{n:.15g} of {d:.15g} cannot be: compare numerator and denominator with the quote"


def _grade(rating: NotedRating) -> Hashable:
    return body(rating["body"]), rating["aspect"], rating["grade"], bool(rating.get("previous"))


def _twice(name: str, keys: Iterable[Hashable], form: str) -> Iterator[str]:
    """The facts of NAME whose key an earlier one has."""
    first: dict[Hashable, int] = {}
    for number, key in enumerate(keys):
        if key in first:
            yield f"{name}[{number}]: is the same as {name}[{first[key]}]: {form}"
        first.setdefault(key, number)
