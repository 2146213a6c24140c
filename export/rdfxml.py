"""RDF/XML, and what XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from ..errors import InputError
from ..ontology.namespaces import PREFIXES
from .ordering import XSD, Note, Subject, Term, Triple, group, predicate_key

#: With what an XML name may begin, and what else it may have (Extensible Markup Language 1.0, fifth edition, 2.3).
_FIRST: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME: Final = re.compile(f"[{_FIRST}][{_FIRST}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*$")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str, note: Note) -> str:
    """TEXT with the characters that XML cannot hold replaced by U+FFFD, NOTE told about them."""
    clean, count = _NOT_XML.subn("\N{REPLACEMENT CHARACTER}", text)
    if count:
        note(f"{count} character(s) that XML cannot hold became U+FFFD in: {clean[:60]!r}")
    return clean


def _qualified_names(predicates: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The XML name of each predicate, and the namespaces that those names need."""
    prefix_of = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    names: dict[str, str] = {}
    namespaces = {"rdf": PREFIXES["rdf"]}
    for predicate in sorted(predicates, key=predicate_key):
        local = _NCNAME.search(predicate)
        if local is None:
            raise InputError(f"the property <{predicate}> has no name that XML allows: use another format")
        namespace = predicate[: local.start()]
        prefix = prefix_of.setdefault(namespace, f"ns{len(prefix_of)}")
        namespaces[prefix] = namespace
        names[predicate] = f"{prefix}:{local.group()}"
    return names, namespaces


def rdfxml(triples: Sequence[Triple], note: Note) -> bytes:
    """RDF/XML, an rdf:Description a subject."""
    names, namespaces = _qualified_names({triple[1].value for triple in triples})

    def target(term: Subject, attribute: str) -> str:
        if isinstance(term, ox.BlankNode):
            return f"rdf:nodeID={quoteattr(term.value)}"
        return f"rdf:{attribute}={quoteattr(term.value)}"

    def element(name: str, term: Term) -> str:
        if not isinstance(term, ox.Literal):
            return f"    <{name} {target(term, 'resource')}/>\n"
        kind = ""
        if term.language is not None:
            kind = f" xml:lang={quoteattr(term.language)}"
        elif term.datatype.value != XSD + "string":
            kind = f" rdf:datatype={quoteattr(term.datatype.value)}"
        return f"    <{name}{kind}>{escape(xml_text(term.value, note), {chr(13): '&#13;'})}</{name}>\n"

    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF']
    lines += [f"\n    xmlns:{prefix}={quoteattr(namespaces[prefix])}" for prefix in sorted(namespaces)]
    lines.append(">\n")
    for subject, pairs in group(triples):
        lines.append(f"  <rdf:Description {target(subject, 'about')}>\n")
        lines += [element(names[predicate.value], term) for predicate, terms in pairs for term in terms]
        lines.append("  </rdf:Description>\n")
    return "".join([*lines, "</rdf:RDF>\n"]).encode()
