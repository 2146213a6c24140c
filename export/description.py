"""What an export says of itself, in VoID and DCAT: title, licence, version, counts, checksum, the articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import BASE, ID, IKG, PREFIXES, iri
from .about import DATASET, release, words
from .census import Census
from .ordering import split_iri

#: The graph of descriptions, where a format has named graphs.
GRAPH: Final = f"<{iri('graph:dataset')}>"
_OWN: Final = f"<{DATASET}"
_BASE: Final = f"<{BASE}"


def is_description(subject: str) -> bool:
    """Whether a SUBJECT, as N-Triples write it, is of the description of an export."""
    return subject.startswith(_OWN)


def is_ours(line: str) -> bool:
    """Whether a LINE of N-Quads is about something that inspectkg names, as some line of each graph of ours is."""
    return line.startswith(_BASE)


def describe(census: Census, profile: str, selection: Iterable[str] = (), *, ours: bool = True) -> list[str]:
    """What an export with this CENSUS says of itself, as sorted lines of N-Quads without their end.

    SELECTION: what was asked for, in words. Where the graph is not OURS, nobody here knows its title and its licence.
    """
    chosen = list(selection)
    # The same whatever the facts are: the next export of these articles is the next version of the same dataset.
    known_by = sorted(census.articles) or [census.checksum]
    key = sha256("\n".join([profile, *chosen, *known_by]).encode()).hexdigest()[:16]
    dataset = f"dataset:{key}"
    triples = [
        *((dataset, "rdf:type", _node(kind)) for kind in ("void:Dataset", "dcat:Dataset")),
        *(_titles(dataset, profile, chosen) if ours else ()),
        *(_for_search_engines(dataset, chosen) if ours and profile == "schema-org" else ()),
        *_sources(dataset, census),
        *_counts(dataset, census),
        *_distribution(dataset, census),
    ]
    return sorted({f"<{iri(subject)}> <{iri(predicate)}> {value} {GRAPH}" for subject, predicate, value in triples})


_Triples = Iterator[tuple[str, str, str]]


def _titles(dataset: str, profile: str, selection: list[str]) -> _Triples:
    about, issue = words(), release()
    limits = f" ({'; '.join(selection)})" if selection else ""
    yield dataset, "dcterms:title", _english(about["title"] + limits)
    whole = f"{about['description']} Profile {profile}: {about['profile'][profile]}."
    yield dataset, "dcterms:description", _english(whole)
    yield dataset, "dcterms:creator", _text(about["creator"])
    yield dataset, "dcterms:license", f"<{about['license']}>"
    yield dataset, "dcterms:rights", _english(about["rights"])
    yield dataset, "dcterms:language", _text(about["language"])
    yield dataset, "dcterms:issued", f'"{issue.issued}"^^{_node("xsd:date")}'
    yield dataset, "dcat:version", _text(issue.version)
    yield dataset, "dcterms:conformsTo", f"<{issue.iri}>"
    yield dataset, "void:uriSpace", _text(ID)
    for keyword in about["keywords"]:
        yield dataset, "dcat:keyword", _english(keyword)


def _for_search_engines(dataset: str, selection: list[str]) -> _Triples:
    about, issue = words(), release()
    yield dataset, "rdf:type", _node("schema:Dataset")
    yield dataset, "schema:name", _text("; ".join([about["title"], *selection]))
    yield dataset, "schema:description", _text(about["description"])
    yield dataset, "schema:license", _text(about["license"])
    yield dataset, "schema:version", _text(issue.version)
    yield dataset, "schema:datePublished", f'"{issue.issued}"^^{_node("xsd:date")}'


def _sources(dataset: str, census: Census) -> _Triples:
    for article in census.articles:
        yield dataset, "dcterms:source", article
    for publisher in census.publishers:
        yield dataset, "dcterms:rightsHolder", publisher


def _counts(dataset: str, census: Census) -> _Triples:
    totals = {"triples": census.triples, "distinctSubjects": census.subjects}
    totals |= {"classes": len(census.classes), "properties": len(census.predicates)}
    for name, number in totals.items():
        yield dataset, f"void:{name}", _integer(number)
    namespaces = {_namespace(term) for term in (*census.classes, *census.predicates)}
    for namespace in sorted(namespaces - {""}):
        yield dataset, "void:vocabulary", f"<{namespace}>"
    parts = (("class", census.classes, "entities"), ("property", census.predicates, "triples"))
    for kind, counted, what in parts:
        for term, number in counted.items():
            part = f"{dataset}-{kind}-{_local(term)}"
            yield dataset, f"void:{kind}Partition", _node(part)
            yield part, "rdf:type", _node("void:Dataset")
            yield part, f"void:{kind}", term
            yield part, f"void:{what}", _integer(number)


def _distribution(dataset: str, census: Census) -> _Triples:
    lines, checksum = f"{dataset}-ntriples", f"{dataset}-checksum"
    yield dataset, "dcat:distribution", _node(lines)
    yield lines, "rdf:type", _node("dcat:Distribution")
    yield lines, "dcterms:description", _english(words()["checksum"])
    yield lines, "dcat:mediaType", "<https://www.iana.org/assignments/media-types/application/n-triples>"
    yield lines, "spdx:checksum", _node(checksum)
    yield checksum, "rdf:type", _node("spdx:Checksum")
    yield checksum, "spdx:algorithm", _node("spdx:checksumAlgorithm_sha256")
    yield checksum, "spdx:checksumValue", f'"{census.checksum}"^^{_node("xsd:hexBinary")}'


def _namespace(term: str) -> str:
    parts = split_iri(term[1:-1]) if term.startswith("<") else None
    return PREFIXES[parts[0]] if parts is not None else ""


def _local(term: str) -> str:
    """A name for TERM within an IRI: as Turtle would shorten it, else by its hash."""
    parts = split_iri(term[1:-1])
    name = "-".join(parts) if parts is not None else sha256(term.encode()).hexdigest()[:16]
    return name.removeprefix("ikg-") if term.startswith(f"<{IKG}") else name


def _node(prefixed: str) -> str:
    return f"<{iri(prefixed)}>"


def _text(value: str) -> str:
    return str(ox.Literal(value))


def _english(value: str) -> str:
    return str(ox.Literal(value, language="en"))


def _integer(value: int) -> str:
    return f'"{value}"^^{_node("xsd:integer")}'
