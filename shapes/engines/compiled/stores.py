"""The data as Oxigraph stores for the queries of sh:sparql: each holds the predicates that a query can look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from ....ontology.namespaces import OUTER
from ...graph import Graph
from ...report import Term
from ..findings import UnsupportedError
from .lexical import BOOLEAN, DECIMAL, DOUBLE, DURATIONS, FLOAT, INTEGERS, MOMENTS

#: Datatypes whose literals Oxigraph keeps by value: 1.10 comes back as 1.1.
_BY_VALUE: Final = frozenset({*INTEGERS, DECIMAL, DOUBLE, FLOAT, BOOLEAN, *MOMENTS, *DURATIONS})
_PROBE: Final = ox.NamedNode(OUTER["rdf"] + "value")


class Stores:
    """The stores made so far for one graph, and the way back from their terms to its numbers."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._made: dict[frozenset[str], ox.Store] = {}
        self._written: dict[Term, Term] = {}

    def about(self, predicates: frozenset[str] | None) -> ox.Store:
        """A store with the triples of PREDICATES (None: of all)."""
        known = self._graph.predicates.keys()
        wanted = frozenset(known if predicates is None else predicates & known)
        store = self._made.get(wanted)
        if store is None:
            store = self._made[wanted] = ox.Store()
            quads = list(self._graph.triples_of(wanted))
            self._remember_forms(quads)
            store.bulk_extend(quads)
        return store

    def number(self, term: Term) -> int:
        """The number of TERM, by the form that the data writes it in where Oxigraph has another."""
        return self._graph.number(self._written.get(term, term))

    def _remember_forms(self, quads: list[ox.Quad]) -> None:
        """Note the literals that a store changes; UnsupportedError where two become one, which no query could tell."""
        literals = {quad.object for quad in quads if isinstance(quad.object, ox.Literal)}
        typed = {one for one in literals if one.datatype.value in _BY_VALUE}
        kept = _kept(typed)
        if len(kept) < len(typed):
            raise UnsupportedError("one value in two forms, in the data of a query")
        for literal in typed - kept:
            (form,) = _kept([literal])
            if self._written.setdefault(form, literal) != literal:
                raise UnsupportedError("one value in two forms, in the data of several queries")


def _kept(literals: Iterable[ox.Literal]) -> set[Term]:
    """What a store makes of LITERALS."""
    store = ox.Store()
    store.extend(ox.Quad(_PROBE, _PROBE, literal) for literal in literals)
    return {quad.object for quad in store if not isinstance(quad.object, ox.Triple)}
