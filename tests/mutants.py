"""Graphs with one fault each: the bundled graph with one fact taken away, added or changed, in every way of a list.

`mutations.toml` has the list. A way to change a fact is a function here: it is given the graph and the fact, and gives
the facts that stand in its place; None where it does not fit. Nothing is left to chance.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from inspectkg.graph.terms import decimal
from inspectkg.ontology.namespaces import OUTER, PREFIXES

Change = Callable[["Facts", ox.Triple], "Iterable[ox.Triple] | None"]

LIST = tomllib.loads((Path(__file__).parent / "mutations.toml").read_text("utf-8"))
XSD = OUTER["xsd"]
TYPE = ox.NamedNode(OUTER["rdf"] + "type")
TEXT = XSD + "string"
NUMBERS = {XSD + "integer", XSD + "decimal"}
TIMES = {XSD + "date": "2125-03-31", XSD + "gYearMonth": "2125-03"}


@dataclass(frozen=True)
class Mutant:
    """The fault NAME planted in FACT: what goes, and what comes in its place."""

    name: str
    fact: ox.Triple
    gone: frozenset[ox.Triple]
    new: tuple[ox.Triple, ...]

    def of(self, triples: Iterable[ox.Triple]) -> list[ox.Triple]:
        """TRIPLES with the fault."""
        return list(dict.fromkeys([*(triple for triple in triples if triple not in self.gone), *self.new]))


class Facts:
    """The triples of a graph, by what they are about."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = sorted(dict.fromkeys(triples), key=str)
        self.known = frozenset(self.triples)
        self.about: dict[object, list[ox.Triple]] = {}
        self.leading_to: dict[object, list[ox.Triple]] = {}
        for triple in self.triples:
            self.about.setdefault(triple.subject, []).append(triple)
            self.leading_to.setdefault(triple.object, []).append(triple)

    def kinds(self, node: object) -> tuple[str, ...]:
        """The classes of NODE, shortened and sorted."""
        found = (triple.object for triple in self.about.get(node, ()) if triple.predicate == TYPE)
        return tuple(sorted(short(kind.value) for kind in found if isinstance(kind, ox.NamedNode)))

    def value(self, node: object, name: str) -> str:
        """A value of the property NAME at NODE."""
        found = (triple.object for triple in self.about[node] if short(triple.predicate.value) == name)
        return next(value.value for value in found if not isinstance(value, ox.Triple))

    @cached_property
    def nodes(self) -> list[ox.NamedNode]:
        """Every described node."""
        return [node for node in self.about if isinstance(node, ox.NamedNode)]

    @cached_property
    def classes(self) -> list[ox.NamedNode]:
        """Every class that has a node."""
        found = {triple.object for triple in self.triples if triple.predicate == TYPE}
        return sorted((kind for kind in found if isinstance(kind, ox.NamedNode)), key=str)

    def after(self, node: ox.NamedNode, fits: Callable[[ox.NamedNode], bool]) -> ox.NamedNode | None:
        """The first node that FITS of those that follow NODE in the order of names; round, where it is the last."""
        later = [other for other in self.nodes if str(other) > str(node)]
        earlier = [other for other in self.nodes if str(other) < str(node)]
        return next((other for other in [*later, *earlier] if fits(other)), None)

    def scheme(self, node: object) -> str | None:
        """The scheme of the concept NODE."""
        found = (
            triple.object for triple in self.about.get(node, ()) if short(triple.predicate.value) == "skos:inScheme"
        )
        return next((str(scheme) for scheme in found), None)


@cache
def short(iri: str) -> str:
    """IRI with its prefix."""
    fitting = [(name, start) for name, start in PREFIXES.items() if iri.startswith(start)]
    name, start = max(fitting, key=lambda one: len(one[1]), default=("", ""))
    return f"{name}:{iri.removeprefix(start)}" if name else iri


def mutants(facts: Facts, fact: ox.Triple) -> Iterator[Mutant]:
    """FACT in every way of the list that fits it."""
    for name in LIST["mutation"]:
        only = LIST["only"].get(name)
        if only is None or short(fact.predicate.value) in only:
            change = CHANGES[name]
            new = change(facts, fact)
            if new is not None and not (new and set(new) <= facts.known):
                yield Mutant(name, fact, frozenset(_gone(facts, fact, name)), tuple(new))


