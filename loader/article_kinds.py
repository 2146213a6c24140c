"""Tells what kind of text an article is: a release, a news report, a council's paper, a ministry's answer, a blog."""

from __future__ import annotations

from typing import Final

from .rules import rules
from .text import fold

#: The kinds by slug -> what each is; where the lines speak for two as much, the one that stands first holds.
KINDS: Final = {
    "inspectorate-release": "a news release of the inspectorate",
    "council-paper": "a paper for a council, a committee or a partnership",
    "government-response": "what a ministry or its agency publishes",
    "blog": "one writer's own pages",
    "news": "a report of a newspaper, broadcaster or agency",
    "other": "none of these, as far as its lines tell",
}


def article_kind(text: str) -> str:
    """The kind of the article TEXT, a slug of KINDS: the one that most rules of article-kinds.toml read a line for."""
    lines = [fold(line).strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    told = dict.fromkeys(KINDS, 0)
    for rule in rules("article-kinds", "line"):
        told[rule.value] += any(rule.search(line) for line in lines)
    best = max(told, key=lambda kind: told[kind])
    return best if told[best] else "other"
