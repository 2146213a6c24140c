"""The changes between two graphs as plain data, which is the JSON report and what the others are written from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, TypedDict

import pyoxigraph as ox

from ..export.ordering import split_iri
from ..ontology.namespaces import PREFIXES, iri
from .changes import Changes, Subject
from .difference import Difference, Side, term
from .facts import Fact
from .pairing import Pair

_TYPE: Final = PREFIXES["rdf"] + "type"


class Value(TypedDict):
    """A value: what it is called, and the term as N-Triples write it."""

    label: str
    term: str


class Property(TypedDict):
    """A property with the values that it lost and those that it got."""

    property: str
    old: list[Value]
    new: list[Value]


class FactTold(TypedDict):
    """A fact that was added, removed or changed, with what was said of it and is said now."""

    change: str
    kind: str
    claim: str
    about: str
    quote: str
    start: int | None
    properties: list[Property]


class Body(TypedDict):
    """The facts of an article on one or several bodies; their IRIs are empty where the facts are on none."""

    bodies: list[Value]
    facts: list[FactTold]


class Article(TypedDict):
    """An article, and its changed facts by body."""

    iri: str
    label: str
    bodies: list[Body]


class Thing(TypedDict):
    """A term or other subject that was added, removed or changed."""

    change: str
    iri: str
    label: str
    properties: list[Property]


class Told(TypedDict):
    """The whole report."""

    same: bool
    flat: bool
    counts: dict[str, int]
    articles: list[Article]
    terms: list[Thing]
    things: list[Thing]


def told(difference: Difference, changes: Changes) -> Told:
    """What CHANGES say, in the order of articles, bodies and places."""
    found = changes.facts
    counts = {
        "statementsRemoved": len(difference.removed), "statementsAdded": len(difference.added),
        "factsAdded": len(found.added), "factsRemoved": len(found.removed), "factsChanged": len(found.pairs),
        "factsMoved": len(changes.moved), "terms": len(changes.terms), "things": len(changes.things),
        "descriptions": changes.described, "regraphed": changes.regraphed,
    }  # fmt: skip
    return {
        "same": not difference,
        "flat": difference.flat,
        "counts": counts,
        "articles": _articles(changes),
        "terms": [_thing(subject, changes) for subject in changes.terms],
        "things": [_thing(subject, changes) for subject in changes.things],
    }


def as_json(report: Told) -> str:
    """The report for programs."""
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _articles(changes: Changes) -> list[Article]:
    facts = [(fact, _one(fact, "removed", changes.old, changes)) for fact in changes.facts.removed]
    facts += [(fact, _one(fact, "added", changes.new, changes)) for fact in changes.facts.added]
    facts += [(pair.new, _changed(pair, changes)) for pair in changes.facts.pairs]
    facts.sort(key=lambda both: (both[0].document, both[0].bodies, both[0].start, both[1]["claim"], both[1]["change"]))
    articles: dict[str, dict[tuple[str, ...], list[FactTold]]] = {}
    for fact, one in facts:
        articles.setdefault(fact.document, {}).setdefault(fact.bodies, []).append(one)
    return [
        {
            "iri": document.strip("<>"),
            "label": _article_label(document, changes),
            "bodies": [{"bodies": _values(bodies, changes), "facts": ones} for bodies, ones in by_body.items()],
        }
        for document, by_body in articles.items()
    ]


def _article_label(document: str, changes: Changes) -> str:
    for side in (changes.new, changes.old):
        if names := side.said_of(document).get(iri("ikg:fileName")):
            return term(min(names)).value
    return _name(document, changes)


def _one(fact: Fact, change: str, side: Side, changes: Changes) -> FactTold:
    said = {name: values for name, values in fact.said.items() if name != _TYPE}
    none = dict.fromkeys(said, frozenset[str]())
    old, new = (said, none) if side is changes.old else (none, said)
    return _fact(fact, change, [(name, old[name], new[name]) for name in sorted(said)], changes)


def _changed(pair: Pair, changes: Changes) -> FactTold:
    return _fact(pair.new, "changed", pair.changes(), changes)


def _fact(
    fact: Fact, change: str, properties: Iterable[tuple[str, frozenset[str], frozenset[str]]], changes: Changes
) -> FactTold:
    return {
        "change": change,
        "kind": fact.kind.label,
        "claim": fact.claim.strip("<>"),
        "about": fact.thing.strip("<>"),
        "quote": fact.quote,
        "start": fact.start if fact.start >= 0 else None,
        "properties": [_property(name, old, new, changes) for name, old, new in properties],
    }


def _thing(subject: Subject, changes: Changes) -> Thing:
    change = "changed" if subject.old and subject.new else "added" if subject.new else "removed"
    properties = [_property(name, old, new, changes) for name, old, new in subject.properties]
    return {"change": change, "iri": subject.node.strip("<>"), "label": _name(subject.node, changes),
            "properties": properties}  # fmt: skip


def _property(name: str, old: Iterable[str], new: Iterable[str], changes: Changes) -> Property:
    return {"property": name, "old": _values(old, changes, before=True), "new": _values(new, changes)}


def _values(terms: Iterable[str], changes: Changes, *, before: bool = False) -> list[Value]:
    values: list[Value] = [{"label": _name(one, changes, before=before), "term": one} for one in terms]
    return sorted(values, key=lambda value: (value["label"], value["term"]))


def _name(written: str, changes: Changes, *, before: bool = False) -> str:
    """What the term that is WRITTEN is called."""
    if not written:
        return "no article"
    if written.startswith("_:"):
        return "something without an IRI"
    found = term(written)
    if isinstance(found, ox.Literal):
        return found.value
    return changes.label(written, before=before) or short(found.value)


def short(iri: str) -> str:
    """IRI as a prefixed name of ours, where it has one."""
    parts = split_iri(iri)
    return ":".join(parts) if parts else iri
