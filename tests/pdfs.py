"""Writes small PDF files for tests: lines of text at places, in the standard fonts, page by page."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 595
HEIGHT: Final = 842


@dataclass(frozen=True)
class Line:
    """TEXT whose first letter stands at X, Y (points from the lower left corner of the page)."""

    text: str
    x: float
    y: float
    size: float = 11
    bold: bool = False


def pdf(pages: Sequence[Sequence[Line]], info: str = "", encrypt: str = "") -> bytes:
    """A PDF file of PAGES; INFO is the inside of its information dictionary, ENCRYPT a reference to another."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        content = "".join(
            f"BT /F{2 if line.bold else 1} {line.size} Tf {line.x} {line.y} Td ({_escaped(line.text)}) Tj ET\n"
            for line in lines
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}endstream")
    objects.append(f"<< {info} >>")
    return _file(objects, encrypt)


def _escaped(text: str) -> str:
    """TEXT as the inside of a PDF string in Windows-1252."""
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b"()\\" else f"\\{byte:03o}" for byte in text.encode("cp1252")
    )


def _file(objects: Sequence[str], encrypt: str) -> bytes:
    """The numbered OBJECTS with the table that tells where each begins."""
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {encrypt} >>"
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + tail.encode("ascii")


def printed(paragraphs: Sequence[tuple[str, float, bool]]) -> list[list[Line]]:
    """Pages of PARAGRAPHS (text, size, bold), their words broken at a margin as a printer would."""
    pages: list[list[Line]] = [[]]
    y = HEIGHT - 90.0
    for text, size, bold in paragraphs:
        for line in textwrap.wrap(text, int(900 / size), break_on_hyphens=False):
            if y < 80:
                pages.append([])
                y = HEIGHT - 90.0
            pages[-1].append(Line(line, 72, y, size, bold))
            y -= size * 1.3
        y -= size
    return pages
