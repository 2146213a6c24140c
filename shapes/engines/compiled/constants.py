"""The literals in the text of a query, where it may matter in which form they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from ..findings import UnsupportedError
from .forms import CHANGED
from .lexical import DECIMAL, DOUBLE, XSD
from .tokens import Token

#: After these, and before those, a literal counts by its value: none of them stands so in a pattern.
_AFTER: Final = frozenset({"<", ">", "<=", ">=", "=", "!=", "/"})
_BEFORE: Final = _AFTER | {"*"}


def constants(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[ox.Literal]:
    """The numbers and the literals with a datatype in TOKENS, but for those that are only compared or reckoned with.

    UnsupportedError where one cannot be told without unescaping, or its prefix is not among PREFIXES.
    """
    for place, token in enumerate(tokens):
        start = end = place
        if token.kind == "number":
            start = place - _is_signed(tokens, place)
            literal = _number("".join(part.text for part in tokens[start : place + 1]))
        elif token.kind == "string" and place + 2 < len(tokens) and tokens[place + 1].text == "^^":
            end = place + 2
            literal = _typed(token, _datatype(tokens[end], prefixes))
        else:
            continue
        reckoned = start > 0 and tokens[start - 1].text in _AFTER
        if not reckoned and not (end + 1 < len(tokens) and tokens[end + 1].text in _BEFORE):
            yield literal


def _is_signed(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at PLACE has a sign: as in a pattern, though it may be a sum."""
    return place > 0 and tokens[place - 1].text in ("+", "-") and not tokens[place].apart


def _number(text: str) -> ox.Literal:
    kind = DOUBLE if "e" in text.lower() else DECIMAL if "." in text else XSD + "integer"
    return ox.Literal(text, datatype=ox.NamedNode(kind))


def _datatype(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    if prefix not in prefixes or "\\" in local:
        raise UnsupportedError(f"{CHANGED} (a datatype that is not known)")
    return prefixes[prefix] + local


def _typed(token: Token, datatype: str) -> ox.Literal:
    if "\\" in token.text:
        raise UnsupportedError(f"{CHANGED} (escaped)")
    quotes = 3 if token.text.startswith(('"""', "'''")) else 1
    return ox.Literal(token.text[quotes:-quotes], datatype=ox.NamedNode(datatype))
