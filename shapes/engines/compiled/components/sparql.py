"""sh:sparql: a query that finds what is wrong, asked once of the whole graph by Oxigraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from ....report import Path, Term
from ..forms import refuse_changed
from ..queries import FOCUS_GRAPH, WholeQuery
from ..shape import Component, Found, RunView, Shape, Values

_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


class Sparql(Component):
    """The rows of a query are results; MESSAGES, with its variables filled in, go before those of the shape."""

    def __init__(self, iri: str, node: Term, query: WholeQuery, messages: tuple[ox.Literal, ...]) -> None:
        super().__init__(iri)
        self._node = node
        self._query = query
        self._messages = messages

    def results(self, run: RunView, shape: Shape, values: Values) -> Iterator[Found]:
        if not values:
            return
        store = run.store.about(self._query.predicates)
        nodes = [run.graph.terms[focus] for focus in values]
        refuse_changed(nodes)
        store.extend([ox.Quad(FOCUS_GRAPH, FOCUS_GRAPH, node, FOCUS_GRAPH) for node in nodes])
        try:
            answer = store.query(self._query.text)
            assert isinstance(answer, ox.QuerySolutions)
            names = [variable.value for variable in answer.variables]
            rows = [dict(zip(names, row, strict=True)) for row in answer]
        finally:
            store.remove_graph(FOCUS_GRAPH)
        for row in rows:
            yield from self._found(run, shape, row)

    def _found(self, run: RunView, shape: Shape, row: dict[str, Term | None]) -> Iterator[Found]:
        this, value, path = row.get("this"), row.get("value"), row.get("path")
        if this is None:
            return
        if value is None and shape.path is None:
            value = this
        yield Found(
            shape,
            self.iri,
            run.graph.number(this),
            None if value is None else run.graph.number(value),
            Path(iri=path.value) if isinstance(path, ox.NamedNode) else None,
            self._node,
            tuple(_filled(message, row) for message in self._messages or shape.messages),
        )


def _filled(message: ox.Literal, row: dict[str, Term | None]) -> ox.Literal:
    """MESSAGE with what ROW has for `{?name}` and `{$name}`."""

    def shown(found: re.Match[str]) -> str:
        term = row.get(found[1])
        return found[0] if term is None else term.value

    text = _PLACE.sub(shown, message.value)
    if message.language:
        return ox.Literal(text, language=message.language)
    return ox.Literal(text, datatype=message.datatype)
