"""Tells which elements of a web page are no part of its story, by the rules of rules/pages.toml."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml import html

from ..rules import any_of, rules
from ..text import fold
from .markup import name

#: The attributes that tell what an element is for.
_TELLING: Final = (
    "class", "id", "role", "itemprop", "data-component", "data-testid", "data-type", "data-mod", "data-module",
    "aria-label", "aria-hidden", "style", "hidden", "type", "for", "controls",
)  # fmt: skip
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: More of an attribute tells nothing about its element.
_LONGEST: Final = 400
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WHOLE_PAGE: Final = frozenset({"html", "body", "main"})


def description(element: html.HtmlElement) -> str:
    """ELEMENT as the one line that the rules look at: its tag, then its telling attributes word by word."""
    words = [name(element)]
    if element.attrib:
        for key in _TELLING:
            value = element.get(key)
            # The ids of headings are made from their words: "related", "comments" are what they are about.
            if value is None or (key == "id" and words[0] in _HEADINGS):
                continue
            short = value[:_LONGEST]
            parts = [short.replace(" ", "")] if key == "style" else [short] if key == "aria-label" else short.split()
            words += [f"{key}={'-'.join(_HUMP.sub('-', part).replace('_', '-').split())}" for part in parts or [""]]
    return fold(" ".join(words))


def kind_of(element: html.HtmlElement, protected: frozenset[html.HtmlElement] | set[html.HtmlElement]) -> str:
    """Why ELEMENT is no part of the story (never, part, byline); "" where it is one.

    PROTECTED are the elements that the headline and the story stand in.
    """
    told = _kind(description(element))
    if told and told != "never" and (element in protected or name(element) in _WHOLE_PAGE):
        return ""
    return "" if told == "never" and name(element) in _WHOLE_PAGE else told


def is_caption(element: html.HtmlElement) -> bool:
    """Whether ELEMENT holds the text to a picture, as its class tells."""
    return bool(element.attrib) and _is_caption(description(element))


def is_credit(element: html.HtmlElement) -> bool:
    """Whether ELEMENT, inside a caption, names the picture's source."""
    return _is_credit(description(element))


@lru_cache(maxsize=4096)
def _kind(line: str) -> str:
    return next((kind for kind in ("never", "part", "byline") if any_of(rules("pages", kind), line)), "")


@lru_cache(maxsize=4096)
def _is_caption(line: str) -> bool:
    return any_of(rules("pages", "caption"), line) is not None


@lru_cache(maxsize=512)
def _is_credit(line: str) -> bool:
    return any_of(rules("pages", "credit"), line) is not None
