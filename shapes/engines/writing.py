"""Outcomes as JSON and back: terms in N-Triples, each once, and findings that point at them by number."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox

from ..report import Path, Term
from .findings import Finding, Outcome


def write_outcome(outcome: Outcome) -> bytes:
    """OUTCOME as JSON."""
    numbers: dict[Term, int] = {}

    def number(term: Term | None) -> int | None:
        return None if term is None else numbers.setdefault(term, len(numbers))

    findings = [
        [
            one.severity,
            number(one.shape),
            number(one.focus),
            None if one.path is None else _path(one.path),
            number(one.value),
            one.component,
            number(one.constraint),
            [number(message) for message in one.messages],
        ]
        for one in outcome.findings
    ]
    value = {"engine": outcome.engine, "notes": outcome.notes, "terms": list(map(str, numbers)), "findings": findings}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_outcome(data: bytes) -> Outcome:
    """The outcome that DATA holds; ValueError where it holds none."""
    try:
        value: Any = json.loads(data)
        terms = _terms(value["terms"])
        findings = [_finding(row, terms) for row in value["findings"]]
        return Outcome(findings, _text(value["engine"]), tuple(map(_text, value["notes"])))
    except (KeyError, IndexError, TypeError, ValueError, SyntaxError, RecursionError) as error:
        raise ValueError("no outcome") from error


def _path(path: Path) -> Any:
    return path.iri if path.iri is not None else [path.operator, *map(_path, path.parts)]


def _read_path(value: Any) -> Path:
    if isinstance(value, str):
        return Path(iri=value)
    return Path(operator=_text(value[0]), parts=tuple(map(_read_path, value[1:])))


def _terms(texts: list[str]) -> list[Term]:
    """The terms that TEXTS are in N-Triples."""
    lines = "".join(f"<urn:s> <urn:p> {text} .\n" for text in texts)
    found = [quad.object for quad in ox.parse(input=lines, format=ox.RdfFormat.N_TRIPLES)]
    terms = [term for term in found if not isinstance(term, ox.Triple)]
    if len(terms) != len(texts):
        raise ValueError("no terms")
    return terms


def _finding(row: Any, terms: list[Term]) -> Finding:
    def term(number: int) -> Term:
        return terms[number]

    messages = [term(number) for number in row[7]]
    return Finding(
        severity=_text(row[0]),
        shape=term(row[1]),
        focus=term(row[2]),
        path=None if row[3] is None else _read_path(row[3]),
        value=None if row[4] is None else term(row[4]),
        component=_text(row[5]),
        constraint=None if row[6] is None else term(row[6]),
        messages=tuple(message for message in messages if isinstance(message, ox.Literal)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
