"""The JSON-LD context: a short name for each property and class, and what the values of each property are."""

from __future__ import annotations

from typing import Final

from ..ontology.namespaces import IKG, PREFIXES
from .statements import published

_XSD: Final = PREFIXES["xsd"]


def context() -> dict[str, object]:
    """The context; prefixes first, then the classes and properties of the ontology by their local names."""
    index = published()
    names: dict[str, object] = {"id": "@id", "type": "@type"}
    prefixes: dict[str, object] = {prefix: {"@id": PREFIXES[prefix], "@prefix": True} for prefix in PREFIXES}
    for cls in index.subjects("owl:Class"):
        names[cls.removeprefix(IKG)] = f"ikg:{cls.removeprefix(IKG)}"
    for prop in index.subjects("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"):
        names[prop.removeprefix(IKG)] = _property(prop)
    # A name that is a prefix too (`topic`) stays the prefix, with which values are written; the property keeps its own.
    own = {name if name not in prefixes else f"ikg:{name}": value for name, value in names.items()}
    return {"@version": 1.1, **prefixes, **own}


def _property(prop: str) -> dict[str, str]:
    """How values of PROP are written: IRIs as strings, dates and numbers by their datatype."""
    index = published()
    name = f"ikg:{prop.removeprefix(IKG)}"
    if prop in index.subjects("owl:ObjectProperty"):
        return {"@id": name, "@type": "@id"}
    ranges = [node for node in index.nodes(prop, "rdfs:range") if node.startswith(_XSD)]
    if len(ranges) == 1 and ranges[0] not in (_XSD + "string", _XSD + "integer", _XSD + "boolean"):
        return {"@id": name, "@type": f"xsd:{ranges[0].removeprefix(_XSD)}"}
    return {"@id": name}
