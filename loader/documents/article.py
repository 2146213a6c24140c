"""An article: its text, and what the file it was read from tells of it beside the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from ..blocks import Kind
from ..text import Span


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells beside its text; "", None and () where it does not."""

    url: str = ""
    """The article's address on the web, normalised."""
    headline: str = ""
    published: date | None = None
    modified: datetime | None = None
    """When the article was last changed, in British time."""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    """A language tag in lower case, such as `en-gb`."""
    kinds: tuple[tuple[Span, Kind], ...] = ()
    """The kinds of the lines that the file marks as more than a paragraph."""
    teaser: bool = False
    """The file holds only the beginning or a summary of the article, as many feeds do."""

    @property
    def foreign(self) -> bool:
        """Whether the file tells a language that is not English."""
        return bool(self.language) and self.language.partition("-")[0] != "en"


NOTHING_TOLD: Final = Told()


@dataclass(frozen=True, slots=True)
class Article:
    """An article: the name of its file (`NAME#N` for item N of a feed), its text, and what the file tells beside it.

    The text of a text file is what stands in it, decoded, without a byte order mark, its lines ended by LF; that of
    other files is extracted: one block a line, the headline first, white space made single spaces.
    """

    name: str
    text: str
    told: Told = NOTHING_TOLD
    file_sha256: str = ""
    """The SHA-256 of the file as it lies on the disk."""
    notes: tuple[str, ...] = ()
    """What a user should know of how the file was read."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


class Line(NamedTuple):
    """One block of a document whose text is extracted; a MARK (bullet, number) stands in front of a list item."""

    kind: Kind
    text: str
    mark: str = ""

    @property
    def whole(self) -> str:
        """The line as it stands in the article's text."""
        return f"{self.mark} {self.text}" if self.mark else self.text


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it was read: the lines of its story, what it tells of itself, and notes for the user."""

    lines: list[Line]
    told: Told
    notes: tuple[str, ...] = ()
    text: str = ""
    """The text of a document that is taken as it stands, and has no lines."""


def has_body(lines: Iterable[Line]) -> bool:
    """Whether LINES are more than headlines and captions."""
    return any(line.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE) for line in lines)


def composed(lines: Iterable[Line]) -> tuple[str, tuple[tuple[Span, Kind], ...]]:
    """The text made of LINES, and the kinds of those that are more than a paragraph."""
    written: list[str] = []
    kinds: list[tuple[Span, Kind]] = []
    start = 0
    for line in lines:
        whole = line.whole
        if line.kind is not Kind.PARAGRAPH:
            kinds.append((Span(start, start + len(whole)), line.kind))
        written.append(whole)
        start += len(whole) + 1
    return "\n".join(written), tuple(kinds)
