"""GraphML for network programs such as Gephi: things as nodes with label and kind, relations as edges."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from ..ontology.namespaces import BASE
from .about import particulars
from .lookup import Lookup, slug
from .ordering import RDF_TYPE, Note, Term, Triple, natural, split_iri
from .rdfxml import xml_text

#: Kinds that only carry evidence or bookkeeping: in a network picture they hide the rest.
LEFT_OUT: Final = frozenset({"claim", "dataset", "evidence", "quote", "position", "graph", "ikg", "rule"})
#: What a claim says of the statement it asserts -> the name of the edge that stands for it.
CLAIM_EDGES: Final = {"schema:appearance": "reportedIn", "ikg:speaker": "saidBy"}
LABEL_LENGTH: Final = 60

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="quote" for="node" attr.name="quote" attr.type="string"/>
  <key id="relation" for="edge" attr.name="label" attr.type="string"/>
"""


def graphml(triples: Iterable[Triple], note: Note) -> bytes:
    """The things that TRIPLES speak of as a network; a statement is linked to its documents and speakers directly."""
    triples = list(triples)
    graph = Lookup(triples)
    quotes = _quotes(graph)
    edges = sorted(set(_edges(graph)))
    nodes = {node for node in graph.subjects() if _kind(node)} | {node for edge in edges for node in edge[::2]}
    lines = [_HEAD, *_about(particulars(triples), note)]
    for node in sorted(nodes, key=natural):
        quote = quotes.get(node, "")
        label = graph.label(ox.NamedNode(node))
        if quote and label == slug(ox.NamedNode(node)):
            label = quote if len(quote) <= LABEL_LENGTH else quote[: LABEL_LENGTH - 1] + "…"
        data = {"label": label, "kind": _kind(node), "quote": quote}
        lines.append(f"    <node id={quoteattr(node)}>\n")
        lines += [f'      <data key="{key}">{_escaped(text, note)}</data>\n' for key, text in data.items() if text]
        lines.append("    </node>\n")
    for number, (source, relation, target) in enumerate(edges):
        lines.append(f'    <edge id="e{number}" source={quoteattr(source)} target={quoteattr(target)}>\n')
        lines.append(f'      <data key="relation">{escape(relation)}</data>\n    </edge>\n')
    return "".join([*lines, "  </graph>\n</graphml>\n"]).encode()


def _about(told: list[tuple[str, str]], note: Note) -> Iterable[str]:
    """The beginning of the graph, with what it says of itself: names that come twice have their values joined."""
    values: dict[str, list[str]] = {}
    for name, value in told:
        values.setdefault(name, []).append(value)
    for name in values:
        yield f'  <key id="{name}" for="graph" attr.name="{name}" attr.type="string"/>\n'
    yield '  <graph id="inspections" edgedefault="directed">\n'
    for name, texts in values.items():
        yield f'    <data key="{name}">{_escaped("; ".join(texts), note)}</data>\n'


def _escaped(text: str, note: Note) -> str:
    return escape(xml_text(text, note), {"\r": "&#13;"})


@lru_cache(maxsize=2**16)
def _kind(node: str) -> str:
    """The kind of a node of ours (its prefix), or an empty text where it does not belong into the network."""
    parts = split_iri(node)
    return parts[0] if parts is not None and node.startswith(BASE) and parts[0] not in LEFT_OUT else ""


def _quotes(graph: Lookup) -> dict[str, str]:
    """Statement -> the words of its first claim."""
    found: dict[str, str] = {}
    for claim in graph.of_type("schema:Claim"):
        for selector in graph.all(graph.one(claim, "ikg:evidence"), "oa:hasSelector"):
            if text := graph.text(selector, "oa:exact"):
                found.setdefault(graph.text(claim, "ikg:asserts"), text)
    return found


def _edges(graph: Lookup) -> Iterable[tuple[str, str, str]]:
    """Source, relation and target: every link between two things, and those that go by way of a claim."""
    for subject in graph.subjects():
        for predicate, term in graph.pairs(subject) if _kind(subject) else ():
            if isinstance(term, ox.NamedNode) and _kind(term.value) and predicate != RDF_TYPE:
                yield subject, predicate.rsplit("/", 1)[-1].rsplit("#", 1)[-1], term.value
    for claim in graph.of_type("schema:Claim"):
        for statement in _nodes(graph.all(claim, "ikg:asserts")):
            for path, relation in CLAIM_EDGES.items():
                for term in _nodes(graph.all(claim, path)):
                    yield statement.value, relation, term.value


def _nodes(terms: Iterable[Term]) -> Iterable[ox.NamedNode]:
    return (term for term in terms if isinstance(term, ox.NamedNode))
