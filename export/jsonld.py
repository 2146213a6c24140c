"""Compact JSON-LD: a node a subject, or nested by a frame. The part of our context that is used stands in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import pyoxigraph as ox

from ..ontology.namespaces import PREFIXES
from .context import Entry, coercions, entry
from .framing import Tree, frame_of, framed
from .ordering import RDF_TYPE, XSD, Subject, Term, Triple, group, split_iri

#: Integers that JSON and JSON-LD both give back as they were.
_PLAIN_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_SCHEMA: Final = PREFIXES["schema"]


def jsonld(triples: Sequence[Triple], *, frame: str = "", schema_org: bool = False) -> bytes:
    """TRIPLES as JSON-LD, sorted; decimals and dates keep their form.

    FRAME nests the nodes (a name of frames.toml; UsageError for another). SCHEMA_ORG: names of schema.org have no
    prefix, and others no prefixes of ours, as search engines read them.
    """
    shape = frame_of(frame)
    writer = _Writer(triples, schema_org=schema_org)
    nodes = [writer.node(tree) for tree in framed(group(triples), shape)]
    context = writer.context()
    context |= {name: {"@reverse": property} for name, property in sorted(shape.reverse.items())}
    document = {"@context": context, "@graph": nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _Writer:
    """Writes nodes, and remembers what their context has to have."""

    def __init__(self, triples: Sequence[Triple], *, schema_org: bool) -> None:
        self._schema_org = schema_org
        self._prefixes = set[str]() if schema_org else _prefixes(triples)
        self._entries: dict[str, Entry] = {}
        self._names: dict[str, str] = {}

    def context(self) -> dict[str, Any]:
        prefixes = {"@vocab": _SCHEMA} if self._schema_org else {}
        prefixes |= {prefix: PREFIXES[prefix] for prefix in sorted(self._prefixes)}
        return {**prefixes, **{name: self._entries[name] for name in sorted(self._entries)}}

    def node(self, tree: Tree) -> dict[str, Any]:
        """A node with all its properties; what hangs in it is nested."""
        node: dict[str, Any] = {"@id": self._name(tree.subject)}
        for predicate, values in tree.pairs:
            terms = [value for value in values if not isinstance(value, Tree)]
            types = [self._name(term, vocabulary=True) for term in terms if not isinstance(term, ox.Literal)]
            if predicate.value == RDF_TYPE and len(types) == len(values):
                node["@type"] = types[0] if len(types) == 1 else types
                continue
            name = self._property(predicate)
            written = [
                self.node(value) if isinstance(value, Tree) else self._value(predicate, value) for value in values
            ]
            node[name] = written[0] if len(written) == 1 else written
        for name, trees in tree.beneath.items():
            node[name] = [self.node(child) for child in trees]
        return node

    def _property(self, predicate: ox.NamedNode) -> str:
        name = self._name(predicate, vocabulary=True)
        if self._coerced(predicate):
            self._entries[name] = entry(predicate.value)
        return name

    def _coerced(self, predicate: ox.NamedNode) -> dict[str, str]:
        foreign = self._schema_org and not predicate.value.startswith(_SCHEMA)
        return {} if foreign else coercions().get(predicate.value, {})

    def _name(self, node: Subject, *, vocabulary: bool = False) -> str:
        if isinstance(node, ox.BlankNode):
            return str(node)
        if self._schema_org:
            local = node.value.removeprefix(_SCHEMA)
            return local if vocabulary and local.isascii() and local.isalnum() else node.value
        name = self._names.get(node.value)
        if name is None:
            parts = split_iri(node.value)
            name = ":".join(parts) if parts is not None and parts[0] in self._prefixes else node.value
            self._names[node.value] = name
        return name

    def _value(self, predicate: ox.NamedNode, term: Term) -> Any:
        """One object, in the shortest form that gives back exactly the same term."""
        coerced = self._coerced(predicate)
        if not isinstance(term, ox.Literal):
            return self._name(term) if coerced.get("@type") == "@id" else {"@id": self._name(term)}
        if term.language is not None:
            plain = coerced.get("@language") == term.language
            return term.value if plain else {"@language": term.language, "@value": term.value}
        datatype = term.datatype.value
        if datatype == XSD + "string":
            return {"@value": term.value} if coerced else term.value
        if not coerced and datatype == XSD + "boolean" and term.value in ("true", "false"):
            return term.value == "true"
        if not coerced and datatype == XSD + "integer" and _PLAIN_INTEGER.fullmatch(term.value):
            return int(term.value)
        if coerced.get("@type") == datatype:
            return term.value
        return {"@type": self._name(term.datatype), "@value": term.value}


def _prefixes(triples: Sequence[Triple]) -> set[str]:
    """The prefixes that the names in TRIPLES use."""
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    iris |= {term.datatype.value for _, _, term in triples if isinstance(term, ox.Literal)}
    # An absolute IRI such as <quote:x> would be read as a prefixed name, were its scheme one of our prefixes.
    schemes = {iri.partition(":")[0] for iri in iris}
    return {parts[0] for iri in iris if (parts := split_iri(iri)) is not None} - schemes
