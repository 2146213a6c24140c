"""How many rows an answer has, as the endpoint counts them, and at which numbers stores cut answers."""

from __future__ import annotations

import re
from typing import Final

from ..errors import EndpointError
from ..queries.answers import plain
from .uniting import probe
from .windows import Once, parted, table_of

#: Stores that cut answers without a word do it at such numbers.
USUAL_LIMITS: Final = frozenset({1000, 10000, 50000, 100000, 1000000})


def count(once: Once, body: str) -> int:
    """The number of rows that the SELECT query BODY has, as the endpoint itself counts them."""
    prologue, select = parted(body)
    text = f"{prologue}SELECT (COUNT(*) AS ?count) {{ {{ {select} }} }}"
    row = table_of(once(probe("SELECT (COUNT(*) AS ?count) {}"), text)).rows
    term = row[0][0] if row and row[0] else None
    if term is None or not re.fullmatch("[0-9]{1,15}", plain(term)):
        raise EndpointError("the endpoint cuts its answer and does not count what it has: ask for less")
    return int(plain(term))
