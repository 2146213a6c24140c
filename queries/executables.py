"""The queries as RDF: SHACL executables, as the SIB's examples of SPARQL queries are, for editors that load them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ..errors import UsageError
from ..ontology.namespaces import PREFIXES, QUERY
from .answers import TripleSet, triple_set
from .catalogue import SavedQuery

#: Form of a query -> the class of such executables, and the property that holds the query.
EXECUTABLES: Final = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
    "ASK": ("SPARQLAskExecutable", "ask"),
}
DECLARATIONS: Final = QUERY + "prefixes"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


def executables(queries: Iterable[SavedQuery]) -> TripleSet:
    """QUERIES and the prefixes that they use, as triples; UsageError where one is a file of the user's."""
    found = list(queries)
    strange = [query.path.name for query in found if not query.own]
    if strange:
        raise UsageError(f"{strange[0]}: only saved queries have an IRI to be described by")
    used = sorted({prefix for query in found for prefix in query.prefixes})
    triples = {*_declared(used)}
    for query in found:
        triples |= set(_executable(query))
    return triple_set(triples)


def _executable(query: SavedQuery) -> Iterator[Triple]:
    node = NamedNode(QUERY + query.name)
    kind, holding = EXECUTABLES[query.form]
    yield Triple(node, _term("rdf:type"), _term("sh:SPARQLExecutable"))
    yield Triple(node, _term("rdf:type"), _term(f"sh:{kind}"))
    yield Triple(node, _term("rdfs:label"), Literal(query.summary or query.name, language="en"))
    yield Triple(node, _term("rdfs:comment"), Literal(query.question or query.name, language="en"))
    if query.description:
        yield Triple(node, _term("schema:description"), Literal(query.description, language="en"))
    for tag in query.tags:
        yield Triple(node, _term("schema:keywords"), Literal(tag))
    yield Triple(node, _term("sh:prefixes"), NamedNode(DECLARATIONS))
    yield Triple(node, _term(f"sh:{holding}"), Literal(query.sparql))
    yield Triple(node, _term("dcterms:license"), NamedNode(LICENCE))


def _declared(prefixes: Iterable[str]) -> Iterator[Triple]:
    """The declaration of each of PREFIXES."""
    whole = NamedNode(DECLARATIONS)
    yield Triple(whole, _term("rdf:type"), _term("owl:Ontology"))
    for prefix in prefixes:
        node = NamedNode(f"{QUERY}prefix-{prefix}")
        namespace = Literal(PREFIXES[prefix], datatype=NamedNode(PREFIXES["xsd"] + "anyURI"))
        yield Triple(whole, _term("sh:declare"), node)
        yield Triple(node, _term("rdf:type"), _term("sh:PrefixDeclaration"))
        yield Triple(node, _term("sh:prefix"), Literal(prefix))
        yield Triple(node, _term("sh:namespace"), namespace)


def _term(prefixed: str) -> NamedNode:
    prefix, _, name = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + name)
