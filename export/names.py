"""What people call the things of a graph: by slug, label, file name, address or IRI."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

import pyoxigraph as ox

from ..errors import UsageError
from ..ontology.namespaces import PREFIXES, iri
from .canonical import statement

_KINDS: Final = {
    "body": ("pdu", "region", "yjs", "agency", "force"),
    "region": ("region",),
    "article": ("document",),
    "topic": ("topic",),
}
_LABELS: Final = frozenset(
    f"<{iri(name)}>"
    for name in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "ikg:fileName", "schema:url", "ikg:textSha256")
)
_NEAR: Final = 4


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _value(literal: str) -> str:
    (quad,) = ox.parse(f"<x:s> <x:p> {literal} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)
    return quad.object.value


def _slug(node: str) -> str:
    return node[:-1].rsplit("/", 1)[1]


class Names:
    """The labels of all things in LINES of N-Quads that one may ask for."""

    def __init__(self, lines: Iterable[str]) -> None:
        wanted = tuple(f"<{iri(kind + ':')}" for kinds in _KINDS.values() for kind in kinds)
        self._labels: dict[str, dict[str, None]] = defaultdict(dict)
        self._preferred: dict[str, str] = {}
        self._files: dict[str, str] = {}
        for line in lines:
            if line.startswith(wanted):
                subject, predicate, term, _ = statement(line)
                known = self._labels[subject]
                if predicate in _LABELS and term.startswith('"'):
                    known[_value(term)] = None
                    if predicate == f"<{iri('skos:prefLabel')}>":
                        self._preferred.setdefault(subject, _value(term))
                    elif predicate == f"<{iri('ikg:fileName')}>":
                        self._files.setdefault(subject, _value(term))

    def label(self, node: str) -> str:
        """What NODE is called, else its IRI."""
        return self._preferred.get(node, node[1:-1])

    def find(self, given: Iterable[str], kind: str) -> set[str]:
        """The nodes of a KIND that are GIVEN; UsageError where one is unknown."""
        return {node for value in given for node in self._find(value, kind)}

    def _find(self, value: str, kind: str) -> set[str]:
        bases = tuple(f"<{iri(name + ':')}" for name in _KINDS[kind])
        things = {node: labels for node, labels in self._labels.items() if node.startswith(bases)}
        prefix, _, local = value.partition(":")
        full = {f"<{value}>", f"<{PREFIXES[prefix]}{local}>" if prefix in PREFIXES else ""}
        slug = re.sub(r"[^a-z0-9]+", "-", _plain(value)).strip("-")
        found = {node for node in things if node in full or _slug(node) in (value, slug)}
        found = found or {node for node, labels in things.items() if _plain(value) in map(_plain, labels)}
        if not found:
            raise UsageError(f"the graph has no {kind} {value!r}{self._near(value, things)}")
        return found

    def _near(self, value: str, things: dict[str, dict[str, None]]) -> str:
        offered: dict[str, str] = {}
        for node in sorted(things):
            for name in (_slug(node), *sorted(things[node])):
                offered.setdefault(_plain(name), name)
        near = difflib.get_close_matches(_plain(value), list(offered), n=_NEAR, cutoff=0.6)
        if near:
            return f"; did you mean {' or '.join(offered[name] for name in near)}?"
        names = sorted(self._files.get(node, _slug(node)) for node in things)
        return f"; it has {', '.join(names[:8])}{' …' if len(names) > 8 else ''}" if names else "; it has none at all"


def day(value: str) -> str:
    """The first day of a VALUE such as 2025, 2025-07 or 2025-07-31; UsageError where it is none."""
    try:
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
            raise ValueError
        return date.fromisoformat(f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"[:10]).isoformat()
    except ValueError:
        raise UsageError(f"--since {value!r} is no day: write 2025, 2025-07 or 2025-07-31") from None
