"""What was published: a small graph of its own on the server, which has the hash of each graph that we put there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..ontology.namespaces import ID
from ..queries.answers import Answer, Table
from ..queries.catalogue import SavedQuery
from .storing import GraphStore, Store
from .uniting import probe

GRAPH: Final = ID + "graph/published"
VERSION: Final = "http://www.w3.org/2002/07/owl#versionInfo"
#: The version of a graph that is being written: whatever it holds, it is written again.
PENDING: Final = "pending"
READING: Final = (
    f"SELECT ?graph ?version {{ GRAPH <{GRAPH}> {{ ?graph <{VERSION}> ?version }} }} ORDER BY ?graph ?version"
)

Pair = tuple[str, str]


class Record:
    """The versions of the published graphs, and writing them."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._written = sorted(set(pairs))
        self.versions: dict[str, str] = {}
        for graph, version in self._written:
            self.versions[graph] = PENDING if graph in self.versions else version

    def write(self, store: Store) -> None:
        """Make the store's record what `versions` says."""
        wanted = sorted(self.versions.items())
        if wanted != self._written:
            store.change(GRAPH, map(_line, self._written), [_line(pair) for pair in wanted])
            self._written = wanted


def read_by_query(ask: Callable[[SavedQuery, str], Answer]) -> Record:
    """The record, as the answers of an endpoint tell it."""
    answer = ask(probe(READING), READING)
    rows = list(answer.records()) if isinstance(answer, Table) else []
    return Record((row["graph"], row["version"]) for row in rows)


def read_from_store(store: GraphStore) -> Record:
    """The record, as the Graph Store Protocol gives it."""
    return Record(
        (each.subject.value, each.object.value)
        for each in store.triples(GRAPH)
        if each.predicate.value == VERSION
        and isinstance(each.subject, NamedNode)
        and isinstance(each.object, Literal | NamedNode)
    )


def _line(pair: Pair) -> str:
    return f"{NamedNode(pair[0])} {NamedNode(VERSION)} {Literal(pair[1])} .\n"
