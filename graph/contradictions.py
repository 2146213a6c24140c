"""Finds statements of several articles that cannot all be true: grades, deadlines, figures, counts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import NamedNode

from ..loader.statements import Pledge, Statistic
from .facts import Facts
from .identity import Identity, statistic_key
from .sources import Source
from .terms import node

Link: TypeAlias = tuple[NamedNode, str, NamedNode]


def contradictions(sources: Collection[Source], identity: Identity, facts: Facts) -> Iterator[Link]:
    """The links `ikg:contradicts` among the statements of SOURCES, whose graphs told FACTS; each once, low to high."""
    for ratings in facts.ratings.values():
        yield from _pairs(map(NamedNode, ratings))
    yield from _pledges(sources, identity)
    yield from _statistics(sources, identity)
    yield from _counts(facts)


def _pairs(things: Iterable[NamedNode]) -> Iterator[Link]:
    for low, high in itertools.combinations(sorted(set(things), key=lambda one: one.value), 2):
        yield low, "ikg:contradicts", high


def _pledges(sources: Collection[Source], identity: Identity) -> Iterator[Link]:
    """One promise with two deadlines contradicts itself, unless one is the other told less exactly."""
    grouped: dict[tuple[str, str, float, str], dict[str, str]] = defaultdict(dict)
    for source in sources:
        for one in source.reading.statements:
            if isinstance(one, Pledge) and one.value is not None and one.deadline and one.deadline.exact:
                due = grouped[one.pledger, one.kind, one.value, one.unit or ""]
                if identity.joined_by(one) is None:
                    due[identity.pledge(source, one)] = one.deadline.exact
    for due in grouped.values():
        for (first, day), (second, other) in itertools.combinations(sorted(due.items()), 2):
            if not day.startswith(other) and not other.startswith(day):
                yield from _pairs((node(f"pledge:{first}"), node(f"pledge:{second}")))


def _statistics(sources: Collection[Source], identity: Identity) -> Iterator[Link]:
    """Two articles that count differently among the same cases, on the same topics, contradict each other.

    Where one article tells both numbers they are two figures.
    """
    grouped: dict[tuple[object, ...], dict[str, tuple[float, set[str]]]] = defaultdict(dict)
    for source in sources:
        for one in source.reading.statements:
            if not isinstance(one, Statistic) or one.earlier:
                continue
            if one.numerator is not None and one.topics and one.population:
                inspection = identity.inspection(source, one.bodies[0])
                alike = (inspection, one.denominator, one.topics, one.population, one.polarity, one.qualifier)
                told = grouped[alike].setdefault(statistic_key(inspection, one), (one.numerator, set()))
                told[1].add(source.key)
    for figures in grouped.values():
        for (first, (number, by)), (second, (other, others)) in itertools.combinations(sorted(figures.items()), 2):
            if number != other and not by & others:
                yield from _pairs((node(f"statistic:{first}"), node(f"statistic:{second}")))


def _counts(facts: Facts) -> Iterator[Link]:
    """Two claims on one inspection that count its recommendations differently contradict each other."""
    for claims in facts.counts.values():
        for first, second in itertools.combinations(claims, 2):
            if claims[first] != claims[second]:
                yield from _pairs((NamedNode(first), NamedNode(second)))
