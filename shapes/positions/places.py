"""Finding triples, properties and nodes in files: the file, the line and the column of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

import pyoxigraph as ox

from ...ontology.namespaces import OUTER
from ..engines.compiled.vocabulary import MARKS
from ..graph import Rows
from ..report import Location, Term
from .alignment import LINES, STATEMENTS, aligned, skimmed
from .sought import Sought
from .statements import TYPE
from .tokens import Unreadable

BOM: Final = b"\xef\xbb\xbf"

#: Subject, predicate and object, each followed by its place in code points from 0, None where unknown.
_Entry: TypeAlias = tuple[object, int | None, ox.NamedNode, int | None, object, int | None]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name for people, content, format, triples, and what its blank nodes are named with."""

    name: str
    data: bytes
    rdf: ox.RdfFormat
    triples: Sequence[ox.Triple]
    blank: str
    base: str = ""
    """What its relative IRIs stand against."""


class _Rank(IntEnum):
    """How exactly a place answers a question, the best first."""

    TRIPLE = 0
    PROPERTY = 1
    TYPED_SUBJECT = 2
    SHAPE = 3
    SUBJECT = 4
    OBJECT = 5


#: How exactly a statement tells what its subject is, by its predicate; a property shape needs no type beside its path.
_TELLING: Final = {
    **{ox.NamedNode(name): _Rank.SHAPE for name in MARKS},
    **dict.fromkeys((TYPE, ox.NamedNode(OUTER["sh"] + "path")), _Rank.TYPED_SUBJECT),
}
_NODE_RANKS: Final = (_Rank.TYPED_SUBJECT, _Rank.SHAPE, _Rank.SUBJECT, _Rank.OBJECT)


def find(questions: Iterable[Sought], sources: Sequence[Source]) -> dict[Sought, Location]:
    """Where each of QUESTIONS stands in SOURCES: at the value, the property, or the node, the first that is there.

    Line and column are from 1, the column in code points. They are None where a file tells none, as JSON-LD does.
    Of several places of one exactness, the first in the first file counts; for a node, where it is said what it is.
    """
    wanted = list(dict.fromkeys(questions))
    best: dict[Sought, tuple[_Rank, Location]] = {}
    for source in sources if wanted else ():
        for question, (rank, location) in _in_file(wanted, source).items():
            if question not in best or rank < best[question][0]:
                best[question] = rank, location
    return {question: location for question, (_, location) in best.items()}


def _in_file(wanted: Sequence[Sought], source: Source) -> dict[Sought, tuple[_Rank, Location]]:
    nodes = {node for question in wanted for node in (question.subject, question.focus) if node is not None}
    near = _near(source.triples, nodes)
    if not near:
        return {}
    text = source.data.removeprefix(BOM).decode() if source.rdf in (*STATEMENTS, *LINES) else ""
    marks = _placed(wanted, source, text, nodes, near) if text else None
    if marks is None:
        marks, text = _Marks(wanted), ""
        marks.note((t.subject, None, t.predicate, None, t.object, None) for t in near)
    found = {question: place for question in wanted for place in marks.of(question)}
    locations = _locations(source.name, text, {place for _, place in found.values()})
    return {question: (rank, locations[place]) for question, (rank, place) in found.items()}


def _near(triples: Sequence[ox.Triple], nodes: set[Term]) -> Sequence[ox.Triple]:
    if isinstance(triples, Rows):
        return triples.near(nodes)
    return [triple for triple in triples if triple.subject in nodes or triple.object in nodes]


def _placed(
    wanted: Sequence[Sought], source: Source, text: str, nodes: set[Term], near: Sequence[ox.Triple]
) -> _Marks | None:
    """The places in TEXT, by the quickest reading that it allows; None where none can be told."""
    for reading in (
        lambda: skimmed(text, source.rdf, nodes, near, source.base),
        lambda: aligned(text, source.rdf, source.blank, source.base),
    ):
        marks = _Marks(wanted)
        try:
            marks.note(reading())
        except Unreadable:
            continue
        return marks
    return None


class _Marks:
    """The places of what is wanted in one file."""

    def __init__(self, wanted: Iterable[Sought]) -> None:
        self._nodes: set[object] = set()
        self._keys: set[tuple[object, ...]] = set()
        self._places: dict[tuple[object, ...], int | None] = {}
        for question in wanted:
            self._nodes |= {question.subject, question.focus}
            if question.predicate is not None:
                self._keys |= {question[:2], question[:3]}

    def note(self, entries: Iterable[_Entry]) -> None:
        """Keep the first place of everything in ENTRIES that is wanted."""
        nodes, keys, keep, telling = self._nodes, self._keys, self._places.setdefault, _TELLING.get
        for subject, subject_at, predicate, predicate_at, value, value_at in entries:
            if subject in nodes:
                keep((telling(predicate, _Rank.SUBJECT), subject), subject_at)
                if (subject, predicate) in keys:
                    keep((subject, predicate), predicate_at)
                if (subject, predicate, value) in keys:
                    keep((subject, predicate, value), value_at)
            if value in nodes:
                keep((_Rank.OBJECT, value), value_at)

    def of(self, question: Sought) -> Iterator[tuple[_Rank, int | None]]:
        """The best place of QUESTION, if there is any."""
        candidates: list[tuple[_Rank, tuple[object, ...]]] = []
        if question.predicate is not None:
            candidates.append((_Rank.TRIPLE, question[:3]))
            candidates += [(_Rank.PROPERTY, question[:2])] if question.focus is None else []
        node = question.focus or question.subject
        candidates += [(rank, (rank, node)) for rank in _NODE_RANKS]
        for rank, key in candidates:
            if key in self._places:
                yield rank, self._places[key]
                return


def _locations(name: str, text: str, places: set[int | None]) -> dict[int | None, Location]:
    """Line and column of each of PLACES in TEXT, which is gone through once."""
    found: dict[int | None, Location] = {None: Location(name)}
    line, before = 1, 0
    for place in sorted(place for place in places if place is not None):
        line += text.count("\n", before, place)
        found[place] = Location(name, line, place - text.rfind("\n", 0, place))
        before = place
    return found
