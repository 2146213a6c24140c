"""Reads a web page saved to disk: its story line by line, and what the page tells of itself."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import html

from ..blocks import Kind
from ..dates import full_date
from ..text import fold
from .article import Line, Page, Told, has_body
from .content import Story, find_story
from .markup import elements, parse, plain
from .metadata import page_metadata

#: What browsers write at the top of a page that is saved.
_SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=(?:\(\d+\))?(\S+?)\s*-->")
_HEAD: Final = 2_000


def read_page(text: str, path: Path, address: str = "", *, whole: bool = False) -> Page:
    """The page TEXT, read from PATH; ADDRESS is where it was fetched, for a page that does not tell its own.

    WHOLE: the page is the story and nothing else.

    A page without a story has no lines. InputError where the page could exhaust the parser.
    """
    root = parse(text, path)
    if root is None:
        return Page([], Told())
    saved = _SAVED_FROM.search(text[:_HEAD])
    base = address or (saved[1] if saved else "")
    found = page_metadata(root)
    story = find_story(_body(root), found.headlines, whole=whole)
    if not has_body(story.lines) and found.body:
        story = _stand_in(story, found.body, path)
        found.notes.append("shows no story; the text is the one in its JSON-LD")
    found.urls += filter(None, [base])
    found.languages[:0] = [story.language] if story.language else []
    if not any(found.published):
        found.published += filter(None, [_day(story.bylines)])
    told = found.told(base)
    return Page(story.lines, replace(told, headline=story.headline or told.headline), tuple(found.notes))


def lines_of(markup: str, path: Path) -> list[Line]:
    """The lines of a piece of HTML, such as the content of a feed's item; InputError as for `read_page`."""
    root = parse(f"<body>{markup}</body>", path)
    return [] if root is None else [_as_heading(line) for line in find_story(_body(root), whole=True).lines]


def _as_heading(line: Line) -> Line:
    return Line(Kind.HEADING, line.text) if line.kind is Kind.HEADLINE else line


def _body(root: html.HtmlElement) -> html.HtmlElement:
    return next(elements(root, "body"), root)


def _stand_in(story: Story, body: str, path: Path) -> Story:
    """STORY with the text that the page's data has of it."""
    if re.search(r"<(?:p|br|div|li)\b", body):
        lines = lines_of(body, path)
    else:
        lines = [Line(Kind.PARAGRAPH, words) for words in map(plain, body.splitlines()) if words]
    return replace(story, lines=[line for line in story.lines if line.kind is Kind.HEADLINE] + lines)


def _day(bylines: list[str]) -> str:
    """The first date that the bylines of a page show."""
    days = (full_date(fold(words)) for words in bylines)
    return next((day.isoformat() for day in days if day), "")
