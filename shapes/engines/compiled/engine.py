"""The compiled engine as `choice` sees it: shapes prepared once, run over any number of graphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from .... import __version__
from ...graph import Graph, graph_of
from ..findings import Outcome, UnsupportedError
from .reading import read_shapes
from .running import Run
from .shape import Shape

NAME = f"inspectkg {__version__} (compiled)"


def prepare(shapes: Sequence[ox.Triple]) -> list[Shape]:
    """SHAPES compiled; UnsupportedError where they use something that is left to the reference engine."""
    return read_shapes(shapes)


def run(data: Iterable[ox.Triple] | Graph, shapes: Sequence[Shape]) -> Outcome:
    """What SHAPES find in DATA; UnsupportedError as for `prepare`, and for triple terms (RDF 1.2)."""
    graph = graph_of(data)
    if graph.has_triple_terms():
        raise UnsupportedError("triple terms")
    return Outcome(Run(graph).findings(shapes), NAME)
