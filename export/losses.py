"""What a format leaves out of a graph (losses.toml), so that nothing is lost in silence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..ontology.namespaces import iri
from .canonical import statement

_OURS: Final = f"<{iri('graph:')}"


@cache
def _losses() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("losses.toml").read_text(encoding="utf-8"))


def losses(lines: Iterable[str], format: str) -> list[str]:
    """Sentences on what FORMAT leaves out of LINES of N-Quads."""
    wanted = format in _losses()["graphs"]["formats"]
    # Most lines end with a graph of ours, and need not be taken apart.
    others = (line for line in lines if not line[line.rfind(" ") + 1 :].startswith(_OURS))
    return told(format, graphs=wanted and any(tells(statement(line)[3]) for line in others))


def told(format: str, *, graphs: bool) -> list[str]:
    """The same of a graph of which only this is known: whether the names of its GRAPHS tell something."""
    return [
        f"{format} {loss['says']}"
        for kind, loss in _losses().items()
        if format in loss["formats"] and (kind != "graphs" or graphs)
    ]


def tells(graph: str) -> bool:
    """Whether the name of a GRAPH, empty for the default graph, tells something.

    In graphs of ours, claims name their articles: to leave out the names of the graphs loses nothing.
    """
    return bool(graph) and not graph.startswith(_OURS)
