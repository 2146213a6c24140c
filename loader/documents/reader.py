"""Reads the articles in a file, whatever it is: text, Markdown, a web page, a PDF report, or a feed."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from ...errors import InputError
from ...files import MEBIBYTE, read_bytes
from .addresses import normalised
from .article import NOTHING_TOLD, Article, Page, composed, has_body
from .decoding import Decoded, decode
from .fetched import Fetched, fetched

#: The largest file that is read; a page brings its programs and styles along, a report its pictures.
LIMIT: Final = 16 * MEBIBYTE
PDF_LIMIT: Final = 64 * MEBIBYTE
#: The most characters that one article may have: a novel has about a million, a news article five thousand.
LONGEST_TEXT: Final = 8 * 1024 * 1024

#: What the ending of a file's name says it is.
FORMATS: Final = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".mhtml": "archive", ".mht": "archive",
    ".pdf": "pdf", ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
SUFFIXES: Final = frozenset(FORMATS)
_PDF: Final = b"%PDF-"
#: The beginning of a file -> what is in it that cannot be read, and what to do.
_REFUSED: Final = (
    (b"PK\x03\x04", "is a Word, OpenDocument or zip file: save its text as .txt, or print it to PDF"),
    (b"\xd0\xcf\x11\xe0", "is an old Word file: save its text as .txt, or print it to PDF"),
    (b"{\\rtf", "is rich text (RTF): save it as plain text"),
    (b"\x1f\x8b", "is packed with gzip: unpack it"),
)
_PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.{0,500}?-->)\s*)*+<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_FEED: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|(?><!--.{0,500}?-->)\s*)*+<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
_ARCHIVE: Final = re.compile(
    rb"(?:[\w-]++:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)*?content-type:\s*multipart/related", re.IGNORECASE
)
_HEAD: Final = 4_096


def read_articles(path: Path) -> list[Article]:
    """The articles in the file PATH: one, or the items of a feed.

    InputError where the file is missing, empty, too large, damaged, no text, or in an encoding that cannot be told.
    """
    data = read_bytes(path, PDF_LIMIT)
    for magic, wrong in _REFUSED:
        if data.startswith(magic):
            raise InputError(wrong, path=path)
    kind = _format(data, path)
    if kind != "pdf" and len(data) > LIMIT:
        raise InputError(f"is larger than the limit of {LIMIT // MEBIBYTE} MiB: split it or leave it out", path=path)
    pages = _pages(kind, data, path)
    name, digest = os.fsencode(path.name).decode("utf-8", "replace"), hashlib.sha256(data).hexdigest()
    found = [
        _article(page, f"{name}#{number}" if kind == "feed" else name, digest, path)
        for number, page in enumerate(pages, start=1)
        if page.lines or kind != "feed"
    ]
    if not found:
        raise InputError("has no item with any text: an article was expected", path=path)
    if len(found) < len(pages):
        note = f"is from a feed of {len(pages)} items, of which {len(pages) - len(found)} had no text and were left out"
        found[0] = replace(found[0], notes=(*found[0].notes, note))
    return found


def read_article(path: Path) -> Article:
    """The one article in the file PATH; InputError as for `read_articles`, and where there are several."""
    found = read_articles(path)
    if len(found) > 1:
        raise InputError(f"has {len(found)} articles; one was expected", path=path)
    return found[0]


def _format(data: bytes, path: Path) -> str:
    """What is in a file: what its first bytes leave no doubt of, else what its name says, else a text."""
    head = data[:_HEAD]
    if head.lstrip().startswith(_PDF):
        return "pdf"
    told = FORMATS.get(path.suffix.lower(), "text")
    if told in ("text", "feed", "archive") and _PAGE.match(head):
        return "page"
    if told in ("text", "page") and _FEED.match(head):
        return "feed"
    if told in ("text", "page", "archive") and _ARCHIVE.match(head):
        return "archive"
    return "page" if told == "archive" else told


def _pages(kind: str, data: bytes, path: Path) -> list[Page]:
    """What is in a file of KIND, page by page or item by item; each kind imports only what it needs."""
    if kind == "feed":
        from .feeds import read_feed

        return read_feed(data, path)
    if kind == "pdf":
        from .pdf import read_pdf

        return [Page(read_pdf(data, path), NOTHING_TOLD)]
    source = fetched(path)
    if kind in ("page", "archive"):
        return [_web_page(data, source, path, archived=kind == "archive")]
    decoded = decode(data, path, source.charset)
    if kind == "markdown":
        from .markdown import read_markdown

        return [_noted(read_markdown(decoded.text, path), decoded)]
    return [_noted(_plain(decoded.text, source), decoded)]


def _web_page(data: bytes, source: Fetched, path: Path, *, archived: bool) -> Page:
    from .archives import page_in
    from .markup import declared_charset
    from .pages import read_page

    if archived:
        inside = page_in(data, path)
        data, source = inside.data, Fetched(inside.address or source.address, inside.charset or source.charset)
    decoded = decode(data, path, source.charset or declared_charset(data))
    page = read_page(decoded.text, path, source.address)
    if not has_body(page.lines):
        wrong = "shows no story: its text may come from programs; open it in a browser and save it from there"
        raise InputError(wrong, path=path)
    return _noted(page, decoded)


def _plain(text: str, source: Fetched) -> Page:
    """A text file: its text as it stands."""
    told = replace(NOTHING_TOLD, url=normalised(source.address)) if source.address else NOTHING_TOLD
    return Page([], told, text=text)


def _noted(page: Page, decoded: Decoded) -> Page:
    return replace(page, notes=(*decoded.notes, *page.notes))


def _article(page: Page, name: str, digest: str, path: Path) -> Article:
    text, kinds = (page.text, ()) if page.text else composed(page.lines)
    if not text.strip():
        raise InputError("is empty: an article was expected", path=path)
    if len(text) > LONGEST_TEXT:
        wrong = f"has a text of {len(text):,} characters, more than the {LONGEST_TEXT:,} of any article: split it"
        raise InputError(wrong, path=path)
    return Article(name, text, replace(page.told, kinds=kinds), digest, page.notes)
