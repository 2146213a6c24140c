"""The data as an Oxigraph store for the queries of sh:sparql: it holds the predicates that they can look at."""

from __future__ import annotations

import pyoxigraph as ox

from ...graph import Graph
from .forms import refuse_changed


class Stores:
    """The store for the queries of one graph, which gets what they ask for once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._store = ox.Store()
        self._held: set[str] = set()

    def about(self, predicates: frozenset[str] | None) -> ox.Store:
        """A store that has the triples of PREDICATES (None: of all), and those that were asked for before.

        UnsupportedError where one of them has a value in a form that the store would change.
        """
        known = self._graph.predicates.keys()
        wanted = (known if predicates is None else predicates & known) - self._held
        if wanted:
            quads = list(self._graph.triples_of(wanted))
            refuse_changed(quad.object for quad in quads)
            self._store.bulk_extend(quads)
            self._held |= wanted
        return self._store
