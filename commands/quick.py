"""A plain `inspectkg query NAME …` without the command-line library, which takes half of the time of a cold start.

Only calls of the plainest form are taken here, all others are left to the command line proper. A test holds the two
against each other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Final

OPTIONS: Final = {
    "--graph": "graphs", "-g": "graphs", "--param": "pairs", "-p": "pairs", "--format": "formats", "-f": "formats",
}  # fmt: skip
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")


def plain_call(arguments: Sequence[str]) -> tuple[str, dict[str, list[str]]] | None:
    """The name of the query and what its options give, of a plain call; None of any other."""
    if len(arguments) < 2 or arguments[0] != "query" or "_INSPECTKG_COMPLETE" in os.environ:
        return None
    name, given = "", {kind: list[str]() for kind in OPTIONS.values()}
    rest = iter(arguments[1:])
    for argument in rest:
        if argument in OPTIONS:
            value = next(rest, "")
            if not value or value.startswith("-"):
                return None
            given[OPTIONS[argument]].append(value)
        elif name or not _NAME.fullmatch(argument):
            return None
        else:
            name = argument
    return (name, given) if name else None


def answer(call: tuple[str, dict[str, list[str]]]) -> None:
    """Write the answer to a plain CALL; every error is raised as the command line proper raises it."""
    from pathlib import Path

    from .asking import ask_files, parameters_of, put, wanted_of

    name, given = call
    graphs = [Path(graph) for graph in given["graphs"]]
    wanted = wanted_of(given["formats"], graphs)
    put(ask_files(name, graphs, parameters_of(given["pairs"])), wanted)
