"""Where each term is used: in which saved questions, and in which shapes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import BASE, PREFIXES, SHAPE
from ..queries.catalogue import catalogue
from .statements import Index, quads_of, shape_files

_COMMENT: Final = re.compile(r"(?m)^\s*#.*$|\s#\s.*$")
_NAME: Final = re.compile(r"(?<![\w<])([a-z][a-z-]*):([A-Za-z0-9][\w-]*)|<(https://w3id\.org/inspectkg/[^>\s]+)>")


@dataclass(frozen=True, slots=True)
class Use:
    """A saved question or a shape that uses terms: its name, what it asks or demands, and the terms' IRIs."""

    name: str
    says: str
    severity: str
    terms: frozenset[str]


def terms_in(text: str) -> frozenset[str]:
    """The IRIs of ours that a text of SPARQL names, but for the namespaces of its prefixes."""
    found: set[str] = set()
    for prefix, local, written in _NAME.findall(_COMMENT.sub("", text)):
        full = written or PREFIXES.get(prefix, "") + local
        if full.startswith(BASE) and full[-1] not in "/#":
            found.add(full)
    return frozenset(found)


@cache
def questions() -> tuple[Use, ...]:
    """The saved questions, by name."""
    return tuple(Use(name, query.question, "", terms_in(query.text)) for name, query in catalogue().items())


@cache
def shapes() -> tuple[Use, ...]:
    """The shapes that have an IRI, by it; what stands in blank nodes is theirs."""
    index = Index(quads_of(shape_files()))
    found: list[Use] = []
    for node in sorted(node for node in index.said if node.startswith(f"<{SHAPE}")):
        name = node[1:-1]
        severity = next((iri.rsplit("#", 1)[1].lower() for iri in index.nodes(name, "sh:severity")), "")
        says = index.text(name, "sh:message") or index.text(name, "sh:name")
        found.append(Use(name.removeprefix(SHAPE), says, severity, frozenset(_mentioned(node, index))))
    return tuple(found)


def _mentioned(node: str, index: Index) -> set[str]:
    """The terms of ours that the shape NODE names, other shapes left out."""
    found: set[str] = set()
    seen, waiting = {node}, [node]
    while waiting:
        for predicate, values in index.said.get(waiting.pop(), {}).items():
            for value in values:
                if isinstance(value, ox.BlankNode) and str(value) not in seen:
                    seen.add(str(value))
                    waiting.append(str(value))
                elif isinstance(value, ox.NamedNode) and value.value.startswith(BASE):
                    found.add(value.value)
                elif isinstance(value, ox.Literal) and predicate == PREFIXES["sh"] + "select":
                    found |= terms_in(value.value)
    return {iri for iri in found if not iri.startswith(SHAPE)}


@cache
def by_term() -> dict[str, tuple[tuple[Use, ...], tuple[Use, ...]]]:
    """The questions and the shapes that use each term."""
    found: dict[str, tuple[list[Use], list[Use]]] = defaultdict(lambda: ([], []))
    for place, uses in enumerate((questions(), shapes())):
        for use in uses:
            for term in use.terms:
                found[term][place].append(use)
    return {term: (tuple(asked), tuple(checked)) for term, (asked, checked) in found.items()}