def _gone(facts: Facts, fact: ox.Triple, name: str) -> list[ox.Triple]:
    if name == "duplicate":
        return []
    if name == "no-evidence":
        return facts.about[fact.object]
    return facts.about[fact.subject] if name == "no-claim" else [fact]


# ------------------------------------------------------------------ ways to change a fact


def _with(fact: ox.Triple, value: ox.NamedNode | ox.Literal | None) -> list[ox.Triple] | None:
    return None if value is None or value == fact.object else [ox.Triple(fact.subject, fact.predicate, value)]


def _nothing(_facts: Facts, _fact: ox.Triple) -> list[ox.Triple]:
    return []


def _other_property(_facts: Facts, fact: ox.Triple) -> list[ox.Triple]:
    return [ox.Triple(fact.subject, ox.NamedNode(fact.predicate.value + "s"), fact.object)]


def _another(facts: Facts, fact: ox.Triple) -> list[ox.Triple] | None:
    value = fact.object
    if fact.predicate == TYPE:
        return _class(facts, fact)
    if isinstance(value, ox.NamedNode):
        alike = (facts.kinds(value), facts.scheme(value))
        return _with(fact, facts.after(value, lambda node: (facts.kinds(node), facts.scheme(node)) == alike))
    assert isinstance(value, ox.Literal)
    return _with(fact, _literal_beside(value))


def _literal_beside(value: ox.Literal) -> ox.Literal:
    """Another literal of the kind of VALUE."""
    kind = value.datatype.value
    if value.language:
        return ox.Literal(value.value + " too", language=value.language)
    if kind == XSD + "boolean":
        return ox.Literal("false" if value.value == "true" else "true", datatype=value.datatype)
    if kind in NUMBERS:
        return _number(value, float(value.value) + 1)
    if kind in TIMES:
        return ox.Literal(f"{int(value.value[:4]) + 1}{value.value[4:]}", datatype=value.datatype)
    if len(value.value) == 64:
        return ox.Literal(value.value[::-1], datatype=value.datatype)
    return ox.Literal(value.value + " too", datatype=value.datatype)


def _number(like: ox.Literal, number: float) -> ox.Literal:
    return ox.Literal(decimal(number).value, datatype=like.datatype)


def _literal(change: Callable[[Facts, ox.Triple, ox.Literal], ox.NamedNode | ox.Literal | None]) -> Change:
    return lambda facts, fact: _with(
        fact, change(facts, fact, fact.object) if isinstance(fact.object, ox.Literal) else None
    )


def _link(change: Callable[[Facts, ox.Triple, ox.NamedNode], ox.NamedNode | ox.Literal | None]) -> Change:
    def changed(facts: Facts, fact: ox.Triple) -> list[ox.Triple] | None:
        value = fact.object
        if not isinstance(value, ox.NamedNode) or fact.predicate == TYPE:
            return None
        return _with(fact, change(facts, fact, value))

    return changed


def _of_type(kinds: set[str], change: Callable[[ox.Literal], ox.Literal | None]) -> Change:
    return _literal(lambda _facts, _fact, value: change(value) if value.datatype.value in kinds else None)


def _retyped(value: ox.Literal) -> ox.Literal:
    plain = value.language is not None or value.datatype.value != TEXT
    return ox.Literal(value.value, datatype=ox.NamedNode(TEXT if plain else XSD + "token"))


def _class(facts: Facts, fact: ox.Triple) -> list[ox.Triple] | None:
    """The class that follows, of those that the node does not have."""
    value = fact.object
    if fact.predicate != TYPE or not isinstance(value, ox.NamedNode):
        return None
    has = {triple.object for triple in facts.about[fact.subject] if triple.predicate == TYPE}
    place = facts.classes.index(value)
    order = [*facts.classes[place + 1 :], *facts.classes[:place]]
    return _with(fact, next(kind for kind in order if kind not in has))


def _other_scheme(facts: Facts, _fact: ox.Triple, value: ox.NamedNode) -> ox.NamedNode | None:
    scheme = facts.scheme(value)
    return None if scheme is None else facts.after(value, lambda node: facts.scheme(node) not in (None, scheme))


