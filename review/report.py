"""A review as text for people, JSON, CSV or Markdown; the same bytes at every run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from ..errors import UsageError
from ..loader.problems import problem_kinds
from ..ontology.namespaces import PREFIXES
from ..paragraphs import wrapped
from ..queries.answers import Table
from ..queries.formats import render as render_table
from ..queries.layout import lay_out
from .expectations import Missed
from .reviewing import COUNTS, STATEMENTS, Item, Review, Reviewed

FORMATS: Final = ("text", "json", "csv", "markdown")
#: A sentence is shown to so many characters in a report for people.
_SHORT: Final = 240
#: The words for one of what STATEMENTS count.
_ONE: Final = {"people": "person"}
#: Headings that leave room on a line for every count.
_HEADINGS: Final = {
    "articles": "art.", "inspections": "insp.", "ratings": "grad.", "findings": "find.", "statistics": "stat.",
    "recommendations": "rec.", "pledges": "pled.", "people": "pers.", "sentences": "sent.", "read": "read",
    "unread": "unread",
}  # fmt: skip

Cell = str | int | None


def render(review: Review, missed: Sequence[Missed] = (), format: str = "text", *, counts: bool = False) -> str:
    """REVIEW and what it MISSED of the expectations in FORMAT, one of FORMATS; UsageError where it is none of them.

    COUNTS gives the numbers alone: in CSV a row for each article, in place of one for each thing not understood.
    """
    writers: dict[str, Callable[[Review, Sequence[Missed], bool], str]] = {
        "text": _text, "json": _json, "csv": _csv, "markdown": _markdown,
    }  # fmt: skip
    if format not in writers:
        raise UsageError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    return writers[format](review, missed, counts)


def kinds_of_articles(review: Review) -> Table:
    """A row for each kind of article that there is, and one for all: how many, and their counts."""
    rows = [(kind, *_numbers(counts)) for kind, counts in review.by_kind.items()]
    return _table(("kind", *_HEADINGS.values()), [*rows, ("all", *_numbers(review.counts))])


def kinds_of_problems(review: Review) -> Table:
    """A row for each kind of thing not understood that there is: how many, and what to do about it."""
    counts = review.counts
    rows = [(kind.label, counts[kind.slug], kind.advice) for kind in problem_kinds().values() if counts[kind.slug]]
    return _table(("not understood", "number", "what to do"), rows)


def articles(review: Review) -> Table:
    """A row for each article: its kind, day and bodies, every count, and how many problems there are of each kind."""
    names = [*COUNTS, *problem_kinds()]
    rows = [
        (
            one.name,
            one.kind,
            one.published or None,
            "; ".join(one.bodies) or None,
            *(one.counts[name] for name in names),
        )
        for one in review.articles
    ]
    return _table(("article", "articleKind", "published", "bodies", *names), rows)


def items(review: Review) -> Table:
    """A row for each thing not understood."""
    rows = [tuple(None if cell == "" else cell for cell in item) for one in review.articles for item in one.items]
    return _table(Item._fields, rows)


def _text(review: Review, missed: Sequence[Missed], counts: bool) -> str:
    parts = [] if counts else ["\n".join(_article(one)) + "\n" for one in review.articles]
    parts.append("articles by kind\n" + lay_out(kinds_of_articles(review)))
    if not counts and (problems := kinds_of_problems(review)).rows:
        parts.append("\n".join(_advice(problems)) + "\n")
    if missed:
        parts.append("\n".join(["expected, and missed", *(line for one in missed for line in _short_of(one))]) + "\n")
    return "\n".join(parts)


def _article(one: Reviewed) -> list[str]:
    """The lines on one article: what was read, then what was not understood, by kind."""
    lines = wrapped(f"{_safe(one.name)}: {one.kind}, {one.published or 'undated'}")
    if one.language:
        return [*lines, *wrapped(f"not in English ({one.language}): nothing was read", "  ")]
    if not one.bodies:
        lines += wrapped("not about a probation inspection: nothing was read", "  ")
    else:
        lines += wrapped(f"an inspection of {' and '.join(map(_safe, one.bodies))}", "  ")
        held = [_number(one.counts[name], name) for name in STATEMENTS if one.counts[name]]
        sentences = f"read from {one.counts['read']} of {_number(one.counts['sentences'], 'sentences')}"
        lines += wrapped(f"{', '.join(held)}; {sentences}" if held else sentences, "  ")
    for slug, same in groupby(one.items, key=lambda item: item.kind):
        lines.append(f"  {problem_kinds()[slug].label}")
        for item in same:
            lines += _item(item)
    return lines


def _item(item: Item) -> list[str]:
    place = f"line {item.line}" if item.line is not None else "article"
    file, _, rule = item.rule.partition(".")
    why = f"; left out by the rule {rule.rpartition('.')[2]} ({file}.toml)" if rule else ""
    lines = wrapped(f"{item.reason}{why}", f"    {place:<9}")
    return lines + (wrapped(f"»{_shortened(item.quote)}«", " " * 13) if item.quote else [])


def _advice(problems: Table) -> list[str]:
    """The kinds of what was not understood, each with what to do."""
    lines = ["not understood, and what to do"]
    for label, number, advice in _cells(problems):
        lines += wrapped(advice, f"  {label:<15}{number:>5}  ")
    return lines


def _short_of(one: Missed) -> list[str]:
    return wrapped(
        f"{_safe(one.of)}: {one.what}: expected {one.expected}, found {one.found} ({_safe(one.file)})", "  ", "    "
    )


def _json(review: Review, missed: Sequence[Missed], counts: bool) -> str:
    value: dict[str, Any] = {
        "articles": [_value(one, counts) for one in review.articles],
        "articleKinds": {kind: dict(numbers) for kind, numbers in review.by_kind.items()},
        "all": dict(review.counts),
        "problemKinds": {slug: {"label": kind.label, "advice": kind.advice} for slug, kind in problem_kinds().items()},
        "missed": [one._asdict() for one in missed],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _value(one: Reviewed, counts: bool) -> dict[str, Any]:
    value: dict[str, Any] = {
        "article": one.name,
        "articleKind": one.kind,
        "published": one.published or None,
        "language": one.language or None,
        "bodies": list(one.bodies),
        "counts": dict(one.counts),
    }
    if not counts:
        value["notUnderstood"] = [
            {name: None if cell == "" else cell for name, cell in item._asdict().items() if name not in value}
            for item in one.items
        ]
    return value


def _csv(review: Review, _missed: Sequence[Missed], counts: bool) -> str:
    return render_table(articles(review) if counts else items(review), "csv")


def _markdown(review: Review, missed: Sequence[Missed], counts: bool) -> str:
    parts = [render_table(kinds_of_articles(review), "markdown"), render_table(kinds_of_problems(review), "markdown")]
    parts.append(render_table(articles(review) if counts else items(review), "markdown"))
    if missed:
        parts.append(render_table(_table(Missed._fields, missed), "markdown"))
    return "\n".join(parts)


def _numbers(counts: Mapping[str, int]) -> list[int]:
    return [counts[name] for name in _HEADINGS]


def _number(count: int, name: str) -> str:
    return f"{count} {_ONE.get(name, name.removesuffix('s')) if count == 1 else name}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    return Table(tuple(columns), tuple(tuple(_term(cell) for cell in row) for row in rows))


def _term(cell: Cell) -> Literal | None:
    if cell is None or isinstance(cell, str):
        return None if cell is None else Literal(_plain(cell))
    return Literal(str(cell), datatype=NamedNode(PREFIXES["xsd"] + "integer"))


def _cells(table: Table) -> list[list[str]]:
    return [[str(getattr(cell, "value", "")) for cell in row] for row in table.rows]


def _shortened(quote: str) -> str:
    words = _safe(quote)
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1].rstrip()}…"


def _safe(text: str) -> str:
    """TEXT in one line, without what could steer a terminal."""
    return _plain(" ".join(text.split()))


def _plain(text: str) -> str:
    """TEXT with a mark for what cannot be printed."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
