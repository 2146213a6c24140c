"""What the reader did not understand, as data: the kinds of problems, their messages, and what to do about them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..errors import RuleError

FILE: Final = Path(__file__).with_name("problems.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its slug, its LABEL in a report, and what can be done about it."""

    slug: str
    label: str
    advice: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One way in which something was not understood; MESSAGE has {words} where it names what it is about."""

    slug: str
    kind: Kind
    message: str
    build: bool
    """Whether it is a note of `inspectkg build`, too."""
    example: str


@cache
def problem_kinds() -> dict[str, Kind]:
    """The kinds of problems by slug, in the order in which they are reported."""
    return {slug: Kind(slug, one["label"], one["advice"]) for slug, one in _content()["kind"].items()}


@cache
def problems() -> dict[str, Problem]:
    """Every problem by slug; RuleError where one names a kind that is not there."""
    kinds = problem_kinds()
    found: dict[str, Problem] = {}
    for slug, one in _content()["problem"].items():
        if one["kind"] not in kinds:
            raise RuleError(f"{FILE.name}: problem {slug}: no kind {one['kind']}; known are {', '.join(kinds)}")
        found[slug] = Problem(slug, kinds[one["kind"]], one["message"], one.get("build", True), one["example"])
    return found


@cache
def holds() -> dict[str, str]:
    """What a sentence may hold -> the words that say so, the most telling first."""
    return dict(_content()["holds"])


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
