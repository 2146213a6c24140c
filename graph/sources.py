"""Articles with what was read from them, as the graph is made of, and the short keys that things are known by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..loader.documents.addresses import compared
from ..loader.documents.article import Article
from ..loader.statements import Reading

_KEY_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Source:
    """An article with all that was read from it."""

    article: Article
    reading: Reading
    key: str = field(init=False)
    """The key of the document: the first sixteen hexadecimal digits of its address's hash, else of its text's."""
    files: tuple[Path, ...] = field(default=(), compare=False)
    """The files that the article was read from; no part of what the graph says."""
    shown: str = field(default="", compare=False)
    """What messages call the article: its name, with as many folders as tell it from the others."""

    def __post_init__(self) -> None:
        url = self.article.told.url
        known_by = hashlib.sha256(compared(url).encode("utf-8")).hexdigest() if url else self.article.sha256
        object.__setattr__(self, "key", known_by[:_KEY_LENGTH])
        object.__setattr__(self, "shown", self.shown or self.article.name)


def digest(*parts: object) -> str:
    """Eight hexadecimal digits that tell PARTS apart."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8")).hexdigest()[:8]
