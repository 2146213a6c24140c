"""The Turtle files of the ontology: where they are, and their triples."""

from __future__ import annotations

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
    triples: dict[pyoxigraph.Triple, None] = {}
    for path in reference_files():
        try:
            for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
                triples[quad.triple] = None
        except (SyntaxError, ValueError) as error:
            raise RuleError(f"{path.name} of the reference data is not valid Turtle: {error}") from error
    return list(triples)
