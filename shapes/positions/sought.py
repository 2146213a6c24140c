"""What a result speaks of, as triples to be found in a file: the more exact, the better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import pyoxigraph as ox

from ..graph import Graph, Rows
from ..report import Path, Result, Term


class Sought(NamedTuple):
    """A triple, a property of a node, or a node, whose place is sought.

    `focus` is the node to be found instead where the triple is not there, if it is another than the subject.
    """

    subject: Term
    predicate: ox.NamedNode | None = None
    value: Term | None = None
    focus: Term | None = None


class Seeker:
    """What results speak of, in the triples of FILES."""

    def __init__(self, *files: Sequence[ox.Triple]) -> None:
        self._files = files

    def sought(self, result: Result) -> Sought:
        """The triple that RESULT is about; where there is none, the property, else the focus node."""
        path, focus, value = result.path, result.focus, result.value
        if path is None or isinstance(focus, ox.Literal):
            return Sought(focus)
        if path.iri is not None:
            return Sought(focus, ox.NamedNode(path.iri), value)
        if value is None:
            return self._first_step(path, focus)
        step = self._steps(path, focus).get(value)
        if step is None or step.predicate is None:
            return self._first_step(path, focus)
        return step if step.subject == focus else step._replace(focus=focus)

    def _first_step(self, path: Path, focus: Term) -> Sought:
        """Where a longer path leaves FOCUS, so far as that is one property."""
        while path.operator in ("/", "*", "+", "?"):
            path = path.parts[0]
        return Sought(focus, ox.NamedNode(path.iri)) if path.iri is not None else Sought(focus)

    def _steps(self, path: Path, start: Term) -> dict[Term, Sought]:
        """The nodes that PATH leads to from START, each with the triple of the last step."""
        if path.iri is not None:
            predicate = ox.NamedNode(path.iri)
            found = (triple for triple in self._leaving(start) if triple.predicate == predicate)
            return {end: Sought(start, predicate, end) for triple in found if (end := _term(triple.object)) is not None}
        if path.operator == "^":
            return self._back(path.parts[0], start)
        if path.operator == "/":
            return self._along(path.parts, start)
        if path.operator == "|":
            return {end: step for part in reversed(path.parts) for end, step in self._steps(part, start).items()}
        return self._repeated(path, start)

    def _back(self, path: Path, start: Term) -> dict[Term, Sought]:
        """PATH against its direction; a longer one is turned round part by part."""
        if path.iri is not None:
            predicate = ox.NamedNode(path.iri)
            found = (triple for triple in self._arriving(start) if triple.predicate == predicate)
            ends = (_term(triple.subject) for triple in found)
            return {end: Sought(end, predicate, start) for end in ends if end is not None}
        if path.operator == "^":
            return self._steps(path.parts[0], start)
        turned = [Path(operator="^", parts=(part,)) for part in path.parts]
        return self._steps(Path(operator=path.operator, parts=tuple(_order(path.operator, turned))), start)

    def _along(self, parts: tuple[Path, ...], start: Term) -> dict[Term, Sought]:
        ends: dict[Term, Sought] = {start: Sought(start)}
        for part in parts:
            ends = {end: step for node in reversed(ends) for end, step in self._steps(part, node).items()}
        return ends

    def _repeated(self, path: Path, start: Term) -> dict[Term, Sought]:
        """`*`, `+` and `?`: breadth first, so that the shortest way counts."""
        ends: dict[Term, Sought] = {} if path.operator == "+" else {start: Sought(start)}
        waiting = [start]
        while waiting:
            found = [item for node in waiting for item in self._steps(path.parts[0], node).items()]
            waiting = [end for end, step in found if end not in ends and not ends.update({end: step})]
            if path.operator == "?":
                break
        return ends

    @cached_property
    def _rows(self) -> list[Rows]:
        return [file if isinstance(file, Rows) else Graph().add(file) for file in self._files]

    def _leaving(self, node: object) -> Iterator[ox.Triple]:
        return chain.from_iterable(rows.leaving(node) for rows in self._rows)

    def _arriving(self, node: object) -> Iterator[ox.Triple]:
        return chain.from_iterable(rows.arriving(node) for rows in self._rows)


def _order(operator: str, parts: list[Path]) -> Iterator[Path]:
    return reversed(parts) if operator == "/" else iter(parts)


def _term(node: object) -> Term | None:
    return node if isinstance(node, (ox.NamedNode, ox.BlankNode, ox.Literal)) else None
