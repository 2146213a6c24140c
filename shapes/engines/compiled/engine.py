"""The compiled engine as `choice` sees it: shapes prepared once, run over any number of graphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from .... import __version__
from ..findings import Outcome
from .graph import Graph
from .reading import read_shapes
from .running import Run
from .shape import Shape

NAME = f"inspectkg {__version__} (compiled)"


def prepare(shapes: Sequence[ox.Triple]) -> list[Shape]:
    """SHAPES compiled; UnsupportedError where they use something that is left to the reference engine."""
    return read_shapes(shapes)


def run(data: Iterable[ox.Triple], shapes: Sequence[Shape]) -> Outcome:
    """What SHAPES find in DATA, whose triples stand once each; UnsupportedError as for `prepare`."""
    return Outcome(Run(Graph(data)).findings(shapes), NAME)
