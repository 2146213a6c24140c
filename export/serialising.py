"""Quads as files: one entry, `serialise`, for every format; each writes the same bytes for the same statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import InputError, UsageError
from .turtle import Note, Subject, Triple, trig, turtle

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
#: The formats that no terminal can show.
BINARY_FORMATS: Final = ("xlsx",)


def format_of(path: Path, among: Sequence[str] = tuple(FORMATS)) -> str:
    """The name of the format that PATH's suffix stands for; UsageError where it is none of AMONG."""
    for name in among:
        if FORMATS[name] == path.suffix.lower():
            return name
    raise UsageError(f"{path}: its suffix names no format; use one of {' '.join(FORMATS[name] for name in among)}")


def serialise(quads: Iterable[ox.Quad], format: str, *, note: Note | None = None) -> bytes:
    """QUADS in FORMAT (a name of FORMATS), byte for byte the same whatever their order.

    `trig` and `nquads` keep the named graphs, the others write their union. Literals keep their form; where a format
    cannot hold a character, it is replaced and NOTE is called with a sentence about it.
    UsageError for an unknown format, InputError for what no format but RDF 1.2 can hold.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; there are {', '.join(FORMATS)}")
    ready = _checked(quads)
    if format == "nquads":
        return "".join(sorted(f"{quad} .\n" for quad in ready)).encode()
    if format == "trig":
        return trig(_by_graph(ready))
    return _flat(list(_by_graph(ready, union=True).get(None, ())), format, note or (lambda _: None))


def _flat(triples: list[Triple], format: str, note: Note) -> bytes:
    """TRIPLES in a FORMAT that knows no named graphs."""
    match format:
        case "turtle":
            return turtle(triples)
        case "ntriples":
            return "".join(sorted({f"{s} {p} {o} .\n" for s, p, o in triples})).encode()
        case "jsonld":
            from .jsonld import jsonld

            return jsonld(triples)
        case "rdfxml":
            from .rdfxml import rdfxml

            return rdfxml(triples, note)
        case "graphml":
            from .graphml import graphml

            return graphml(triples, note)
        case _:
            from . import tables

            return tables.xlsx(triples, note) if format == "xlsx" else tables.csv(triples)


#: Blank nodes are named by RDFC-1.0, whose time grows with their number and, far worse, with their nesting.
BLANK_NODES = 20_000
BLANK_DEPTH = 64


def _checked(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """QUADS without repeats, blank nodes named by RDFC-1.0; InputError for the terms that came with RDF 1.2."""
    unique = list(set(quads))
    if any(isinstance(node, ox.BlankNode) for quad in unique for node in (quad.subject, quad.object, quad.graph_name)):
        _refuse_tangles(unique)
        dataset = ox.Dataset(unique)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        unique = list(dataset)
    for quad in unique:
        term = quad.object
        if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
            raise InputError(f"{term} needs RDF 1.2, which most programs cannot read: write it without it")
    return unique


def _refuse_tangles(quads: Iterable[ox.Quad]) -> None:
    """InputError where blank nodes are so many, or so nested, that naming them would take for ever."""
    inside: dict[ox.BlankNode, list[ox.BlankNode]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode):
            inside.setdefault(quad.subject, [])
            if isinstance(quad.object, ox.BlankNode):
                inside[quad.subject].append(quad.object)
                inside.setdefault(quad.object, [])
    pointed_at = {node for nodes in inside.values() for node in nodes}
    level, depth = [node for node in inside if node not in pointed_at], 0
    while level and depth <= BLANK_DEPTH:
        level, depth = list({node for outer in level for node in inside[outer]}), depth + 1
    if len(inside) > BLANK_NODES or depth > BLANK_DEPTH:
        raise InputError(
            f"has more than {BLANK_NODES} blank nodes, or some nested more than {BLANK_DEPTH} deep: give them IRIs"
        )


def _by_graph(quads: Iterable[ox.Quad], *, union: bool = False) -> dict[Subject | None, list[Triple]]:
    """The triples of each graph; None is the default graph, and with UNION holds them all."""
    graphs: dict[Subject | None, list[Triple]] = {}
    for quad in quads:
        subject, term, name = quad.subject, quad.object, quad.graph_name
        assert not isinstance(subject, ox.Triple)
        assert not isinstance(term, ox.Triple), "refused by _checked"
        key = None if union or isinstance(name, ox.DefaultGraph) else name
        graphs.setdefault(key, []).append((subject, quad.predicate, term))
    return graphs
