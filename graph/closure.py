"""The part of the reference data that articles touch, so that a built graph says what everything in it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from ..loader.rulebook import rulebook
from ..ontology.loading import reference_triples
from ..ontology.namespaces import BASE, iri
from .terms import english, node, text

GRAPH = node("graph:reference")


@cache
def _by_subject() -> dict[NamedNode, tuple[Triple, ...]]:
    found: dict[NamedNode, list[Triple]] = defaultdict(list)
    for one in reference_triples():
        if isinstance(one.subject, NamedNode):
            found[one.subject].append(Triple(one.subject, one.predicate, one.object))
    return {subject: tuple(triples) for subject, triples in found.items()}


@cache
def _pointing_at() -> dict[NamedNode, tuple[NamedNode, ...]]:
    """For a person, unit or force the memberships and change events that speak of it."""
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    events = (iri("membership:"), iri("change:"))
    for subject, triples in _by_subject().items():
        if subject.value.startswith(events):
            for one in triples:
                if isinstance(one.object, NamedNode) and one.object.value.startswith(BASE):
                    found[one.object].add(subject)
    return {target: tuple(sorted(subjects, key=lambda subject: subject.value)) for target, subjects in found.items()}


@cache
def _lines(thing: NamedNode) -> tuple[str, ...]:
    """What the reference data or the rule book say of THING, as lines of N-Quads."""
    triples = [(one.subject, one.predicate, one.object) for one in _by_subject().get(thing, ())] + _rule(thing)
    return tuple(f"{subject} {predicate} {value} {GRAPH} .\n" for subject, predicate, value in triples)


def is_described(thing: NamedNode) -> bool:
    """Whether the reference data or the rule book may say something of THING."""
    return thing in _by_subject() or thing.value.startswith(iri("rule:"))


def touched(named: Iterable[str]) -> set[str]:
    """What the reference data and the rule book say of all things NAMED, and of what they fall under, as N-Quads."""
    waiting = {NamedNode(name) for name in named if name.startswith(BASE)}
    seen: set[NamedNode] = set()
    found: set[str] = set()
    while waiting:
        thing = waiting.pop()
        seen.add(thing)
        found.update(_lines(thing))
        for one in _by_subject().get(thing, ()):
            target = one.object
            if isinstance(target, NamedNode) and target.value.startswith(BASE):
                waiting |= {target} - seen
        waiting |= (
            set(_pointing_at().get(thing, ())) - seen if thing in _by_subject() and _is_eventful(thing) else set()
        )
    return found


def _is_eventful(thing: NamedNode) -> bool:
    return thing.value.startswith((iri("person:"), iri("pdu:")))


def _rule(thing: NamedNode) -> list[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    prefix = iri("rule:")
    if not thing.value.startswith(prefix):
        return []
    label, definition = rulebook()[thing.value.removeprefix(prefix)]
    return [
        (thing, node("rdf:type"), node("ikg:Rule")),
        (thing, node("rdf:type"), node("prov:Plan")),
        (thing, node("skos:prefLabel"), english(label)),
        (thing, node("skos:definition"), text(definition)),
    ]
