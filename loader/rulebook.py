"""Tells what the rule is that a claim names: its label, and what it reads, with an example."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

from .rules import FOLDER, rules

#: Where the rules of each kind of statement are kept: file and kinds of rules.
_KEPT: Final = {
    "finding": (("polarity", "cue"), ("polarity", "negation")),
    "inspection": (("recommendations", "count"),),
    "person": (("people", "role"),),
    "pledge": (("pledges", "commitment"),),
    "rating": (("ratings", "licence"), ("ratings", "carried"), ("ratings", "capital"), ("ratings", "again")),
    "recommendation": (("recommendations", "asks"), ("recommendations", "lead")),
    "statistic": (("statistics", "share"),),
}


@cache
def rulebook() -> dict[str, tuple[str, str]]:
    """Every rule that a claim may name -> its label and its definition."""
    found: dict[str, tuple[str, str]] = {}
    for statement, kept in _KEPT.items():
        for file, kind in kept:
            for rule in rules(file, kind):
                example = rule.examples[0].replace("\x01", "…").replace("\x02", "…").strip(" ,")
                article = "an" if statement[0] in "aeiou" else "a"
                found[f"{statement}-{rule.id}"] = (
                    f"{statement}: {rule.id.replace('-', ' ')}",
                    f"Reads {article} {statement} from words such as: {example}",
                )
    mechanisms = tomllib.loads((FOLDER / "mechanisms.toml").read_text(encoding="utf-8"))["mechanism"]
    for name, definition in mechanisms.items():
        statement, _, rest = name.partition("-")
        found[name] = (f"{statement}: {rest.replace('-', ' ')}", definition)
    return found
