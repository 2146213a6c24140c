"""What a built graph says, for tests: its triples, by what they are about."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from inspectkg.graph.building import Build
from inspectkg.graph.summary import summary
from inspectkg.ontology.namespaces import iri

Triple = tuple[str, str, str]


def told(built: Build) -> str:
    """What a build says of its articles."""
    return "\n".join(map(summary, built.sources))


def triples_of(built: Build, graph: str | None = None) -> set[Triple]:
    wanted = None if graph is None else iri(f"graph:{graph}")
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in built.quads
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
        and (wanted is None or (isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value == wanted))
    }


def values_of(triples: set[Triple], predicate: str) -> dict[str, list[str]]:
    """The values of PREDICATE by subject."""
    found: dict[str, list[str]] = {}
    for subject, name, value in sorted(triples):
        if name == iri(predicate):
            found.setdefault(subject, []).append(value)
    return found


def typed(triples: set[Triple], kind: str) -> set[str]:
    return {subject for subject, name, value in triples if name == iri("rdf:type") and value == iri(kind)}


def claims_of(triples: set[Triple], thing: str) -> list[str]:
    return [claim for claim, (asserted,) in values_of(triples, "ikg:asserts").items() if asserted == iri(thing)]


def write(folder: Path, **texts: str) -> list[Path]:
    """Files of TEXTS, by name."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return [folder / f"{name}.txt" for name in texts]
