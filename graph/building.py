"""Builds the graph of some articles: read each, settle what is the same, write triples, links and what they touch."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from ..errors import InputError
from ..loader.article import Article, bundled_articles, find_articles, read_article
from ..loader.corrections import SUFFIX, corrections_file
from ..loader.statements import (
    Finding,
    InspectionReport,
    PersonNamed,
    Pledge,
    Rating,
    Recommendation,
    Statistic,
)  # fmt: skip
from ..ontology.labels import reference
from .agreement import agreement, linked
from .closure import touched
from .decisions import NAME, Decisions, read_decisions
from .export import serialise
from .facts import Facts
from .gathering import Task, gather
from .identity import Identity, Source
from .links import links
from .shelf import Shelf, SortedLines
from .triples import ArticleGraph

#: More articles are kept on disk while they are read: that many take about 30 MiB of memory.
HELD_ARTICLES: Final = 1_000
_COUNTED = (
    (Rating, "rating"), (Finding, "finding"), (Statistic, "statistic"), (Recommendation, "recommendation"),
    (Pledge, "pledge"), (PersonNamed, "person"),
)  # fmt: skip


@dataclass(slots=True)
class Build:
    """A graph that was built, with the texts it rests on, and what went wrong on the way."""

    sources: Collection[Source]
    lines: SortedLines = field(default_factory=SortedLines)
    """The graph as lines of N-Quads, however large."""
    problems: list[str] = field(default_factory=list[str])
    failed: bool = False
    """Some source could not be read: what could be was built all the same."""
    decisions: list[Path] = field(default_factory=list[Path])
    """The files of decisions that lie among the sources."""
    _quads: list[Quad] = field(default_factory=list[Quad])

    @property
    def quads(self) -> list[Quad]:
        """The graph, sorted; all of it is in memory then."""
        if not self._quads:
            self._quads = quads_of(self.lines)
        return self._quads

    def fail(self, error: InputError) -> None:
        """Note the ERROR of one source."""
        self.problems.append(f"error: {error}")
        self.failed = True

    @property
    def texts(self) -> dict[str, str]:
        """The text of each article by its SHA-256; all are in memory then."""
        return {source.article.sha256: source.article.text for source in self.sources}

    def summary(self) -> str:
        """What was found in each article, in words."""
        return "\n".join(self.told())

    def told(self) -> Iterator[str]:
        """The same, article by article."""
        return ("\n".join(_summary(source)) for source in self.sources)

    def written(self, format: str, note: Callable[[str], None]) -> bytes | Iterator[bytes]:
        """The graph in FORMAT (a name of export.FORMATS); NOTE is told what it cannot hold.

        N-Quads and N-Triples come line by line, however large the graph is; for the others all of it is in memory.
        """
        if format == "nquads":
            return (line.encode() for line in self.lines)
        if format == "ntriples":
            triples = (f"{line[: line.rindex(' <')]} .\n" for line in self.lines)
            return (triple.encode() for triple, _ in itertools.groupby(triples))
        return serialise(self.quads, format, note=note)


def build(
    sources: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    decisions: Sequence[Path] = (),
    *,
    jobs: int = 1,
) -> Build:
    """The graph of the articles in SOURCES, files or folders; of the two bundled ones where there are none.

    PROGRESS is told how many of how many articles are read. DECISIONS are files of what people decided, beside those
    that lie in the folders. Up to JOBS processes read. A source that cannot be read, or whose corrections cannot be
    applied, is reported in `problems` and sets `failed`; the others are built. InputError where a decision cannot be
    followed.
    """
    result = Build(())
    failed: list[str] = []
    tasks = _tasks(_paths(sources, result), result, failed)
    read: list[Source] | Shelf = [] if len(tasks) <= HELD_ARTICLES else Shelf()
    for number, (task, found) in enumerate(zip(tasks, gather(tasks, jobs), strict=True), start=1):
        if isinstance(found, InputError):
            result.fail(found)
            failed += [path.name for path in task.paths]
        else:
            (read.add if isinstance(read, Shelf) else read.append)(found)
        if progress is not None:
            progress(number, len(tasks))
    result.sources = read if isinstance(read, Shelf) else sorted(read, key=lambda one: (one.article.name, one.key))
    decided = read_decisions(sorted({*decisions, *result.decisions}), result.sources, failed)
    result.lines = lines(result.sources, decided)
    result.problems += [line for source in result.sources for line in _notes(source)]
    result.problems += [*decided.left_out, *agreement(quads_of(linked(result.lines)))]
    return result


def _tasks(paths: Sequence[Path], result: Build, failed: list[str]) -> list[Task]:
    """The texts in the files PATHS, each once, by their hash; files that cannot be read go to RESULT and FAILED."""
    names: dict[str, str] = {}
    places: dict[str, list[Path]] = {}
    held: dict[str, Article] = {}
    for path in paths:
        try:
            article = read_article(path)
        except InputError as error:
            result.fail(error)
            failed.append(path.name)
            continue
        digest = article.sha256
        first = min(names.get(digest, article.name), article.name)
        if digest in places:
            result.problems.append(f"note: {path}: the same text as another file; read once, as {first}")
        names[digest] = first
        places.setdefault(digest, []).append(path)
        if not path.is_file():
            held[digest] = article
    return [Task(names[digest], tuple(places[digest]), held.get(digest)) for digest in sorted(places)]


def _paths(sources: Sequence[Path], result: Build) -> list[Path]:
    """The articles that SOURCES stand for; decisions among them go into RESULT, corrections must have their article."""
    if not sources:
        return bundled_articles()
    found: list[Path] = []
    corrections: list[Path] = []
    for source in sources:
        if source.name.endswith(SUFFIX):
            corrections.append(source)
        elif source.name == NAME:
            result.decisions.append(source)
        else:
            try:
                found += find_articles([source])
            except InputError as error:
                result.fail(error)
        if source.is_dir():
            corrections += source.rglob(f"*{SUFFIX}")
            result.decisions += source.rglob(NAME)
    articles = {corrections_file(path).resolve() for path in found}
    for file in sorted(set(corrections)):
        if file.resolve() not in articles:
            missing = file.name.removesuffix(SUFFIX)
            result.fail(InputError(f"there is no article {missing!r} beside it that is read: mend its name", path=file))
    return sorted(set(found))


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


def _summary(source: Source) -> list[str]:
    """What an article is about, the grades it tells, and how many statements of each kind it holds."""
    reading = source.reading
    if not reading.bodies:
        return [f"{source.article.name}: not about a probation inspection; nothing was read from it"]
    bodies = " and ".join(body.label for body in reading.bodies)
    when = reading.published.isoformat() if reading.published else "undated"
    kinds = Counter(type(statement) for statement in reading.statements)
    held = [f"{kinds[kind]} {name if kinds[kind] == 1 else _plural(name)}" for kind, name in _COUNTED if kinds[kind]]
    return [f"{source.article.name}, {when}: an inspection of {bodies}", *_grades(source), f"  {', '.join(held)}"]


def _grades(source: Source) -> list[str]:
    """A line for each body with the grades it got in this inspection."""
    names = reference().preferred
    told: dict[str, list[str]] = {}
    for one in source.reading.statements:
        if isinstance(one, Rating) and one.outcome:
            grade = f"{names[one.grade]} ({names[one.aspect]})"
            if grade not in told.setdefault(one.body.label, []):
                told[one.body.label].append(grade)
    return [f"  {body}: {', '.join(grades)}" for body, grades in told.items()]


def _plural(name: str) -> str:
    return "people" if name == "person" else f"{name}s"


def _notes(source: Source) -> list[str]:
    """What in an article was left unread, or is not known."""
    text, name = source.article.text, source.article.name
    found: list[str] = []
    line, reached = 1, 0
    for unread in source.reading.unread:  # sorted by place, so that lines are counted but once
        line, reached = line + text.count("\n", reached, unread.span.start), unread.span.start
        words = unread.span.of(text)
        found.append(f"note: {name}:{line}: {unread.reason}: {words if len(words) <= 70 else words[:69] + '…'}")
    if any(isinstance(one, InspectionReport) and not one.body.listed for one in source.reading.statements):
        unknown = sorted({body.label for body in source.reading.bodies if not body.listed})
        found.append(f"note: {name}: no list has this body, it is new in the graph: {', '.join(unknown)}")
    if corrections := source.reading.corrections:
        what = "1 statement" if len(corrections) == 1 else f"{len(corrections)} statements"
        found.append(f"note: {name}: {what} put right by hand, by {corrections[0].by}")
    return found
