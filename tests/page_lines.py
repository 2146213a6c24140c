"""What is read from a saved page, for tests: its lines, and what it tells of itself."""

from __future__ import annotations

from pathlib import Path

from saved import STORY

from inspectkg.loader.documents.article import Told
from inspectkg.loader.documents.pages import read_page

SAVED = Path("page.html")


def lines(body: str) -> list[tuple[str, str]]:
    """The kinds and texts of the lines that are read from a page with BODY."""
    return [(line.kind.value, line.whole) for line in read_page(f"<body>{body}</body>", SAVED).lines]


def texts(body: str) -> list[str]:
    return [text for _, text in lines(body)]


def told(*parts: str) -> Told:
    """What a page with PARTS in its head tells of itself."""
    return read_page(f"<head>{''.join(parts)}</head><body><p>{STORY}</p></body>", SAVED).told


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'
