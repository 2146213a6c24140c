"""Finds the story on a web page, whatever the site: its headline, and the element that holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree, html

from ..blocks import Kind
from ..text import fold
from .article import Line
from .furniture import kind_of
from .markup import attribute, elements, is_link, name, text_of
from .walking import Walker

#: Text of fewer characters in one piece is a label or a link, no story.
_PASSAGE: Final = 25
#: The share of a page's text that an element has to hold to be the story.
_HALF: Final = 0.5
_MOST: Final = 0.7
#: Only so many headlines of a page are looked at.
_HEADLINES: Final = 20
#: Elements that hold a line or a list of them, and are never a story.
_LINES: Final = frozenset("p h1 h2 h3 h4 h5 h6 li ul ol dl dd dt blockquote figure figcaption pre a span b".split())


@dataclass(slots=True)
class Story:
    """A story as a page has it: its lines, the headline first, the words of its bylines, and its language."""

    headline: str
    lines: list[Line]
    bylines: list[str] = field(default_factory=list[str])
    language: str = ""


def find_story(body: html.HtmlElement, titles: Iterable[str] = (), *, whole: bool = False) -> Story:
    """The story in BODY, whose headline is one of TITLES where the page's data tells any; WHOLE: BODY is the story."""
    titles = [title for title in titles if title]
    shown = list(_first(elements(body, "h1"), _HEADLINES))
    fitting = [h1 for h1 in shown if _is_one_of(text_of(h1), titles)]
    protected = {outer for h1 in fitting or shown for outer in (h1, *h1.iterancestors())}
    weights = _weights(body, protected)
    root = body if whole else _root(body, weights)
    protected |= set(root.iterancestors())
    inside = [h1 for h1 in shown if h1 in weights and (h1 is root or root in h1.iterancestors())]
    h1 = next(iter([one for one in inside if one in fitting] or inside or fitting), None)
    headline = text_of(h1) if h1 is not None else ""
    if not headline:
        sole = text_of(shown[0]) if len(shown) == 1 and shown[0] in weights else ""
        headline = next(iter(titles), "") or sole
    walker = Walker(h1, protected, frozenset() if whole or h1 is None else _others(root, h1, weights))
    lines = walker.walk(root)
    lines = [Line(Kind.HEADLINE, headline), *lines] if headline else lines
    return Story(headline, lines, walker.bylines, _language(root))


def _first(found: Iterable[html.HtmlElement], count: int) -> Iterable[html.HtmlElement]:
    return (one for _, one in zip(range(count), found, strict=False))


def _is_one_of(shown: str, titles: list[str]) -> bool:
    """Whether the headline SHOWN is told among TITLES, which may go on with the name of the site, or be cut."""
    words = fold(shown)
    told = [fold(title) for title in titles]
    return any(
        words == one or (min(len(words), len(one)) >= 15 and (one.startswith(words) or words.startswith(one)))
        for one in told
    )


def _weights(body: html.HtmlElement, protected: set[html.HtmlElement]) -> dict[html.HtmlElement, int]:
    """How many characters of running text each element of the page holds that is not left out."""
    weights: dict[html.HtmlElement, int] = {}
    totals = [0]
    links: list[html.HtmlElement] = []
    skipped: html.HtmlElement | None = None
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element is not body and kind_of(element, protected):
                skipped = element
                walk.skip_subtree()
                continue
            if is_link(element):
                links.append(element)
            totals.append(0 if links else _passage(element.text))
            continue
        if element is skipped:
            skipped = None
        else:
            if links and links[-1] is element:
                links.pop()
            weights[element] = totals.pop()
            totals[-1] += weights[element]
        totals[-1] += 0 if links else _passage(element.tail)
    return weights


def _passage(text: str | None) -> int:
    length = len(text.strip()) if text else 0
    return length if length >= _PASSAGE else 0


def _root(body: html.HtmlElement, weights: dict[html.HtmlElement, int]) -> html.HtmlElement:
    """The element that holds the story: marked as such, or the smallest that holds most of the page's text."""
    total = weights[body]
    marked = (
        [element for element in weights if name(element) == "article"],
        [element for element in weights if "articleBody" in attribute(element, "itemprop").split()],
        [element for element in weights if name(element) == "main" or attribute(element, "role") == "main"],
    )
    for candidates in marked:
        best = max(candidates, key=lambda element: weights[element], default=None)
        if best is not None and total and weights[best] >= _HALF * total:
            return best
    root = body
    while True:
        inner = next((child for child in root if child in weights and weights[child] > _MOST * total), None)
        if inner is None or not total or name(inner) in _LINES:
            return root
        root = inner


def _others(
    root: html.HtmlElement, h1: html.HtmlElement, weights: dict[html.HtmlElement, int]
) -> frozenset[html.HtmlElement]:
    """The articles in ROOT that are other stories: the headline H1 stands outside, the story itself is longer."""
    around = {h1, *h1.iterancestors()}
    found = [one for one in root.iter("article") if one is not root and one in weights and one not in around]
    inside = set(found)
    found = [one for one in found if not any(outer in inside for outer in one.iterancestors())]
    own = weights[root] - sum(weights[one] for one in found)
    return frozenset(one for one in found if weights[one] < own)


def _language(root: html.HtmlElement) -> str:
    """The language of the nearest element that names one."""
    for element in (root, *root.iterancestors()):
        told = (
            element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("xml:lang")
        )
        if told and told.strip():
            return told.strip()
    return ""
