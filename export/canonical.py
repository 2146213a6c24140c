"""Statements as sorted lines of N-Quads: each once, blank nodes named by RDFC-1.0, nothing of RDF 1.2."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ..errors import InputError
from .blank_nodes import canonical_names


def statement(line: str) -> tuple[str, str, str, str]:
    """Subject, predicate, object and graph of a LINE of N-Quads without its end; no graph is an empty text."""
    subject, predicate, rest = line.split(" ", 2)
    term, _, graph = rest.rpartition(" ")
    # A last word that is a node names the graph; in a literal with spaces, the last word has a quotation mark.
    return (subject, predicate, term, graph) if term and '"' not in graph else (subject, predicate, rest, "")


def canonical_lines(quads: Iterable[ox.Quad]) -> list[str]:
    """QUADS as lines of N-Quads without their end, each once, sorted.

    InputError for the terms that came with RDF 1.2, and where blank nodes cannot be named within reason.
    """
    # Graphs mostly come sorted: a dictionary keeps that, and sorting is then fast.
    return canonical(sorted(dict.fromkeys(map(str, quads))))


def canonical(lines: list[str]) -> list[str]:
    """LINES of N-Quads, sorted and each once, with canonical names of blank nodes; errors as above."""
    text = "\n".join(lines)
    if "<<(" in text or "--" in text:
        _refuse_rdf12(lines)
    if "_:" in text:
        return _named(lines)
    return lines


def _refuse_rdf12(lines: Iterable[str]) -> None:
    for quad in ox.parse("".join([f"{line} .\n" for line in lines]).encode(), format=ox.RdfFormat.N_QUADS):
        term = quad.object
        if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
            raise InputError(f"{term} needs RDF 1.2, which most programs cannot read: write it without it")


def _named(lines: list[str]) -> list[str]:
    """LINES with the names of blank nodes that RDFC-1.0 gives."""
    parts = [statement(line) for line in lines]
    names = canonical_names(quad for quad in parts if any(part.startswith("_:") for part in quad))
    return sorted({" ".join([names.get(part, part) for part in quad if part]) for quad in parts})
