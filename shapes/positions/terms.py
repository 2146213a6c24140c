"""Tokens become terms, under the prefixes and the base in force where they stand."""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox

from ...ontology.namespaces import OUTER
from .tokens import Unreadable, unescaped

XSD: Final = OUTER["xsd"]
NUMBERS: Final = {kind: ox.NamedNode(XSD + kind) for kind in ("integer", "decimal", "double")}
BOOLEAN: Final = ox.NamedNode(XSD + "boolean")

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LOCAL_ESCAPE: Final = re.compile(r"\\(.)")


class Terms:
    """The IRIs that tokens mean; prefixes and base may change from line to line."""

    def __init__(self, base: str = "") -> None:
        """Relative IRIs stand against BASE until the text says otherwise."""
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._known: dict[str, ox.NamedNode] = {}

    def set_base(self, token: str) -> None:
        """From here on, relative IRIs are resolved against TOKEN."""
        self._base = self._resolved(token)
        self._known.clear()

    def set_prefix(self, name: str, token: str) -> None:
        """From here on, NAME (with its colon) stands for the IRI of TOKEN."""
        self._prefixes[name[:-1]] = self._resolved(token)
        self._known.clear()

    def iri(self, token: str) -> ox.NamedNode:
        """What `<…>` means."""
        found = self._known.get(token)
        if found is None:
            found = self._known[token] = ox.NamedNode(self._resolved(token))
        return found

    def name(self, token: str) -> ox.NamedNode:
        """What `prefix:name` means; Unreadable without such a prefix."""
        found = self._known.get(token)
        if found is None:
            prefix, _, local = token.partition(":")
            if prefix not in self._prefixes:
                raise Unreadable
            iri = self._prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)
            found = self._known[token] = ox.NamedNode(iri)
        return found

    def _resolved(self, token: str) -> str:
        """The absolute IRI; Oxigraph's own resolution of relative ones, so that it is the same."""
        iri = unescaped(token[1:-1])
        if not self._base or (_SCHEME.match(iri) and "/." not in iri):
            return iri
        (quad,) = ox.parse(f"<{iri}> <a:a> 1 .".encode(), format=ox.RdfFormat.TURTLE, base_iri=self._base)
        assert isinstance(quad.subject, ox.NamedNode)
        return quad.subject.value
