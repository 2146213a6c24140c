"""fetched.tsv: which page of which address lies in which file, so that a run can go on where another ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from ..errors import InputError
from ..files import MEBIBYTE, read_bytes
from .naming import SAFE

NAME: Final = "fetched.tsv"
LIMIT: Final = 64 * MEBIBYTE
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Row(NamedTuple):
    """A page: the address in the list, the one it came from in the end, and its file (neither hash nor file: failed).

    `status` is the HTTP status, or one word for what else went wrong; `content_type` is as the server wrote it.
    """

    url: str
    final_url: str = ""
    status: str = ""
    content_type: str = ""
    sha256: str = ""
    file: str = ""


def read_rows(path: Path) -> dict[str, Row]:
    """The rows of the manifest PATH by address, none where there is no such file; InputError where it is broken."""
    if not path.exists():
        return {}
    data = read_bytes(path, LIMIT)
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n").split("\n")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8: mend it, or remove it to fetch all pages again", path=path) from None
    if lines[0].split("\t") != list(Row._fields):
        raise InputError(f"is no list of saved pages: it must begin with {' '.join(Row._fields)}", path=path, line=1)
    rows: dict[str, Row] = {}
    files: set[str] = set()
    for number, line in enumerate(lines[1:], start=2):
        row = _row(line, path, number)
        if row.url in rows:
            raise InputError(f"has {row.url} twice: remove one of the two lines", path=path, line=number)
        if row.file and row.file in files:
            raise InputError(f"has {row.file} twice: remove one of the two lines", path=path, line=number)
        rows[row.url] = row
        files.add(row.file)
    return rows


def _row(line: str, path: Path, number: int) -> Row:
    cells = line.split("\t")
    if len(cells) != len(Row._fields):
        wrong = f"has {len(cells)} columns, not {len(Row._fields)}: mend it or remove the line"
        raise InputError(wrong, path=path, line=number)
    row = Row(*cells)
    saved = SAFE.fullmatch(row.file) and _DIGEST.fullmatch(row.sha256)
    if not row.url or not (saved or not (row.file or row.sha256)):
        raise InputError("has a wrong address, hash or file name: mend it or remove the line", path=path, line=number)
    return row


def rendered(rows: Iterable[Row]) -> bytes:
    """The manifest that holds ROWS, sorted by address."""
    lines = ["\t".join(Row._fields), *("\t".join(map(_cell, row)) for row in sorted(rows))]
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(text: str) -> str:
    """TEXT without what would end its cell or line."""
    return _BREAKS.sub(" ", text).strip()
