"""N-Quads and N-Triples of any size: sorted on disk, so that memory does not grow with the graph."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..store import STREAMED, stream_quads
from .canonical import statement
from .census import take
from .description import describe, is_description
from .profiles import profiled
from .sorting import SortedLines

FORMATS: Final = ("nquads", "ntriples")
#: So many statements are read at a time.
_BATCH: Final = 10_000


class _NotNow(Exception):  # noqa: N818 - no error: it sends the export the other way
    """The graph has something that only the whole of it in memory can settle."""


def can_stream(path: Path, formats: Iterable[str], profile: str) -> bool:
    """Whether an export of the graph in PATH, in FORMATS and PROFILE, can go statement by statement."""
    return path.suffix.lower() in STREAMED and set(formats) <= set(FORMATS) and profile != "schema-org"


def streamed(path: Path, profile: str) -> SortedLines | None:
    """The export of the graph in PATH as lines of N-Quads; None where it has blank nodes, or terms of RDF 1.2."""
    lines = SortedLines()
    own = profiled(_lines(path), profile)
    try:
        while batch := [f"{line}\n" for line in itertools.islice(own, _BATCH)]:
            lines.add(batch)
    except _NotNow:
        return None
    census = take(statement(line[:-1])[:3] for line in lines)
    lines.add([f"{line}\n" for line in describe(census, profile)])
    return lines


def parts(lines: Iterable[str], format: str) -> Iterator[bytes]:
    """LINES of an export in FORMAT, line by line."""
    if format == "nquads":
        return (f"{line[:-1]} .\n".encode() for line in lines)
    triples = (" ".join(statement(line[:-1])[:3]) for line in lines)
    return (f"{triple} .\n".encode() for triple, _ in itertools.groupby(triples))


def _is_special(quad: ox.Quad) -> bool:
    term = quad.object
    if any(isinstance(node, ox.BlankNode) for node in (quad.subject, term, quad.graph_name)):
        return True
    return isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None)


def _lines(path: Path) -> Iterator[str]:
    for quad in stream_quads(path):
        line = str(quad)
        if ("_:" in line or "<<(" in line or "--" in line) and _is_special(quad):
            raise _NotNow
        if not is_description(line):
            yield line
