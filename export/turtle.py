"""Turtle and TriG in one canonical layout: a block a subject, a line a predicate, all sorted, literals as given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

import pyoxigraph as ox

from ..ontology.namespaces import PREFIXES

Subject: TypeAlias = ox.NamedNode | ox.BlankNode
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Triple: TypeAlias = tuple[Subject, ox.NamedNode, Term]
#: Called with a sentence about what a format could not hold.
Note: TypeAlias = Callable[[str], None]

XSD: Final = PREFIXES["xsd"]
RDF_TYPE: Final = PREFIXES["rdf"] + "type"
PREF_LABEL: Final = PREFIXES["skos"] + "prefLabel"

#: Kinds in the order a reader meets them; the others follow alphabetically.
READING_ORDER: Final = (
    "document", "inspection", "rating", "finding", "statistic", "recommendation", "pledge", "amount", "person",
    "claim", "evidence", "quote", "position", "rule", "post", "membership", "region", "pdu", "yjs", "force",
    "agency", "publisher",
)  # fmt: skip

_RANK: Final = {prefix: rank for rank, prefix in enumerate(READING_ORDER)}
_PREFIX_OF: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_DIGITS: Final = re.compile(r"([0-9]+)")
_SHORT: Final = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


def split_iri(iri: str) -> tuple[str, str] | None:
    """The prefix and local name that may stand for IRI in Turtle, or None where it has to be written out."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _PREFIX_OF.get(iri[:cut])
    return (prefix, iri[cut:]) if prefix is not None and _LOCAL.fullmatch(iri, cut) else None


def natural(text: str) -> tuple[list[str], str]:
    """A sort key under which `x-9` comes before `x-10`."""
    # A run of digits sorts by its length and then as written, which is by its value, however long it is.
    parts = _DIGITS.split(text)
    keys = [_by_value(part) if place % 2 else part for place, part in enumerate(parts)]
    return keys, text


def _by_value(digits: str) -> str:
    bare = digits.lstrip("0")
    return f"{len(bare):09}{bare}"


def subject_key(subject: Subject) -> tuple[int, str, tuple[list[str], str]]:
    """Sort key of a subject: by kind in reading order, then by key; blank nodes last."""
    if isinstance(subject, ox.BlankNode):
        return len(_RANK) + 1, "", natural(subject.value)
    prefix, local = split_iri(subject.value) or ("~", subject.value)
    return _RANK.get(prefix, len(_RANK)), prefix, natural(local)


def predicate_key(predicate: str) -> tuple[int, str]:
    """Sort key of a predicate's IRI: the type first, then the name, then the others by prefix."""
    first = {RDF_TYPE: 0, PREF_LABEL: 1}.get(predicate, 2)
    return first, ":".join(split_iri(predicate) or ("~", predicate))


def object_key(term: Term) -> tuple[int, tuple[list[str], str]]:
    """Sort key of an object: nodes before literals, numbers within them by value."""
    named = isinstance(term, ox.NamedNode) and split_iri(term.value)
    return int(isinstance(term, ox.Literal)), natural(":".join(named) if named else str(term))


def group(triples: Iterable[Triple]) -> list[tuple[Subject, list[tuple[ox.NamedNode, list[Term]]]]]:
    """TRIPLES by subject and predicate, each level sorted and without repeats."""
    found: dict[Subject, dict[ox.NamedNode, set[Term]]] = {}
    for subject, predicate, term in triples:
        found.setdefault(subject, {}).setdefault(predicate, set()).add(term)
    return [
        (
            subject,
            [
                (predicate, sorted(found[subject][predicate], key=object_key))
                for predicate in sorted(found[subject], key=lambda node: predicate_key(node.value))
            ],
        )
        for subject in sorted(found, key=subject_key)
    ]


class _Writer:
    """Writes terms, and remembers which prefixes it used."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def node(self, term: ox.NamedNode | ox.BlankNode) -> str:
        parts = split_iri(term.value) if isinstance(term, ox.NamedNode) else None
        if parts is None:
            return str(term)
        self.used.add(parts[0])
        return ":".join(parts)

    def term(self, term: Term) -> str:
        if not isinstance(term, ox.Literal):
            return self.node(term)
        datatype = term.datatype.value
        short = _SHORT.get(datatype)
        if short is not None and short.fullmatch(term.value):
            return term.value
        if term.language is not None or datatype == XSD + "string":
            return str(term)
        return f"{ox.Literal(term.value)}^^{self.node(term.datatype)}"

    def block(self, subject: Subject, pairs: list[tuple[ox.NamedNode, list[Term]]], indent: str) -> str:
        lines = [
            f"{'a' if predicate.value == RDF_TYPE else self.node(predicate)} {', '.join(map(self.term, terms))}"
            for predicate, terms in pairs
        ]
        return f"{indent}{self.node(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"

    def blocks(self, triples: Iterable[Triple], indent: str = "") -> str:
        return "\n".join(self.block(subject, pairs, indent) for subject, pairs in group(triples))

    def document(self, parts: list[str]) -> bytes:
        head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.used))
        return "\n".join(part for part in (head, *parts) if part).encode()


def turtle(triples: Iterable[Triple]) -> bytes:
    """TRIPLES as Turtle, the same bytes whatever their order."""
    writer = _Writer()
    return writer.document([writer.blocks(triples)])


def trig(graphs: Mapping[Subject | None, Iterable[Triple]]) -> bytes:
    """The triples of each graph name (None: the default graph, written first) as TriG, graphs sorted by name."""
    writer = _Writer()
    parts = [writer.blocks(graphs[None])] if None in graphs else []
    names = sorted((name for name in graphs if name is not None), key=subject_key)
    parts += [f"{writer.node(name)} {{\n{writer.blocks(graphs[name], '    ')}}}\n" for name in names]
    return writer.document(parts)
