"""The Turtle files of the ontology: where they are, and their triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from ..errors import RuleError

FOLDER = Path(__file__).parent


def ontology_files() -> list[Path]:
    """The file of the vocabulary itself (classes, properties, datatypes)."""
    return [FOLDER / "inspectkg.ttl"]


def concept_files() -> list[Path]:
    """The files of the concept schemes (topics, grades, standards ...), sorted by name."""
    return sorted((FOLDER / "concepts").glob("*.ttl"))


def body_files() -> list[Path]:
    """The files of the reference data on bodies, people and posts, sorted by name."""
    return sorted((FOLDER / "bodies").glob("*.ttl"))


def reference_files() -> list[Path]:
    """Every file of reference data: the concept schemes and the bodies, sorted."""
    return sorted(concept_files() + body_files())


def reference_triples() -> list[pyoxigraph.Triple]:
    """The triples of all reference files, each once, in the order of the files; RuleError where a file is broken."""
    return list(dict.fromkeys(quad.triple for quad in quads_of(reference_files())))


def quads_of(paths: Iterable[Path]) -> Iterator[pyoxigraph.Quad]:
    """What the Turtle files PATHS say, in their order; RuleError where one is broken."""
    for path in paths:
        try:
            yield from pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
        except (SyntaxError, ValueError) as error:
            raise RuleError(f"{path.name} of the reference data is not valid Turtle: {error}") from error
