"""Which engine runs: the compiled one wherever it knows all that the shapes use, else pyshacl, the reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import pyoxigraph as ox

from ...errors import InputError
from ..graph import Graph, graph_of
from .findings import Outcome, UnsupportedError

if TYPE_CHECKING:
    from .compiled.shape import Shape

Name: TypeAlias = Literal["auto", "compiled", "pyshacl"]

ENGINES: Final[tuple[Name, ...]] = ("auto", "compiled", "pyshacl")


@dataclass(frozen=True)
class Prepared:
    """Shapes, to be used for any number of graphs; each engine makes its own of them when it is first asked."""

    triples: Sequence[ox.Triple]

    @cached_property
    def compiled(self) -> list[Shape] | UnsupportedError:
        """The compiled shapes, or what the compiled engine leaves to the reference."""
        from .compiled import engine

        try:
            return engine.prepare(self.triples)
        except UnsupportedError as error:
            return error

    @cached_property
    def reference(self) -> Any:
        """The shapes as pyshacl wants them."""
        from . import pyshacl

        return pyshacl.prepare(self.triples)


def run(data: Iterable[ox.Triple] | Graph, shapes: Prepared, engine: Name = "auto") -> Outcome:
    """What is found in DATA; unsorted.

    InputError where no engine can use the shapes, or the one asked for does not know them.
    """
    graph = graph_of(data)
    if engine == "pyshacl":
        return _reference(graph, shapes)
    if engine == "compiled":
        try:
            return _compiled(graph, shapes)
        except UnsupportedError as error:
            raise InputError(f"the compiled engine does not run these shapes on this data: {error}") from None
    try:
        return _compiled(graph, shapes)
    except UnsupportedError:
        return _reference(graph, shapes)


def _compiled(data: Graph, shapes: Prepared) -> Outcome:
    from .compiled import engine

    prepared = shapes.compiled
    if isinstance(prepared, UnsupportedError):
        raise prepared
    return engine.run(data, prepared)


def _reference(data: Graph, shapes: Prepared) -> Outcome:
    from . import pyshacl

    return pyshacl.run(list(dict.fromkeys(data)), shapes.reference)
