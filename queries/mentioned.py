"""The things that the statements of a graph are about: what a name means first, where it fits several things."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode, Store

from ..ontology.namespaces import CONCEPT, ID, IKG
from .catalogue import SavedQuery
from .parameters import LABELS, Values, store_labels

ASSERTS: Final = NamedNode(IKG + "asserts")


def begins(query: SavedQuery, values: Values) -> tuple[str, ...]:
    """What the IRIs of the things begin with that VALUES of the parameters of QUERY may name."""
    given = [each for each in query.parameters if each.name in {**query.defaults, **values}]
    schemes = [f"{CONCEPT}{scheme}/" for each in given for scheme in each.schemes]
    return tuple(dict.fromkeys([*schemes, *(f"{ID}{kind}/" for each in given for kind in each.kinds)]))


def mentioned_labels(store: Store, wanted: tuple[str, ...]) -> dict[str, list[str]]:
    """The labels of the things whose IRIs begin with one of WANTED and that a statement of STORE names, by IRI."""
    labels = store_labels(store) if wanted else {}
    return {
        iri: given for iri, given in labels.items() if iri.startswith(wanted) and _is_mentioned(store, NamedNode(iri))
    }


def mentioned_query(wanted: tuple[str, ...]) -> str:
    """As SPARQL, what `mentioned_labels` looks for: rows of ?thing and ?label."""
    begin = " || ".join(f'STRSTARTS(STR(?thing), "{base}")' for base in wanted)
    how = ", ".join(f"<{iri}>" for iri in LABELS)
    return (
        f"SELECT DISTINCT ?thing ?label {{ ?claim {ASSERTS} ?statement . ?statement ?about ?thing . "
        f"?thing ?how ?label FILTER(?how IN ({how})) FILTER({begin}) }} ORDER BY ?thing ?label"
    )


def _is_mentioned(store: Store, thing: NamedNode) -> bool:
    return any(
        next(store.quads_for_pattern(None, ASSERTS, quad.subject, None), None) is not None
        for quad in store.quads_for_pattern(None, None, thing, None)
    )
