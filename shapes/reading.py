"""Reading files of data and of shapes: their triples, their prefixes, and whether they are shapes at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import InputError
from ..files import read_bytes
from ..ontology.namespaces import OUTER
from ..store import SIZE_LIMIT, base_of, each_quad, format_of
from .graph import Graph
from .linting.linter import is_annotated, misspelt_namespace
from .naming import shown
from .positions.places import Source

SH: Final = OUTER["sh"]

_MARKS_OF_A_SHAPE: Final = {
    SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "target", "property")
}
_KINDS_OF_SHAPE: Final = {SH + "NodeShape", SH + "PropertyShape"}
_PREFIX: Final = re.compile(rb"\s*@?prefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
TRIPLE: Final = attrgetter("triple")


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """A file that was read; its blank nodes are named BLANK and a number."""

    path: Path
    data: bytes
    triples: Sequence[ox.Triple]
    prefixes: dict[str, str]
    blank: str

    def source(self) -> Source:
        """What its places are found in."""
        return Source(
            shown(self.path), self.data, format_of(self.path), self.triples, self.blank, base_of(self.path) or ""
        )


def read(path: Path, name: str) -> File:
    """The triples of PATH, its blank nodes numbered in the order of the file so that every run names them alike."""
    data, blank = read_bytes(path, SIZE_LIMIT), f"data-{name}"
    triples = _renamed(map(TRIPLE, each_quad(data, format_of(path), path=path)), blank)
    return File(path, data, triples, _prefixes(data), blank)


def read_data(path: Path, graph: Graph, name: str) -> File:
    """PATH, its triples added to GRAPH, its blank nodes named like those of `read`."""
    data, blank = read_bytes(path, SIZE_LIMIT), f"data-{name}"
    rows = graph.add(map(TRIPLE, each_quad(data, format_of(path), path=path)), blank)
    return File(path, data, rows, _prefixes(data), blank)


def read_shapes(paths: Iterable[Path]) -> list[File]:
    """The files PATHS, which are shapes, each by itself or through another of them.

    InputError where one cannot be read, or has nothing to do with shapes.
    """
    files = [_expected(path, f"shape-{number}") for number, path in enumerate(paths)]
    strange = _strange(files)
    for file in files:
        if file in strange:
            wrong = misspelt_namespace(file.prefixes.items())
            hint = f"The prefix of SHACL is {SH}, not {wrong}" if wrong else "Give a file with sh:NodeShape"
            raise InputError(f"has no SHACL shape: nothing would be checked. {hint}", path=file.path)
    return files


def _expected(path: Path, name: str) -> File:
    try:
        return read(path, name)
    except InputError as error:
        message = f"{error.message} (a file of shapes was expected here)"
        raise InputError(message, path=path, line=error.line, column=error.column) from error


def _strange(files: Iterable[File]) -> list[File]:
    """Those of FILES that have no shape and that no shape leads to: what they speak of, no other one does."""
    known: set[object] = set()
    strange = list(files)
    added = [file for file in strange if any(map(_marks_shape, file.triples)) or is_annotated(file.triples)]
    while added:
        strange = [file for file in strange if file not in added]
        for file in added:
            known.update(node for triple in file.triples for node in (triple.subject, triple.object))
        added = [file for file in strange if any(_is_named(t.subject) and t.subject in known for t in file.triples)]
    return strange


def _is_named(node: object) -> bool:
    return isinstance(node, ox.NamedNode)


def _marks_shape(triple: ox.Triple) -> bool:
    if triple.predicate.value in _MARKS_OF_A_SHAPE:
        return True
    is_type = triple.predicate.value == OUTER["rdf"] + "type"
    return is_type and isinstance(triple.object, ox.NamedNode) and triple.object.value in _KINDS_OF_SHAPE


def _prefixes(data: bytes) -> dict[str, str]:
    """The prefixes that a text declares, each as it was declared last."""
    found: dict[str, str] = {}
    small = data.lower()
    place = small.find(b"prefix")
    while place >= 0:
        declared = _PREFIX.match(data, small.rfind(b"\n", 0, place) + 1)
        if declared and declared[2].isascii():
            found[declared[1].decode()] = declared[2].decode()
        place = small.find(b"prefix", place + 1)
    return found


def _renamed(triples: Iterable[ox.Triple], name: str) -> list[ox.Triple]:
    """TRIPLES, each once, with blank nodes named NAME and a number, by first appearance."""
    numbers: dict[ox.BlankNode, ox.BlankNode] = {}
    result: dict[ox.Triple, None] = {}
    for triple in triples:
        subject, predicate, value = triple
        starts, ends = isinstance(subject, ox.BlankNode), isinstance(value, ox.BlankNode)
        if starts:
            subject = numbers.setdefault(subject, ox.BlankNode(f"{name}-{len(numbers) + 1}"))
        if ends:
            value = numbers.setdefault(value, ox.BlankNode(f"{name}-{len(numbers) + 1}"))
        result[ox.Triple(subject, predicate, value) if starts or ends else triple] = None
    return list(result)
