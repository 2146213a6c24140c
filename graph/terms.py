"""Short ways to write RDF terms: nodes by prefixed name, literals in the one form every store keeps."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from ..ontology.namespaces import PREFIXES, iri

_XSD = PREFIXES["xsd"]


@lru_cache(maxsize=4096)
def node(prefixed: str) -> NamedNode:
    """The node of a prefixed name of ours, such as `ikg:asserts`."""
    return NamedNode(iri(prefixed))


@lru_cache(maxsize=4096)
def written(prefixed: str) -> str:
    """The node of a prefixed name as N-Quads have it."""
    return str(node(prefixed))


@cache
def _datatype(name: str) -> NamedNode:
    return NamedNode(_XSD + name)


def text(value: str) -> Literal:
    """A plain string."""
    return Literal(value)


def english(value: str) -> Literal:
    """A string tagged as English."""
    return Literal(value, language="en")


def in_language(value: str, tag: str) -> Literal:
    """A string in the language TAG; any kind of English is tagged as English."""
    return Literal(value, language="en" if tag.partition("-")[0] == "en" else tag)


def address(value: str) -> Literal:
    """An xsd:anyURI: a web address that is told, not linked to."""
    return Literal(value, datatype=_datatype("anyURI"))


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=_datatype("integer"))


def decimal(value: float) -> Literal:
    """An xsd:decimal in its canonical form ("6", "52.5"), which stores that normalise numbers leave alone."""
    return Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=_datatype("decimal"))


def boolean(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal("true" if value else "false", datatype=_datatype("boolean"))


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=_datatype("date"))


def month(value: str) -> Literal:
    """An xsd:gYearMonth from YYYY-MM."""
    return Literal(value, datatype=_datatype("gYearMonth"))
