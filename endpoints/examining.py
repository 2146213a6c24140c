"""Examining an endpoint: small queries, whose answers are held against those of the embedded store."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from ..errors import EndpointError
from ..ontology.namespaces import ID
from ..queries import guard
from ..queries.answers import Answer, TripleSet, Verdict, plain
from ..queries.catalogue import SavedQuery, catalogue
from .simplifying import without_unset

GRAPH: Final = ID + "graph/doctor"
FILE: Final = Path(__file__).with_name("features.toml")
#: Averages and thirds agree if so much of them does.
NEAR: Final = Decimal("0.001")

AGREES, DIFFERS, FAILS, UNTRIED = "agrees", "differs", "fails", "not tried"

Ask = Callable[[SavedQuery], Answer]
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that an endpoint may do as others do: its QUERY gives ROWS, and questions that match USED need it."""

    id: str
    says: str
    query: SavedQuery
    rows: Rows
    used: str
    data: bool
    ordered: bool


@dataclass(frozen=True, slots=True)
class Found:
    """How an endpoint does with a feature: the VERDICT, what it gave instead, and the QUESTIONS that this hurts."""

    id: str
    says: str
    verdict: str
    detail: str
    questions: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong, as far as was tried."""
        return self.verdict in (AGREES, UNTRIED)

    @property
    def tried(self) -> bool:
        """Whether it could be asked for at all."""
        return self.verdict != UNTRIED


def features() -> list[Feature]:
    """All features, as features.toml has them."""
    return [_feature(raw) for raw in _raw()["feature"]]


def data_lines() -> list[str]:
    """The triples that some features need, as lines of N-Triples."""
    return [line + "\n" for line in _raw()["data"].splitlines() if line]


def examine(ask: Ask, wanted: Iterable[Feature], *, written: bool) -> list[Found]:
    """How the endpoint that ASK asks does with the features WANTED; WRITTEN: the triples of the data are there."""
    texts = {name: _sent(query) for name, query in catalogue().items()}
    return [_found(each, ask, texts, written=written) for each in wanted]


def rows_of(answer: Answer) -> list[tuple[str, ...]]:
    """ANSWER as rows of text."""
    if isinstance(answer, Verdict):
        return [("true" if answer.holds else "false",)]
    if isinstance(answer, TripleSet):
        return [(str(triple),) for triple in answer.triples]
    return [tuple("" if term is None else plain(term) for term in row) for row in answer.rows]


def same(got: Rows, wanted: Rows, *, ordered: bool) -> bool:
    """Whether two answers agree: numbers by value, rows in any order unless ORDERED."""
    if not ordered:
        got, wanted = sorted(map(tuple, got)), sorted(map(tuple, wanted))
    return len(got) == len(wanted) and all(
        len(ours) == len(theirs) and all(map(_alike, ours, theirs)) for ours, theirs in zip(got, wanted, strict=True)
    )


def _found(feature: Feature, ask: Ask, texts: dict[str, str], *, written: bool) -> Found:
    verdict, detail = UNTRIED, "needs triples of its own: give --store"
    if written or not feature.data:
        try:
            got = rows_of(ask(feature.query))
        except EndpointError as error:
            verdict, detail = FAILS, str(error)
        else:
            agrees = same(got, feature.rows, ordered=feature.ordered)
            verdict = AGREES if agrees else DIFFERS
            detail = "" if agrees else f"gave {_shown(got)} instead of {_shown(feature.rows)}"
    hurt = [name for name, text in texts.items() if re.search(feature.used, text)]
    return Found(feature.id, feature.says, verdict, detail, () if verdict in (AGREES, UNTRIED) else tuple(hurt))


def _sent(query: SavedQuery) -> str:
    return guard.blanked(without_unset(guard.without_comments(query.text)))


def _shown(rows: Rows) -> str:
    text = " | ".join(", ".join(cell or "nothing" for cell in row) for row in rows) or "no row"
    return text if len(text) <= 80 else text[:80] + " …"


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return abs(Decimal(one) - Decimal(other)) < NEAR
    except InvalidOperation:
        return False


def _raw() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def _feature(raw: dict[str, Any]) -> Feature:
    text = str(raw["query"])
    form = guard.check(text, FILE.name)
    query = SavedQuery(str(raw["id"]), text, form, FILE, own=True)
    rows = tuple(tuple(map(str, row)) for row in raw["rows"])
    return Feature(
        query.name, str(raw["says"]), query, rows, str(raw["used"]), bool(raw.get("data")), bool(raw.get("ordered"))
    )
