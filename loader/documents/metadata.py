"""Gathers what a document tells of itself: address, headline, dates, publisher, authors and language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from lxml import html

from ..text import fold
from . import jsonld
from .addresses import normalised
from .article import Told
from .days import moment
from .jsonld import Thing
from .markup import attribute, elements, name, plain, text_of

Value = TypeVar("Value")

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
#: Tags that say that the language is not known, or that there are several.
_NO_LANGUAGE: Final = frozenset({"und", "mul", "mis", "zxx"})
_BY: Final = re.compile(r"^(?:by|words|report)\b[: ]+", re.IGNORECASE)
_MOST_AUTHORS: Final = 20
_LONGEST_NAME: Final = 120
#: A headline in a page's data may go on with the name of its site.
_SITE: Final = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


@cache
def places() -> dict[str, dict[str, list[Any]]]:
    """The places where documents tell of themselves, as metadata.toml has them."""
    return tomllib.loads((Path(__file__).parent / "metadata.toml").read_text(encoding="utf-8"))


@dataclass(slots=True)
class Metadata:
    """What a document tells of itself, each list in the order of trust, as written."""

    urls: list[str] = field(default_factory=list[str])
    headlines: list[str] = field(default_factory=list[str])
    published: list[str] = field(default_factory=list[str])
    modified: list[str] = field(default_factory=list[str])
    publishers: list[str] = field(default_factory=list[str])
    authors: list[str] = field(default_factory=list[str])
    languages: list[str] = field(default_factory=list[str])
    body: str = ""
    """The story as the page's data has it: a stand-in where the page itself shows none."""
    notes: list[str] = field(default_factory=list[str])

    def told(self, base: str = "") -> Told:
        """The first sensible value of each kind; addresses are taken from a page at BASE."""
        publisher = _name(next(iter(self.publishers), ""))
        published, modified = self._moment("published"), self._moment("modified")
        return Told(
            url=_first_of(self.urls, lambda one: normalised(one, base)) or "",
            headline=plain(next(iter(self.headlines), "")),
            published=published.date() if published else None,
            modified=modified,
            publisher=publisher,
            authors=_authors(self.authors, publisher),
            language=_first_of(self.languages, language) or "",
        )

    def _moment(self, which: str) -> datetime | None:
        told: list[str] = getattr(self, which)
        found = _first_of(told, moment)
        if told and found is None:
            self.notes.append(f"its date {told[0][:40]!r} ({which}) could not be understood")
        return found


def language(tag: str) -> str:
    """A language TAG in lower case; "" where it is none."""
    found = tag.strip().lower().replace("_", "-").partition(",")[0]
    return found if _LANGUAGE.fullmatch(found) and found not in _NO_LANGUAGE else ""


def page_metadata(root: html.HtmlElement) -> Metadata:
    """What the page ROOT tells of itself."""
    found = Metadata()
    metas = _metas(root)
    story, things = _story(root, metas, found)
    found.urls += [
        attribute(link, "href")
        for link in elements(root, "link")
        if "canonical" in attribute(link, "rel").lower().split()
    ][:1]
    if story is not None:
        _from_jsonld(story, things, found)
    for kind, values in (
        ("url", found.urls), ("headline", found.headlines), ("published", found.published),
        ("modified", found.modified), ("publisher", found.publishers), ("author", found.authors),
        ("language", found.languages),
    ):  # fmt: skip
        values += [value for key in places()["meta"][kind] for value in metas.get(key, ())]
    _from_elements(root, found)
    return found


def _metas(root: html.HtmlElement) -> dict[str, list[str]]:
    """The contents of the meta elements, by name."""
    found: dict[str, list[str]] = {}
    for meta in elements(root, "meta"):
        content = attribute(meta, "content")
        for key in ("name", "property", "itemprop", "http-equiv"):
            if content and (told := attribute(meta, key).lower()):
                found.setdefault(told, []).append(content)
    return found


