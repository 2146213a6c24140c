"""Rewriting a constraint's query for a whole graph: one run gives the rows of every focus node at once.

SHACL asks a query once for each focus node, `$this` bound beforehand. Here each group of it begins with a pattern that
binds `$this` to all focus nodes, which stand in a graph of their own, so that nothing else can see them. That gives the
same rows where no group hides `$this` from an outer one and no row depends on how many there are: LIMIT, OFFSET,
MINUS, VALUES, SERVICE, GRAPH, FROM, sub-selects without `$this`, and $shapesGraph raise UnsupportedError. So does what
Oxigraph answers otherwise than the standard: literals in a form that it changes, and counting along alternative paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ....errors import InputError
from ....ontology.namespaces import OUTER
from ....queries.guard import check
from ...report import Path
from ..findings import UnsupportedError
from .constants import constants
from .forms import refuse_changed
from .tokens import Token, tokens_of

#: The graph and the node that the focus nodes hang on.
FOCUS_GRAPH: Final = ox.NamedNode("urn:inspectkg:focus")
_BINDING: Final = f" GRAPH {FOCUS_GRAPH} {{ {FOCUS_GRAPH} {FOCUS_GRAPH} ?this }} "

_TYPE: Final = OUTER["rdf"] + "type"
_EMPTY: Final = ox.Store()
_REFUSED: Final = frozenset(
    "ASK BASE BNODE CONSTRUCT DESCRIBE FROM GRAPH LIMIT LOAD MINUS NAMED NOW OFFSET RAND SERVICE STRDT STRUUID "
    "UUID VALUES".split()
)
#: What tells how often a value is found.
_COUNTING: Final = frozenset({"AVG", "COUNT", "GROUP_CONCAT", "SUM"})


@dataclass(frozen=True, slots=True)
class WholeQuery:
    """A query for a whole graph. PREDICATES are all that it can look at, or None where it may look at any."""

    text: str
    predicates: frozenset[str] | None


def rewritten(select: str, prefixes: dict[str, str], path: Path | None, shape: object) -> WholeQuery:
    """SELECT, with PREFIXES, for a whole graph; UnsupportedError where its rows might not be the same."""
    try:
        if check(select) != "SELECT":
            raise UnsupportedError("a query that is no SELECT")
    except InputError as error:
        raise UnsupportedError("a query that is not safe to run") from error
    tokens = [_replaced(token, path, shape) for token in tokens_of(select)]
    _refuse(tokens)
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))
    text = head + _bound(tokens)
    try:
        _EMPTY.query(text)
    except (SyntaxError, ValueError) as error:
        raise UnsupportedError("a query that does not parse") from error
    flat = tokens_of(_written(tokens))
    prefixes = prefixes | _declared(flat)
    refuse_changed(constants(flat, prefixes))
    if any(token.text == "|" for token in flat) and not _COUNTING.isdisjoint(token.text.upper() for token in flat):
        raise UnsupportedError("values of an alternative path that are counted")
    return WholeQuery(text, _predicates(flat, prefixes))


def _declared(tokens: list[Token]) -> dict[str, str]:
    """The prefixes that a query declares itself: they go before those of its shape."""
    return {
        name.text.partition(":")[0]: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _written(tokens: list[Token]) -> str:
    """TOKENS as text, joined where they were: `-3` is a number, `- 3` is none."""
    return "".join(f" {token.text}" if token.apart else token.text for token in tokens)


def _replaced(token: Token, path: Path | None, shape: object) -> Token:
    """TOKEN, or what stands for it: the path for $PATH, the shape for $currentShape."""
    if token.kind != "variable":
        return token
    name = token.text[1:]
    if name == "PATH":
        if path is None:
            raise UnsupportedError("$PATH without a path")
        return Token("path", f"({path})")
    if name == "currentShape" and isinstance(shape, ox.NamedNode):
        return Token("iri", str(shape))
    if name in ("currentShape", "shapesGraph", "failure"):
        raise UnsupportedError(token.text)
    return token


def _refuse(tokens: list[Token]) -> None:
    words = [token.text.upper() if token.kind == "word" else "" for token in tokens]
    refused = _REFUSED.intersection(words)
    if refused or any("\\" in token.text for token in tokens if token.kind in ("iri", "variable")):
        raise UnsupportedError(f"a query with {' '.join(sorted(refused)) or 'escapes'}")
    for place, word in enumerate(words[:-1]):
        following = tokens[place + 1]
        if word == "AS" and following.kind == "variable" and following.text[1:] == "this":
            raise UnsupportedError("$this bound anew")
        if word == "SELECT":
            projected = _projection(tokens, place + 1)
            if not any(token.kind == "variable" and token.text[1:] == "this" for token in projected):
                raise UnsupportedError("a SELECT without $this")
            if "MESSAGE" in {token.text[1:].upper() for token in projected if token.kind == "variable"}:
                raise UnsupportedError("?message")


def _projection(tokens: list[Token], start: int) -> list[Token]:
    """The tokens from START to the WHERE or the brace that ends the projection."""
    end = start
    while end < len(tokens) and tokens[end].text != "{" and tokens[end].text.upper() != "WHERE":
        end += 1
    return tokens[start:end]


def _bound(tokens: list[Token]) -> str:
    """The query with $this bound at the start of each group, but for optional ones that say nothing of it.

    What is optional joins what was bound before; bound anew, it would be each focus node with each match.
    """
    parts: list[Token] = []
    for place, token in enumerate(tokens):
        parts.append(token)
        following = tokens[place + 1].text.upper() if place + 1 < len(tokens) else ""
        optional = place > 0 and tokens[place - 1].text.upper() == "OPTIONAL"
        if token.text == "{" and following != "SELECT" and not (optional and not _speaks_of_this(tokens, place)):
            parts.append(Token("binding", _BINDING))
    return _written(parts)


def _speaks_of_this(tokens: list[Token], start: int) -> bool:
    """Whether $this stands in the group that the brace at START opens."""
    depth = 0
    for token in tokens[start:]:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return False
        if token.kind == "variable" and token.text[1:] == "this":
            return True
    return False


def _predicates(tokens: list[Token], prefixes: dict[str, str]) -> frozenset[str] | None:
    """The IRIs of a query, its predicates among them; None where it may look at others, or at every node.

    It errs on the safe side: a variable with a term on both sides counts as a predicate, a star or question mark after
    a name as a path of length zero, an exclamation mark before a name as a negated path.
    """
    found = {_TYPE} if any(token.text == "a" for token in tokens) else set[str]()
    projected = _projected(tokens)
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else Token("", "")
        after = tokens[place + 1] if place + 1 < len(tokens) else Token("", "")
        if token.kind == "iri":
            found.add(token.text[1:-1])
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix not in prefixes or "\\" in local:
                return None
            found.add(prefixes[prefix] + local)
        elif token.kind == "variable" and place not in projected:
            if _can_end(after) and _can_start(before) and not _closes_expression(tokens, place - 1):
                return None
        elif _looks_anywhere(token, before, after):
            return None
    return frozenset(found)


def _looks_anywhere(token: Token, before: Token, after: Token) -> bool:
    """Whether TOKEN may be an operator of a path that reads other predicates, or none at all."""
    if token.text in ("*", "?"):
        return before.kind in ("iri", "name") or before.text in (")", "a")
    return token.text == "!" and (after.kind in ("iri", "name") or after.text in ("(", "^", "a"))


_ENDS: Final = frozenset({"variable", "iri", "name", "string", "number", "blank", "language"})
_TERM_WORDS: Final = frozenset({"A", "TRUE", "FALSE"})


def _can_start(token: Token) -> bool:
    """Whether TOKEN may stand before a predicate."""
    return token.kind in _ENDS or token.text in (";", "]", ")", "[") or token.text.upper() in _TERM_WORDS


def _can_end(token: Token) -> bool:
    """Whether TOKEN may stand after a predicate."""
    return token.kind in _ENDS or token.text in ("[", "(", "+", "-") or token.text.upper() in _TERM_WORDS


def _closes_expression(tokens: list[Token], place: int) -> bool:
    """Whether the bracket at PLACE closes what a word such as FILTER opened, and no list."""
    if tokens[place].text != ")":
        return False
    depth = 0
    for start in range(place, -1, -1):
        depth += (tokens[start].text == ")") - (tokens[start].text == "(")
        if depth == 0:
            opening = tokens[start - 1] if start else Token("", "")
            return opening.kind == "word" and opening.text != "a"
    return False


def _projected(tokens: list[Token]) -> set[int]:
    """The places of the variables that are only named as columns."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if token.text.upper() == "SELECT":
            found.update(range(place, place + 1 + len(_projection(tokens, place + 1))))
    return found
