"""Cases for the evaluation: two articles with facts noted and told, and ways in which these differ."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspectkg.evaluation.comparison import Comparison

FOLDER = Path(__file__).parent / "evaluation"
ARTICLES = ("derby", "football")


@dataclass(frozen=True)
class Case:
    """Texts and noted facts by article, and rows told by saved query."""

    name: str
    texts: dict[str, str]
    golds: dict[str, Any]
    rows: dict[str, list[dict[str, str]]]

    def comparisons(self) -> Iterator[Comparison]:
        """The articles, to be compared."""
        for name in self.golds:
            source = f"{name}.txt"
            rows = {query: [row for row in rows if row["source"] == source] for query, rows in self.rows.items()}
            yield Comparison(source, self.texts[name], self.golds[name], rows)


def cases() -> list[Case]:
    """All cases of cases.toml, each a change of the same two articles."""
    texts = {name: (FOLDER / f"{name}.txt").read_text("utf-8") for name in ARTICLES}
    golds = {name: json.loads((FOLDER / f"{name}.gold.json").read_text("utf-8")) for name in ARTICLES}
    rows = json.loads((FOLDER / "answers.json").read_text("utf-8"))
    changes = tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))
    found = [Case("everything-right", texts, golds, rows)]
    for kind in ("gold", "rows"):
        for name, change in changes[kind].items():
            case = Case(name, texts, copy.deepcopy(golds), copy.deepcopy(rows))
            _change(case.golds["derby"] if kind == "gold" else case.rows, change)
            found.append(case)
    return found


def broken(change: str, by: str) -> bytes:
    """The facts noted in derby.txt with one CHANGE in them."""
    text = (FOLDER / "derby.gold.json").read_text("utf-8")
    assert change in text
    return text.replace(change, by, 1).encode()


def articles(folder: Path) -> Path:
    """FOLDER, filled with the two articles and the facts noted in them."""
    folder.mkdir()
    for name in ARTICLES:
        for suffix in (".txt", ".gold.json"):
            (folder / f"{name}{suffix}").write_bytes((FOLDER / f"{name}{suffix}").read_bytes())
    return folder


def _change(value: Any, change: dict[str, Any]) -> None:
    for place, new in change.get("set", {}).items():
        holder, key = _held(value, place)
        if isinstance(holder, list) and key == len(holder):
            holder.append(new)
        else:
            holder[key] = new
    for place in change.get("delete", ()):
        holder, key = _held(value, place)
        del holder[key]


def _held(value: Any, place: str) -> tuple[Any, Any]:
    """What holds the thing at PLACE, and under which key."""
    *path, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for part in path:
        value = value[part]
    return value, last
