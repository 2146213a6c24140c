"""Files of RDF as lines of N-Quads: one that two files share is the same statement, and is parsed no further."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import InputError, found_in
from ..files import MEBIBYTE, read_bytes
from ..store import SIZE_LIMIT, format_of, parse_quads
from .blanks import named

#: Files of lines are not held as trees of objects, so that they may be larger.
LINES_LIMIT: Final = 2048 * MEBIBYTE

_IRI: Final = r"<[A-Za-z][^\x00-\x20<>\"{}|^`\\]*>"
_STRING: Final = r'"(?:[^"\\\x00-\x1f\x7f]|\\[btnfr"\\])*+"'
#: A line as Oxigraph itself writes it, without blank nodes: what differs from another such line says something else.
_STATEMENT: Final = (
    rf"{_IRI} {_IRI} (?:{_IRI}|{_STRING}(?:@[a-z0-9-]+|\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>){_IRI})?)"
)
_CANONICAL: Final = {
    ox.RdfFormat.N_TRIPLES: re.compile(rf"({_STATEMENT}) \."),
    ox.RdfFormat.N_QUADS: re.compile(rf"({_STATEMENT})(?: {_IRI})? \."),
}


@dataclass(slots=True)
class Contents:
    """A file's statements: each as its N-Quads line, without the full stop at its end, sorted; some are repeated."""

    lines: list[str]
    has_graphs: bool
    """Whether the file's format keeps named graphs; JSON-LD, mostly used without, only counts where it has some."""
    blanks: dict[str, str] = field(default_factory=dict[str, str])
    """The name of each blank node -> the one that RDFC-1.0 gives it."""


def read(path: Path, base: Path, *, flat: bool = False) -> Contents:
    """The statements of the RDF file PATH, FLAT without their named graphs; InputError where it cannot be read.

    Relative names stand against the place of BASE, so that they are the same in both files of a comparison.
    """
    rdf = format_of(path)
    if rdf not in _CANONICAL:
        return _contents(_parsed(read_bytes(path, SIZE_LIMIT), rdf, path, base), [], path, rdf, flat=flat)
    data = read_bytes(path, LINES_LIMIT)
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("is binary or not UTF-8: a text file in UTF-8 was expected", path=path, line=line) from None
    del data
    found: list[str] = []
    for place, line in enumerate(lines):
        if canonical := _CANONICAL[rdf].fullmatch(line):
            found.append(canonical[1] if flat else line[:-2])
            lines[place] = ""  # a line all the same, so that the parser names the right ones in its messages
    return _contents(_parsed("\n".join(lines).encode(), rdf, path, base), found, path, rdf, flat=flat)


def _parsed(data: bytes, rdf: ox.RdfFormat, path: Path, base: Path) -> list[ox.Quad]:
    try:
        return parse_quads(data, rdf, path=base)
    except InputError as error:
        raise InputError(error.message, path=path, line=error.line, column=error.column) from None


def parsed(lines: Iterable[str]) -> list[ox.Quad]:
    """The statements of LINES."""
    return list(ox.parse("".join(f"{line} .\n" for line in lines), format=ox.RdfFormat.N_QUADS))


def _contents(quads: list[ox.Quad], lines: list[str], path: Path, rdf: ox.RdfFormat, *, flat: bool) -> Contents:
    if flat:
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    with found_in(path):
        unlike, blanks = named(quads)
    has_graphs = rdf.supports_datasets and (rdf != ox.RdfFormat.JSON_LD or _any_named(quads))
    lines += map(str, unlike)
    lines.sort()
    return Contents(lines, has_graphs, blanks)


def _any_named(quads: list[ox.Quad]) -> bool:
    return any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)
