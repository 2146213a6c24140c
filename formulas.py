"""What a spreadsheet would run when it opens a table, and how it is kept from that."""

from __future__ import annotations

import re
from typing import Final

#: What begins a formula, in full width, too, after what is not seen.
_FORMULA: Final = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def is_number(text: str) -> bool:
    """Whether TEXT is a number, with or without a sign, as tables have it."""
    return _NUMBER.fullmatch(text) is not None


def harmless(text: str, *, numbers: bool = True) -> str:
    """TEXT, led by an apostrophe where a spreadsheet would run it as a formula; signed NUMBERS stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not (numbers and is_number(text)) else text
