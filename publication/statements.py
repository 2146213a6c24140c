"""What is published, as triples, and looked up by node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..export.profiles import DECLARATIONS
from ..ontology.loading import concept_files, ontology_files
from ..ontology.namespaces import PREFIXES, iri
from ..shapes.validation import FOLDER as SHAPES
from ..store import bundled_graph, read_quads

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal

TYPE: Final = PREFIXES["rdf"] + "type"
LABEL: Final = PREFIXES["skos"] + "prefLabel"


class Index:
    """Triples by subject, and by object where that has an IRI."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.told_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for quad in sorted(set(quads), key=str):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue
            self.said[str(subject)][quad.predicate.value].append(value)
            if isinstance(value, ox.NamedNode):
                self.told_of[value.value].append((subject.value, quad.predicate.value))

    def subjects(self, *classes: str) -> list[str]:
        """The IRIs of all that is of one of CLASSES (prefixed names), sorted."""
        wanted = {iri(name) for name in classes}
        nodes = (node for node, said in self.said.items() if wanted & {str(v.value) for v in said.get(TYPE, ())})
        return sorted(node[1:-1] for node in nodes if node.startswith("<"))

    def values(self, subject: str, name: str) -> list[Term]:
        """The values of the property NAME (prefixed) of the IRI SUBJECT."""
        return self.said.get(f"<{subject}>", {}).get(iri(name), [])

    def texts(self, subject: str, name: str) -> list[str]:
        """Those values that are literals."""
        return [value.value for value in self.values(subject, name) if isinstance(value, ox.Literal)]

    def text(self, subject: str, name: str) -> str:
        """The first of them; nothing where there is none."""
        return next(iter(self.texts(subject, name)), "")

    def nodes(self, subject: str, name: str) -> list[str]:
        """The IRIs among the values."""
        return [value.value for value in self.values(subject, name) if isinstance(value, ox.NamedNode)]


def quads_of(paths: Sequence[Path]) -> list[ox.Quad]:
    """The statements of all PATHS."""
    return [quad for path in paths for quad in read_quads(path)]


def parts() -> dict[str, list[ox.Quad]]:
    """What is published in every RDF format, by the name of its files."""
    ontology = quads_of(ontology_files())
    return {
        "ontology": [*ontology, *declarations(ontology)],
        "concepts": quads_of(concept_files()),
        "shapes": quads_of(shape_files()),
    }


def declarations(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """What the terms of others that QUADS use are in OWL: without it, OWL programs do not know their kind."""
    known: dict[Term, list[ox.Quad]] = defaultdict(list)
    for quad in read_quads(DECLARATIONS):
        if not isinstance(quad.subject, ox.Triple):
            known[quad.subject].append(quad)
    found: list[ox.Quad] = []
    waiting = list(quads)
    while waiting:
        quad = waiting.pop()
        for term in (quad.predicate, quad.object):
            more = known.pop(term, []) if not isinstance(term, ox.Triple) else []
            found += more
            waiting += more
    return found


def shape_files() -> list[Path]:
    """The files of the shapes, sorted by name."""
    return sorted(SHAPES.glob("*.ttl"))


@cache
def published() -> Index:
    """The ontology and the concept schemes."""
    return Index(quads_of([*ontology_files(), *concept_files()]))


@cache
def examples() -> Index:
    """The graph of the two bundled articles, from which examples are taken."""
    return Index(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in read_quads(bundled_graph()))
