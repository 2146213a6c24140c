"""The order in which a graph is written: kinds as a reader meets them, keys and numbers by value."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
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
    "dataset", "document", "inspection", "rating", "finding", "statistic", "recommendation", "pledge", "amount",
    "person", "claim", "evidence", "quote", "position", "rule", "post", "membership", "region", "pdu", "yjs", "force",
    "agency", "publisher",
)  # fmt: skip

_RANK: Final = {prefix: f"{rank:02}" for rank, prefix in enumerate(READING_ORDER)}
_LAST: Final = f"{len(READING_ORDER):02}"
_PREFIX_OF: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_NAME: Final = re.compile(r"([^ ]*[/#])([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)")
_LITERAL: Final = frozenset('"+-.0123456789')
_DIGITS: Final = re.compile(r"([0-9]+)")


def split_iri(iri: str) -> tuple[str, str] | None:
    """The prefix and local name that may stand for IRI in Turtle, or None where it has to be written out."""
    found = _NAME.fullmatch(iri)
    prefix = _PREFIX_OF.get(found[1]) if found else None
    return (prefix, found[2]) if found and prefix is not None else None


def natural(text: str) -> tuple[list[str], str]:
    """A sort key under which `x9` comes before `x10`."""
    # A run of digits sorts by its length and then as written, which is by its value, however long it is.
    parts = _DIGITS.split(text)
    keys = [_by_value(part) if place % 2 else part for place, part in enumerate(parts)]
    return keys, text


def _by_value(digits: str) -> str:
    bare = digits.lstrip("0")
    return f"{len(bare):09}{bare}"


def name_key(name: str) -> str:
    """Sort key of a subject as Turtle writes it: by kind in reading order, then by key; blank nodes last."""
    prefix, _, local = ("~", "", name) if name[0] == "<" else name.partition(":")
    if prefix == "_":
        return "\0".join(["~~}", *natural(name)[0], "", name])
    if "-" in local or local.isdecimal():
        # Parts that are numbers, such as places in a text, sort by value; hashes sort as they are written.
        parts = "\0".join([f"{len(part):09}{part}" if part.isdecimal() else part for part in local.split("-")])
        return f"{_RANK.get(prefix, _LAST)}{prefix}\0{parts}\0\0{local}"
    return f"{_RANK.get(prefix, _LAST)}{prefix}\0{local}\0\0{local}"


def subject_key(subject: Subject) -> str:
    """Sort key of a subject, the same as that of its name."""
    parts = split_iri(subject.value) if isinstance(subject, ox.NamedNode) else None
    return name_key(":".join(parts) if parts is not None else str(subject))


@lru_cache(maxsize=2**12)
def predicate_key(predicate: str) -> tuple[int, str]:
    """Sort key of a predicate's IRI: the type first, then the name, then the others by prefix."""
    first = {RDF_TYPE: 0, PREF_LABEL: 1}.get(predicate, 2)
    return first, ":".join(split_iri(predicate) or ("~", predicate))


def term_key(name: str) -> str:
    """Sort key of an object as Turtle or N-Triples name it: nodes first, by prefix; then literals, numbers by value."""
    if name[0] in _LITERAL or name in ("true", "false"):
        keys, text = natural(name)
        return "\0".join(["~~", *keys, "", text])
    return name_key(name)[len(_LAST) :]


def object_key(term: Term) -> str:
    """Sort key of an object, the same as that of its name."""
    return term_key(str(term)) if isinstance(term, ox.Literal) else subject_key(term)[len(_LAST) :]


def group(triples: Iterable[Triple]) -> list[tuple[Subject, list[tuple[ox.NamedNode, list[Term]]]]]:
    """TRIPLES by subject and predicate, each level sorted and without repeats."""
    found: dict[Subject, dict[ox.NamedNode, set[Term]]] = {}
    for subject, predicate, term in triples:
        found.setdefault(subject, {}).setdefault(predicate, set()).add(term)
    return [
        (
            subject,
            [
                (predicate, _in_order(found[subject][predicate]))
                for predicate in sorted(found[subject], key=lambda node: predicate_key(node.value))
            ],
        )
        for subject in sorted(found, key=subject_key)
    ]


def _in_order(terms: Collection[Term]) -> list[Term]:
    # Most properties have one value, for which no key has to be made.
    return sorted(terms, key=object_key) if len(terms) > 1 else list(terms)
