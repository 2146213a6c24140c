"""Regular expressions: those that XPath, Python and Oxigraph read alike, matched by Oxigraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from ..findings import UnsupportedError

#: The parts of patterns that mean the same everywhere; anything else is left to the reference engine.
_PART: Final = re.compile(
    r"""\\(?:[dDwWsStnr\\|.?*+(){}^$\[\]/"'#&~@%=<>,;:! _-]|[pP]\{[A-Z][a-z]?\})
      | \[\^?\]?(?:[^\[\]\\&~-]|(?<!-)-(?!-)|\\(?:[dDwWsStnr\\|.?*+(){}^$\[\]/-]|[pP]\{[A-Z][a-z]?\}))*\]
      | \((?:\?:|(?!\?))
      | [)|.^$]
      | (?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??
      | [^\\\[\]{}()*+?|.^$]""",
    re.VERBOSE,
)
_FLAGS: Final = frozenset("ims")
_BATCH: Final = 2_000
_STORE: Final = ox.Store()


@lru_cache(maxsize=256)
def check_pattern(pattern: str, flags: str) -> None:
    """Raise UnsupportedError where PATTERN or FLAGS may mean something else to another engine, or nothing."""
    if not _FLAGS.issuperset(flags):
        raise UnsupportedError("a flag of sh:flags")
    if _PART.sub("", pattern):
        raise UnsupportedError("a pattern in another dialect")
    answer = _STORE.query(f"SELECT ?r WHERE {{ BIND(REGEX('', {ox.Literal(pattern)}, {ox.Literal(flags)}) AS ?r) }}")
    if any(row[0] is None for row in _rows(answer)):
        raise UnsupportedError("a pattern that does not parse")


def unmatched(texts: Mapping[int, str], pattern: str, flags: str) -> set[int]:
    """The keys of those TEXTS in which PATTERN finds no place."""
    test = f"FILTER(!REGEX(?text, {ox.Literal(pattern)}, {ox.Literal(flags)}))"
    keys: dict[str, list[int]] = {}
    for key, text in texts.items():
        keys.setdefault(text, []).append(key)
    found: set[int] = set()
    for some in _batches(list(keys)):
        values = " ".join(str(ox.Literal(text)) for text in some)
        for row in _rows(_STORE.query(f"SELECT ?text WHERE {{ VALUES ?text {{ {values} }} {test} }}")):
            text = row[0]
            assert isinstance(text, ox.Literal)
            found.update(keys[text.value])
    return found


def _batches(texts: list[str]) -> list[list[str]]:
    return [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]


def _rows(answer: object) -> ox.QuerySolutions:
    assert isinstance(answer, ox.QuerySolutions)
    return answer
