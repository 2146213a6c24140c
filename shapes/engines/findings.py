"""What an engine gives back: results as terms, without a word for people. The same for every engine."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from ..report import Path, Term


@dataclass(frozen=True, slots=True)
class Finding:
    """One result as the engine gives it: terms, the node of the shape, and every message."""

    severity: str
    shape: Term
    focus: Term
    path: Path | None
    value: Term | None
    component: str
    constraint: Term | None
    messages: tuple[ox.Literal, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found, unsorted, the engine that ran, and what its reader should know of the run itself."""

    findings: list[Finding]
    engine: str
    notes: tuple[str, ...] = ()


class UnsupportedError(Exception):
    """Something that the compiled engine leaves to the reference: never an error for the user, only a choice."""
