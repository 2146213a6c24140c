"""Builds the graph of some articles: read each, settle what is the same, write triples, links and what they touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad

from ..errors import InputError
from ..loader.documents.folders import Found, bundled_articles, find_articles
from ..loader.documents.reader import read_articles
from ..loader.reading import read
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
from .articles import Read, distinct
from .closure import touched
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

    @property
    def texts(self) -> dict[str, str]:
        """The text of each article by its SHA-256."""
        return {source.article.sha256: source.article.text for source in self.sources}

    def summary(self) -> str:
        """What was found in each article, in words."""
        return "\n".join(line for source in self.sources for line in _summary(source))


def build(sources: Sequence[Path] = (), progress: Callable[[int, int], None] | None = None) -> Build:
    """The graph of the articles in SOURCES, files or folders; of the two bundled ones where there are none.

    PROGRESS is told how many of how many articles are read. A source that cannot be read is reported in `problems`
    and sets `failed`; the others are built.
    """
    result = Build([])
    found = find_articles(sources) if sources else Found(bundled_articles())
    result.problems += [*found.notes, *(f"error: {error}" for error in found.errors)]
    result.failed = bool(found.errors)
    opened: list[Read] = []
    for path in sorted(set(found.paths)):
        try:
            opened += [(path, article) for article in read_articles(path)]
        except InputError as error:
            result.problems.append(f"error: {error}")
            result.failed = True
    articles, notes = distinct(opened)
    result.problems += notes
    for number, article in enumerate(articles, start=1):
        result.sources.append(Source(article, read(article.text, article.told)))
        if progress is not None:
            progress(number, len(articles))
    result.sources.sort(key=lambda source: (source.article.name, source.key))
    result.quads = assemble(result.sources)
    result.problems += [line for source in result.sources for line in _notes(source)]
    return result


def assemble(sources: Sequence[Source]) -> list[Quad]:
    """The quads of SOURCES: one named graph an article, one for links, one for the reference data they touch."""
    identity = Identity.settled(sources)
    quads: set[Quad] = set()
    for source in sources:
        quads |= ArticleGraph(source, identity).write()
    quads |= links(sources, identity, quads)
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


def _notes(source: Source) -> list[str]:
    """What in an article was left unread, or is not known."""
    text, name = source.article.text, source.article.name
    found = [f"note: {name}: {told}" for told in source.article.notes]
    for unread in source.reading.unread:
        line = text.count("\n", 0, unread.span.start) + 1
        words = unread.span.of(text)
        found.append(f"note: {name}:{line}: {unread.reason}: {words if len(words) <= 70 else words[:69] + '…'}")
    if any(isinstance(one, InspectionReport) and not one.body.listed for one in source.reading.statements):
        unknown = sorted({body.label for body in source.reading.bodies if not body.listed})
        found.append(f"note: {name}: no list has this body, it is new in the graph: {', '.join(unknown)}")
    return found
