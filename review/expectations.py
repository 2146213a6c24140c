"""What is expected to be read from articles, as data: a TOML file of bounds for the counts of a review.

A table is headed by an article's file name, by `all`, or by `kind.SLUG` for the articles of one kind together. A bound
is a whole number, or `{ min = 1, max = 3 }` with one of the two or both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple, TypeGuard

from ..errors import InputError
from ..files import read_bytes
from ..handwritten import LIMIT, near, parsed
from ..loader.article_kinds import KINDS as ARTICLE_KINDS
from ..loader.documents.decoding import utf_8
from ..loader.problems import problem_kinds
from .reviewing import COUNTS, Review, Reviewed, added

BUNDLED: Final = Path(__file__).parents[1] / "loader" / "articles" / "expected.toml"
_ALL: Final = "all"
_KIND: Final = "kind"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of an article (its name), of those of a kind (`kind.SLUG`) or of `all`: the bounds of COUNT.

    For `kind` of an article the bound is IS, the slug of the kind.
    """

    file: Path
    line: int | None
    of: str
    count: str
    least: int | None = None
    most: int | None = None
    kind: str = ""


class Missed(NamedTuple):
    """An expectation that was missed: of which articles, what, how much of it was expected, and how much there is."""

    file: str
    of: str
    what: str
    expected: str
    found: str


def read_expectations(path: Path) -> list[Expectation]:
    """The expectations in the file PATH, in its order.

    InputError, with the line where it can be told, for what is no TOML, an unknown count or kind of article, a bound
    that is none, and a file without any.
    """
    text = utf_8(read_bytes(path, LIMIT), path)
    found: list[Expectation] = []
    for name, table in parsed(text, path).items():
        if name == _KIND and _is_table(table):
            for slug, inner in table.items():
                line = _line(text, f"{_KIND}.{slug}")
                if slug not in ARTICLE_KINDS:
                    raise InputError(
                        f"no kind of article is called {slug!r}{near(slug, ARTICLE_KINDS)}", path=path, line=line
                    )
                found += _of_table(path, line, f"{_KIND}.{slug}", inner)
        else:
            found += _of_table(path, _line(text, name), name, table)
    if not found:
        raise InputError("expects nothing: `inspectkg review --write-expect FILE` writes what is read now", path=path)
    return found


def missed(review: Review, files: Iterable[Path], *, anywhere: bool) -> list[Missed]:
    """The expectations in FILES that REVIEW misses, in their order.

    ANYWHERE: they hold for all articles; else, each file for those in its folder. InputError where a file cannot be
    read, or names an article that is not there, or that several files may be.
    """
    found: list[Missed] = []
    for path in files:
        articles = [one for one in review.articles if anywhere or _lies_in(one, path.parent)]
        for expectation in read_expectations(path):
            short = _missed(expectation, articles)
            found += [short] if short is not None else []
    return found


def without_expectation(review: Review, files: Iterable[Path]) -> list[str]:
    """The names of the articles of REVIEW of which none of FILES expects anything by name."""
    named = {one.of for path in files for one in read_expectations(path)}
    return [one.name for one in review.articles if not any(_is_called(one, name) for name in named)]


def written(review: Review) -> str:
    """A file that expects of each article of REVIEW what was read from it now: its kind, and every count exactly."""
    lines = [
        "# What is read from each article, as `inspectkg review --write-expect` found it; `inspectkg review` fails",
        "# where it is no longer so. A number may be loosened to { min = 1, max = 3 }, or its line removed.",
    ]
    names = _shortest_names(review.articles)
    for article in review.articles:
        lines += ["", f"[{_quoted(names[article.files])}]", f'kind = "{article.kind}"']
        lines += [f"{name} = {article.counts[name]}" for name in COUNTS]
    return "\n".join(lines) + "\n"


