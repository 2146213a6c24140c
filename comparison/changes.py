"""What changed between two graphs, sorted for a reader: facts by article and body, terms, and everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ..export.description import is_description
from ..ontology.namespaces import CONCEPT, IKG, PREFIXES, SHAPE, iri
from .difference import Difference, Side
from .facts import Fact, facts
from .pairing import Pair, Paired, paired

_TYPE: Final = PREFIXES["rdf"] + "type"
_FILE_NAME: Final = iri("ikg:fileName")
_TERM_KINDS: Final = frozenset(
    f"<{PREFIXES[prefix]}{name}>"
    for prefix, names in {
        "owl": "AnnotationProperty Class DatatypeProperty ObjectProperty Ontology",
        "rdf": "Property",
        "rdfs": "Class Datatype",
        "sh": "NodeShape PropertyShape",
        "skos": "Collection Concept ConceptScheme",
    }.items()
    for name in names.split()
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of which something else is said; it is new where OLD is false, and gone where NEW is."""

    node: str
    old: bool
    new: bool
    properties: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    """Each property with the values that were taken away and those that were added."""
    regraphed: int
    """So many of its values are said in other graphs than before, and are in none of the properties."""


@dataclass(slots=True)
class Changes:
    """Everything that differs between the graphs OLD and NEW."""

    old: Side
    new: Side
    facts: Paired
    """Pairs are those facts alone of which something else is said now."""
    moved: list[Pair]
    """Facts of which the same is said, from another place in the text or in another graph."""
    terms: list[Subject]
    things: list[Subject]
    described: int
    """Of so many nodes of the files' descriptions of themselves, with counts and checksums, something else is said."""
    regraphed: int
    """So many values are said in other graphs than before, and say the same."""

    def label(self, node: str, *, before: bool = False) -> str | None:
        """What NODE is called: now, or where it no longer is, before; or the other way round."""
        first, second = (self.old, self.new) if before else (self.new, self.old)
        return first.label(node) or second.label(node)


def changes(difference: Difference) -> Changes:
    """The DIFFERENCE, sorted for a reader; each of its statements is part of a fact, or said of a term or thing."""
    old, new = Side(difference.old), Side(difference.new)
    touched = difference.touched()
    before, now = facts(old, touched), facts(new, touched)
    later = _later_names(before, now, old, new)
    found = paired([replace(fact, document=later.get(fact.document, fact.document)) for fact in before], now)
    told = {part for fact in _all(found) for part in fact.parts}
    terms: list[Subject] = []
    things: list[Subject] = []
    described = regraphed = 0
    for subject in _subjects(difference, old, new, told):
        regraphed += subject.regraphed
        if is_description(subject.node):
            described += 1
        elif subject.properties:
            (terms if _is_term(subject.node, old, new) else things).append(subject)
    changed = [pair for pair in found.pairs if pair.changes()]
    moved = [pair for pair in found.pairs if not pair.changes()]
    return Changes(old, new, found._replace(pairs=changed), moved, terms, things, described, regraphed)


def _later_names(before: Iterable[Fact], now: Iterable[Fact], old: Side, new: Side) -> dict[str, str]:
    """The articles of OLD that NEW has under another IRI: without an address, an article whose text changed gets one.

    They are the same where one article alone on each side, and of that side only, has the file name.
    """
    named: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, (facts_, side, other) in enumerate(((before, old, new), (now, new, old))):
        for document in sorted({fact.document for fact in facts_}):
            if document and not other.said_of(document):
                for name in side.said_of(document).get(_FILE_NAME, ()):
                    named[name][place].append(document)
    return {olds[0]: news[0] for olds, news in named.values() if len(olds) == len(news) == 1}


def _all(found: Paired) -> Iterable[Fact]:
    return (*(fact for pair in found.pairs for fact in pair), *found.removed, *found.added)


def _subjects(difference: Difference, old: Side, new: Side, told: set[str]) -> Iterable[Subject]:
    """The subjects that differ and are no part of what is TOLD as facts; blank nodes go with what they hang on."""
    properties: dict[str, dict[str, tuple[set[str], set[str]]]] = defaultdict(
        lambda: defaultdict(lambda: (set(), set()))
    )
    regraphed: dict[str, set[str]] = defaultdict(set)
    for place, (lines, side) in enumerate(((difference.removed, old), (difference.added, new))):
        for line in lines:
            subject, predicate, value = _split(line)
            if subject in told:
                continue
            root, triple = _root(subject, side), f"{subject} <{predicate}> {value}"
            if old.says(triple) and new.says(triple):
                regraphed[root].add(triple)
            else:
                properties[root][predicate][place].add(value)
    for node in sorted(properties.keys() | regraphed.keys()):
        said = tuple(
            (name, tuple(sorted(gone)), tuple(sorted(come))) for name, (gone, come) in sorted(properties[node].items())
        )
        yield Subject(node, bool(old.said_of(node)), bool(new.said_of(node)), said, len(regraphed[node]))


def _split(line: str) -> tuple[str, str, str]:
    """Subject, predicate and value of a LINE of N-Quads."""
    subject, predicate, rest = line.split(" ", 2)
    if not rest.startswith('"'):
        return subject, predicate[1:-1], rest.partition(" ")[0]
    end = rest.rindex('"')
    return subject, predicate[1:-1], rest[: end + 1] + rest[end + 1 :].partition(" ")[0]


def _root(subject: str, side: Side) -> str:
    """The first node with an IRI that SUBJECT hangs on, or SUBJECT itself."""
    seen = {subject}
    while subject.startswith("_:"):
        above = [node for node in side.wholes(subject) if node not in seen]
        if not above:
            return subject
        subject = above[0]
        seen.add(subject)
    return subject


def _is_term(node: str, old: Side, new: Side) -> bool:
    if node[1:].startswith((IKG, CONCEPT, SHAPE)):
        return True
    return any(not _TERM_KINDS.isdisjoint(side.said_of(node).get(_TYPE, ())) for side in (old, new))
