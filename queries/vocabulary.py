"""Whether a graph has anything of our vocabulary: a graph of another answers every saved query without a row."""

from __future__ import annotations

from typing import Final, cast

from pyoxigraph import NamedNode, QuerySolutions, Store

from ..ontology.namespaces import IKG
from .catalogue import SavedQuery

#: What nearly every graph of ours has, so that one look is enough.
_USUAL: Final = NamedNode(IKG + "asserts")
_PREDICATES: Final = "SELECT DISTINCT ?predicate WHERE { ?subject ?predicate ?object }"


def is_foreign(query: SavedQuery, store: Store) -> bool:
    """Whether QUERY asks for terms of our ontology, and STORE has none, but for the reference data loaded with it."""
    if IKG not in query.text or next(store.quads_for_pattern(None, _USUAL, None, None), None) is not None:
        return False
    rows = cast(QuerySolutions, store.query(_PREDICATES))
    ours = {predicate for predicate in (cast(NamedNode, row[0]).value for row in rows) if predicate.startswith(IKG)}
    return not ours - (_of_reference() if query.reference else set[str]())


def _of_reference() -> set[str]:
    from ..ontology.loading import reference_triples

    return {triple.predicate.value for triple in reference_triples()}
