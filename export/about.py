"""The words in which exports speak of themselves (dataset.toml), and the release that they come from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from ..errors import RuleError
from ..ontology.loading import ontology_files
from ..ontology.namespaces import IKG, iri
from .lookup import Lookup
from .ordering import Triple, split_iri

_FILE: Final = Path(__file__).with_name("dataset.toml")
#: With what the IRIs of descriptions begin.
DATASET: Final = iri("dataset:")
#: The vocabularies of a description that people read.
_TOLD: Final = frozenset({"dcat", "dcterms", "void"})


@dataclass(frozen=True, slots=True)
class Release:
    """The version of the ontology that an export conforms to."""

    version: str
    issued: str
    iri: str


@cache
def words() -> dict[str, Any]:
    """The content of dataset.toml."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def profiles() -> tuple[str, ...]:
    """The names of the profiles."""
    return tuple(words()["profile"])


@cache
def release() -> Release:
    """The release as the ontology tells it: its day is that of the release, never today's."""
    wanted = {iri("owl:versionInfo"): "", iri("dcterms:issued"): "", iri("owl:versionIRI"): ""}
    for quad in ox.parse(path=str(ontology_files()[0]), format=ox.RdfFormat.TURTLE):
        if quad.subject == ox.NamedNode(IKG) and quad.predicate.value in wanted:
            assert isinstance(quad.object, ox.NamedNode | ox.Literal)
            wanted[quad.predicate.value] = quad.object.value
    if not all(wanted.values()):
        raise RuleError("the ontology tells no version or day of issue")
    return Release(*wanted.values())


def of_itself(triples: Iterable[Triple]) -> Lookup:
    """Those of the TRIPLES of an export that describe it; a graph may have datasets of others, too."""
    return Lookup(triple for triple in triples if triple[0].value.startswith(DATASET))


def particulars(triples: Iterable[Triple]) -> list[tuple[str, str]]:
    """What an export says of itself, as names and values, for formats that have no place for more."""
    graph = of_itself(triples)
    found: list[tuple[str, str]] = []
    for dataset in graph.of_type("dcat:Dataset"):
        for predicate, term in graph.pairs(dataset):
            parts = split_iri(predicate)
            if parts is not None and parts[0] in _TOLD and not parts[1].endswith(("Partition", "distribution")):
                found.append((parts[1], term.value))
        for part in graph.all(dataset, "dcat:distribution"):
            checksum = graph.one(part, "spdx:checksum")
            found.append(("sha256", graph.text(checksum, "spdx:checksumValue")))
    return found
