"""Reviews articles: counts what was read from each, and lists what was not understood, with its place and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from ..graph.gathering import gather
from ..graph.sources import Source
from ..loader.article_kinds import KINDS as ARTICLE_KINDS
from ..loader.article_kinds import article_kind
from ..loader.problems import problem_kinds
from ..loader.statements import (
    Finding,
    InspectionReport,
    PersonNamed,
    Pledge,
    Rating,
    Reading,
    Recommendation,
    Statistic,
    Unread,
)  # fmt: skip
from ..loader.unresolved import not_understood

#: The kinds of statements that are counted; inspections count the bodies inspected.
STATEMENTS: Final = {
    "ratings": Rating, "findings": Finding, "statistics": Statistic, "recommendations": Recommendation,
    "pledges": Pledge, "people": PersonNamed,
}  # fmt: skip
#: Every count that is not of a kind of problem -> what it counts.
COUNTS: Final = {
    "inspections": "bodies inspected",
    **{name: f"{name} read" for name in STATEMENTS},
    "sentences": "sentences of the story",
    "read": "sentences that a statement was read from",
    "unread": "sentences that hold something, and that none was read from",
}
#: The kinds of problems that say of a sentence that nothing was read from it.
_OF_SENTENCES: Final = frozenset({"grade", "figure", "judgement", "agency", "length"})


class Item(NamedTuple):
    """Something that was not understood; line and start are None where it concerns the article as a whole."""

    article: str
    articleKind: str  # noqa: N815 - the names of columns are those of the saved queries
    kind: str
    problem: str
    line: int | None
    start: int | None
    reason: str
    rule: str
    """The rule that left the words out, as FILE.KIND.ID; "" where none did."""
    quote: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An article: its name and files, its kind, what was read from it in numbers, and what was not understood."""

    name: str
    files: tuple[Path, ...]
    kind: str
    published: str
    bodies: tuple[str, ...]
    language: str
    """The language of an article that is not in English; "" of the others."""
    counts: Mapping[str, int]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Some articles, reviewed, by name; messages about their files, and whether one could not be read."""

    articles: tuple[Reviewed, ...]
    messages: tuple[str, ...] = ()
    failed: bool = False
    expectations: tuple[Path, ...] = ()
    """The files of expectations that lie among the sources."""

    @property
    def counts(self) -> Mapping[str, int]:
        """The counts of all articles together, and how many there are."""
        return added(self.articles)

    @property
    def by_kind(self) -> dict[str, Mapping[str, int]]:
        """The counts of the articles of each kind that there is."""
        found = {kind: [one for one in self.articles if one.kind == kind] for kind in ARTICLE_KINDS}
        return {kind: added(some) for kind, some in found.items() if some}


def review(sources: Sequence[Path] = (), progress: Callable[[int, int], None] | None = None) -> Review:
    """The articles in SOURCES, files or folders, reviewed; the bundled ones where there are none.

    What people corrected by hand counts as read. A source that cannot be read is told in `messages` and sets `failed`.
    PROGRESS is told how many of how many articles are read.
    """
    made = gather(sources, progress)
    articles = tuple(_reviewed(source) for source in made.sources)
    return Review(articles, tuple(made.problems), made.failed, tuple(made.expectations))


def added(articles: Iterable[Reviewed]) -> Mapping[str, int]:
    """The counts of ARTICLES together, under `articles` their number."""
    some = list(articles)
    names = [*COUNTS, *problem_kinds()]
    return {"articles": len(some), **{name: sum(one.counts[name] for one in some) for name in names}}


def _reviewed(source: Source) -> Reviewed:
    article, reading = source.article, source.reading
    kind = article_kind(article.text)
    found = not_understood(reading, article.text)
    order = list(problem_kinds())
    items = [_item(one, source, kind) for one in sorted(found, key=lambda one: (order.index(one.kind), one))]
    return Reviewed(
        name=article.name,
        files=source.files,
        kind=kind,
        published=reading.published.isoformat() if reading.published else "",
        bodies=tuple(body.label for body in reading.bodies),
        language=article.told.language if article.told.foreign else "",
        counts=_counts(reading, found),
        items=tuple(items),
    )


def _item(one: Unread, source: Source, kind: str) -> Item:
    text, quote = source.article.text, one.span.of(source.article.text)
    line = text.count("\n", 0, one.span.start) + 1 if quote else None
    start = one.span.start if quote else None
    return Item(source.article.name, kind, one.kind, one.problem, line, start, one.reason, one.rule, quote)


def _counts(reading: Reading, found: Sequence[Unread]) -> Mapping[str, int]:
    """Every count of COUNTS, and how many problems there are of each kind."""
    telling = {one.quote for one in reading.statements if not isinstance(one, InspectionReport | PersonNamed)}
    kinds = Counter(one.kind for one in found)
    return {
        "inspections": len(reading.bodies),
        **{name: sum(isinstance(one, kind) for one in reading.statements) for name, kind in STATEMENTS.items()},
        "sentences": len(reading.sentences),
        "read": len(telling.intersection(reading.sentences)),
        "unread": len({one.span for one in found if one.kind in _OF_SENTENCES and one.span not in telling}),
        **{slug: kinds[slug] for slug in problem_kinds()},
    }
