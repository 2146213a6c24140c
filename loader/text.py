"""The article's text as rules see it: lower case, straight quotes, plain spaces, every character at its own offset."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_PLAIN: Final = {
    "'": "\u2018\u2019\u201a\u201b\u0091\u0092`\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u0093\u0094\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u0096\u0097\u2212",
    " ": "\u00a0\u2007\u2009\u202f\t\u200a\u2002\u2003",
}


#: A thin or fixed space between the digits of one number: "1 300".
_THOUSANDS: Final = re.compile(r"(?<![\d.,])(\d{1,3})[\u00a0\u2009\u202f](?=\d{3}(?!\d))")

#: A plain space does where a sum of money or a third group of digits shows what it parts: "£700 000", "1 200 000".
_SPACED: Final = re.compile(
    r"(?<=[£$€])\d{1,3}(?: \d{3})+(?![\d])|(?<![\d.,:/+-])(?<!\d )[1-9]\d{0,2}(?: \d{3}){2,}(?! ?\d)"
    r"|(?<![\d.,:/+-])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?= (?:pounds|euros)\b)"
)

_MAY_BE_SPACED: Final = re.compile(r" \d{3}(?!\d)(?<=\d \d{3})")


def straighten(text: str) -> str:
    """TEXT with typographic quotes, dashes and spaces made plain; the same length, so that offsets stay true."""
    if _MAY_BE_SPACED.search(text):
        text = _SPACED.sub(lambda found: found.group().replace(" ", ","), text)
    if text.isascii():
        return text.replace("`", "'").replace("\t", " ")
    text = _THOUSANDS.sub(r"\1,", text)
    for plain, fancy in _PLAIN.items():
        for char in fancy:
            text = text.replace(char, plain)
    return text


def fold(text: str) -> str:
    """TEXT straightened and in lower case, character by character, so that offsets stay true."""
    plain = straighten(text)
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


class Span(NamedTuple):
    """A stretch of the article's text: code points from START up to END; its length is theirs."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of TEXT that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether OTHER lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same stretch, counted from BY characters further left."""
        return Span(self.start + by, self.end + by)


def span_of(match: re.Match[str], group: int | str = 0) -> Span:
    """The span of a regular expression's GROUP."""
    return Span(match.start(group), match.end(group))
