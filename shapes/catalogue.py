"""The shapes of a file as reports list them, whether they found something or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import OUTER
from .index import Index
from .report import CheckedShape, Severity

SH: Final = OUTER["sh"]

#: Properties whose subject, or whose value, is a shape.
_OF_SHAPES: Final = {
    SH + name for name in "targetClass targetNode targetObjectsOf targetSubjectsOf target path property node".split()
}
_TO_SHAPES: Final = {SH + name for name in ("property", "node", "qualifiedValueShape", "not")}
_KINDS: Final = {SH + "NodeShape", SH + "PropertyShape"}


def catalogue(triples: Sequence[ox.Triple]) -> tuple[CheckedShape, ...]:
    """The shapes in TRIPLES that have an IRI and are not switched off, sorted by it."""
    index = Index(triples)
    nodes = {node for triple in triples for node in _shapes_in(triple) if isinstance(node, ox.NamedNode)}
    described = (_described(node, index) for node in sorted(nodes, key=str) if not _switched_off(node, index))
    return tuple(described)


def severity_of(iri: str) -> Severity:
    """Our word for a severity; one that SHACL does not know counts as a violation, so that it is not overlooked."""
    if iri == SH + "Warning":
        return "warning"
    return "info" if iri == SH + "Info" else "violation"


def _shapes_in(triple: ox.Triple) -> list[object]:
    predicate = triple.predicate.value
    found: list[object] = [triple.subject] if predicate in _OF_SHAPES else []
    found += [triple.object] if predicate in _TO_SHAPES else []
    typed = predicate == OUTER["rdf"] + "type" and isinstance(triple.object, ox.NamedNode)
    return [*found, triple.subject] if typed and _value(triple.object) in _KINDS else found


def _described(node: ox.NamedNode, index: Index) -> CheckedShape:
    severities = [_value(value) for value in index.values(node, SH + "severity")]
    return CheckedShape(
        iri=node.value,
        name=index.text(node, SH + "name") or index.label(node) or "",
        message=index.text(node, SH + "message") or "",
        description=index.text(node, SH + "description") or index.text(node, OUTER["rdfs"] + "comment") or "",
        severity=severity_of(severities[0]) if severities else "violation",
    )


def _switched_off(node: ox.NamedNode, index: Index) -> bool:
    return any(_value(value) == "true" for value in index.values(node, SH + "deactivated"))


def _value(term: object) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else ""
