"""An evaluation as text for people, JSON, CSV or Markdown; the same bytes at every run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from ..errors import UsageError
from ..ontology.namespaces import PREFIXES
from ..paragraphs import WIDTH, fitted, wrapped
from ..queries.answers import Table
from ..queries.formats import render as render_table
from ..queries.layout import lay_out
from .comparison import Difference
from .evaluating import Evaluation
from .figures import FACTS, KINDS, MATCHED, Figures, Share, Tally

FORMATS: Final = ("text", "json", "csv", "markdown")
#: The kinds that the short table of articles has, under headings that leave room for the article's name.
SHORT: Final = {
    "inspected": "bodies", "ratings": "grades", "findings": "find.", "statistics": "stat.", "recommendations": "recom.",
    "pledges": "pledg.", "people": "people",
}  # fmt: skip
_ROW: Final = ("article", "name", "gold", "said", "hit", "precision", "recall", "f1", "right", "of", "value")

Cell = str | int | float | None


def render(evaluation: Evaluation, format: str = "text", *, articles: bool = False, details: bool = False) -> str:
    """EVALUATION in FORMAT, one of FORMATS; UsageError where it is none of them.

    ARTICLES adds the figures of each article, DETAILS everything that differs; as CSV, which is one table, DETAILS
    gives what differs in place of the figures.
    """
    if format == "text":
        return _text(evaluation, articles, details)
    if format == "json":
        return json.dumps(_value(evaluation, articles, details), ensure_ascii=False, indent=1) + "\n"
    if format == "csv":
        return render_table(differences(evaluation.differences) if details else _long(evaluation, articles), "csv")
    if format == "markdown":
        return _markdown(evaluation, articles, details)
    raise UsageError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")


def kinds(figures: Figures) -> Table:
    """The counts of each kind, with precision, recall and F1."""
    rows = [(name, *_counts(tally), KINDS[name]) for name, tally in figures.kinds.items()]
    return _table(("kind", "gold", "said", "hit", "precision", "recall", "F1", "what"), rows)


def matched(figures: Figures) -> Table:
    """What is right of the facts that matched."""
    rows = [(name, share.right, share.of, share.value, MATCHED[name]) for name, share in figures.matched.items()]
    return _table(("where matched", "right", "of", "share", "what"), rows)


def articles(by_article: Mapping[str, Figures]) -> Table:
    """The F1 of the main kinds for each article, empty where nothing of a kind was noted or told."""
    rows = [
        (figures.facts if figures.noted else None, *(_f1(figures.kinds[name]) for name in SHORT), name)
        for name, figures in by_article.items()
    ]
    return _table(("facts", *SHORT.values(), "article"), rows)


def differences(found: Iterable[Difference]) -> Table:
    """Everything that differs, one row each."""
    return _table(Difference._fields, [tuple(one) for one in found])


def _text(evaluation: Evaluation, by_article: bool, details: bool) -> str:
    figures = evaluation.figures
    parts = [lay_out(kinds(figures)), "\n".join(_lines(figures)) + "\n", lay_out(matched(figures))]
    if by_article:
        parts.append("F1 of each article\n" + _articles_text(evaluation.by_article))
    if details:
        parts += _details(evaluation.differences)
    return "\n".join(parts)


def _lines(figures: Figures) -> list[str]:
    return [
        f"facts: {figures.facts:.3f}, the mean F1 of {', '.join(FACTS[:-1])} and {FACTS[-1]}",
        f"quotes that are not in their text: {figures.bad_quotes}",
        f"articles about something else: {figures.clean.right} of {figures.clean.of} left alone",
    ]


def _articles_text(by_article: Mapping[str, Figures]) -> str:
    """The short table; the name of an article comes last and is wrapped, whatever its length."""
    head, *rows = [[_shown(cell) for cell in row] for row in _cells(articles(by_article))]
    wide = [max(map(len, column)) for column in list(zip(head, *rows, strict=True))[:-1]]
    margin = sum(wide) + 2 * len(wide)
    lines: list[str] = []
    for row in (head, *rows):
        numbers = "".join(f"{cell:>{width}}  " for cell, width in zip(row, wide, strict=False))
        name = fitted(row[-1], WIDTH - margin)
        lines += [numbers + name[0], *(" " * margin + part for part in name[1:])]
    return "\n".join(lines) + "\n"


def _details(found: Sequence[Difference]) -> list[str]:
    """What differs in each article, a paragraph for each thing."""
    parts: list[str] = []
    for article, same in groupby(found, key=lambda one: one.article):
        lines = [_safe(article)]
        for one in same:
            place = f"line {one.line}" if one.line else ""
            head = f"  {place:9} {one.how:10} "
            lines += wrapped(f"{one.kind}: {_safe(one.fact)}", head)
        parts.append("\n".join(lines) + "\n")
    return parts or ["nothing differs\n"]


def _markdown(evaluation: Evaluation, by_article: bool, details: bool) -> str:
    figures = evaluation.figures
    parts = [render_table(kinds(figures), "markdown"), "".join(f"- {line}\n" for line in _lines(figures))]
    parts.append(render_table(matched(figures), "markdown"))
    parts += [render_table(articles(evaluation.by_article), "markdown")] if by_article else []
    parts += [render_table(differences(evaluation.differences), "markdown")] if details else []
    return "\n".join(parts)


def _value(evaluation: Evaluation, by_article: bool, details: bool) -> dict[str, Any]:
    """The evaluation as JSON: the total, and what else is asked for."""
    value = _figures(evaluation.figures)
    if by_article:
        value["articles"] = {name: _figures(figures) for name, figures in evaluation.by_article.items()}
    if details:
        value["differences"] = [one._asdict() for one in evaluation.differences]
    return value


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "facts": _rounded(figures.facts),
        "kinds": {
            name: dict(zip(_ROW[2:8], map(_rounded, _counts(tally)), strict=True))
            for name, tally in figures.kinds.items()
        },
        "matched": {
            name: {"right": share.right, "of": share.of, "value": _rounded(share.value)}
            for name, share in figures.matched.items()
        },
        "bad_quotes": figures.bad_quotes,
        "clean": {"right": figures.clean.right, "of": figures.clean.of},
    }


def _long(evaluation: Evaluation, by_article: bool) -> Table:
    """One row a figure: those of all articles together, whose name is empty, and of each where asked for."""
    found = {"": evaluation.figures, **(evaluation.by_article if by_article else {})}
    rows: list[tuple[Cell, ...]] = []
    for article, figures in found.items():
        rows += [(article, name, *_counts(tally), None, None, None) for name, tally in figures.kinds.items()]
        rows += [(article, name, *_shares(share)) for name, share in figures.matched.items()]
        rows.append((article, "facts", *[None] * 8, figures.facts))
        rows.append((article, "bad_quotes", *[None] * 8, figures.bad_quotes))
        rows.append((article, "clean", *_shares(figures.clean)))
    return _table(_ROW, rows, digits=4)


def _counts(tally: Tally) -> tuple[int, int, int, float, float, float]:
    return tally.gold, tally.said, tally.hit, tally.precision, tally.recall, tally.f1


def _shares(share: Share) -> tuple[Cell, ...]:
    return (*[None] * 6, share.right, share.of, share.value)


def _f1(tally: Tally) -> float | None:
    return tally.f1 if tally.gold or tally.said else None


def _rounded(value: float | None) -> float | None:
    """VALUE to four digits: more would be noise; whole numbers stay whole."""
    return round(value, 4) if isinstance(value, float) else value


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], digits: int = 3) -> Table:
    return Table(tuple(columns), tuple(tuple(_term(cell, digits) for cell in row) for row in rows))


def _term(cell: Cell, digits: int) -> Literal | None:
    if cell is None or isinstance(cell, str):
        return None if cell is None else Literal(_safe(cell))
    number = f"{cell:.{digits}f}" if isinstance(cell, float) else str(cell)
    kind = "decimal" if isinstance(cell, float) else "integer"
    return Literal(number, datatype=NamedNode(PREFIXES["xsd"] + kind))


def _cells(table: Table) -> list[list[str | None]]:
    rows = [[None if cell is None else str(getattr(cell, "value", cell)) for cell in row] for row in table.rows]
    return [list(table.columns), *rows]


def _shown(cell: str | None) -> str:
    return "-" if cell is None else cell


def _safe(text: str) -> str:
    """TEXT in one line, without what could steer a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
