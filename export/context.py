"""The JSON-LD context of inspectkg: our prefixes, and of each property whether it links, or the type of its values.

Properties keep their prefix (`ikg:topic`), as Turtle and SPARQL have them: `topic` alone is the prefix of topics.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from ..ontology.loading import ontology_files
from ..ontology.namespaces import PREFIXES, iri
from .ordering import XSD, split_iri

#: What stands in a context for one name.
Entry: TypeAlias = str | dict[str, str]

_TYPE: Final = iri("rdf:type")
_RANGE: Final = iri("rdfs:range")
_LINK: Final = {"@type": "@id"}
#: Types that JSON has itself, or that need no telling.
_PLAIN: Final = frozenset(XSD + name for name in ("string", "integer", "boolean"))


@cache
def coercions() -> dict[str, dict[str, str]]:
    """Property -> `@type` or `@language` of its values, as far as they all have one."""
    found: dict[str, dict[str, str]] = {}
    ranges: dict[str, str] = {}
    for path in (ontology_files()[0], Path(__file__).with_name("declarations.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode):
                continue
            if quad.predicate.value == _TYPE and quad.object.value == iri("owl:ObjectProperty"):
                found[quad.subject.value] = _LINK
            elif quad.predicate.value == _RANGE:
                ranges[quad.subject.value] = quad.object.value
    for name, kind in ranges.items():
        if kind == iri("rdf:langString"):
            found.setdefault(name, {"@language": "en"})
        elif kind.startswith(XSD) and kind not in _PLAIN:
            found.setdefault(name, {"@type": kind})
    return found


def entry(property: str) -> Entry:
    """What the context has for a PROPERTY (its IRI)."""
    return {"@id": property, **coercions().get(property, {})}


def published() -> dict[str, dict[str, Entry]]:
    """The whole context, as it is published: every export has the part of it that it uses."""
    names = {":".join(split_iri(property) or (property,)): property for property in coercions()}
    return {"@context": {**PREFIXES, **{name: entry(names[name]) for name in sorted(names)}}}