def _other_kind(facts: Facts, _fact: ox.Triple, value: ox.NamedNode) -> ox.NamedNode | None:
    kinds = set(facts.kinds(value))
    return facts.after(value, lambda node: not kinds & set(facts.kinds(node)))


def _other_of_kind(facts: Facts, _fact: ox.Triple, value: ox.NamedNode) -> ox.NamedNode | None:
    return facts.after(value, lambda node: facts.kinds(node) == facts.kinds(value))


def _beyond(name: str, step: float) -> Change:
    """A number beyond that of the property NAME of the same node."""
    return lambda facts, fact: (
        _with(fact, _number(fact.object, float(facts.value(fact.subject, name)) + step))
        if isinstance(fact.object, ox.Literal)
        else None
    )


def _other_words(_facts: Facts, _fact: ox.Triple, value: ox.Literal) -> ox.Literal:
    """As long as VALUE, with its first letter another."""
    return ox.Literal(("x" if value.value[:1] != "x" else "y") + value.value[1:])


CHANGES: dict[str, Change] = {
    "drop": _nothing,
    "duplicate": _another,
    "misspelt-property": _other_property,
    "wrong-datatype": _literal(lambda _facts, _fact, value: _retyped(value)),
    "broken-literal": _of_type(
        {*NUMBERS, *TIMES, XSD + "boolean"}, lambda value: ox.Literal(value.value + "?", datatype=value.datatype)
    ),
    "language-tag": _of_type({TEXT}, lambda value: ox.Literal(value.value, language="en")),
    "empty-text": _literal(lambda _facts, _fact, value: _text_like(value, "")),
    "blank-text": _literal(lambda _facts, _fact, value: _text_like(value, " ")),
    "literal-for-node": _link(lambda _facts, _fact, value: ox.Literal(value.value)),
    "node-for-literal": _literal(lambda facts, _fact, _value: facts.nodes[0]),
    "dangling": _link(lambda _facts, _fact, value: ox.NamedNode(value.value + "-gone")),
    "itself": _link(lambda _facts, fact, _value: fact.subject if isinstance(fact.subject, ox.NamedNode) else None),
    "wrong-kind": _link(_other_kind),
    "wrong-scheme": _link(_other_scheme),
    "swapped-class": _class,
    "unknown-class": lambda _facts, fact: (
        _with(fact, ox.NamedNode(fact.object.value + "y")) if isinstance(fact.object, ox.NamedNode) else None
    ),
    "unknown-grade": _link(lambda _facts, _fact, _value: ox.NamedNode(PREFIXES["grade"] + "mediocre")),
    "higher-by-one": _of_type(NUMBERS, lambda value: _number(value, float(value.value) + 1)),
    "lower-by-one": _of_type(NUMBERS, lambda value: _number(value, float(value.value) - 1)),
    "negative": _of_type(NUMBERS, lambda value: _number(value, -float(value.value) or -1)),
    "over-a-hundred": _of_type(NUMBERS, lambda value: _number(value, float(value.value) + 100)),
    "part-above-whole": _beyond("ikg:denominator", 1),
    "whole-below-part": _beyond("ikg:numerator", -1),
    "nothing-at-all": _of_type(NUMBERS, lambda value: _number(value, 0)),
    "other-words": _literal(_other_words),
    "line-break": _literal(lambda _facts, _fact, value: ox.Literal(value.value.replace(" ", "\n", 1))),
    "other-article": _link(_other_of_kind),
    "before-the-inspection": _literal(
        lambda _facts, _fact, value: ox.Literal(f"{int(value.value[:4]) - 5}{value.value[4:]}", datatype=value.datatype)
    ),
    "far-ahead": _literal(
        lambda _facts, _fact, value: (
            ox.Literal(TIMES[value.datatype.value], datatype=value.datatype) if value.datatype.value in TIMES else None
        )
    ),
    "no-evidence": _nothing,
    "no-claim": _nothing,
}


def _text_like(value: ox.Literal, text: str) -> ox.Literal | None:
    if value.language:
        return ox.Literal(text, language=value.language)
    return ox.Literal(text) if value.datatype.value == TEXT else None
