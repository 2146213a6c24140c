"""The default graph as one flat graph of all that is published: what stores answer fastest that do not unite graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import Quad

from ..errors import EndpointError
from ..queries.answers import Answer, Verdict
from ..queries.catalogue import SavedQuery
from .publishing import content
from .storing import DEFAULT, GraphStore
from .uniting import FILLED, probe


def flat_lines(quads: Iterable[Quad], more: Iterable[str] = ()) -> list[str]:
    """The triples of QUADS, whatever graphs they are in, and those of the lines MORE, each once and sorted."""
    found = content({Quad(quad.subject, quad.predicate, quad.object) for quad in quads})
    return sorted({*found, *more})


def check_by_store(store: GraphStore) -> None:
    """EndpointError where the default graph of STORE holds what would be replaced."""
    if store.triples(DEFAULT):
        raise _taken()


def check_by_query(ask: Callable[[SavedQuery, str], Answer]) -> None:
    """As `check_by_store`, where there is no Graph Store Protocol: ASK asks."""
    found = ask(probe(FILLED), FILLED)
    if not isinstance(found, Verdict) or found.holds:
        raise _taken()


def _taken() -> EndpointError:
    return EndpointError(
        "the store's default graph holds triples that were not published from here, or it unites its named graphs "
        "there: --flat would replace the former, and the latter needs none"
    )
