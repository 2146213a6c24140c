"""Finds statements of several articles that cannot all be true: grades, deadlines, figures, counts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from ..loader.statements import Pledge, Statistic
from .identity import Identity, Source, statistic_key
from .terms import node

Link: TypeAlias = tuple[NamedNode, str, NamedNode]


def contradictions(sources: Sequence[Source], identity: Identity, quads: set[Quad]) -> Iterator[Link]:
    """The links `ikg:contradicts` among the statements of SOURCES, whose triples are QUADS; each once, low to high."""
    yield from _ratings(quads)
    yield from _pledges(sources, identity)
    yield from _statistics(sources, identity)
    yield from _counts(quads)


def _pairs(things: Iterable[NamedNode]) -> Iterator[Link]:
    for low, high in itertools.combinations(sorted(set(things), key=lambda one: one.value), 2):
        yield low, "ikg:contradicts", high


def _ratings(quads: set[Quad]) -> Iterator[Link]:
    """Two grades for one aspect of one inspection contradict each other."""
    values: dict[NamedNode, dict[str, NamedNode]] = defaultdict(dict)
    wanted = {node(name): name for name in ("ikg:ofInspection", "ikg:aspect", "ikg:grade")}
    ratings = {q.subject for q in quads if q.predicate == node("rdf:type") and q.object == node("ikg:Rating")}
    for quad in quads:
        if quad.subject in ratings and quad.predicate in wanted and isinstance(quad.object, NamedNode):
            values[quad.subject][wanted[quad.predicate]] = quad.object  # pyright: ignore[reportArgumentType] - named
    grouped: dict[tuple[str, str], list[NamedNode]] = defaultdict(list)
    for rating, told in values.items():
        grouped[told["ikg:ofInspection"].value, told["ikg:aspect"].value].append(rating)
    for same in grouped.values():
        yield from _pairs(same)


def _pledges(sources: Sequence[Source], identity: Identity) -> Iterator[Link]:
    """One promise with two deadlines contradicts itself, unless one is the other told less exactly."""
    grouped: dict[tuple[str, str, float, str], dict[str, str]] = defaultdict(dict)
    for source in sources:
        for one in source.reading.statements:
            if isinstance(one, Pledge) and one.value is not None and one.deadline and one.deadline.exact:
                due = grouped[one.pledger, one.kind, one.value, one.unit or ""]
                due[identity.pledge(source, one)] = one.deadline.exact
    for due in grouped.values():
        for (first, day), (second, other) in itertools.combinations(sorted(due.items()), 2):
            if not day.startswith(other) and not other.startswith(day):
                yield from _pairs((node(f"pledge:{first}"), node(f"pledge:{second}")))


def _statistics(sources: Sequence[Source], identity: Identity) -> Iterator[Link]:
    """Two articles that count differently among the same cases, on the same topics, contradict each other.

    Where one article tells both numbers they are two figures.
    """
    grouped: dict[tuple[object, ...], dict[str, tuple[float, set[str]]]] = defaultdict(dict)
    for source in sources:
        for one in source.reading.statements:
            if isinstance(one, Statistic) and one.numerator is not None and one.topics and one.population:
                inspection = identity.inspection(source, one.bodies[0])
                alike = (inspection, one.denominator, one.topics, one.population, one.polarity, one.qualifier)
                told = grouped[alike].setdefault(statistic_key(inspection, one), (one.numerator, set()))
                told[1].add(source.key)
    for figures in grouped.values():
        for (first, (number, by)), (second, (other, others)) in itertools.combinations(sorted(figures.items()), 2):
            if number != other and not by & others:
                yield from _pairs((node(f"statistic:{first}"), node(f"statistic:{second}")))


def _counts(quads: set[Quad]) -> Iterator[Link]:
    """Two claims on one inspection that count its recommendations differently contradict each other."""
    counted = {
        quad.subject: quad.object.value
        for quad in quads
        if quad.predicate == node("ikg:recommendationCount")
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
    grouped: dict[str, dict[NamedNode, str]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate == node("ikg:asserts") and isinstance(quad.subject, NamedNode) and quad.subject in counted:
            grouped[str(quad.object)][quad.subject] = counted[quad.subject]
    for claims in grouped.values():
        for first, second in itertools.combinations(claims, 2):
            if claims[first] != claims[second]:
                yield from _pairs((first, second))
