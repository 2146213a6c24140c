"""Profiles: how much of a graph an export has, from the bare facts to all that an OWL program needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import UsageError
from ..ontology.loading import ontology_files, reference_triples
from ..ontology.namespaces import CONCEPT, ID, iri
from .about import profiles, words
from .canonical import statement

HERE: Final = Path(__file__).parent
#: What the terms of others are in OWL.
DECLARATIONS: Final = HERE / "declarations.ttl"
#: The profile that has all of a graph, and nothing else.
WHOLE: Final = "evidence"
_OURS: Final = (f"<{ID}", f"<{CONCEPT}")
_INDIVIDUAL: Final = f"<{iri('rdf:type')}> <{iri('owl:NamedIndividual')}> <{iri('graph:declarations')}>"


def profiled(lines: Iterable[str], profile: str) -> Iterator[str]:
    """The statements of a PROFILE, out of LINES of N-Quads without their end; some may come twice, in any order.

    They have nothing of what an earlier export said of itself. UsageError where there is no such profile.
    """
    if profile not in profiles():
        raise UsageError(f"unknown profile {profile!r}; there are {', '.join(profiles())}")
    if profile == "facts":
        return _facts(lines)
    if profile == "full":
        return _full(lines)
    return _schema_org(lines) if profile == "schema-org" else iter(lines)


@cache
def _left_out() -> tuple[str, ...]:
    return tuple(f"<{iri(kind + ':')}" for kind in without())


def without() -> list[str]:
    """The kinds of nodes that the profile facts leaves out."""
    return words()["without"]["facts"]


def _facts(lines: Iterable[str]) -> Iterator[str]:
    kinds = _left_out()
    return (line for line in lines if not line.startswith(kinds) and not statement(line)[2].startswith(kinds))


def _full(lines: Iterable[str]) -> Iterator[str]:
    described = ""
    for line in lines:
        yield line
        subject = line[: line.index(" ")]
        if subject != described and subject.startswith(_OURS):
            described = subject
            yield f"{subject} {_INDIVIDUAL}"
    for triple in reference_triples():
        yield f"{triple} <{iri('graph:reference')}>"
        if str(triple.subject).startswith(_OURS):
            yield f"{triple.subject} {_INDIVIDUAL}"
    for path, graph in ((ontology_files()[0], "graph:ontology"), (DECLARATIONS, "graph:declarations")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield f"{quad.triple} <{iri(graph)}>"


def _schema_org(lines: Iterable[str]) -> Iterator[str]:
    """What the queries in schema-org/ make of LINES."""
    store = ox.Store()
    triples = "".join([f"{' '.join(statement(line)[:3])} .\n" for line in lines])
    store.bulk_load(triples.encode(), format=ox.RdfFormat.N_TRIPLES)
    for path in sorted((HERE / "schema-org").glob("*.rq")):
        found = store.query(path.read_text(encoding="utf-8"))
        assert isinstance(found, ox.QueryTriples)
        for triple in found:
            yield str(triple)
