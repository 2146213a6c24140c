"""Reads the list that `inspectkg fetch` leaves beside the pages it saved: where each came from."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ...errors import InputError
from ...files import MEBIBYTE, read_bytes

NAME: Final = "fetched.tsv"
_LIMIT: Final = 64 * MEBIBYTE
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class Fetched(NamedTuple):
    """Where a file was fetched: its address after all redirections, and the encoding that the server named."""

    address: str = ""
    charset: str = ""


def fetched(path: Path) -> Fetched:
    """Where the file PATH was fetched, as the list in its folder tells; nothing where there is none or it is not in it.

    InputError where the list cannot be read.
    """
    listing = path.parent / NAME
    try:
        state = listing.stat()
    except OSError:
        return Fetched()
    return _listed(listing, state.st_mtime_ns, state.st_size).get(path.name, Fetched())


@lru_cache(maxsize=64)
def _listed(listing: Path, _changed: int, _size: int) -> dict[str, Fetched]:
    """What LISTING tells of each file; read again when it has changed."""
    try:
        text = read_bytes(listing, _LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 at byte {error.start + 1}: fetch the pages again", path=listing) from None
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not {"file", "final_url"} <= set(rows.fieldnames or ()):
        raise InputError("has no columns `file` and `final_url`: fetch the pages again", path=listing, line=1)
    found: dict[str, Fetched] = {}
    try:
        for row in rows:
            charset = _CHARSET.search(row.get("content_type") or "")
            if row["file"]:
                name = Path(row["file"]).name
                found[name] = Fetched(row["final_url"] or row.get("url") or "", charset[1] if charset else "")
    except csv.Error as error:
        raise InputError(f"cannot be read: {error}", path=listing, line=rows.line_num) from None
    return found
