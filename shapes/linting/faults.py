"""What the lint can find: the table of checks.toml, and one finding of one of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from ..report import LINT, Severity, Term

#: The kinds of what the lint finds: each is this and the name of the check.
COMPONENT: Final = LINT
_FILE: Final = Path(__file__).parent / "checks.toml"


@dataclass(frozen=True, slots=True)
class Check:
    """One row of checks.toml; `stops` where shapes with this fault cannot be run."""

    severity: Severity
    title: str
    message: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What the check CHECK found at NODE: its predicate and value at fault, and the words for the message."""

    check: str
    node: Term
    predicate: str | None = None
    value: Term | None = None
    words: Mapping[str, object] = field(default_factory=dict[str, object], hash=False)

    @property
    def message(self) -> str:
        """What is wrong and how to mend it."""
        return " ".join(checks()[self.check].message.format_map(self.words).split())


@cache
def checks() -> dict[str, Check]:
    """Every check by its name."""
    rows = tomllib.loads(_FILE.read_text("utf-8"))["check"]
    names = ("severity", "title", "message", "stops")
    return {key: Check(**{name: row[name] for name in names if name in row}) for key, row in rows.items()}
