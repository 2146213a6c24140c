"""Evaluates folders of articles and noted facts: pairs them by name, reads the articles, compares each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..loader.article import Article, find_articles
from .answers import read_articles
from .comparison import Comparison, Difference
from .figures import Figures, added
from .gold import SUFFIX, Gold, read_gold
from .kinds import compare

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
    golds = _by_name((path.name.removesuffix(SUFFIX), path) for path in _inside(folders, f"*{SUFFIX}"))
    files = _by_name((path.stem, path) for folder in folders for path in _articles(folder))
    if not golds.keys() & files.keys():
        where = ", ".join(map(str, folders))
        raise InputError(f"{where}: nothing to compare: an article such as NAME.txt and its NAME{SUFFIX} were expected")
    notes = [f"note: {golds[name]}: no article has this name, so it was left out" for name in golds.keys() - files]
    notes += [f"note: {files[name]}: no facts are noted in a {name}{SUFFIX}; left out" for name in files.keys() - golds]
    articles, rows, read = read_articles([files[name] for name in sorted(golds.keys() & files.keys())], progress)
    comparisons = [
        Comparison(article.name, article.text, gold, rows[article.sha256]) for article, gold in _noted(articles, golds)
    ]
    return evaluation(comparisons, [*sorted(notes), *read])


def evaluation(comparisons: Iterable[Comparison], notes: Sequence[str] = ()) -> Evaluation:
    """The evaluation of articles whose rows are known."""
    compared = sorted(comparisons, key=lambda one: one.article)
    for one in compared:
        compare(one)
    found = [difference for one in compared for difference in one.differences]
    return Evaluation({one.article: one.figures for one in compared}, found, tuple(notes))


def _inside(folders: Iterable[Path], pattern: str) -> list[Path]:
    """The files directly in FOLDERS whose names fit PATTERN, sorted."""
    found: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            wrong = "is a file, a folder was expected" if folder.exists() else "no such folder: check its name"
            raise InputError(wrong, path=folder)
        found += sorted(path for path in folder.glob(pattern) if path.is_file())
    return found


def _articles(folder: Path) -> list[Path]:
    """The articles directly in FOLDER, which may hold none where the noted facts are kept apart."""
    try:
        return [path for path in find_articles([folder]) if path.parent == folder]
    except InputError:
        return []


def _by_name(named: Iterable[tuple[str, Path]]) -> dict[str, Path]:
    """The paths by their names; InputError where two have the same."""
    found: dict[str, Path] = {}
    for name, path in named:
        if found.setdefault(name, path) != path:
            raise InputError(f"has the same name as {found[name]}: rename or remove one", path=path)
    return found


def _noted(articles: Iterable[Article], golds: dict[str, Path]) -> list[tuple[Article, Gold]]:
    """Each of ARTICLES with the facts noted in it; InputError with the mistakes in all of their files."""
    found: list[tuple[Article, Gold]] = []
    problems: list[str] = []
    for article in articles:
        try:
            found.append((article, read_gold(golds[Path(article.name).stem], article.text)))
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(sorted(problems)))
    return found
