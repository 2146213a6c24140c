"""Files as people save them, for tests: a file of some content, and a feed."""

from __future__ import annotations

from pathlib import Path

#: A sentence as stories have them.
STORY = "The report found that plans were too thin, and that far too many reviews were late last year."


def file(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of CONTENT called NAME in FOLDER."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rss(
    *items: str, head: str = "<title>The Eye</title><link>https://eye.example/</link><language>en-GB</language>"
) -> str:
    """An RSS feed of ITEMS."""
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{head}{"".join(items)}</channel></rss>'
