"""The part of the reference data that articles touch, so that a built graph says what everything in it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from pyoxigraph import NamedNode, Quad, Triple

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


def touched(quads: Iterable[Quad]) -> set[Quad]:
    """What the reference data and the rule book say of everything that QUADS name, and of what that falls under."""
    waiting = {
        quad.object for quad in quads if isinstance(quad.object, NamedNode) and quad.object.value.startswith(BASE)
    }
    seen: set[NamedNode] = set()
    found: set[Quad] = set()
    while waiting:
        thing = waiting.pop()
        seen.add(thing)
        for one in _by_subject().get(thing, ()):
            found.add(Quad(one.subject, one.predicate, one.object, GRAPH))
            target = one.object
            if isinstance(target, NamedNode) and target.value.startswith(BASE):
                waiting |= {target} - seen
        waiting |= (
            set(_pointing_at().get(thing, ())) - seen if thing in _by_subject() and _is_eventful(thing) else set()
        )
        found |= _rule(thing)
    return found


def _is_eventful(thing: NamedNode) -> bool:
    return thing.value.startswith((iri("person:"), iri("pdu:")))


def _rule(thing: NamedNode) -> set[Quad]:
    prefix = iri("rule:")
    if not thing.value.startswith(prefix):
        return set()
    label, definition = rulebook()[thing.value.removeprefix(prefix)]
    return {
        Quad(thing, node("rdf:type"), node("ikg:Rule"), GRAPH),
        Quad(thing, node("rdf:type"), node("prov:Plan"), GRAPH),
        Quad(thing, node("skos:prefLabel"), english(label), GRAPH),
        Quad(thing, node("skos:definition"), text(definition), GRAPH),
    }
