"""Settles which of several articles are one and the same: one address, or one text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..loader.documents.addresses import compared
from ..loader.documents.article import Article
from ..loader.statements import Reading
from ..loader.text import fold
from .copies import runs

#: The share of the shorter text's runs of words that two states of one page have in common at least.
_STATE: Final = 0.3


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
    """What tells a later state of a page from an earlier one: whole, changed last, the longest story."""
    shared: bool = False
    """Another story tells the same address, so that this one is known by its text."""

    @property
    def dated(self) -> bool:
        """Whether the article tells when it was last changed."""
        return bool(self.state[1])


Kept = tuple[Card, list[Path]]
TextOf = Callable[[Card], str]


def card_of(article: Article, reading: Reading, path: Path, number: int) -> Card:
    """The card of ARTICLE, with its READING, which stands in the file PATH and is the NUMBER-th that was read."""
    told = article.told
    length = sum(map(len, reading.sentences))
    state = not told.teaser, told.modified.timestamp() if told.modified else 0.0, length
    return Card(number, path, article.name, told.url, article.sha256, state)


def distinct(read: Iterable[Card], text_of: TextOf) -> tuple[list[Kept], list[str]]:
    """The articles READ, each once, by name, with the files it stands in; and a note on each file that was left out.

    Of several states of one page the one changed last is taken, else the one with the longest story. Where files of one
    address tell different stories, as TEXT_OF tells, each is taken, and known by its text. Of one text in several files
    without different addresses, the one that tells its address, else the one whose name comes first.
    """
    ordered = sorted(read, key=lambda card: (card.name, str(card.path), card.number))
    notes: list[str] = []
    addressed: dict[str, list[Card]] = defaultdict(list)
    for card in ordered:
        if card.url:
            addressed[compared(card.url)].append(card)
    kept: list[Kept] = []
    shared: set[int] = set()
    for same in addressed.values():
        pages = _pages(same, text_of)
        if len(pages) > 1:
            shared |= {card.number for card in same}
            notes.append(_different(same))
        else:
            kept += [_newest(page, notes) for page in pages]
    by_text = {card.sha256: (card, paths) for card, paths in reversed(kept)}
    for card in ordered:
        if card.url and card.number not in shared:
            continue
        if card.sha256 in by_text:
            known, paths = by_text[card.sha256]
            paths.append(card.path)
            notes.append(_same(card.path, known))
        else:
            by_text[card.sha256] = (replace(card, shared=card.number in shared), [card.path])
            kept.append(by_text[card.sha256])
    return sorted(kept, key=lambda one: (one[0].name, one[0].url, one[0].sha256)), notes


def shortest_names(kept: Sequence[Kept]) -> list[str]:
    """For each of the articles KEPT its name, with as many folders in front as tell it from the others."""
    parts = [(*paths[0].parts[:-1], card.name) for card, paths in kept]
    found = [""] * len(parts)
    open_ones, size = list(range(len(parts))), 1
    while open_ones:
        names = {index: "/".join(parts[index][-size:]) for index in open_ones}
        counts = Counter(names.values())
        found = [names.get(index, name) for index, name in enumerate(found)]
        open_ones = [index for index in open_ones if counts[names[index]] > 1 and size < len(parts[index])]
        size += 1
    return found


def _pages(same: Sequence[Card], text_of: TextOf) -> list[list[Card]]:
    """The cards of one address, page by page: states of one page are together.

    A beginning of an article, and what tells its last change, belong to the page whatever they say.
    """
    pages: list[tuple[set[int], list[Card]]] = []
    for card in same if len({card.sha256 for card in same}) > 1 else ():
        mine = runs([fold(text_of(card))])
        page = next((cards for theirs, cards in pages if _is_state(card, mine, cards[0], theirs)), None)
        if page is None:
            pages.append((mine, [card]))
        else:
            page.append(card)
    return [cards for _, cards in pages] or [list(same)]


def _is_state(one: Card, mine: set[int], other: Card, theirs: set[int]) -> bool:
    """Whether two cards of one address, with their runs of words, are states of one page."""
    told = (one.dated and other.dated) or not (one.state[0] and other.state[0])
    return told or len(mine & theirs) >= _STATE * min(len(mine), len(theirs))


def _newest(same: list[Card], notes: list[str]) -> Kept:
    """The state of a page to take among those in several files."""
    chosen = max(same, key=lambda card: (card.state, card.url.startswith("https"), -len(card.url)))
    paths: list[Path] = []
    for card in same:
        if card.sha256 == chosen.sha256:
            paths.append(card.path)
            notes += [] if card is chosen else [_same(card.path, chosen)]
        else:
            which = "an earlier" if card.dated and chosen.dated else "another"
            notes.append(f"note: {card.path}: {which} state of the page that {chosen.name} has; left out")
    return chosen, paths


def _different(cards: Sequence[Card]) -> str:
    files = ", ".join(str(card.path) for card in cards)
    told = f"tell one address, {cards[0].url}, and different stories"
    return f"warning: {files}: {told}; all are read, and known by their texts"


def _same(path: Path, known: Card) -> str:
    return f"note: {path}: the same text as another file; read once, as {known.name}"
