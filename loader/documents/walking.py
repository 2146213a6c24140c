"""Walks through the elements of a story and writes down its lines: one block each, of its kind, as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from ..blocks import Kind
from ..rules import any_of, rules
from ..text import fold
from .article import Line
from .furniture import is_caption, is_credit, kind_of
from .markup import BLOCKS, attribute, is_link, name, plain, text_of

_KINDS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    **dict.fromkeys(("figure", "figcaption", "caption"), Kind.CAPTION),
    "blockquote": Kind.QUOTE, "footer": Kind.PARAGRAPH, "table": Kind.PARAGRAPH, "li": Kind.ITEM,
}  # fmt: skip
_BREAK: Final = "\x0b"
_MARKED: Final = re.compile(r"(?:[•·▪◦●*–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_QUOTE_MARKS: Final = tuple("\"'“‘«„")
#: A line that is nothing but a link leads elsewhere, unless it is a whole sentence.
_SENTENCE: Final = re.compile(r".{60,}[.?!][\"'”’)]*")
#: An invitation to read on elsewhere is no longer.
_LONGEST_INVITATION: Final = 80
BULLET: Final = "•"


class _Place:
    """What the lines in an element are; a list item's first line has its mark."""

    __slots__ = ("kind", "mark")

    def __init__(self, kind: Kind, mark: str = "") -> None:
        self.kind = kind
        self.mark = mark


