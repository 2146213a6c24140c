"""N-Quads and N-Triples of any size: sorted on disk, so that memory does not grow with the graph."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..store import STREAMED, stream_quads
from .about import words
from .canonical import statement
from .census import take
from .description import describe, is_description, is_ours
from .losses import tells, told
from .profiles import profiled
from .sorting import HELD_LINES, SortedLines

FORMATS: Final = ("nquads", "ntriples")
#: So many statements are read at a time.
_BATCH: Final = 10_000


class _NotNow(Exception):  # noqa: N818 - no error: it sends the export the other way
    """The graph has something that only the whole of it in memory can settle."""


def can_stream(path: Path, formats: Iterable[str], profile: str) -> bool:
    """Whether an export of the graph in PATH, in FORMATS and PROFILE, can go statement by statement."""
    return path.suffix.lower() in STREAMED and set(formats) <= set(FORMATS) and profile != "schema-org"


class Stream:
    """A graph that is ready to be written line by line, its description among them."""

    def __init__(self, lines: SortedLines, profile: str, *, ours: bool) -> None:
        """LINES are those of the PROFILE, as N-Quads without a description; OURS: of a graph of ours."""
        self._lines = lines
        self._graphs = False
        self.notes = [] if ours else [words()["foreign"]]
        """What may surprise."""
        census = take(self._counted())
        lines.add([f"{line}\n" for line in describe(census, profile, ours=ours)])

    def _counted(self) -> Iterator[tuple[str, str, str]]:
        """The statements, while it is noted whether the name of any graph tells something."""
        for line in self._lines:
            subject, predicate, term, graph = statement(line[:-1])
            self._graphs = self._graphs or tells(graph)
            yield subject, predicate, term

    def losses(self, format: str) -> list[str]:
        """Sentences on what FORMAT leaves out."""
        return told(format, graphs=self._graphs)

    def written(self, format: str) -> Iterator[bytes]:
        """The graph in FORMAT, line by line."""
        if format == "nquads":
            return (f"{line[:-1]} .\n".encode() for line in self._lines)
        triples = (" ".join(statement(line[:-1])[:3]) for line in self._lines)
        return (f"{triple} .\n".encode() for triple, _ in itertools.groupby(triples))


def streamed(path: Path, profile: str, held: int = HELD_LINES) -> Stream | None:
    """The export of the graph in PATH, of which HELD lines are in memory; None where only the whole of it will do."""
    lines, read = SortedLines(held), _Read(path)
    own = profiled(read, profile)
    try:
        while batch := [f"{line}\n" for line in itertools.islice(own, min(_BATCH, held))]:
            lines.add(batch)
    except _NotNow:
        return None
    return Stream(lines, profile, ours=read.ours)


def _is_special(quad: ox.Quad) -> bool:
    term = quad.object
    if any(isinstance(node, ox.BlankNode) for node in (quad.subject, term, quad.graph_name)):
        return True
    return isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None)


class _Read:
    """The lines of the graph in PATH, without what it says of itself, and whether they are of ours, or none."""

    def __init__(self, path: Path) -> None:
        self.ours = True
        self._path = path

    def __iter__(self) -> Iterator[str]:
        found = False
        for quad in stream_quads(self._path):
            line = str(quad)
            if ("_:" in line or "<<(" in line or "--" in line) and _is_special(quad):
                raise _NotNow
            if not is_description(line):
                found = found or is_ours(line)
                self.ours = found
                yield line
