"""Parses web pages, whoever wrote them: browsers' leniency, but limits on what could exhaust the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from lxml import etree, html

from ...errors import InputError

#: More attributes in one tag are an attack: the parser's time grows with their square.
_MOST_ATTRIBUTES: Final = 500
#: In a longer value, which comes with few others, tags are looked for as in text.
_LONGEST_VALUE: Final = 2_000
_ATTRIBUTE: Final = (
    r"(?:[\s/]++[^\s/>=][^\s/>=]*+(?:\s*+=\s*+"
    rf"(?:\"[^\"]{{0,{_LONGEST_VALUE}}}+\"|'[^']{{0,{_LONGEST_VALUE}}}+'|[^\s>\"'][^\s>]*+))?+)"
)
#: A tag, of which no part is looked at again: a search that began anew inside it would take for ever.
_TAG: Final = re.compile(rf"<[A-Za-z][^\s/>]*+(?:{_ATTRIBUTE}{{{_MOST_ATTRIBUTES}}}(?P<crowded>)|{_ATTRIBUTE}*+)")
_CHARSET: Final = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD: Final = 4096
#: A card that is one link has a title and a line or two.
_MOST_IN_LINK: Final = 4
#: Tags that begin lines of their own; all others are part of the line that they stand in.
BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)


def declared_charset(data: bytes) -> str:
    """The encoding that the head of a page names; "" without one."""
    found = _CHARSET.search(data[:_HEAD])
    if found is None:
        return ""
    label = (found[1] or found[2]).decode("ascii", "replace")
    return "utf-8" if label.lower().startswith("utf-16") else label


def parse(text: str, path: Path) -> html.HtmlElement | None:
    """The root of the page TEXT, read from PATH; None where there is no element in it.

    InputError where the page is nested too deep, or a tag has more attributes than any page needs.
    """
    if any(tag["crowded"] is not None for tag in _TAG.finditer(text)):
        raise InputError(f"has a tag with more than {_MOST_ATTRIBUTES} attributes: no page of news has", path=path)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: html.HtmlElement | None = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        if not text.strip() or parser.error_log.last_error is None:
            return None
        raise InputError(f"cannot be read as a page: {error.msg}", path=path) from None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise InputError("has elements nested more than 2,000 deep: no page of news has", path=path)
    return root


def name(element: html.HtmlElement) -> str:
    """The tag of ELEMENT, without a namespace; "" of what is no element."""
    tag: object = element.tag
    return tag.rpartition(":")[2].lower() if isinstance(tag, str) else ""


def attribute(element: html.HtmlElement, key: str) -> str:
    """The attribute KEY of ELEMENT, without the spaces around it; "" without one."""
    return (element.get(key) or "").strip()


def elements(root: html.HtmlElement, *tags: str) -> Iterator[html.HtmlElement]:
    """The elements called one of TAGS in ROOT, in order."""
    yield from root.iter(*tags)


def is_link(element: html.HtmlElement) -> bool:
    """Whether ELEMENT links elsewhere; a link that nobody closed, with the rest of the page in it, does not count."""
    if name(element) != "a" or not element.get("href"):
        return False
    return sum(1 for _ in islice(element.iter("p", "li"), _MOST_IN_LINK)) < _MOST_IN_LINK


def plain(text: str) -> str:
    """TEXT as it is read: without invisible characters, all white space made single spaces."""
    return " ".join(_INVISIBLE.sub("", text).split())


def text_of(element: html.HtmlElement) -> str:
    """The plain text of all that is in ELEMENT."""
    return plain("".join(element.itertext()))


_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
