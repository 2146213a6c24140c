"""Gathers articles from files and folders: each once, read, and put right where a file beside it says so."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, overload

from ..errors import InputError
from ..loader.corrections import SUFFIX, correct, corrections_file
from ..loader.documents.article import Article
from ..loader.documents.folders import Found, bundled_articles, find_articles
from .articles import Card, card_of, distinct, shortest_names
from .decisions import NAME
from .shelf import Shelf
from .sources import Source
from .workers import Draft, read_files

#: What a file of expectations is called that lies in the folder of the articles.
EXPECTED: Final = "expected.toml"


class Sources(Sequence[Source]):
    """Articles with what was read from them, in order; those that memory should not hold come from a shelf."""

    def __init__(self, shelf: Shelf[Draft], order: Sequence[tuple[int, tuple[Path, ...], str]]) -> None:
        """ORDER: for each article its number on the SHELF, its files, and what messages call it."""
        self._shelf = shelf
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Source: ...
    @overload
    def __getitem__(self, index: slice) -> Sources: ...
    def __getitem__(self, index: int | slice) -> Source | Sources:
        if isinstance(index, slice):
            return Sources(self._shelf, self._order[index])
        number, files, shown = self._order[index]
        return Source(*self._shelf[number], files=files, shown=shown)


@dataclass(slots=True)
class Gathered:
    """Articles, by name, and what was wrong with the files that they were looked for in."""

    sources: Sequence[Source] = ()
    problems: list[str] = field(default_factory=list[str])
    failed: bool = False
    """Some source could not be read: what could be was gathered all the same."""
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


def gather(
    sources: Sequence[Path] = (), progress: Callable[[int, int], None] | None = None, *, jobs: int = 1
) -> Gathered:
    """The articles in SOURCES, files or folders, or the bundled ones where there are none, read and put right by hand.

    A source that cannot be read, or whose corrections cannot be applied, is reported in `problems` and sets `failed`.
    PROGRESS is told how many of how many files are read. Up to JOBS processes read.
    """
    result = Gathered()
    paths = sorted(set(_found(sources, result).paths))
    shelf = Shelf[Draft]()
    cards: list[Card] = []
    failed: list[Path] = []
    for number, (path, outcome) in enumerate(zip(paths, read_files(paths, jobs), strict=True), start=1):
        if isinstance(outcome, InputError):
            result.fail(outcome)
            failed.append(path)
        else:
            cards += [card_of(*draft, _place(path, draft[0]), shelf.put(draft)) for draft in outcome]
        if progress is not None:
            progress(number, len(paths))
    kept, notes = distinct(cards, lambda card: shelf[card.number][0].text)
    result.problems += notes
    _refuse_strays(sources, [path for _, files in kept for path in files] + failed, result)
    order: list[tuple[int, tuple[Path, ...], str]] = []
    for (card, files), name in zip(kept, shortest_names(kept), strict=True):
        try:
            order.append((_corrected(card, files, shelf), tuple(files), name))
        except InputError as error:
            result.fail(error)
            failed += files
    result.sources = Sources(shelf, order)
    result.unreadable = [path.name for path in failed]
    return result


def _found(sources: Sequence[Path], result: Gathered) -> Found:
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


def _refuse_strays(sources: Sequence[Path], read_from: Sequence[Path], result: Gathered) -> None:
    """Corrections among SOURCES must have their article among those that are READ FROM."""
    corrections = {source for source in sources if source.name.endswith(SUFFIX)}
    corrections |= {file for source in sources if source.is_dir() for file in source.rglob(f"*{SUFFIX}")}
    if not corrections:
        return
    articles = {corrections_file(path).resolve() for path in read_from}
    for file in sorted(corrections):
        if file.resolve() not in articles:
            missing = file.name.removesuffix(SUFFIX)
            result.fail(InputError(f"there is no article {missing!r} beside it that is read: mend its name", path=file))


def _corrected(card: Card, files: Sequence[Path], shelf: Shelf[Draft]) -> int:
    """The number on SHELF of the article of CARD, put right where a file beside one of its FILES says so.

    Without its address, where that is another story's, too.
    """
    found = [file for path in files if (file := corrections_file(path)).is_file()]
    if len(found) > 1:
        raise InputError(f"corrects the same text as {found[0]}: keep one of the two files", path=found[1])
    if not found and not card.shared:
        return card.number
    article, reading = shelf[card.number]
    if card.shared:
        article = replace(article, told=replace(article.told, url=""))
    return shelf.put((article, correct(reading, article, found[0]) if found else reading))
