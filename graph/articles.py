"""Settles which of several articles are one and the same: one address, or one text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ..loader.documents.article import Article

Read = tuple[Path, Article]


def distinct(read: Iterable[Read]) -> tuple[list[Article], list[str]]:
    """The articles READ, each once, by name; and a note on each that was left out, as the same as another.

    Of several states of one page the one changed last is taken, else the longest. Of one text in several files without
    different addresses, the one that tells its address, else the one whose name comes first.
    """
    ordered = sorted(read, key=lambda one: (one[1].name, str(one[0])))
    notes: list[str] = []
    addressed: dict[str, list[Read]] = defaultdict(list)
    for one in ordered:
        if one[1].told.url:
            addressed[one[1].told.url].append(one)
    kept = [_newest(same, notes) for same in addressed.values()]
    texts = {article.sha256: article for _, article in reversed(kept)}
    for path, article in ordered:
        if article.told.url:
            continue
        known = texts.setdefault(article.sha256, article)
        if known is article:
            kept.append((path, article))
        else:
            notes.append(f"note: {path}: the same text as another file; read once, as {known.name}")
    return sorted((article for _, article in kept), key=lambda one: (one.name, one.told.url, one.sha256)), notes


def _newest(same: list[Read], notes: list[str]) -> Read:
    """The state of a page to take among those in several files."""
    chosen = max(same, key=lambda one: _state(one[1]))
    for path, article in same:
        if article is chosen[1]:
            continue
        if article.sha256 == chosen[1].sha256:
            notes.append(f"note: {path}: the same text as another file; read once, as {chosen[1].name}")
        else:
            notes.append(f"note: {path}: an earlier state of the page that {chosen[1].name} has; left out")
    return chosen


def _state(article: Article) -> tuple[bool, float, int]:
    """What tells a later state of a page from an earlier one: whole, changed last, longest."""
    changed: datetime | None = article.told.modified
    return not article.told.teaser, changed.timestamp() if changed else 0.0, len(article.text)