def _of_table(path: Path, line: int | None, of: str, table: object) -> Iterator[Expectation]:
    """The expectations of one table; InputError where it holds something else."""
    if not _is_table(table):
        raise InputError(
            f'{of} must be a table with bounds under it, as in ["article.txt"] and, below, ratings = 2',
            path=path,
            line=line,
        )
    several = of == _ALL or of.startswith(f"{_KIND}.")
    known = [*COUNTS, *problem_kinds(), "articles" if several else _KIND]
    for name, value in table.items():
        if name not in known:
            raise InputError(f"{of}: {name} is no count{near(name, known)}", path=path, line=line)
        if name == _KIND:
            if value not in ARTICLE_KINDS:
                raise InputError(
                    f"{of}: no kind of article is called {value!r}{near(str(value), ARTICLE_KINDS)}",
                    path=path,
                    line=line,
                )
            yield Expectation(path, line, of, name, kind=str(value))
        else:
            bounds = _bounds(value)
            if bounds is None:
                wrong = (
                    f"{of}: {name} must be a whole number, or bounds such as {{ min = 1, max = 3 }}, not {value!r:.60}"
                )
                raise InputError(wrong, path=path, line=line)
            yield Expectation(path, line, of, name, *bounds)


def _bounds(value: object) -> tuple[int | None, int | None] | None:
    """The least and the most that VALUE allows; None where it is no bound."""
    if _is_count(value):
        return value, value
    if not _is_table(value) or not value or value.keys() - {"min", "max"}:
        return None
    least, most = value.get("min"), value.get("max")
    if not all(one is None or _is_count(one) for one in (least, most)):
        return None
    return None if least is not None and most is not None and least > most else (least, most)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _quoted(name: str) -> str:
    """NAME as a string of TOML; what is no text in it cannot be written."""
    return json.dumps(name.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str, name: str) -> int | None:
    """The line of the table NAME in the TEXT of a file, where it is written in one of the usual ways."""
    forms = [re.escape(name), re.escape(_quoted(name)), f"'{re.escape(name)}'"]
    head = re.search(
        rf"^[ \t]*(?:\[[ \t]*(?:{'|'.join(forms)})[ \t]*\]|(?:{'|'.join(forms)})[ \t]*=)", text, re.MULTILINE
    )
    return text.count("\n", 0, head.start()) + 1 if head else None


def _missed(expectation: Expectation, articles: Sequence[Reviewed]) -> Missed | None:
    file = str(expectation.file)
    if expectation.kind:
        found = _named(expectation, articles).kind
        return None if found == expectation.kind else Missed(file, expectation.of, _KIND, expectation.kind, found)
    count = _counted(expectation, articles)[expectation.count]
    least, most = expectation.least, expectation.most
    if (least is None or least <= count) and (most is None or count <= most):
        return None
    return Missed(file, expectation.of, expectation.count, _told(least, most), str(count))


def _counted(expectation: Expectation, articles: Sequence[Reviewed]) -> Mapping[str, int]:
    """The counts that EXPECTATION is about: those of one article, or of several added up."""
    if expectation.of == _ALL:
        return added(articles)
    if expectation.of.startswith(f"{_KIND}."):
        return added(one for one in articles if f"{_KIND}.{one.kind}" == expectation.of)
    return _named(expectation, articles).counts


def _named(expectation: Expectation, articles: Sequence[Reviewed]) -> Reviewed:
    """The article that EXPECTATION is about; InputError where there is none, or there are several of that name."""
    name, path, line = expectation.of, expectation.file, expectation.line
    found = [one for one in articles if _is_called(one, name)]
    if not found:
        raise InputError(
            f"no article {name!r} was read{near(name, [one.name for one in articles])}", path=path, line=line
        )
    if len(found) > 1:
        places = ", ".join(str(one.files[0]) for one in found)
        raise InputError(f"several articles are called {name!r}: name the folder too ({places})", path=path, line=line)
    return found[0]


def _is_called(article: Reviewed, name: str) -> bool:
    """Whether NAME is that of ARTICLE, or the end of the path of one of its files."""
    wanted = PurePath(name).parts
    return article.name == name or any(wanted and file.parts[-len(wanted) :] == wanted for file in article.files)


def _lies_in(article: Reviewed, folder: Path) -> bool:
    return any(file.resolve().is_relative_to(folder.resolve()) for file in article.files)


def _shortest_names(articles: Sequence[Reviewed]) -> dict[tuple[Path, ...], str]:
    """For each article, by its files, its name, with as many folders in front as tell it from the others."""
    found: dict[tuple[Path, ...], str] = {}
    for article in articles:
        parts = article.files[0].parts
        names = [article.name, *("/".join(parts[-size:]) for size in range(2, len(parts) + 1))]
        found[article.files] = next(
            (name for name in names if sum(_is_called(one, name) for one in articles) == 1), names[-1]
        )
    return found


def _told(least: int | None, most: int | None) -> str:
    """Bounds in words."""
    if least == most:
        return str(least)
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"
