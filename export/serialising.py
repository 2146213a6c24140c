"""Quads as files: one entry, `serialise`, for every format; each writes the same bytes for the same statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import UsageError
from .canonical import canonical_lines, union
from .ordering import Note, Triple
from .turtle import trig, turtle

#: Format name -> suffix of its files.
FORMATS: Final = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "trig": ".trig",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "graphml": ".graphml",
}
#: The formats that hold a whole graph and that other programs read back as RDF.
RDF_FORMATS: Final = ("turtle", "ntriples", "trig", "nquads", "jsonld", "rdfxml")
#: The formats that are a folder of several files.
FOLDER_FORMATS: Final = ("csvw",)
#: The formats that no terminal can show.
BINARY_FORMATS: Final = ("xlsx",)


def _silent(_: str) -> None:
    """What a format cannot hold, and nobody asks for."""


def format_of(path: Path, among: Sequence[str] = tuple(FORMATS)) -> str:
    """The name of the format that PATH's suffix stands for; UsageError where it is none of AMONG."""
    for name in among:
        if FORMATS[name] == path.suffix.lower():
            return name
    raise UsageError(f"{path}: its suffix names no format; use one of {' '.join(FORMATS[name] for name in among)}")


def misnamed(format: str, path: Path) -> str:
    """A sentence for who writes FORMAT to a PATH whose suffix stands for another format; empty where it does not."""
    other = next((name for name, suffix in FORMATS.items() if suffix == path.suffix.lower()), format)
    if other == format or format in FOLDER_FORMATS:
        return ""
    return f"{path} holds {format}, but programs will take it for {other} by its name"


def serialise(quads: Iterable[ox.Quad], format: str, *, note: Note | None = None) -> bytes:
    """QUADS in FORMAT (a name of FORMATS), byte for byte the same whatever their order.

    `trig` and `nquads` keep the named graphs, the others write their union. Literals keep their form; where a format
    cannot hold a character, it is replaced and NOTE is called with a sentence about it.
    UsageError for an unknown format, InputError for what no format but RDF 1.2 can hold.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; there are {', '.join(FORMATS)}")
    return write(canonical_lines(quads), format, note or _silent)


def write(
    lines: Sequence[str], format: str, note: Note = _silent, *, frame: str = "", schema_org: bool = False
) -> bytes:
    """The same of canonical LINES; JSON-LD is nested as FRAME says, and written for search engines if SCHEMA_ORG."""
    match format:
        case "nquads":
            return _document(lines)
        case "ntriples":
            return _document(map(" ".join, union(lines)))
        case "turtle":
            return turtle(lines)
        case "trig":
            return trig(lines)
        case "jsonld":
            from .jsonld import jsonld

            return jsonld(triples_of(lines), frame=frame, schema_org=schema_org)
        case _:
            return _flat(triples_of(lines), format, note)


def _flat(triples: list[Triple], format: str, note: Note) -> bytes:
    """TRIPLES in a FORMAT that knows no named graphs."""
    match format:
        case "rdfxml":
            from .rdfxml import rdfxml

            return rdfxml(triples, note)
        case "graphml":
            from .graphml import graphml

            return graphml(triples, note)
        case _:
            from . import spreadsheets

            return spreadsheets.xlsx(triples, note) if format == "xlsx" else spreadsheets.csv(triples, note)


def _document(lines: Iterable[str]) -> bytes:
    return "".join([f"{line} .\n" for line in lines]).encode()


def triples_of(lines: Iterable[str]) -> list[Triple]:
    """The union of the graphs in LINES of N-Quads, as terms."""
    triples = _document(map(" ".join, union(lines)))
    found: list[Triple] = []
    for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES):
        subject, term = quad.subject, quad.object
        assert not isinstance(subject, ox.Triple)
        assert not isinstance(term, ox.Triple), "refused before"
        found.append((subject, quad.predicate, term))
    return found
