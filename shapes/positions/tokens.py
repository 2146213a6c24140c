"""The tokens of Turtle, TriG, N-Triples and N-Quads, each with its place.

The text was accepted by Oxigraph before: nothing is checked here but that every character belongs to a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

#: The kind of a token, its text, and where it begins, in code points from 0.
Token: TypeAlias = tuple[str, str, int]
#: Where a part of a text begins and ends, in code points from 0.
Stretch: TypeAlias = tuple[int, int]


class Unreadable(Exception):  # noqa: N818 - no mistake of anybody's: the places in this file stay unknown
    """What this reader does not know: the file's places cannot be told."""


# Wider than in the Turtle grammar (https://www.w3.org/TR/turtle/#sec-grammar-grammar): where a name stands in a text
# that was accepted, what is not ASCII can only belong to it. Exact classes, or ranges beyond ASCII, take 15 ms to
# compile. So each class has what of ASCII is not in it: letters are; digits and _ in all but the first; then - and :.
_LETTER: Final = r"[^\x00-@\[-`{-\x7f]"
_START: Final = r"[^\x00-/:-@\[-^`{-\x7f]"
_CHAR: Final = r"[^\x00-,./:-@\[-^`{-\x7f]"
_LOCAL_START: Final = r"[^\x00-/;-@\[-^`{-\x7f]"
_LOCAL_CHAR: Final = r"[^\x00-,./;-@\[-^`{-\x7f]"
_ESCAPE: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

#: One token with the white space and the comments before it. No part of it ever looks at a character twice.
TOKEN: Final = re.compile(
    rf"""
    (?:[ \t\r\n]++|\#[^\r\n]*+)*+
    (?:
        (?P<iri><[^<>"{{}}|^`\x00-\x20]*+>)
      | (?P<blank>_:{_START}(?:{_CHAR}|\.++(?={_CHAR}))*+)
      | (?P<name>
            (?:{_LETTER}(?:{_CHAR}|\.++(?={_CHAR}))*+)?+
            :
            (?:(?:{_LOCAL_START}|{_ESCAPE})(?:{_LOCAL_CHAR}|{_ESCAPE}|\.++(?={_LOCAL_CHAR}|[%\\]))*+)?+
        )
      | (?P<word>[A-Za-z]++)
      | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
      | (?P<double>[+-]?(?:[0-9]++\.[0-9]*+|\.?[0-9]++)[eE][+-]?[0-9]++)
      | (?P<decimal>[+-]?[0-9]*+\.[0-9]++)
      | (?P<integer>[+-]?[0-9]++)
      | (?P<long>
            \"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\" | \'\'\'(?:[^'\\]++|\\.|'(?!''))*+\'\'\'
        )
      | (?P<short>"(?:[^"\\\n\r]++|\\.)*+" | '(?:[^'\\\n\r]++|\\.)*+')
      | (?P<datatype>\^\^)
      | (?P<mark>[.;,\[\](){{}}])
      | (?P<end>\Z)
    )
    """,
    re.VERBOSE | re.DOTALL,
)

_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def tokens(text: str, stretches: Iterable[Stretch] | None = None) -> Iterator[Token]:
    """The tokens of TEXT, or of STRETCHES of it alone, in their order; Unreadable where there is something else."""
    match = TOKEN.match
    for start, stop in ((0, len(text)),) if stretches is None else stretches:
        place = start
        while found := match(text, place, stop):
            kind = found.lastgroup
            assert kind is not None  # every alternative is a named group
            if kind == "end":
                break
            yield kind, found[kind], found.start(kind)
            place = found.end()
        else:
            raise Unreadable


def unescaped(text: str) -> str:
    """TEXT with its escapes, of letters or of code points, replaced by what they stand for."""
    return _ESCAPED.sub(_replaced, text) if "\\" in text else text


def _replaced(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _PLAIN.get(found[3], found[3])