def _story(root: html.HtmlElement, metas: dict[str, list[str]], found: Metadata) -> tuple[Thing | None, list[Thing]]:
    """The thing of the page's JSON-LD that is the story, and all things in it."""
    things: list[Thing] = []
    for script in elements(root, "script"):
        if attribute(script, "type").lower().partition(";")[0].strip() == "application/ld+json":
            read = jsonld.load("".join(script.itertext()))
            if read is None:
                found.notes.append("its JSON-LD cannot be read and was left aside")
            things += read or []
    wanted = places()["jsonld"]["types"]
    ranked = [(wanted.index(one), thing) for thing in things for one in jsonld.types(thing) if one in wanted]
    if not ranked:
        return None, things
    titles = {fold(title) for title in metas.get("og:title", [])}
    fits = [pair for pair in ranked if titles & {fold(title) for title in jsonld.strings(pair[1], "headline", things)}]
    return min(fits or ranked, key=lambda pair: pair[0])[1], things


def _from_jsonld(story: Thing, things: list[Thing], found: Metadata) -> None:
    for key in ("url", "mainEntityOfPage", "@id"):
        found.urls += filter(None, [jsonld.address(story, key)])
    found.headlines += jsonld.strings(story, "headline", things) + jsonld.strings(story, "name", things)
    found.published += jsonld.strings(story, "datePublished", things)
    found.modified += jsonld.strings(story, "dateModified", things)
    found.publishers += jsonld.strings(story, "publisher", things)
    found.authors += jsonld.strings(story, "author", things)
    found.languages += jsonld.strings(story, "inLanguage", things)
    found.body = next((body for body in (story.get("articleBody"),) if isinstance(body, str)), "")


def _from_elements(root: html.HtmlElement, found: Metadata) -> None:
    """What elements of the page itself tell: its times, its authors, its title, its language."""
    times = [time for time in elements(root, "time") if attribute(time, "datetime")]
    for wanted, values in (("datePublished", found.published), ("dateModified", found.modified)):
        values += [
            attribute(time, "datetime") or attribute(time, "content")
            for time in root.iter("time", "span", "p", "div", "abbr")
            if attribute(time, "itemprop") == wanted and (time.get("datetime") or time.get("content"))
        ]
    found.published += [
        attribute(time, "datetime")
        for time in times
        if "modified" not in attribute(time, "itemprop").lower() and "updated" not in attribute(time, "class").lower()
    ][:1]
    if not found.authors:
        found.authors += [text_of(one) for one in root.iter("a", "span", "p", "div", "li") if _names_author(one)][:1]
    titles = [plain("".join(title.itertext())) for title in elements(root, "title")]
    found.headlines += [_SITE.sub("", title) for title in titles if title][:1]
    found.languages += [told for told in (root.get("lang"), root.get("xml:lang")) if name(root) == "html" and told]


def _names_author(element: html.HtmlElement) -> bool:
    named = places()["elements"]["author"]
    return bool(element.attrib) and any(value in attribute(element, key).lower().split() for key, value in named)


def _authors(written: Iterable[str], publisher: str) -> tuple[str, ...]:
    """The names among those WRITTEN, without "By", addresses, repetitions and the publisher itself."""
    found: dict[str, str] = {}
    for one in written:
        for author in _split(_BY.sub("", plain(one))):
            short = _name(author)
            if short and "/" not in short and "@" not in short and fold(short) != fold(publisher):
                found.setdefault(fold(short), short)
    return tuple(found.values())[:_MOST_AUTHORS]


def _split(names: str) -> Iterator[str]:
    """The single names in "Jane Smith and Joe Bloggs", "Jane Smith, Joe Bloggs"."""
    parts = [part.strip() for part in re.split(r",| and | & |;", names)]
    if len(parts) > 1 and all(re.fullmatch(r"[A-Z][\w'’.-]*(?: [\w'’.-]+){1,3}", part) for part in parts if part):
        yield from filter(None, parts)
    else:
        yield names


def _name(written: str) -> str:
    short = plain(written)
    return short if len(short) <= _LONGEST_NAME else ""


def _first_of(values: Iterable[str], read: Callable[[str], Value]) -> Value | None:
    return next((found for found in map(read, values) if found), None)
