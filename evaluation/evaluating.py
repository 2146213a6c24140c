"""Evaluates folders of articles and noted facts: pairs them by name, reads the articles, compares each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..loader.documents.article import Article
from ..loader.documents.folders import find_articles
from .answers import Rows, read_articles
from .comparison import Comparison, Difference
from .figures import Figures, added
from .gold import SUFFIX, read_gold
from .kinds import compare
from .noted import Gold

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of each article by its name, and all of them added up; what differs, by article and line; notes."""

    by_article: dict[str, Figures]
    differences: list[Difference]
    notes: tuple[str, ...] = ()

    @property
    def figures(self) -> Figures:
        """The figures of all articles together."""
        return added(self.by_article.values())


def evaluate(folders: Sequence[Path], progress: Progress | None = None) -> Evaluation:
    """How well the articles in FOLDERS are read, by the facts noted in NAME.gold.json for the article NAME.txt.

    Articles and notes may be in different folders; folders inside these are not looked at. What has no counterpart is
    left out, with a note. PROGRESS is told how many of how many articles are read. InputError, with every problem,
    where a folder, an article or noted facts cannot be used, or nothing can be compared.
    """
    golds = _by_name(path for folder in folders for path in _noted_in(folder))
    files = _by_name(path for folder in folders for path in _articles_in(folder))
    both = sorted(golds.keys() & files.keys())
    if not both:
        where = ", ".join(map(str, folders))
        raise InputError(f"{where}: nothing to compare: an article such as NAME.txt and its NAME{SUFFIX} were expected")
    notes = [f"note: {golds[name]}: no article has this name, so it was left out" for name in golds.keys() - files]
    notes += [f"note: {files[name]}: has no {name}{SUFFIX}, so it was left out" for name in files.keys() - golds]
    read = _by_file(read_articles([files[name] for name in both], progress), files)
    notes += [
        f"note: {files[name]}: has the same text as another, so it was left out" for name in both if name not in read
    ]
    noted = _noted({name: (article, golds[name]) for name, (article, _) in read.items()})
    return evaluation(
        [Comparison(article.name, article.text, noted[name], rows) for name, (article, rows) in read.items()],
        sorted(notes),
    )


def evaluation(comparisons: Iterable[Comparison], notes: Sequence[str] = ()) -> Evaluation:
    """The evaluation of articles whose rows are known."""
    compared = sorted(comparisons, key=lambda one: one.article)
    for one in compared:
        compare(one)
    found = [difference for one in compared for difference in one.differences]
    return Evaluation({one.article: one.figures for one in compared}, found, tuple(notes))


def _noted_in(folder: Path) -> list[Path]:
    """The files of noted facts directly in FOLDER; InputError where it is no folder."""
    if not folder.is_dir():
        wrong = "is a file, a folder was expected" if folder.exists() else "no such folder: check its name"
        raise InputError(wrong, path=folder)
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if path.is_file())


def _articles_in(folder: Path) -> list[Path]:
    """The articles directly in FOLDER, which may hold none where the noted facts are kept apart."""
    return [path for path in find_articles([folder]).paths if path.parent == folder]


def _by_name(paths: Iterable[Path]) -> dict[str, Path]:
    """PATHS by the name of the article that they are or are about; InputError where two have the same."""
    found: dict[str, Path] = {}
    for path in paths:
        name = path.name.removesuffix(SUFFIX) if path.name.endswith(SUFFIX) else path.stem
        name = os.fsencode(name).decode("utf-8", "replace")  # as articles are named, whatever bytes a file's name has
        if found.setdefault(name, path) != path:
            raise InputError(f"has the same name as {found[name]}: rename or remove one", path=path)
    return found


def _by_file(read: Iterable[tuple[Article, Rows]], files: Mapping[str, Path]) -> dict[str, tuple[Article, Rows]]:
    """What was READ by the name of its file; InputError where a file holds several articles."""
    found: dict[str, tuple[Article, Rows]] = {}
    for article, rows in read:
        name = Path(article.name).stem
        if name in found:
            raise InputError("holds several articles: facts can be noted for one a file", path=files[name])
        found[name] = article, rows
    return found


def _noted(articles: Mapping[str, tuple[Article, Path]]) -> dict[str, Gold]:
    """The facts noted in each of ARTICLES, in its file; InputError with the mistakes in all of the files."""
    found: dict[str, Gold] = {}
    problems: list[str] = []
    for name, (article, path) in articles.items():
        try:
            found[name] = read_gold(path, article.text)
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(sorted(problems)))
    return found
