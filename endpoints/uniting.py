"""The default graph of an endpoint: where it does not hold what the named graphs hold, they are named one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ..errors import EndpointError
from ..ontology.namespaces import IKG
from ..queries.answers import Answer, Table, Verdict
from ..queries.catalogue import SavedQuery

#: So many graphs can be named in one request; a store with more has to unite them itself.
MOST_GRAPHS: Final = 5000

FILLED: Final = "ASK { ?s ?p ?o }"
OURS: Final = f"ASK {{ ?claim <{IKG}asserts> ?statement }}"
NAMED: Final = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g LIMIT 5001"

Ask = Callable[[SavedQuery], Answer]


def probe(text: str) -> SavedQuery:
    """A small query of ours about the endpoint itself."""
    return SavedQuery("probe", text, text.partition(" ")[0], Path("probe.rq"), own=True)


def graphs_to_unite(ask: Ask, told: str = "", *, ours: bool = False) -> tuple[str, ...]:
    """The named graphs that a query has to name: all, where TOLD is "named" or the default graph is empty.

    OURS: where it has no statements of articles, whatever else is in it.
    """
    if told != "named":
        filled = ask(probe(OURS if ours else FILLED))
        if isinstance(filled, Verdict) and filled.holds:
            return ()
    found = ask(probe(NAMED))
    names = [row["g"] for row in found.records()] if isinstance(found, Table) else []
    if len(names) > MOST_GRAPHS:
        raise EndpointError(
            f"the endpoint keeps more than {MOST_GRAPHS} named graphs apart: let it unite them in its default graph "
            "(oxigraph serve --union-default-graph; other stores have such a setting)"
        )
    return tuple(names)
