"""Questions that no saved query answers: named, with the reason, so that nobody looks for the answer in vain."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "gaps.toml"


@dataclass(frozen=True, slots=True)
class Gap:
    """A question of the numbered ones that the graph cannot answer, why, and what comes nearest to an answer."""

    number: int
    question: str
    reason: str
    instead: str


def gaps() -> list[Gap]:
    """All gaps, by number."""
    found = tomllib.loads(FILE.read_text("utf-8"))["gap"]
    return sorted((Gap(**entry) for entry in found), key=lambda gap: gap.number)
