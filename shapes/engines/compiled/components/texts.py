"""Texts: sh:minLength, sh:maxLength, sh:pattern, sh:languageIn, sh:uniqueLang.

Patterns are matched by Oxigraph's REGEX, which takes time linear in the text whatever the pattern: Python's backtracks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from ..regex import unmatched
from ..shape import FocusComponent, RunView, ValueComponent, Values


class Length(ValueComponent):
    """Each value is an IRI or literal of MINIMUM to MAXIMUM characters."""

    def __init__(self, iri: str, minimum: int = 0, maximum: int | None = None) -> None:
        super().__init__(iri)
        self._minimum = minimum
        self._maximum = maximum

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        return {node for node in nodes if not self._fits(run.graph.terms[node])}

    def _fits(self, term: object) -> bool:
        if not isinstance(term, (ox.NamedNode, ox.Literal)):
            return False
        length = len(term.value)
        return length >= self._minimum and (self._maximum is None or length <= self._maximum)


class Pattern(ValueComponent):
    """Each value is an IRI or literal that a regular expression finds a place in."""

    def __init__(self, iri: str, pattern: str, flags: str) -> None:
        super().__init__(iri)
        self._pattern = pattern
        self._flags = flags

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        terms = run.graph.terms
        texts: dict[int, str] = {}
        found: set[int] = set()
        for node in nodes:
            term = terms[node]
            if isinstance(term, (ox.NamedNode, ox.Literal)):
                texts[node] = term.value
            else:
                found.add(node)
        return found | unmatched(texts, self._pattern, self._flags)


class LanguageIn(ValueComponent):
    """Each value is a text in one of several languages, by the basic ranges of RFC 4647."""

    def __init__(self, iri: str, ranges: list[str]) -> None:
        super().__init__(iri)
        self._ranges: Final = tuple(one.lower() for one in ranges)

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        return {node for node in nodes if not self._matches(_language(run.graph.terms[node]))}

    def _matches(self, language: str) -> bool:
        return bool(language) and any(one in ("*", language) or language.startswith(f"{one}-") for one in self._ranges)


class UniqueLanguage(FocusComponent):
    """No two values have the same language; a result for each language that several have."""

    def broken(self, run: RunView, values: Values) -> Iterable[int]:
        terms = run.graph.terms
        for focus, nodes in values.items():
            if len(nodes) > 1:
                counts = Counter(language for node in nodes if (language := _language(terms[node])))
                for count in counts.values():
                    if count > 1:
                        yield focus


def _language(term: object) -> str:
    return (term.language or "").lower() if isinstance(term, ox.Literal) else ""
