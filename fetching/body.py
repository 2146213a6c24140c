"""Reading the body of an answer: unpacked, and never more of it than wanted, however small it was packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from urllib3 import BaseHTTPResponse

from ..errors import FetchError
from ..files import MEBIBYTE

_PIECE: Final = 64 * 1024
_GZIP: Final = b"\x1f\x8b"
_PACKED: Final = {"": False, "identity": False, "gzip": True, "x-gzip": True}


def read_body(response: BaseHTTPResponse, limit: int, *, cut: bool) -> bytes:
    """The body of RESPONSE, unpacked.

    What is longer than LIMIT bytes is refused with FetchError, or CUT there. FetchError, too, where it is packed in
    another way than asked for, or the packing is broken; urllib3's errors where the connection is.
    """
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in _PACKED:
        raise FetchError(f"it is packed as {coding[:40]!r}, which was not asked for", "broken")
    pieces = _unpacked(_pieces(response)) if _PACKED[coding] else _pieces(response)
    parts: list[bytes] = []
    size = 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > limit and cut:
            break
        if size > limit:
            raise FetchError(f"it is larger than {_size(limit)}; --max-size allows more", "size")
    return b"".join(parts)[:limit]


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    while piece := response.read1(_PIECE, decode_content=False):
        yield piece


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The content of the gzip members in PIECES, in pieces no larger than those.

    Ours rather than urllib3's, which takes a member that breaks off for a whole one.
    """
    member = zlib.decompressobj(wbits=31)
    started = False
    for piece in pieces:
        started = True
        while piece:
            if member.eof:
                if not piece.startswith(_GZIP):  # padding after the last member is common, and means nothing
                    return
                member = zlib.decompressobj(wbits=31)
            try:
                yield member.decompress(piece, _PIECE)
            except zlib.error:
                raise FetchError("it is not packed as its server says (gzip)", "broken") from None
            piece = member.unused_data if member.eof else member.unconsumed_tail
    if started and not member.eof:
        raise FetchError("it broke off: the packed page has no end", "broken", again=True)


def _size(limit: int) -> str:
    return f"{limit // MEBIBYTE} MiB" if limit >= MEBIBYTE else f"{limit} bytes"
