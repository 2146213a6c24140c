"""Nests the nodes of a graph, each once, as the frames of frames.toml say; without a frame, all stand side by side."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from ..errors import UsageError
from ..ontology.namespaces import iri
from .ordering import RDF_TYPE, Subject, Term

Pairs: TypeAlias = Sequence[tuple[ox.NamedNode, Sequence[Term]]]
#: No frame of ours nests deeper; what somebody's data nests further stands beside.
DEPTH: Final = 16


@dataclass(frozen=True, slots=True)
class Frame:
    """What comes first, what hangs under what, and what is written where it is pointed at; all names are IRIs."""

    classes: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    reverse: dict[str, str] = field(default_factory=dict[str, str])
    """Name in JSON -> property, whose subjects hang under its object."""
    embed: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tree:
    """A subject, its properties with values that are terms or trees, and the trees that point at it."""

    subject: Subject
    pairs: list[tuple[ox.NamedNode, list[Term | Tree]]]
    beneath: dict[str, list[Tree]]


@cache
def frames() -> dict[str, Frame]:
    """The frames by name."""
    read = tomllib.loads(Path(__file__).with_name("frames.toml").read_text(encoding="utf-8"))
    return {
        name: Frame(
            frozenset(map(iri, frame["classes"])),
            frozenset(map(iri, frame["ends"])),
            {key: iri(property) for key, property in frame["reverse"].items()},
            frozenset(map(iri, frame["embed"])),
        )
        for name, frame in read.items()
    }


def frame_of(name: str) -> Frame:
    """The frame NAME, for an empty name one that nests nothing; UsageError where there is none."""
    if name and name not in frames():
        raise UsageError(f"unknown frame {name!r}; there are {', '.join(frames())}")
    return frames()[name] if name else Frame()


def framed(nodes: Sequence[tuple[Subject, Pairs]], frame: Frame) -> list[Tree]:
    """NODES as trees: those that the FRAME puts first, then all that is nested nowhere; every statement stands once."""
    nesting = _Nesting(nodes, frame)
    return nesting.trees()


class _Nesting:
    def __init__(self, nodes: Sequence[tuple[Subject, Pairs]], frame: Frame) -> None:
        self._frame = frame
        self._pairs = dict(nodes)
        self._done: set[Subject] = set()
        self._pointing: dict[tuple[str, Term], list[Subject]] = defaultdict(list)
        wanted = set(frame.reverse.values())
        for subject, pairs in nodes:
            for predicate, terms in pairs:
                for term in terms if predicate.value in wanted else ():
                    self._pointing[predicate.value, term].append(subject)

    def trees(self) -> list[Tree]:
        roots = self._roots()
        first = [subject for subject in self._pairs if subject in roots]
        self._done |= set(first)
        found = [self._tree(subject) for subject in first]
        for subject in self._pairs:
            if subject not in self._done:
                self._done.add(subject)
                found.append(self._tree(subject))
        return found

    def _roots(self) -> set[Term]:
        found: set[Term] = set()
        for subject, pairs in self._pairs.items():
            for predicate, terms in pairs:
                if predicate.value in self._frame.ends:
                    found.update(terms)
                elif predicate.value == RDF_TYPE and {term.value for term in terms} & self._frame.classes:
                    found.add(subject)
        return found

    def _tree(self, subject: Subject, depth: int = 0, said: tuple[str, Subject] | None = None) -> Tree:
        """SUBJECT with what hangs on it; SAID: the property and object that its place in the tree says already."""
        pairs: list[tuple[ox.NamedNode, list[Term | Tree]]] = []
        for predicate, terms in self._pairs[subject]:
            left = [term for term in terms if (predicate.value, term) != said] if said else terms
            if left:
                nested = depth < DEPTH and predicate.value in self._frame.embed
                pairs.append((predicate, [self._nested(term, depth) if nested else term for term in left]))
        beneath: dict[str, list[Tree]] = {}
        for name, property in self._frame.reverse.items() if depth < DEPTH else ():
            waiting = [node for node in self._pointing[property, subject] if node not in self._done]
            self._done |= set(waiting)
            if waiting:
                beneath[name] = [self._tree(node, depth + 1, (property, subject)) for node in waiting]
        return Tree(subject, pairs, beneath)

    def _nested(self, term: Term, depth: int) -> Term | Tree:
        if isinstance(term, ox.Literal) or term in self._done or term not in self._pairs:
            return term
        self._done.add(term)
        return self._tree(term, depth + 1)
