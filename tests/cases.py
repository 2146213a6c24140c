"""Reads the cases of tests/classes and compares what saved queries answer about them with what a reader found.

tests/classes/classes.toml says how a case is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "classes"
LIST = FOLDER / "classes.toml"
QUERIES = ("inspections", "ratings", "findings", "statistics", "recommendations", "pledges", "people")

Fact = dict[str, Any]
Row = dict[str, str]

#: The fields that a fact of each kind may write.
FIELDS: dict[str, set[str]] = {
    "ratings": {"aspect", "grade", "body", "previous"},
    "findings": {"starts", "ends", "polarity", "topics", "agencies"},
    "statistics": {"numerator", "denominator", "percent", "qualifier", "previous"},
    "recommendations": {"starts", "ends", "agencies"},
    "pledges": {"by", "value", "unit", "deadline", "qualifier"},
    "people": {"name", "role"},
}
#: The fields that are checked though a fact does not write them, with what they then have to be.
ALWAYS: dict[str, dict[str, Any]] = {
    "ratings": {"previous": False},
    "statistics": {"numerator": None, "denominator": None, "percent": None},
    "pledges": {"value": None, "deadline": None},
}
KINDS = {*FIELDS, "inspected", "published", "count", "nothing"}

_MARKS = " \t\u00a0\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb\u0091\u0092\u0093\u0094"
_BODY_WORDS = re.compile(r"\b(?:the|probation|delivery|youth|justice|unit|service|region|pdu)\b|[^a-z ]")


@dataclass(frozen=True)
class Case:
    """A short text with the facts a reader found, by kind."""

    file: str
    group: str
    name: str
    text: str
    facts: Fact
    known_gap: bool


def classes() -> dict[str, list[str]]:
    """The names of the classes, by the file that holds their cases."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def cases() -> list[Case]:
    """All cases, in the order of their files."""
    return [case for file in classes() for case in _cases_of(file)]


def known_gaps(file: str) -> list[str]:
    """The ids of the cases of FILE that are known to be read wrongly."""
    return _read(file)["known_gaps"]


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))


def _cases_of(file: str) -> Iterator[Case]:
    content = _read(file)
    for raw in content["case"]:
        facts = {key: value for key, value in raw.items() if key not in {"class", "id", "text"}}
        yield Case(file, raw["class"], raw["id"], raw["text"], facts, raw["id"] in content["known_gaps"])


def differences(case: Case, answers: dict[str, list[Row]]) -> list[str]:
    """What the ANSWERS of the saved queries miss of CASE, and what they tell beside it, a line each."""
    found: list[str] = []
    for kind, noted in case.facts.items():
        if kind == "nothing":
            found += [f"{query}: extra:  {_shown(row)}" for query in QUERIES for row in answers.get(query, [])]
        elif kind in FIELDS:
            found += _unpaired(kind, noted, answers.get(kind, []))
        else:
            found += _of_inspections(kind, noted, answers.get("inspections", []))
    return found


def _of_inspections(kind: str, noted: Any, rows: list[Row]) -> list[str]:
    """Differences in what is known of the inspections themselves."""
    if kind == "inspected":
        wanted, got = {_body(one): one for one in noted}, {_body(row["body"]): row["body"] for row in rows}
    else:
        column = {"published": "published", "count": "recommendationCount"}[kind]
        wanted = {str(noted): str(noted)} if noted else {}
        got = {row[column]: row[column] for row in rows if column in row}
        if not rows:
            return [f"{kind}: missed: no inspection was read"]
    return [f"{kind}: missed: {wanted[one]}" for one in wanted if one not in got] + [
        f"{kind}: extra:  {got[one]}" for one in got if one not in wanted
    ]


def _unpaired(kind: str, noted: list[Fact], rows: list[Row]) -> list[str]:
    """The facts of NOTED that no row tells, and the rows that tell none of them."""
    free = _distinct(rows) if kind == "ratings" else list(rows)
    missed: list[Fact] = []
    for fact in noted:
        told = next((row for row in free if _tells(kind, row, fact)), None)
        if told is None:
            missed.append(fact)
        else:
            free.remove(told)
    return [f"{kind}: missed: {_shown(fact)}" for fact in missed] + [f"{kind}: extra:  {_shown(row)}" for row in free]


def _distinct(rows: list[Row]) -> list[Row]:
    """ROWS of ratings, each grade once, however often the text tells it."""
    return list({tuple(row[name] for name in ("body", "aspect", "grade", "previous")): row for row in rows}.values())


def _tells(kind: str, row: Row, fact: Fact) -> bool:
    return all(_SAME.get(name, _same)(name, row, value) for name, value in {**ALWAYS.get(kind, {}), **fact}.items())


def _same(name: str, row: Row, value: Any) -> bool:
    got = row.get(name)
    if value is None or got is None:
        return value is got
    return float(got) == float(value) if isinstance(value, int | float) else got.lower() == value.lower()


def _same_truth(name: str, row: Row, value: bool) -> bool:
    return row[name] == str(value).lower()


def _same_body(name: str, row: Row, value: str) -> bool:
    return _body(row.get(name, "")) == _body(value)


def _same_promiser(name: str, row: Row, value: str) -> bool:
    return value.lower() in row.get(name, "").lower()


def _starts(_: str, row: Row, value: str) -> bool:
    return row["quote"].strip(_MARKS).startswith(value.strip(_MARKS))


def _ends(_: str, row: Row, value: str) -> bool:
    return row["quote"].strip(_MARKS).endswith(value.strip(_MARKS))


def _names_at_least(name: str, row: Row, value: list[str]) -> bool:
    return set(value) <= set(row.get(name, "").split())


def _names_these(name: str, row: Row, value: list[str]) -> bool:
    return set(value) == set(row.get(name, "").split())


_SAME: dict[str, Callable[[str, Row, Any], bool]] = {
    "previous": _same_truth,
    "body": _same_body,
    "by": _same_promiser,
    "starts": _starts,
    "ends": _ends,
    "topics": _names_at_least,
    "agencies": _names_these,
}


def _body(name: str) -> str:
    """The words that tell one body from another, in order."""
    return " ".join(_BODY_WORDS.sub(" ", name.lower().replace("&", " and ")).split())


def _shown(facts: Fact) -> str:
    hidden = {"source", "start", "finding", "statement"}
    return ", ".join(f"{key}={value!r}" for key, value in facts.items() if key not in hidden)
