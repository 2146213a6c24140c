"""JSON-LD with our prefixes as its context, a node a subject, in plain JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final, TypeAlias

import pyoxigraph as ox

from ..ontology.namespaces import PREFIXES
from .ordering import RDF_TYPE, XSD, Subject, Term, Triple, group, split_iri

Value: TypeAlias = str | int | dict[str, str]

#: Integers that JSON and JSON-LD both give back as they were.
_PLAIN_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")


def jsonld(triples: Sequence[Triple]) -> bytes:
    """TRIPLES as compact JSON-LD, sorted; decimals and dates keep their form as typed strings."""
    prefixes = _prefixes(triples)
    nodes: list[dict[str, object]] = []
    for subject, pairs in group(triples):
        node: dict[str, object] = {"@id": _name(subject, prefixes)}
        for predicate, terms in pairs:
            types = [_name(term, prefixes) for term in terms if not isinstance(term, ox.Literal)]
            if predicate.value == RDF_TYPE and len(types) == len(terms):
                node["@type"] = types[0] if len(types) == 1 else types
            else:
                values = [_value(term, prefixes) for term in terms]
                node[_name(predicate, prefixes)] = values[0] if len(values) == 1 else values
        nodes.append(node)
    document = {"@context": {prefix: PREFIXES[prefix] for prefix in sorted(prefixes)}, "@graph": nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _prefixes(triples: Sequence[Triple]) -> set[str]:
    """The prefixes that the names in TRIPLES use."""
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    iris |= {term.datatype.value for _, _, term in triples if isinstance(term, ox.Literal)}
    # An absolute IRI such as <quote:x> would be read as a prefixed name, were its scheme one of our prefixes.
    schemes = {iri.partition(":")[0] for iri in iris}
    return {parts[0] for iri in iris if (parts := split_iri(iri)) is not None} - schemes


def _name(node: Subject, prefixes: set[str]) -> str:
    if isinstance(node, ox.BlankNode):
        return str(node)
    parts = split_iri(node.value)
    return ":".join(parts) if parts is not None and parts[0] in prefixes else node.value


def _value(term: Term, prefixes: set[str]) -> Value:
    """One object, in the shortest form that gives back exactly the same literal."""
    if not isinstance(term, ox.Literal):
        return {"@id": _name(term, prefixes)}
    datatype = term.datatype.value
    if term.language is not None:
        return {"@language": term.language, "@value": term.value}
    if datatype == XSD + "string":
        return term.value
    if datatype == XSD + "boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if datatype == XSD + "integer" and _PLAIN_INTEGER.fullmatch(term.value):
        return int(term.value)
    return {"@type": _name(term.datatype, prefixes), "@value": term.value}
