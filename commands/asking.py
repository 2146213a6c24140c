"""Answering a query as the command line asks for it; stands on no library for command lines, so that it starts fast."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from ..errors import UsageError
from ..paragraphs import WIDTH
from ..queries.answers import Answer, Stream
from ..queries.catalogue import load_query
from ..queries.formats import BINARY, FORMATS, STREAMED, parts
from ..streams import Target, emit, say, targets

#: An answer, and the label of a node by its IRI.
Asked: TypeAlias = tuple[Answer | Stream, Callable[[str], str]]

#: Told once where no graph that was given can have an answer.
FOREIGN = (
    "the graph has nothing of the vocabulary that {name} asks for: ask one that `inspectkg build` wrote, "
    "or this one with a query of your own (a .rq file)"
)

#: A terminal narrower than this is not followed.
_NARROWEST = 40


def ask_files(
    name: str,
    graphs: Sequence[Path],
    parameters: dict[str, list[str]],
    *,
    seconds: float | None = None,
    kept: bool = True,
) -> Asked:
    """What GRAPHS say to the query NAME, and the labels of their nodes.

    A query of ours has SECONDS only where they are given, one of the user's always. KEPT: large graphs may be kept.
    """
    from ..queries.labelling import labeller
    from ..queries.running import TIME_LIMIT, opened, run_streamed
    from ..queries.vocabulary import is_foreign

    saved = load_query(name)
    store = opened(saved, graphs, kept=kept)
    if graphs and is_foreign(saved, store):
        say(FOREIGN.format(name=saved.name))
    answer = run_streamed(saved, store, parameters, seconds=seconds or TIME_LIMIT, limited=seconds is not None)
    return answer, labeller(store)


def wanted_of(formats: Iterable[str], graphs: Sequence[Path]) -> list[Target]:
    """Where the answer goes by `--format`; UsageError where it would take the place of one of the GRAPHS it is from."""
    wanted = targets(formats, FORMATS, "table")
    if graphs and any(target.path for target in wanted):
        from .overwriting import keep

        keep(graphs, wanted)
    return wanted


def put(asked: Asked, wanted: Sequence[Target], *, labels: bool = False) -> None:
    """Write an answer to each of the WANTED targets; LABELS adds the labels of nodes as columns of their own."""
    from ..queries.answers import Table

    answer, label = asked
    if isinstance(answer, Stream) and (labels or len(wanted) > 1 or wanted[0].format not in STREAMED):
        answer = answer.whole()
    if labels and isinstance(answer, Table):
        from ..queries.labelling import with_labels

        answer = with_labels(answer, label)
    for target in wanted:
        if target.format in BINARY and target.path is None and sys.stdout.isatty():
            raise UsageError(f"{target.format} is nothing for a terminal: --format {target.format}=FILE")
        width = WIDTH if target.path else _width()
        emit(parts(answer, target.format, width=width, label=None if labels else label), target.path)


def parameters_of(pairs: Iterable[str]) -> dict[str, list[str]]:
    """What `-p NAME=VALUE` gives: several values where a name is repeated."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, given, value = pair.partition("=")
        if not given:
            raise UsageError(f"--param {pair}: a name and a value were expected, as in -p body=Derby")
        found.setdefault(name, []).append(value)
    return found


def _width() -> int:
    """The columns of the terminal that standard output is; where it is none, always the same."""
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, _NARROWEST)
    except (OSError, ValueError, AttributeError):
        return WIDTH
