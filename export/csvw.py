"""Tables on the web (CSVW): a file a kind of statement, with metadata on columns, types, licence and counts."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from .about import of_itself
from .lookup import Lookup
from .ordering import Note, Term, Triple, split_iri
from .spreadsheets import table
from .tables import KINDS, columns, told_rows

#: Where processors look for the metadata of a folder, and of one file.
METADATA: Final = "csv-metadata.json"
BESIDE: Final = "-metadata.json"
_CONTEXT: Final = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_NOTE: Final = "An apostrophe leads a text that a spreadsheet would run as a formula."


def names() -> list[str]:
    """The files of a folder of tables."""
    return [*(f"{kind}.csv" for kind in KINDS), METADATA]


def folder(triples: Sequence[Triple], note: Note) -> dict[str, bytes]:
    """What is in the files of a folder of tables, by name: one a kind, and their metadata."""
    table_rows = told_rows(triples, note)
    files = {f"{kind}.csv": table(columns(kind), (row for row in table_rows if row["kind"] == kind)) for kind in KINDS}
    schemas = [_table(name, data, columns(name.removesuffix(".csv"))) for name, data in files.items()]
    return files | {METADATA: _written({"@context": _CONTEXT, **_about(triples), "tables": schemas})}


def beside(name: str, data: bytes, triples: Sequence[Triple]) -> bytes:
    """The metadata that lie beside the one file NAME, a table of all kinds with the content DATA."""
    return _written({"@context": _CONTEXT, **_table(name, data, columns()), **_about(triples)})


def _table(name: str, data: bytes, names: Sequence[str]) -> dict[str, Any]:
    return {
        "url": quote(os.fsencode(name)),
        "notes": [_NOTE, f"sha256: {sha256(data).hexdigest()}"],
        "tableSchema": {
            "columns": [_column(column) for column in names],
            "primaryKey": ["claim", "statement"],
            "aboutUrl": "{+claim}",
        },
    }


def _column(name: str) -> dict[str, Any]:
    told = _columns()[name]
    column = {"name": name, "titles": name, "dc:description": told["means"], "datatype": told.get("type", "string")}
    return column | ({"separator": told["separator"]} if "separator" in told else {})


@cache
def _columns() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


def _about(triples: Iterable[Triple]) -> dict[str, Any]:
    """What the export says of itself, as common properties of CSVW."""
    graph = of_itself(triples)
    datasets = graph.of_type("dcat:Dataset")
    return _properties(graph, datasets[0]) if datasets else {}


def _properties(graph: Lookup, node: str) -> dict[str, Any]:
    """What is said of NODE; its classes as rdf:type, since of tables the standard keeps @type to itself."""
    found: dict[str, list[Any]] = {}
    for predicate, term in graph.pairs(node):
        found.setdefault(_name(predicate), []).append(_value(graph, term))
    return {"@id": node} | {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(graph: Lookup, term: Term) -> str | Mapping[str, Any]:
    if not isinstance(term, ox.Literal):
        part = split_iri(term.value)
        nested = part is not None and part[0] == "dataset"
        return _properties(graph, term.value) if nested else {"@id": term.value}
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    # Also of strings: csvw, a validator of others, takes a value with neither language nor type for a mistake.
    return {"@value": term.value, "@type": _name(term.datatype.value)}


def _name(iri: str) -> str:
    """The name of a term in metadata, whose context has its own prefixes; others stand in full."""
    prefix, local = split_iri(iri) or ("", iri)
    known = {"dcat": "dcat", "dcterms": "dc", "rdf": "rdf", "void": "void", "xsd": "xsd"}
    return f"{known[prefix]}:{local}" if prefix in known else iri


def _written(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