class Walker:
    """Reads the lines of a story; BYLINES is what stood in the elements that tell author and date."""

    def __init__(
        self,
        headline: html.HtmlElement | None,
        protected: set[html.HtmlElement],
        others: frozenset[html.HtmlElement] = frozenset(),
    ) -> None:
        """HEADLINE is left out, since it is written first; PROTECTED are never furniture; OTHERS are other stories."""
        self.bylines: list[str] = []
        self._headline = headline
        self._protected = protected
        self._others = others
        self._captions: list[html.HtmlElement] = []
        self._invited = False
        self._lines: list[Line] = []
        self._buffer: list[str] = []
        self._letters = self._linked = self._pre = 0
        self._links: list[html.HtmlElement] = []
        self._places = [_Place(Kind.PARAGRAPH)]
        self._counters: list[int | None] = []
        self._rows: list[list[list[Line]]] = []

    def walk(self, root: html.HtmlElement) -> list[Line]:
        """The lines of all that is in ROOT, in order."""
        self._protected = {*self._protected, root}
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: html.HtmlElement | None = None
        for event, element in walk:
            if event == "start":
                if element is not root and (element in self._others or self._left_out(element)):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._open(element)
                continue
            if element is skipped:
                skipped = None
            else:
                self._close(element)
            if element is not root:
                self._write(element.tail)
        self._flush()
        return self._lines

    def _left_out(self, element: html.HtmlElement) -> bool:
        if element is self._headline:
            self._flush()
            return True
        credit = self._places[-1].kind is Kind.CAPTION and is_credit(element)
        why = "credit" if credit else kind_of(element, self._protected)
        if why == "byline":
            self.bylines.append(text_of(element))
        if why and name(element) in BLOCKS:
            self._flush()
        return bool(why)

    def _open(self, element: html.HtmlElement) -> None:
        tag = _tag(element)
        captions = element not in self._protected and not is_link(element) and is_caption(element)
        if captions:
            self._captions.append(element)
        if tag in BLOCKS or captions:
            self._flush()
            self._enter(element, tag, Kind.CAPTION if captions else _KINDS.get(tag))
        elif tag == "br":
            self._buffer.append(_BREAK)
        elif tag == "q":
            self._write("“")
        elif is_link(element):
            self._links.append(element)
        self._write(element.text)

    def _enter(self, element: html.HtmlElement, tag: str, kind: Kind | None) -> None:
        if tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append([])
        elif tag in ("ol", "ul", "menu", "dir"):
            start = attribute(element, "start")
            self._counters.append((int(start) if _is_number(start) else 1) if tag == "ol" else None)
        self._pre += tag == "pre"
        mark = self._mark(element) if tag == "li" else ""
        self._places.append(self._places[-1] if kind is None else _Place(kind, mark))

    def _mark(self, item: html.HtmlElement) -> str:
        """The bullet or number of a list item."""
        if not self._counters or (count := self._counters[-1]) is None:
            return BULLET
        value = attribute(item, "value")
        count = int(value) if _is_number(value) else count
        self._counters[-1] = count + 1
        return f"{count}."

    def _close(self, element: html.HtmlElement) -> None:
        tag = _tag(element)
        captions = bool(self._captions) and element is self._captions[-1]
        if captions:
            self._captions.pop()
        if tag in BLOCKS or captions:
            self._flush()
            self._places.pop()
            self._pre -= tag == "pre"
            if tag in ("ol", "ul", "menu", "dir"):
                self._counters.pop()
            elif tag == "tr":
                self._end_row(self._rows.pop())
        elif tag == "q":
            self._write("”")
        elif self._links and element is self._links[-1]:
            self._links.pop()

    def _write(self, text: str | None) -> None:
        if text:
            letters = len(text) - text.count(" ")
            self._letters += letters if not text.isspace() else 0
            self._linked += letters if self._links and not text.isspace() else 0
            self._buffer.append(text.replace("\n", _BREAK) if self._pre else text.replace(_BREAK, " "))

    def _flush(self) -> None:
        """End the line that is being written."""
        raw = "".join(self._buffer)
        only_link, linked = 0 < self._letters == self._linked, bool(self._linked)
        self._buffer.clear()
        self._letters = self._linked = 0
        place = self._places[-1]
        for piece in _pieces(raw):
            told = place.kind in (Kind.HEADING, Kind.CAPTION) or bool(self._rows)
            if told or not self._leads_elsewhere(piece, linked=linked, wholly=only_link):
                own_marks = place.kind is Kind.QUOTE and piece.startswith(_QUOTE_MARKS)
                self._emit(Line(Kind.PARAGRAPH if own_marks else place.kind, piece, place.mark))
                place.mark = ""
                self._invited = any_of(rules("layout", "invitation"), fold(piece[:_LONGEST_INVITATION])) is not None
            elif place.kind is Kind.ITEM and self._invited and self._lines and self._lines[-1].kind is Kind.HEADING:
                self._lines.pop()  # no more than a box of links: the story goes on behind it

    def _leads_elsewhere(self, line: str, *, linked: bool, wholly: bool) -> bool:
        """Whether LINE is a link and no more, or announces one; a sentence is, where an invitation stands before it."""
        if wholly and (self._invited or not _SENTENCE.fullmatch(line)):
            return True
        return linked and any_of(rules("layout", "line"), fold(line)) is not None

    def _emit(self, line: Line) -> None:
        if self._rows:
            if not self._rows[-1]:
                self._rows[-1].append([])
            self._rows[-1][-1].append(line)
        else:
            self._lines.append(line)

    def _end_row(self, cells: list[list[Line]]) -> None:
        """A row of a table is one line, its cells apart by tabs; a row that lays out a page is what its cells are."""
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
            self._emit(Line(Kind.PARAGRAPH, "\t".join(cell[0].whole for cell in filled)))
        else:
            for line in (line for cell in filled for line in cell):
                self._emit(line)


def _tag(element: html.HtmlElement) -> str:
    """The tag of ELEMENT; whom a block quotation is from stands below it, as in a footer."""
    tag, outer = name(element), element.getparent()
    return "footer" if tag == "cite" and outer is not None and name(outer) == "blockquote" else tag


def _pieces(raw: str) -> Iterator[str]:
    """The lines that RAW is: two breaks divide paragraphs, one divides those that have a bullet or number."""
    joined: list[str] = []
    for part in raw.split(_BREAK):
        words = plain(part)
        if joined and (not words or _MARKED.match(words)):
            yield " ".join(joined)
            joined = []
        joined += [words] if words else []
    if joined:
        yield " ".join(joined)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6
