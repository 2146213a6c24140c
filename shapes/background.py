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
from .graph import Graph, graph_of


def reachable(triples: Iterable[ox.Triple] | Graph) -> list[ox.Triple]:
    """The triples of ontology and reference data that TRIPLES lead to by any number of links, in a fixed order."""
    index = _by_subject()
    waiting: dict[object, None] = dict.fromkeys(term for term in graph_of(triples).terms if term in index)
    found: set[object] = set()
    while waiting:
        node, _ = waiting.popitem()
        found.add(node)
        ends = (triple.object for triple in index[node])
        waiting.update((end, None) for end in ends if end in index and end not in found)
    return list(dict.fromkeys(triple for subject in index if subject in found for triple in index[subject]))


@cache
def _by_subject() -> dict[object, list[ox.Triple]]:
    index: dict[object, list[ox.Triple]] = defaultdict(list)
    for quad in quads_of([*ontology_files(), *reference_files()]):
        index[quad.subject].append(quad.triple)
    return dict(index)
