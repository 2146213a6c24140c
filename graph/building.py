"""Builds the graph of some articles: read each, settle what is the same, write triples, links and what they touch."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from ..errors import InputError
from ..loader.corrections import SUFFIX, correct, corrections_file
from ..loader.documents.article import Article
from ..loader.documents.folders import Found, bundled_articles, find_articles
from ..loader.documents.reader import read_articles
from ..loader.reading import read
from ..loader.statements import (
    Finding,
    PersonNamed,
    Pledge,
    Rating,
    Reading,
    Recommendation,
    Statistic,
)  # fmt: skip
from ..ontology.labels import reference
from .agreement import agreement
from .articles import Read, distinct
from .closure import touched
from .decisions import NAME, Decisions, read_decisions
from .identity import Identity, Source
from .links import links
from .notes import notes
from .triples import ArticleGraph

#: What a file of expectations is called that lies in the folder of the articles.
EXPECTED: Final = "expected.toml"
_COUNTED = (
    (Rating, "rating"), (Finding, "finding"), (Statistic, "statistic"), (Recommendation, "recommendation"),
    (Pledge, "pledge"), (PersonNamed, "person"),
)  # fmt: skip


@dataclass(slots=True)
class Build:
    """A graph that was built, with the texts it rests on, and what went wrong on the way."""

    sources: list[Source]
    quads: list[Quad] = field(default_factory=list[Quad])
    problems: list[str] = field(default_factory=list[str])
    failed: bool = False
    """Some source could not be read: what could be was built all the same."""
    decisions: list[Path] = field(default_factory=list[Path])
    """The files of decisions that lie among the sources."""
    expectations: list[Path] = field(default_factory=list[Path])
    """The files of expectations that lie among the sources, for whoever checks them."""
    unreadable: list[str] = field(default_factory=list[str])
    """The names of files from which nothing could be read."""

    def fail(self, error: InputError) -> None:
        """Note the ERROR of one source."""
        self.problems.append(f"error: {error}")
        self.failed = True

    @property
    def texts(self) -> dict[str, str]:
        """The text of each article by its SHA-256."""
        return {source.article.sha256: source.article.text for source in self.sources}

    def summary(self) -> str:
        """What was found in each article, in words."""
        return "\n".join(line for source in self.sources for line in _summary(source))


def build(
    sources: Sequence[Path] = (), progress: Callable[[int, int], None] | None = None, decisions: Sequence[Path] = ()
) -> Build:
    """The graph of the articles in SOURCES, files or folders; of the two bundled ones where there are none.

    PROGRESS is told how many of how many articles are read. DECISIONS are files of what people decided, beside those
    that lie in the folders. A source that cannot be read, or whose corrections cannot be applied, is reported in
    `problems` and sets `failed`; the others are built. InputError where a decision cannot be followed.
    """
    result = gather(sources, progress)
    decided = read_decisions(sorted({*decisions, *result.decisions}), result.sources, result.unreadable)
    result.quads = assemble(result.sources, decided)
    result.problems += notes(result.sources)
    result.problems += [*decided.left_out, *agreement(result.quads)]
    return result


def gather(sources: Sequence[Path] = (), progress: Callable[[int, int], None] | None = None) -> Build:
    """What `build` makes a graph of: the articles in SOURCES, read and put right by hand; the graph is still empty.

    A source that cannot be read is reported in `problems` and sets `failed`; PROGRESS is told of the others.
    """
    result = Build([])
    found = _found(sources, result)
    opened: list[Read] = []
    failed: list[Path] = []
    for path in sorted(set(found.paths)):
        try:
            opened += [(_place(path, article), article) for article in read_articles(path)]
        except InputError as error:
            result.fail(error)
            failed.append(path)
    articles, told = distinct(opened)
    result.problems += told
    _refuse_strays(sources, [path for _, paths in articles for path in paths] + failed, result)
    for number, (article, paths) in enumerate(articles, start=1):
        try:
            result.sources.append(Source(article, _corrected(article, paths), tuple(paths)))
        except InputError as error:
            result.fail(error)
            failed += paths
        if progress is not None:
            progress(number, len(articles))
    result.sources.sort(key=lambda source: (source.article.name, source.key))
    result.unreadable = [path.name for path in failed]
    return result


def _found(sources: Sequence[Path], result: Build) -> Found:
    """The files that SOURCES stand for; decisions among them go into RESULT, and what is wrong with a source."""
    if not sources:
        return Found(bundled_articles())
    result.decisions += _named(NAME, sources)
    result.expectations += _named(EXPECTED, sources)
    others = (NAME, EXPECTED)
    found = find_articles(
        source for source in sources if source.name not in others and not source.name.endswith(SUFFIX)
    )
    result.problems += found.notes
    for error in found.errors:
        result.fail(error)
    return found


def _named(name: str, sources: Sequence[Path]) -> list[Path]:
    """The files called NAME among SOURCES and in their folders, each once, sorted."""
    found = [source for source in sources if source.name == name]
    found += [file for source in sources if source.is_dir() for file in source.rglob(name)]
    return sorted(set(found))


def _place(path: Path, article: Article) -> Path:
    """The file PATH, or for an item of a feed what the file would be called if the item stood alone."""
    return path.with_name(path.name + article.name.removeprefix(os.fsencode(path.name).decode("utf-8", "replace")))


def _refuse_strays(sources: Sequence[Path], read_from: Sequence[Path], result: Build) -> None:
    """Corrections among SOURCES must have their article among those that are READ FROM."""
    corrections = {source for source in sources if source.name.endswith(SUFFIX)}
    corrections |= {file for source in sources if source.is_dir() for file in source.rglob(f"*{SUFFIX}")}
    articles = {corrections_file(path).resolve() for path in read_from}
    for file in sorted(corrections):
        if file.resolve() not in articles:
            missing = file.name.removesuffix(SUFFIX)
            result.fail(InputError(f"there is no article {missing!r} beside it that is read: mend its name", path=file))


def _corrected(article: Article, paths: Sequence[Path]) -> Reading:
    """What is read from ARTICLE, which stands in the files PATHS, put right where a file beside one of them says so."""
    reading = read(article.text, article.told)
    files = [file for path in paths if (file := corrections_file(path)).is_file()]
    if len(files) > 1:
        raise InputError(f"corrects the same text as {files[0]}: keep one of the two files", path=files[1])
    return correct(reading, article, files[0]) if files else reading


def assemble(sources: Sequence[Source], decisions: Decisions | None = None) -> list[Quad]:
    """The quads of SOURCES: one named graph an article, one for links, one for the reference data they touch.

    InputError where the DECISIONS of people contradict each other.
    """
    decisions = decisions or Decisions()
    identity = Identity.settled(sources, decisions)
    quads: set[Quad] = set()
    for source in sources:
        quads |= ArticleGraph(source, identity).write()
    quads |= links(sources, identity, decisions, quads)
    quads |= touched(quads)
    return sorted(quads, key=str)


def _summary(source: Source) -> list[str]:
    """What an article is about, the grades it tells, and how many statements of each kind it holds."""
    reading = source.reading
    if source.article.told.foreign:
        return [f"{source.article.name}: is not in English ({source.article.told.language}); nothing was read from it"]
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
