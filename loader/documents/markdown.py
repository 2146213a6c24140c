"""Reads an article in Markdown: its words without the markup, and what its front matter tells."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from .article import Page
from .metadata import Metadata, places
from .pages import read_page
from .wrapping import wraps

_FRONT: Final = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<head>.{0,65536}?)^(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)


def read_markdown(text: str, path: Path) -> Page:
    """The article in TEXT, read from PATH. Line breaks that only keep to a margin are none; others divide lines.

    What is HTML in it is read as a page is. InputError as for `read_page`.
    """
    metadata = Metadata()
    front = _FRONT.match(text)
    if front is not None and not _read_front(front, metadata):
        front = None
    told = metadata.told()
    markup = _parser().render(text[front.end() :] if front else text)
    if told.headline and "<h1" not in markup:
        markup = f"<h1>{html.escape(told.headline)}</h1>\n{markup}"
    page = read_page(f"<body>{markup}</body>", path, whole=True)
    whole = replace(told, headline=page.told.headline or told.headline)
    return Page(page.lines, whole, (*metadata.notes, *page.notes))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.disable("code")  # pasted text is indented for many reasons, none of them that it is code
    parser.core.ruler.after("inline", "wrapping", _keep_line_breaks)
    return parser


def _keep_line_breaks(state: StateCore) -> None:
    """Line breaks that do not only keep to a margin divide paragraphs."""
    for token in state.tokens:
        children = token.children or []
        lines = token.content.split("\n")
        breaks = [place for place, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
        if token.type != "inline" or len(breaks) != len(lines) - 1:
            continue
        for place, only_margin in zip(breaks, wraps(lines), strict=True):
            if not only_margin or children[place].type == "hardbreak":
                children[place] = Token("html_inline", "", 0, content="<br><br>")


def _read_front(front: re.Match[str], metadata: Metadata) -> bool:
    """Take what the head of the file tells into METADATA; whether it is front matter at all, and no text."""
    try:
        content: object = tomllib.loads(front["head"]) if front["fence"] == "+++" else yaml.safe_load(front["head"])
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        metadata.notes.append(
            "what stands between the lines at its top is no front matter that can be read: kept as text"
        )
        return False
    if content is not None and not isinstance(content, dict):
        return False
    told = {str(key).lower(): value for key, value in cast("dict[object, Any]", content or {}).items()}
    for kind, values in (
        ("url", metadata.urls), ("headline", metadata.headlines), ("published", metadata.published),
        ("modified", metadata.modified), ("publisher", metadata.publishers), ("author", metadata.authors),
        ("language", metadata.languages),
    ):  # fmt: skip
        values += [value for key in places()["front"][kind] for value in _values(told.get(key))]
    return True


def _values(value: object) -> Iterator[str]:
    """The texts that a value of the front matter is: itself, its list's, or its `name`."""
    if isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _values(one)
    elif isinstance(value, dict):
        yield from _values(cast("dict[str, object]", value).get("name"))
    elif isinstance(value, date):
        yield value.isoformat()
    elif isinstance(value, str | int) and str(value).strip():
        yield str(value)
