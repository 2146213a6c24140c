"""The words in which exports speak of themselves (dataset.toml), and the release that they come from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from ..errors import RuleError
from ..ontology.loading import ontology_files
from ..ontology.namespaces import IKG, iri

_FILE: Final = Path(__file__).with_name("dataset.toml")


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
