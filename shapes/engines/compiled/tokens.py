"""The words of a SPARQL query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
                 | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
      | (?P<variable>[?$]\w+)
      | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:%\\-](?:[\w.:%\\-]*[\w:%\\-])?)?)
      | (?P<blank>_:\w+)
      | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<word>[^\W\d_]\w*)
      | (?P<language>@[\w-]+)
      | (?P<space>\s+)
      | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query: its kind, its text, and whether white space stands before it."""

    kind: str
    text: str
    apart: bool = True


def tokens_of(text: str) -> list[Token]:
    """The words of a query, without its comments and white space."""
    found: list[Token] = []
    apart = True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind not in ("comment", "space"):
            found.append(Token(kind, match[0], apart))
        apart = kind in ("comment", "space")
    return found
