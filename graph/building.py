"""Builds the graph of some articles: read each, settle what is the same, write triples, links and what they touch."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from ..export.serialising import write
from ..export.sorting import SortedLines
from .agreement import agreement, linked
from .closure import touched
from .decisions import Decisions, read_decisions
from .facts import Facts
from .gathering import gather
from .identity import Identity
from .links import links
from .notes import notes
from .sources import Source
from .triples import ArticleGraph


@dataclass(slots=True)
class Build:
    """A graph that was built, with the articles it rests on, and what went wrong on the way."""

    sources: Sequence[Source]
    lines: SortedLines
    """The graph as lines of N-Quads, however large."""
    problems: list[str]
    failed: bool
    """Some source could not be read: what could be was built all the same."""
    _quads: list[Quad] = field(default_factory=list[Quad])

    @property
    def quads(self) -> list[Quad]:
        """The graph, sorted; all of it is in memory then."""
        if not self._quads:
            self._quads = quads_of(self.lines)
        return self._quads

    @property
    def texts(self) -> dict[str, str]:
        """The text of each article by its SHA-256; all are in memory then."""
        return {source.article.sha256: source.article.text for source in self.sources}

    def written(self, format: str, note: Callable[[str], None]) -> bytes | Iterator[bytes]:
        """The graph in FORMAT (a name of serialising.FORMATS); NOTE is told what it cannot hold.

        N-Quads and N-Triples come line by line, however large the graph is; for the others all of it is in memory.
        """
        if format == "nquads":
            return (line.encode() for line in self.lines)
        if format == "ntriples":
            triples = (f"{line[: line.rindex(' <')]} .\n" for line in self.lines)
            return (triple.encode() for triple, _ in itertools.groupby(triples))
        return write([line.removesuffix(" .\n") for line in self.lines], format, note)


def build(
    sources: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    decisions: Sequence[Path] = (),
    *,
    jobs: int = 1,
) -> Build:
    """The graph of the articles in SOURCES, files or folders; of the two bundled ones where there are none.

    PROGRESS is told how many of how many files are read. DECISIONS are files of what people decided, beside those that
    lie in the folders. Up to JOBS processes read. A source that cannot be read, or whose corrections cannot be applied,
    is reported in `problems` and sets `failed`; the others are built. InputError where a decision cannot be followed.
    """
    found = gather(sources, progress, jobs=jobs)
    decided = read_decisions(sorted({*decisions, *found.decisions}), found.sources, found.unreadable)
    graph = lines(found.sources, decided)
    disagreed = agreement(quads_of(linked(graph)))
    problems = [*found.problems, *notes(found.sources), *decided.left_out, *disagreed]
    return Build(found.sources, graph, problems, found.failed)


def assemble(sources: Collection[Source], decisions: Decisions | None = None) -> list[Quad]:
    """The quads of SOURCES: one named graph an article, one for links, one for the reference data they touch.

    InputError where the DECISIONS of people contradict each other.
    """
    return quads_of(lines(sources, decisions))


def lines(sources: Collection[Source], decisions: Decisions | None = None) -> SortedLines:
    """The same as lines of N-Quads; SOURCES are gone through several times, one after another."""
    decisions = decisions or Decisions()
    identity, facts = Identity.settled(sources, decisions), Facts()
    found = SortedLines()
    for source in sources:
        found.add(ArticleGraph(source, identity, facts).write())
    found.add(links(sources, identity, decisions, facts))
    found.add(touched(facts.named))
    return found


def quads_of(written: Iterable[str]) -> list[Quad]:
    """The quads that lines of N-Quads stand for, in their order."""
    return list(parse("".join(written).encode(), format=RdfFormat.N_QUADS))
