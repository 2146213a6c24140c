"""Settles which of several articles are one and the same: one address, or one text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..loader.documents.article import Article


@dataclass(frozen=True, slots=True)
class Card:
    """What tells one article from others: its file, name, address and text, and how late and whole a state it is.

    NUMBER is its place among all that were read.
    """

    number: int
    path: Path
    name: str
    url: str
    sha256: str
    state: tuple[bool, float, int]
    """What tells a later state of a page from an earlier one: whole, changed last, longest."""


Kept = tuple[Card, list[Path]]


def card_of(article: Article, path: Path, number: int) -> Card:
    """The card of ARTICLE, which stands in the file PATH and is the NUMBER-th that was read."""
    told = article.told
    state = not told.teaser, told.modified.timestamp() if told.modified else 0.0, len(article.text)
    return Card(number, path, article.name, told.url, article.sha256, state)


def distinct(read: Iterable[Card]) -> tuple[list[Kept], list[str]]:
    """The articles READ, each once, by name, with the files it stands in; and a note on each file that was left out.

    Of several states of one page the one changed last is taken, else the longest. Of one text in several files without
    different addresses, the one that tells its address, else the one whose name comes first.
    """
    ordered = sorted(read, key=lambda card: (card.name, str(card.path), card.number))
    notes: list[str] = []
    addressed: dict[str, list[Card]] = defaultdict(list)
    for card in ordered:
        if card.url:
            addressed[card.url].append(card)
    kept = [_newest(same, notes) for same in addressed.values()]
    by_text = {card.sha256: (card, paths) for card, paths in reversed(kept)}
    for card in ordered:
        if card.url:
            continue
        if card.sha256 in by_text:
            known, paths = by_text[card.sha256]
            paths.append(card.path)
            notes.append(_same(card.path, known))
        else:
            by_text[card.sha256] = (card, [card.path])
            kept.append(by_text[card.sha256])
    return sorted(kept, key=lambda one: (one[0].name, one[0].url, one[0].sha256)), notes


def _newest(same: list[Card], notes: list[str]) -> Kept:
    """The state of a page to take among those in several files."""
    chosen = max(same, key=lambda card: card.state)
    paths: list[Path] = []
    for card in same:
        if card.sha256 == chosen.sha256:
            paths.append(card.path)
            notes += [] if card is chosen else [_same(card.path, chosen)]
        else:
            notes.append(f"note: {card.path}: an earlier state of the page that {chosen.name} has; left out")
    return chosen, paths


def _same(path: Path, known: Card) -> str:
    return f"note: {path}: the same text as another file; read once, as {known.name}"
