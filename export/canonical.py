"""Statements as sorted lines of N-Quads: each once, blank nodes named by RDFC-1.0, nothing of RDF 1.2."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from ..errors import InputError
from .blank_nodes import canonical_names

#: The end of a line of N-Quads, as Oxigraph writes it; no literal holds a line's end.
_END: Final = " .\n"
#: What stands in a text with blank nodes, and in one that needs RDF 1.2; it may stand in literals as well.
_MARKS: Final = (b"_:", b"<<(", b"--")
#: So many statements are written at a time: larger texts take longer to get memory for than to write.
_BATCH: Final = 10_000


def statement(line: str) -> tuple[str, str, str, str]:
    """Subject, predicate, object and graph of a LINE of N-Quads without its end; no graph is an empty text."""
    subject, predicate, rest = line.split(" ", 2)
    term, _, graph = rest.rpartition(" ")
    # A last word that is a node names the graph; in a literal with spaces, the last word has a quotation mark.
    return (subject, predicate, term, graph) if term and '"' not in graph else (subject, predicate, rest, "")


def union(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The triples of LINES, which are sorted, as N-Triples write them: each once, whatever graphs it is in."""
    before = ("", "", "")
    for line in lines:
        subject, predicate, term, _ = statement(line)
        triple = (subject, predicate, term)
        if triple != before:
            yield triple
            before = triple


def canonical_lines(quads: Iterable[ox.Quad]) -> list[str]:
    """QUADS as lines of N-Quads without their end, each once, sorted.

    InputError for the terms that came with RDF 1.2, and where blank nodes cannot be named within reason.
    """
    statements, special = iter(quads), False
    # Graphs mostly come sorted: a dictionary keeps that, and sorting is then fast.
    found: dict[str, None] = {}
    while written := ox.serialize(itertools.islice(statements, _BATCH), format=ox.RdfFormat.N_QUADS):
        special = special or any(mark in written for mark in _MARKS)
        found |= dict.fromkeys(written.decode().split(_END)[:-1])
    return _settled(sorted(found)) if special else sorted(found)


def canonical(lines: Iterable[str]) -> list[str]:
    """LINES of N-Quads, sorted and each once, with canonical names of blank nodes; errors as above."""
    return _settled(sorted(dict.fromkeys(lines)))


def _settled(lines: list[str]) -> list[str]:
    """LINES without what formats before RDF 1.2 cannot hold, and with canonical names of blank nodes."""
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
