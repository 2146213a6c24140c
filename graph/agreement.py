"""Tells in a line each where articles contradict each other, and which are copies of one text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from pyoxigraph import Quad, Triple

from ..export.lookup import Lookup, slug
from .links import GRAPH
from .terms import node, written

_LINKS = {node("ikg:contradicts"), node("ikg:copyOf")}
_TELLING = {str(predicate) for predicate in _LINKS}
_LINKED = f" {GRAPH} .\n"
#: All that is asked of things in what follows.
_ASKED: Final = frozenset(
    map(
        written,
        "rdf:type skos:prefLabel schema:appearance ikg:asserts ikg:aspect ikg:contradicts ikg:copyOf "
        "ikg:deadlineLatest ikg:denominator ikg:fileName ikg:grade ikg:numerator ikg:ofInspection "
        "ikg:pledgeKind ikg:pledger ikg:population ikg:ratedBody ikg:recommendationCount ikg:repeats ikg:unit "
        "ikg:value".split(),
    )
)
#: A line names a thing, what it is part of, and what that is of: a rating, its inspection, the body.
_HOPS: Final = 2


def linked(lines: Iterable[str]) -> Iterator[str]:
    """Of the LINES of a graph in N-Quads, which can be gone through again, those that `agreement` needs."""
    links = (line.split(" ", 3) for line in lines if line.endswith(_LINKED))
    things = {term for subject, predicate, thing, _ in links if predicate in _TELLING for term in (subject, thing)}
    if not things:
        return
    asserts = f" {written('ikg:asserts')} "
    told = (line.split(" ", 3) for line in lines if asserts in line)
    things |= {term for claim, _, thing, _ in told if not things.isdisjoint((claim, thing)) for term in (claim, thing)}
    for _ in range(_HOPS):
        things |= {line.split(" ", 3)[2] for line in _asked(lines, things)}
    yield from _asked(lines, things)


def _asked(lines: Iterable[str], things: Container[str]) -> Iterator[str]:
    """Of LINES those that tell of THINGS what is asked."""
    for line in lines:
        subject, predicate, _ = line.split(" ", 2)
        if subject in things and predicate in _ASKED:
            yield line


def agreement(quads: Iterable[Quad]) -> list[str]:
    """A line for each contradiction and each copy among QUADS, sorted."""
    told = list(quads)
    if not any(quad.predicate in _LINKS for quad in told):
        return []
    lookup = Lookup(
        {
            (quad.subject, quad.predicate, quad.object)
            for quad in told
            if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple)
        }
    )
    telling = _telling(lookup)
    lines = [line for subject in lookup.subjects() for line in _lines(subject, lookup, telling)]
    return sorted(f"note: {line}" for line in lines)


def _telling(lookup: Lookup) -> dict[str, set[str]]:
    """What claims assert, and the claims themselves -> the names of the articles that tell it."""
    found: dict[str, set[str]] = {}
    for claim in lookup.of_type("schema:Claim"):
        document = lookup.one(claim, "schema:appearance")
        for thing in (claim, lookup.text(claim, "ikg:asserts")):
            found.setdefault(thing, set()).add(lookup.text(document, "ikg:fileName"))
    return found


def _lines(subject: str, lookup: Lookup, telling: dict[str, set[str]]) -> Iterator[str]:
    for original in lookup.all(subject, "ikg:copyOf"):
        names = (lookup.text(one, "ikg:fileName") for one in (subject, original))
        yield "{} is a copy of {}: what both say counts once".format(*names)
    for other in lookup.all(subject, "ikg:contradicts"):
        if lookup.one(subject, "ikg:repeats") or lookup.one(other, "ikg:repeats"):
            continue
        sides = [f"{_value(one, lookup)} ({', '.join(sorted(telling.get(one, ())))})" for one in (subject, other.value)]
        yield f"articles disagree on {_about(subject, lookup)}: {sides[0]}, {sides[1]}"


def _about(thing: str, lookup: Lookup) -> str:
    """What a contradicted statement is about."""
    if aspect := lookup.one(thing, "ikg:aspect"):
        body = lookup.label(lookup.one(thing, "ikg:ratedBody"))
        return f"{lookup.label(lookup.one(thing, 'ikg:ofInspection')) or body}, {lookup.label(aspect).lower()}"
    if pledger := lookup.one(thing, "ikg:pledger"):
        amount = f"{lookup.text(thing, 'ikg:value')} {lookup.label(lookup.one(thing, 'ikg:unit'))}"
        kind = lookup.one(thing, "ikg:pledgeKind")
        return f"a promise of {lookup.label(pledger)}, to {slug(kind) if kind else ''} {amount}"
    if population := lookup.text(thing, "ikg:population"):
        return f"{lookup.label(lookup.one(thing, 'ikg:ofInspection'))}, {population}"
    return f"{lookup.label(lookup.one(thing, 'ikg:asserts'))}, number of recommendations"


def _value(thing: str, lookup: Lookup) -> str:
    """What one side says."""
    if grade := lookup.one(thing, "ikg:grade"):
        return lookup.label(grade).lower()
    if denominator := lookup.text(thing, "ikg:denominator"):
        return f"{lookup.text(thing, 'ikg:numerator')} of {denominator}"
    return lookup.text(thing, "ikg:deadlineLatest") or lookup.text(thing, "ikg:recommendationCount")
