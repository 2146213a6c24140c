"""Which stretches of a text can speak of what is sought, so that no others are read.

A node whose IRI ends in letters, digits, hyphens and underscores is written with them wherever it stands: as `<…>`,
relative or not, or as `prefix:name`, as long as no namespace ends within them. A statement without them, and without an
escape, says nothing of the node. Statements that are no plain ones are always read: directives, what opens or closes a
graph. With blank nodes, whose names are their numbers, the whole text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import Final

import ahocorasick_rs
import pyoxigraph as ox

from .tokens import Stretch

_TAIL: Final = re.compile(r"(?=[\w-]*[A-Za-z0-9]\Z)[A-Za-z0-9_-]+\Z", re.ASCII)
_CUT: Final = re.compile(r"[A-Za-z0-9_\\-]\Z")
_NAMESPACE: Final = re.compile(r"[Pp](?i:refix)[ \t\r\n]+[^\s:<]*:[ \t\r\n]*<([^<>\s]*)>")
#: Escapes, and names that are the base itself, may stand for anything.
_ANYTHING: Final = ("\\u", "\\U", "\\-", "\\_", "<>")

_STRING: Final = (
    r"\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    r"|\"(?:[^\"\\\n\r]++|\\.)*+\"|'(?:[^'\\\n\r]++|\\.)*+'"
)
_WORD: Final = r"(?:[^\s\"'<>#.,;()\[\]{}\\]++|\\.|\.++(?=[^\s\"'<>#.,;()\[\]{}]))++"
_PLAIN: Final = rf"[\s,;]++|\#[^\r\n]*+|<[^<>\s]*+>|{_STRING}|(?!_:){_WORD}"
#: A statement up to its dot, plain or not; the last one may end with the text. None with brackets or blank nodes.
_STATEMENT: Final = re.compile(
    rf"""
    (?:[\s]++|\#[^\r\n]*+)*+
    (?:
        (?P<plain>(?!@|(?i:prefix|base|version|graph)[\s<])(?:{_PLAIN})++\.)
      | (?P<other>(?:{_PLAIN}|[{{}}])*+(?:\.|\Z))
    )
    """,
    re.VERBOSE | re.DOTALL,
)


def stretches(text: str, nodes: Collection[object], *, lines: bool = False) -> list[Stretch] | None:
    """The stretches of TEXT that may speak of NODES, in order, each of whole statements; None where all must be read.

    LINES says that each line of the text is a statement.
    """
    tails = _tails(nodes)
    if not tails or any(map(_CUT.search, _NAMESPACE.findall(text))):
        return None
    # Which kind is chosen where none is named depends on how many tails there are, and can be five times slower.
    # The first of them at a place is enough; to make one that tells each takes a time that grows with their square.
    seen = ahocorasick_rs.AhoCorasick(
        [*tails, *_ANYTHING],
        matchkind=ahocorasick_rs.MatchKind.LeftmostFirst,
        implementation=ahocorasick_rs.Implementation.ContiguousNFA,
    )
    places = [start for _, start, _ in seen.find_matches_as_indexes(text)]
    return _lines(text, places) if lines else _statements(text, places)


def _tails(nodes: Collection[object]) -> list[str]:
    """What every way to write one of NODES ends with; nothing where one of them has no such end."""
    found: set[str] = set()
    for node in nodes:
        if node is None:
            continue
        tail = _TAIL.search(node.value) if isinstance(node, ox.NamedNode) else None
        if tail is None:
            return []
        found.add(tail[0])
    return sorted(found)


def _lines(text: str, places: Sequence[int]) -> list[Stretch] | None:
    if "_:" in text:
        return None
    found: dict[Stretch, None] = {}
    for place in places:
        end = text.find("\n", place)
        found[text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end + 1] = None
    return list(found)


def _statements(text: str, places: Sequence[int]) -> list[Stretch] | None:
    found: list[Stretch] = []
    place = 0
    while place < len(text):
        match = _STATEMENT.match(text, place)
        if match is None or match.end() == place:
            return None
        if match["plain"] is None or bisect_right(places, match.end()) > bisect_right(places, place - 1):
            found.append((place, match.end()))
        place = match.end()
    return found
