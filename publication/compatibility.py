"""What a release has promised and the next one has to keep: no term goes or changes its meaning in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import BASE, PREFIXES, iri
from ..store import read_quads
from .statements import Index, published

#: What makes a term mean what it means.
MEANING: Final = (
    "rdf:type", "skos:definition", "skos:inScheme", "rdfs:domain", "rdfs:range", "rdfs:subClassOf",
    "rdfs:subPropertyOf", "schema:domainIncludes", "schema:rangeIncludes", "owl:inverseOf",
)  # fmt: skip
_HAS_TYPE: Final = PREFIXES["rdf"] + "type"
_FILES: Final = ("ontology.ttl", "concepts.ttl")


def broken_promises(last: Path | None, now: Index | None = None, *, excused: Iterable[str] = ()) -> list[str]:
    """What in the ontology breaks the promises of the release in the folder LAST; nothing where that is None.

    EXCUSED are the IRIs of terms that may change all the same.
    """
    if last is None:
        return []
    spared = set(excused)
    then = Index(quad for name in _FILES for quad in read_quads(last / name))
    now = published() if now is None else now
    return [problem for term in _terms(then) if term not in spared for problem in _problems(term, then, now, last.name)]


def _terms(index: Index) -> Iterable[str]:
    """The terms and concepts of ours that INDEX defines, sorted."""
    return sorted(node[1:-1] for node, said in index.said.items() if node.startswith(f"<{BASE}") and _HAS_TYPE in said)


def _problems(term: str, then: Index, now: Index, version: str) -> list[str]:
    if f"<{term}>" not in now.said or not now.values(term, "rdf:type"):
        advice = "Put it back with owl:deprecated true, and dcterms:isReplacedBy where another term does its work"
        return [f"{term}: was in {version} and is gone. {advice}"]
    if _deprecated(term, now):
        return [f"{term}: {problem}" for problem in _replacements(term, now)]
    if _deprecated(term, then):
        return [f"{term}: was deprecated in {version} and no longer is. Give it owl:deprecated true again"]
    changed = [name for name in MEANING if _said(term, name, then) != _said(term, name, now)]
    advice = "Keep the term as it was, deprecate it, and say the new thing with a new term"
    return [f"{term}: its {name} is not that of {version}. {advice}" for name in changed]


def _deprecated(term: str, index: Index) -> bool:
    return "true" in index.texts(term, "owl:deprecated")


def _replacements(term: str, now: Index) -> list[str]:
    """What is wrong with the replacements of a deprecated TERM."""
    return [
        f"dcterms:isReplacedBy <{node}> names no term that is in use. Name one"
        for node in now.nodes(term, "dcterms:isReplacedBy")
        if node.startswith(BASE) and (f"<{node}>" not in now.said or _deprecated(node, now))
    ]


def _said(term: str, name: str, index: Index) -> set[str]:
    """The values of NAME at TERM; of texts, the words without regard to spaces."""
    return {
        re.sub(r"\s+", " ", value.value) if isinstance(value, ox.Literal) else str(value)
        for value in index.said.get(f"<{term}>", {}).get(iri(name), ())
    }
