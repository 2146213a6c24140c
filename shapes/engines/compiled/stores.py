"""The data as an Oxigraph store for the queries of sh:sparql: it holds the predicates that they can look at."""

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
    """The store for the queries of one graph, which gets what they ask for once, and the way back to its numbers."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._store = ox.Store()
        self._held: set[str] = set()
        self._written: dict[Term, Term] = {}

    def about(self, predicates: frozenset[str] | None) -> ox.Store:
        """A store that has the triples of PREDICATES (None: of all), and those that were asked for before."""
        known = self._graph.predicates.keys()
        wanted = (known if predicates is None else predicates & known) - self._held
        if wanted:
            quads = list(self._graph.triples_of(wanted))
            self._remember_forms(quads)
            self._store.bulk_extend(quads)
            self._held |= wanted
        return self._store

    def number(self, term: Term) -> int:
        """The number of TERM, by the form that the data writes it in where Oxigraph has another."""
        return self._graph.number(self._written.get(term, term))

    def _remember_forms(self, quads: list[ox.Quad]) -> None:
        """Note how literals are written that a store keeps by value; UnsupportedError where two of them become one."""
        literals = {quad.object for quad in quads if isinstance(quad.object, ox.Literal)}
        typed = {one for one in literals if one.datatype.value in _BY_VALUE}
        kept = _kept(typed)
        for literal in typed:
            (form,) = (literal,) if literal in kept else _kept([literal])
            if self._written.setdefault(form, literal) != literal:
                raise UnsupportedError("one value in two forms, in the data of the queries")


def _kept(literals: Iterable[ox.Literal]) -> set[Term]:
    """What a store makes of LITERALS."""
    store = ox.Store()
    store.extend(ox.Quad(_PROBE, _PROBE, literal) for literal in literals)
    return {quad.object for quad in store if not isinstance(quad.object, ox.Triple)}
