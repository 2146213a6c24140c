"""Reads a feed saved to disk, RSS or Atom: each of its items is an article, or the beginning of one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from lxml import etree

from ...errors import InputError
from ..blocks import Kind
from .addresses import normalised
from .article import Line, Page, Told
from .markup import plain
from .metadata import Metadata
from .pages import lines_of

Element: TypeAlias = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - lxml has no other name for it

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_RSS1: Final = "{http://purl.org/rss/1.0/}"
_ENDS_CUT: Final = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue reading|find out) more\W*)$", re.IGNORECASE
)
#: What tells that a text is cut stands so near to its end.
_END: Final = 200
_MOST_ITEMS: Final = 5_000
#: A description of more characters is the article itself.
_SHORT: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Feed:
    """What a feed tells of all its items."""

    title: str
    language: str
    address: str


def read_feed(data: bytes, path: Path) -> list[Page]:
    """The items of the feed in DATA, read from PATH, each as a page; one without any text has no lines.

    InputError where DATA is no RSS or Atom, declares entities, or has more items than any feed.
    """
    root = _parsed(data, path)
    tag = etree.QName(root).localname.lower()
    if tag not in ("rss", "feed", "rdf"):
        raise InputError(f"is XML, but no feed: RSS or Atom was expected, found <{tag}>. Leave it out", path=path)
    head = root if tag == "feed" else _child(root, "channel")
    items = list(root.iter(f"{_ATOM}entry", "item", f"{_RSS1}item"))
    if len(items) > _MOST_ITEMS:
        raise InputError(f"has {len(items):,} items; a feed has at most {_MOST_ITEMS:,}: split it", path=path)
    feed = _Feed(_text(head, "title"), _text(head, "language") or (root.get(_XML_LANG) or ""), _link(head))
    return [_page(item, feed, path) for item in items]


def _parsed(data: bytes, path: Path) -> Element:
    refused = InputError("declares a DOCTYPE or entities, which no feed needs: remove them", path=path)
    if _DOCTYPE.search(data):
        raise refused
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InputError(f"is no XML that can be read: {error.msg}", path=path, line=line, column=column) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hides it from the search above
        raise refused
    return root


def _page(item: Element, feed: _Feed, path: Path) -> Page:
    title = plain(_stripped(_text(item, "title")))
    whole = _markup(item, _CONTENT) or _markup(item, f"{_ATOM}content")
    summary = _markup(item, "description") or _markup(item, f"{_RSS1}description") or _markup(item, f"{_ATOM}summary")
    lines = lines_of(whole if len(whole) >= len(summary) else summary, path)
    lines = [line for line in lines if line.text != title]
    metadata = Metadata(
        urls=[_link(item), _guid(item)], headlines=[title],
        published=[text for tag in ("pubDate", "published", f"{_DC}date", "updated") for text in _texts(item, tag)],
        modified=_texts(item, "updated"), publishers=[feed.title],
        authors=[*_texts(item, f"{_DC}creator"), *_authors(item)], languages=[item.get(_XML_LANG) or "", feed.language],
    )  # fmt: skip
    metadata.urls = list(filter(None, metadata.urls))
    metadata.languages = list(filter(None, metadata.languages))
    told: Told = replace(metadata.told(feed.address), teaser=bool(lines) and _is_teaser(lines, bool(whole)))
    if title and lines:
        lines = [Line(Kind.HEADLINE, title), *lines]
    notes = ["has only the beginning or a summary of the article"] if told.teaser else []
    return Page(lines, told, (*metadata.notes, *notes))


def _is_teaser(lines: list[Line], is_content: bool) -> bool:
    """Whether LINES break off, or are the short description of an item without content."""
    short = sum(len(line.text) for line in lines) < _SHORT
    return bool(_ENDS_CUT.search(lines[-1].text[-_END:])) or (short and not is_content)


def _stripped(title: str) -> str:
    """A TITLE without the markup that some feeds put into it."""
    return re.sub(r"<[^<>]{1,200}>", "", html.unescape(title))


def _texts(parent: Element, tag: str) -> list[str]:
    """The texts of the children of PARENT called TAG, in any of the namespaces of feeds."""
    names = (tag,) if tag.startswith("{") else (tag, _ATOM + tag, _RSS1 + tag)
    return [
        text for name in names for child in parent.iterchildren(name) if (text := "".join(child.itertext()).strip())
    ]


def _text(parent: Element, tag: str) -> str:
    return next(iter(_texts(parent, tag)), "")


def _child(parent: Element, tag: str) -> Element:
    return next(parent.iterchildren(tag, _RSS1 + tag), parent)


def _markup(item: Element, tag: str) -> str:
    """The HTML at TAG: escaped text, or elements of its own."""
    for child in item.iterchildren(tag):
        if len(child):
            return "".join(etree.tostring(one, encoding="unicode") for one in child)
        if child.text and child.text.strip():
            return child.text
    return ""


def _link(parent: Element) -> str:
    """The address of an item or feed: the text of RSS's link, or the href of Atom's that leads to the page itself."""
    for link in parent.iterchildren("link", f"{_RSS1}link"):
        if link.text and link.text.strip():
            return link.text.strip()
    links = [link for link in parent.iterchildren(f"{_ATOM}link") if link.get("href")]
    best = next((link for link in links if (link.get("rel") or "alternate") == "alternate"), None)
    return (best.get("href") or "") if best is not None else ""


def _guid(item: Element) -> str:
    guid = next(item.iterchildren("guid"), None)
    is_address = guid is not None and (guid.get("isPermaLink") or "true") == "true"
    return normalised(guid.text or "") if guid is not None and is_address else ""


def _authors(item: Element) -> Iterator[str]:
    for author in item.iterchildren(f"{_ATOM}author"):
        yield from _texts(author, "name")
    yield from _texts(item, "author")
