"""Compares what saved queries answer about articles with the facts that a careful reader noted in `*.gold.json`.

A quote counts where it shares half of the longer one with the quote noted; a rating by standard, grade and outcome.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspectkg.graph.building import build
from inspectkg.graph.export import serialise
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.running import run_on_files

QUOTED = ("findings", "recommendations", "statistics", "pledges")


@dataclass
class Tally:
    """How many facts were noted, told, and both."""

    noted: int = 0
    told: int = 0
    hit: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.hit / (self.noted + self.told) if self.noted + self.told else 1.0


def rows_by_source(
    articles: Iterable[Path], graph: Path, names: Iterable[str]
) -> dict[str, dict[str, list[dict[str, str]]]]:
    """What the saved queries NAMES answer on the graph of ARTICLES, by query and by the article's file name."""
    graph.write_bytes(serialise(build(list(articles)).quads, "trig"))
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for name in names:
        answer = run_on_files(load_query(name), [graph], {})
        for values in answer.rows:
            row = {c: v.value for c, v in zip(answer.columns, values, strict=True) if v is not None}
            found.setdefault(name, {}).setdefault(row["source"], []).append(row)
    return found


def compare(kind: str, gold: dict[str, Any], rows: list[dict[str, str]], text: str, tally: Tally) -> None:
    """Add what one article's ROWS of KIND have in common with GOLD to TALLY."""
    if kind == "ratings":
        noted = {(one["aspect"], one["grade"], bool(one["previous"])) for one in gold["ratings"]}
        told = {(row["aspect"], row["grade"], row["previous"] == "true") for row in rows}
        tally.noted += len(noted)
        tally.told += len(told)
        tally.hit += len(noted & told)
        return
    facts = gold["recommendations"]["items"] if kind == "recommendations" else gold[kind]
    tally.noted += len(facts)
    tally.told += len(rows)
    tally.hit += _paired([_span(text, fact["quote"]) for fact in facts], rows, facts, kind)


def _span(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def _paired(spans: list[tuple[int, int]], rows: list[dict[str, str]], facts: list[dict[str, Any]], kind: str) -> int:
    free = list(range(len(rows)))
    hit = 0
    for span, fact in zip(spans, facts, strict=True):
        for index in free:
            start = int(rows[index]["start"])
            if _same_words(span, (start, start + len(rows[index]["quote"]))) and _same_numbers(fact, rows[index], kind):
                free.remove(index)
                hit += 1
                break
    return hit


def _same_words(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= 0.5 * max(one[1] - one[0], other[1] - other[0])


def _same_numbers(fact: dict[str, Any], row: dict[str, str], kind: str) -> bool:
    names = {"statistics": ("numerator", "denominator", "percent"), "pledges": ("value",)}.get(kind, ())
    return all(
        (float(row[n]) if n in row else None) == (float(fact[n]) if fact[n] is not None else None) for n in names
    )


def read_gold(path: Path) -> dict[str, Any]:
    """The facts noted in one file."""
    return json.loads(path.read_text(encoding="utf-8"))
