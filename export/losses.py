"""What a format leaves out of a graph (losses.toml), so that nothing is lost in silence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ..ontology.namespaces import iri
from .canonical import statement


@cache
def _losses() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("losses.toml").read_text(encoding="utf-8"))


def losses(lines: Iterable[str], format: str) -> list[str]:
    """Sentences on what FORMAT leaves out of LINES of N-Quads.

    In graphs of ours, claims name their articles: to leave out the names of the graphs loses nothing. Those of others
    may tell something.
    """
    found: list[str] = []
    ours = f"<{iri('graph:')}"
    for kind, loss in _losses().items():
        if format not in loss["formats"]:
            continue
        names = (statement(line)[3] for line in lines)
        if kind != "graphs" or any(name and not name.startswith(ours) for name in names):
            found.append(f"{format} {loss['says']}")
    return found
