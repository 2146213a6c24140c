"""Builds the graph of some articles: read each, settle what is the same, write triples, links and what they touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from ..errors import InputError
from ..loader.article import Article, bundled_articles, find_articles, read_article
from ..loader.corrections import SUFFIX, correct, corrections_file
from ..loader.reading import read
from ..loader.statements import (
    Finding,
    InspectionReport,
    PersonNamed,
    Pledge,
    Rating,
    Reading,
    Recommendation,
    Statistic,
)  # fmt: skip
from ..ontology.labels import reference
from .agreement import agreement
from .closure import touched
from .decisions import NAME, Decisions, read_decisions
from .facts import Facts
from .identity import Identity, Source
from .links import links
from .triples import ArticleGraph

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
    result = Build([])
    paths = _paths(sources, result)
    articles: dict[str, Article] = {}
    places: dict[str, list[Path]] = {}
    failed: list[str] = []
    for path in paths:
        try:
            article = read_article(path)
        except InputError as error:
            result.fail(error)
            failed.append(path.name)
            continue
        places.setdefault(article.sha256, []).append(path)
        earlier = articles.get(article.sha256)
        if earlier is not None:
            first = min(earlier.name, article.name)
            result.problems.append(f"note: {path}: the same text as another file; read once, as {first}")
            article = article if article.name == first else earlier
        articles[article.sha256] = article
    for number, (digest, article) in enumerate(sorted(articles.items()), start=1):
        try:
            result.sources.append(Source(article, _corrected(article, places[digest])))
        except InputError as error:
            result.fail(error)
            failed += [path.name for path in places[digest]]
        if progress is not None:
            progress(number, len(articles))
    result.sources.sort(key=lambda source: (source.article.name, source.key))
    decided = read_decisions(sorted({*decisions, *result.decisions}), result.sources, failed)
    result.quads = assemble(result.sources, decided)
    result.problems += [line for source in result.sources for line in _notes(source)]
    result.problems += [*decided.left_out, *agreement(result.quads)]
    return result


def _corrected(article: Article, paths: Sequence[Path]) -> Reading:
    """What is read from ARTICLE, which stands in the files PATHS, put right where a file beside one of them says so."""
    reading = read(article.text)
    files = [file for path in paths if (file := corrections_file(path)).is_file()]
    if len(files) > 1:
        raise InputError(f"corrects the same text as {files[0]}: keep one of the two files", path=files[1])
    return correct(reading, article, files[0]) if files else reading


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


def assemble(sources: Sequence[Source], decisions: Decisions | None = None) -> list[Quad]:
    """The quads of SOURCES: one named graph an article, one for links, one for the reference data they touch.

    InputError where the DECISIONS of people contradict each other.
    """
    return quads_of(sorted(lines(sources, decisions)))


def lines(sources: Sequence[Source], decisions: Decisions | None = None) -> set[str]:
    """The same as lines of N-Quads."""
    decisions = decisions or Decisions()
    identity, facts = Identity.settled(sources, decisions), Facts()
    found: set[str] = set()
    for source in sources:
        found |= ArticleGraph(source, identity, facts).write()
    found |= links(sources, identity, decisions, facts)
    return found | touched(facts.named)


def quads_of(written: Sequence[str]) -> list[Quad]:
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
    for unread in source.reading.unread:
        line = text.count("\n", 0, unread.span.start) + 1
        words = unread.span.of(text)
        found.append(f"note: {name}:{line}: {unread.reason}: {words if len(words) <= 70 else words[:69] + '…'}")
    if any(isinstance(one, InspectionReport) and not one.body.listed for one in source.reading.statements):
        unknown = sorted({body.label for body in source.reading.bodies if not body.listed})
        found.append(f"note: {name}: no list has this body, it is new in the graph: {', '.join(unknown)}")
    if corrections := source.reading.corrections:
        what = "1 statement" if len(corrections) == 1 else f"{len(corrections)} statements"
        found.append(f"note: {name}: {what} put right by hand, by {corrections[0].by}")
    return found
