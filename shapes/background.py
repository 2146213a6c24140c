"""What our shapes need besides the data: the ontology and the reference data, as far as the data touches them.

A graph of two articles has some hundred triples, the reference data 8,000: handing over all of it would make
validation several times slower and change no result, since shapes follow links from the data's own nodes only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from ..ontology.loading import ontology_files, quads_of, reference_files


def reachable(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples of ontology and reference data that TRIPLES lead to by any number of links, in a fixed order."""
    index = _by_subject()
    waiting: dict[object, None] = {}
    for subject, _, value in triples:
        waiting[value] = waiting[subject] = None
    found: dict[object, None] = {}
    while waiting:
        node, _ = waiting.popitem()
        if node in found or node not in index:
            continue
        found[node] = None
        waiting.update((quad.object, None) for quad in index[node])
    triples = [quad.triple for subject in index if subject in found for quad in index[subject]]
    return list(dict.fromkeys(triples))


@cache
def _by_subject() -> dict[object, list[ox.Quad]]:
    index: dict[object, list[ox.Quad]] = defaultdict(list)
    for quad in quads_of([*ontology_files(), *reference_files()]):
        index[quad.subject].append(quad)
    return dict(index)
