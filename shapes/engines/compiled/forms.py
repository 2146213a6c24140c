"""Forms of literals that Oxigraph does not keep: 1.10 is 1.1 to its stores and queries, though RDF has two terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from ....ontology.namespaces import OUTER
from ...report import Term
from ..findings import UnsupportedError
from .lexical import BOOLEAN, DECIMAL, DOUBLE, DURATIONS, FLOAT, INTEGERS, MOMENTS

#: Datatypes whose literals Oxigraph keeps by value.
_BY_VALUE: Final = frozenset({*INTEGERS, DECIMAL, DOUBLE, FLOAT, BOOLEAN, *MOMENTS, *DURATIONS})
CHANGED: Final = "a value in a form that Oxigraph changes, in a query or in the data that it looks at"
_PROBE: Final = ox.NamedNode(OUTER["rdf"] + "value")


def refuse_changed(terms: Iterable[object]) -> None:
    """UnsupportedError where one of TERMS is a literal that Oxigraph writes otherwise: a query can ask for its form."""
    typed = {one for one in terms if isinstance(one, ox.Literal) and one.datatype.value in _BY_VALUE}
    if typed and not typed <= _kept(typed):
        raise UnsupportedError(CHANGED)


def _kept(literals: Iterable[ox.Literal]) -> set[Term]:
    """What a store makes of LITERALS."""
    store = ox.Store()
    store.extend(ox.Quad(_PROBE, _PROBE, literal) for literal in literals)
    return {quad.object for quad in store if not isinstance(quad.object, ox.Triple)}
