"""What the release says of itself, in VoID and DCAT: its files with sizes and checksums, its licence, its counts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from ..export.ordering import Triple
from ..export.serialising import FORMATS, serialise
from ..ontology.namespaces import BASE, IKG, PREFIXES, iri
from .statements import parts, published

RELEASE: Final = BASE + "release/"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_PAGES: Final = {".html": "text/html", ".svg": "image/svg+xml"}
_IANA: Final = "https://www.iana.org/assignments/media-types/"


def description(files: Mapping[str, bytes], version: str, issued: str, settings: Mapping[str, Any]) -> bytes:
    """The Turtle that describes FILES, the release of VERSION."""
    dataset = RELEASE + version
    said = _dataset(dataset, version, issued, settings["licence"])
    media = dict(zip(_suffixes(settings["formats"]), settings["formats"].values(), strict=True)) | _PAGES
    for part, title in settings["parts"].items():
        said += _part(f"{dataset}/{part}", dataset, title)
    described = {
        f"{part}{suffix}": title
        for part, title in settings["parts"].items()
        for suffix in _suffixes(settings["formats"])
    }
    for name, title in sorted((described | settings["others"]).items()):
        owner = dataset if name in settings["others"] else f"{dataset}/{name.rpartition('.')[0]}"
        said += _distribution(f"{dataset}/{name}", owner, title, files[name], media["." + name.rpartition(".")[2]])
        said += [_node(f"{dataset}/{name}", "dcat:downloadURL", f"{settings['home']}{version}/{name}")]
    return serialise((ox.Quad(*triple) for triple in said), "turtle")


def _suffixes(formats: Mapping[str, str]) -> list[str]:
    return [FORMATS[name] for name in formats]


def _dataset(dataset: str, version: str, issued: str, licence: str) -> list[Triple]:
    text = published().text
    triples = sum(len(set(quads)) for quads in parts().values())
    return [
        _node(dataset, "rdf:type", iri("void:Dataset")),
        _node(dataset, "rdf:type", iri("dcat:Dataset")),
        _said(dataset, "dcterms:title", f"{text(IKG, 'dcterms:title')}, {version}", language="en"),
        _said(dataset, "dcterms:description", text(IKG, "dcterms:description"), language="en"),
        _said(dataset, "dcterms:creator", text(IKG, "dcterms:creator")),
        _said(dataset, "dcterms:issued", issued, "date"),
        _said(dataset, "owl:versionInfo", version),
        _node(dataset, "dcterms:license", licence),
        _node(dataset, "dcterms:conformsTo", IKG + version),
        _node(dataset, "void:vocabulary", IKG),
        _said(dataset, "void:uriSpace", BASE),
        _said(dataset, "void:triples", str(triples), "integer"),
        _said(dataset, "void:classes", str(len(published().subjects("owl:Class"))), "integer"),
        _said(dataset, "void:properties", str(len(_properties())), "integer"),
    ]


def _properties() -> list[str]:
    return published().subjects("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")


def _part(part: str, dataset: str, title: str) -> list[Triple]:
    quads = set(parts()[part.rsplit("/", 1)[1]])
    return [
        _node(dataset, "void:subset", part),
        _node(part, "rdf:type", iri("void:Dataset")),
        _node(part, "rdf:type", iri("dcat:Dataset")),
        _said(part, "dcterms:title", title, language="en"),
        _said(part, "void:triples", str(len(quads)), "integer"),
    ]


def _distribution(file: str, owner: str, title: str, data: bytes, media: str) -> list[Triple]:
    checksum = file + "#checksum"
    return [
        _node(owner, "dcat:distribution", file),
        _node(file, "rdf:type", iri("dcat:Distribution")),
        _said(file, "dcterms:title", f"{title}, {file.rsplit('/', 1)[1]}", language="en"),
        _node(file, "dcat:mediaType", _IANA + media),
        _said(file, "dcat:byteSize", str(len(data)), "nonNegativeInteger"),
        _triple(file, _SPDX + "checksum", ox.NamedNode(checksum)),
        _node(checksum, "rdf:type", _SPDX + "Checksum"),
        _triple(checksum, _SPDX + "algorithm", ox.NamedNode(_SPDX + "checksumAlgorithm_sha256")),
        _triple(
            checksum, _SPDX + "checksumValue",
            ox.Literal(hashlib.sha256(data).hexdigest(), datatype=ox.NamedNode(iri("xsd:hexBinary"))),
        ),
    ]  # fmt: skip


def _triple(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Triple:
    return ox.NamedNode(subject), ox.NamedNode(predicate), value


def _node(subject: str, predicate: str, value: str) -> Triple:
    return _triple(subject, iri(predicate), ox.NamedNode(value))


def _said(subject: str, predicate: str, value: str, datatype: str = "", *, language: str | None = None) -> Triple:
    kind = ox.NamedNode(PREFIXES["xsd"] + datatype) if datatype else None
    return _triple(subject, iri(predicate), ox.Literal(value, datatype=kind, language=language))
