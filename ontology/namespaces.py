"""The IRIs of inspectkg: one prefix for each kind of node, since a slash inside a prefixed name is not legal Turtle."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/inspectkg/"
IKG: Final = BASE + "ontology/"
CONCEPT: Final = BASE + "concept/"
ID: Final = BASE + "id/"
SHAPE: Final = BASE + "shape/"
QUERY: Final = BASE + "query/"

#: Concept schemes whose prefix is the scheme's own name.
SCHEMES: Final = (
    "aspect", "attribution", "band", "body-kind", "correction-kind", "decision-kind", "framework",
    "grade", "grain", "label-use", "level", "pledge-kind", "polarity", "qualifier", "standard", "topic", "unit",
)  # fmt: skip

#: Prefix of each kind of data node -> the kind as it stands in the IRI.
KINDS: Final = {
    "agency": "agency", "agent": "agent", "amount": "amount", "change": "change-event", "claim": "claim",
    "correction": "correction", "dataset": "dataset", "decision": "decision", "document": "document",
    "evidence": "evidence", "finding": "finding", "force": "police-force", "graph": "graph",
    "inspection": "inspection", "membership": "membership", "merge": "merge", "pdu": "pdu", "person": "person",
    "pledge": "pledge", "position": "position", "post": "post", "publisher": "publisher", "quote": "quote",
    "rating": "rating", "recommendation": "recommendation", "region": "region", "rule": "rule",
    "statistic": "statistic", "yjs": "youth-justice-service",
}  # fmt: skip

OUTER: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "earl": "http://www.w3.org/ns/earl#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: Every prefix that a file of ours declares, alphabetical.
PREFIXES: Final[dict[str, str]] = dict(
    sorted(
        {
            "ikg": IKG,
            "query": QUERY,
            "shape": SHAPE,
            **{scheme: f"{CONCEPT}{scheme}/" for scheme in SCHEMES},
            **{prefix: f"{ID}{kind}/" for prefix, kind in KINDS.items()},
            **OUTER,
        }.items()
    )
)


def iri(prefixed: str) -> str:
    """Expand a prefixed name of ours (`topic:victims`) to its IRI; KeyError where the prefix is unknown."""
    prefix, _, local = prefixed.partition(":")
    return PREFIXES[prefix] + local
