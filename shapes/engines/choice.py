"""Which engine runs: the compiled one wherever it knows all that the shapes use, else pyshacl, the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import pyoxigraph as ox

from ...errors import InputError
from .compiled import engine as compiled
from .compiled.shape import Shape
from .findings import Outcome, UnsupportedError

Name: TypeAlias = Literal["auto", "compiled", "pyshacl"]

ENGINES: Final[tuple[Name, ...]] = ("auto", "compiled", "pyshacl")


@dataclass(frozen=True)
class Prepared:
    """Shapes, to be used for any number of graphs; each engine makes its own of them when it is first asked."""

    triples: Sequence[ox.Triple]

    @cached_property
    def compiled(self) -> list[Shape] | UnsupportedError:
        """The compiled shapes, or what the compiled engine leaves to the reference."""
        try:
            return compiled.prepare(self.triples)
        except UnsupportedError as error:
            return error

    @cached_property
    def reference(self) -> Any:
        """The shapes as pyshacl wants them."""
        from . import pyshacl

        return pyshacl.prepare(self.triples)


def run(data: Sequence[ox.Triple], shapes: Prepared, engine: Name = "auto") -> Outcome:
    """What is found in DATA, whose triples stand once each; unsorted.

    ENGINE asks for one engine. InputError where none can use the shapes, or the one asked for does not know them.
    """
    if engine != "pyshacl":
        try:
            prepared = shapes.compiled
            if isinstance(prepared, UnsupportedError):
                raise prepared
            return compiled.run(data, prepared)
        except UnsupportedError as error:
            if engine == "compiled":
                raise InputError(
                    f"the compiled engine does not run these shapes on this data ({error}): leave out --engine"
                ) from None
    from . import pyshacl

    return pyshacl.run(data, shapes.reference)
