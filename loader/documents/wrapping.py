"""Joins lines that were broken at a margin, in typed texts as in printed ones, to the paragraphs that they were."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

#: Lines that are longer were not broken at a margin.
_WIDEST: Final = 110
#: Narrower than this, a text has no margin: its lines are single ones.
_NARROWEST: Final = 50
_ENDS: Final = (".", "?", "!", ":", ".”", ".’", '."', ".'")
#: The share of lines that have to be full where a text was broken at a margin.
_MOSTLY: Final = 0.6
_BROKEN_WORD: Final = re.compile(r"(?<!\w)(\w+)[-\u2010\u00ad\x02\ufffe]$")


def wraps(lines: Sequence[str]) -> list[bool]:
    """For each line break among LINES of typed text, whether it was only made because the next word did not fit.

    That can be told where most lines are as long as the margin lets them be, and few of those end as sentences do; a
    small letter that follows is a sign, too.
    """
    widest = max(map(len, lines), default=0)
    pairs = list(itertools.pairwise(lines))
    if not _NARROWEST <= widest <= _WIDEST:
        return [False] * len(pairs)
    full = [len(line) + 1 + len(after.split(" ", 1)[0]) > widest for line, after in pairs]
    ended = sum(is_full and line.endswith(_ENDS) for is_full, (line, _) in zip(full, pairs, strict=True))
    mostly = len(pairs) > 1 and sum(full) >= _MOSTLY * len(pairs) and ended <= sum(full) / 2
    return [is_full and (mostly or after[:1].islower()) for is_full, (_, after) in zip(full, pairs, strict=True)]


def joined(first: str, second: str, words: frozenset[str]) -> str:
    """Two printed lines as one; a word that was broken at the end of FIRST is mended.

    The hyphen stays where it belongs to the word: where the document's WORDS (in lower case) have it whole with the
    hyphen, but not without, or where what follows is no small letter.
    """
    broken = _BROKEN_WORD.search(first)
    if broken is None:
        return f"{first} {second}"
    stem, rest = broken[1], re.match(r"\w+", second)
    if rest is None or not rest[0][0].islower():
        return f"{first[:-1]}-{second}"
    whole, hyphened = f"{stem}{rest[0]}".lower(), f"{stem}-{rest[0]}".lower()
    kept = "-" if hyphened in words and whole not in words else ""
    return f"{first[:-1]}{kept}{second}"
