"""Settles which of several articles are one and the same: one address, or one text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ..loader.documents.article import Article

Read = tuple[Path, Article]
Kept = tuple[Article, list[Path]]


def distinct(read: Iterable[Read]) -> tuple[list[Kept], list[str]]:
    """The articles READ, each once, by name, with the files it stands in; and a note on each file that was left out.

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
    by_text = {article.sha256: (article, paths) for article, paths in reversed(kept)}
    for path, article in ordered:
        if article.told.url:
            continue
        if article.sha256 in by_text:
            known, paths = by_text[article.sha256]
            paths.append(path)
            notes.append(_same(path, known))
        else:
            by_text[article.sha256] = (article, [path])
            kept.append(by_text[article.sha256])
    return sorted(kept, key=lambda one: (one[0].name, one[0].told.url, one[0].sha256)), notes


def _newest(same: list[Read], notes: list[str]) -> Kept:
    """The state of a page to take among those in several files."""
    _, chosen = max(same, key=lambda one: _state(one[1]))
    paths: list[Path] = []
    for path, article in same:
        if article.sha256 == chosen.sha256:
            paths.append(path)
            notes += [] if article is chosen else [_same(path, chosen)]
        else:
            notes.append(f"note: {path}: an earlier state of the page that {chosen.name} has; left out")
    return chosen, paths


def _same(path: Path, known: Article) -> str:
    return f"note: {path}: the same text as another file; read once, as {known.name}"


def _state(article: Article) -> tuple[bool, float, int]:
    """What tells a later state of a page from an earlier one: whole, changed last, longest."""
    changed: datetime | None = article.told.modified
    return not article.told.teaser, changed.timestamp() if changed else 0.0, len(article.text)
