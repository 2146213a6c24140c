"""Reads a PDF report: its printed lines in reading order, joined to headings, paragraphs and list items."""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ...errors import InputError
from .article import Line
from .printed import Printed, paragraphs

MOST_PAGES: Final = 500
#: A page of small print has about ten thousand characters.
_MOST_CHARACTERS: Final = 100_000
_PASSWORD: Final = 4
_HYPHENS: Final = frozenset("\x02\ufffe")


def read_pdf(data: bytes, path: Path) -> list[Line]:
    """The lines of the story in the PDF file DATA, read from PATH.

    InputError where it is damaged, locked by a password, holds pictures alone, or has more pages or characters than a
    report, and where pypdfium2 is not installed.
    """
    try:
        pdfium: Any = importlib.import_module("pypdfium2")
    except ImportError:
        wrong = "is a PDF file, which needs pypdfium2: pip install 'inspectkg[pdf]'"
        raise InputError(wrong, path=path) from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise InputError("is locked by a password: save a copy without one", path=path) from None
        raise InputError("is damaged: it cannot be opened as a PDF file", path=path) from None
    try:
        found = paragraphs(list(_printed(document, path)))
    except pdfium.PdfiumError as error:
        raise InputError(f"is damaged: {error}", path=path) from None
    finally:
        document.close()
    if not found:
        raise InputError("has no text in it, only pictures: read it with a program that recognises text", path=path)
    return found


def _printed(document: Any, path: Path) -> Iterator[list[Printed]]:
    """The printed lines of each page."""
    if len(document) > MOST_PAGES:
        wrong = f"has {len(document):,} pages, more than the limit of {MOST_PAGES}: take the part that matters"
        raise InputError(wrong, path=path)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        try:
            if text.count_chars() > _MOST_CHARACTERS:
                raise InputError(f"has more than {_MOST_CHARACTERS:,} characters on page {number + 1}", path=path)
            yield list(_lines(text, page.get_height()))
        finally:
            text.close()
            page.close()


def _lines(page: Any, height: float) -> Iterator[Printed]:
    """The lines of a page in reading order: a new one where a character stands higher, lower or far to one side."""
    raw: Any = importlib.import_module("pypdfium2.raw")

    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    line: _Open | None = None
    for index in range(page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(page, index))
        if raw.FPDFText_IsGenerated(page, index) == 1 or char.isspace():
            if line is not None:
                line.space(broken=char in "\r\n")
            continue
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        raw.FPDFText_GetCharBox(page, index, left, right, bottom, top)
        size = raw.FPDFText_GetFontSize(page, index)
        if line is None or not line.goes_on(left.value, y.value, size):
            if line is not None:
                yield line.printed(height)
            line = _Open(y.value, _is_bold(page, index, raw))
        line.add("-" if char in _HYPHENS else char, left.value, right.value, size)
    if line is not None:
        yield line.printed(height)


def _is_bold(page: Any, index: int, raw: Any) -> bool:
    """Whether the character is printed bold, as the name or weight of its font tells."""
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(page, index, name, len(name), flags)
    return b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(page, index) >= 600


class _Open:
    """A printed line that is being read."""

    def __init__(self, y: float, bold: bool) -> None:
        self._y = y
        self._bold = bold
        self._chars: list[str] = []
        self._left = self._right = 0.0
        self._sizes: list[float] = []
        self._broken = False

    def goes_on(self, left: float, y: float, size: float) -> bool:
        """Whether a character of SIZE at LEFT, Y stands on this line; a raised one does."""
        near = abs(y - self._y) < max(size, self._sizes[-1]) * (0.25 if self._broken else 0.5)
        return near and left > self._right - 3 * size and left < self._right + 6 * size

    def space(self, *, broken: bool) -> None:
        self._broken = self._broken or broken
        if self._chars and self._chars[-1] != " ":
            self._chars.append(" ")

    def add(self, char: str, left: float, right: float, size: float) -> None:
        if not self._sizes:
            self._left = left
        elif self._chars[-1] != " " and left > self._right + size:
            self._chars.append(" ")
        self._chars.append(char)
        self._right = max(right, left)
        self._sizes.append(size)
        self._broken = False

    def printed(self, height: float) -> Printed:
        size = sorted(self._sizes)[len(self._sizes) // 2]
        text = "".join(self._chars).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return Printed(" ".join(text.split()), self._left, self._right, self._y, size, self._bold, height)
