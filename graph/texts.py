"""Keeps the texts that a graph rests on in a folder beside it, by their hash, with an index of where each came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ..errors import InputError
from ..files import MEBIBYTE, read_bytes, write_whole
from ..loader.documents.article import Article
from ..loader.documents.folders import KEPT_INDEX

INDEX: Final = KEPT_INDEX
COLUMNS: Final = ("text_sha256", "file_sha256", "file", "url")
_LIMIT: Final = 64 * MEBIBYTE
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write_texts(articles: Iterable[Article], folder: Path) -> None:
    """Write the texts of ARTICLES and their index into FOLDER; remove those of an earlier index that are not theirs.

    InputError where something cannot be written. Files that no index of ours names are left alone.
    """
    rows: set[tuple[str, str, str, str]] = set()
    written: set[str] = set()
    for article in articles:
        rows.add((article.sha256, article.file_sha256, article.name.translate(_ESCAPED), article.told.url))
        if article.sha256 not in written:
            write_whole(folder / f"{article.sha256}.txt", article.text.encode())
            written.add(article.sha256)
    stale = _listed(folder / INDEX) - written
    write_whole(folder / INDEX, _index(rows))
    for digest in sorted(stale):
        try:
            (folder / f"{digest}.txt").unlink(missing_ok=True)
        except OSError as error:
            raise InputError(f"cannot be removed: {error.strerror}", path=folder / f"{digest}.txt") from error


def _index(rows: Iterable[tuple[str, str, str, str]]) -> bytes:
    """A row an article, sorted: the hashes of text and file, the name that messages call it, the address."""
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *sorted(rows))).encode()


def _listed(index: Path) -> set[str]:
    """The hashes of the texts that an earlier INDEX names."""
    if not index.is_file():
        return set()
    lines = read_bytes(index, _LIMIT).decode("utf-8", "replace").splitlines()
    return {first for line in lines if _HASH.fullmatch(first := line.partition("\t")[0])}
