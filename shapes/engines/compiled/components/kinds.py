"""What a value is: sh:class, sh:datatype, sh:nodeKind, sh:in, sh:hasValue."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ....report import Term
from ..lexical import check_of
from ..shape import FocusComponent, RunView, ValueComponent, Values


class Class(ValueComponent):
    """Each value is an instance of a class or of a subclass of it."""

    def __init__(self, iri: str, kind: ox.NamedNode) -> None:
        super().__init__(iri)
        self._kind = kind

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        return nodes - run.instances(self._kind)


class Datatype(ValueComponent):
    """Each value is a literal of a datatype, and one of its lexical forms."""

    def __init__(self, iri: str, datatype: ox.NamedNode) -> None:
        super().__init__(iri)
        self._datatype = datatype
        self._check = check_of(datatype.value)

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        terms, datatype, check = run.graph.terms, self._datatype, self._check
        found: set[int] = set()
        for node in nodes:
            term = terms[node]
            if not isinstance(term, ox.Literal) or term.datatype != datatype or (check and not check(term.value)):
                found.add(node)
        return found


class NodeKind(ValueComponent):
    """Each value is a term of one of several types."""

    def __init__(self, iri: str, kinds: tuple[type, ...]) -> None:
        super().__init__(iri)
        self._kinds = kinds

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        terms, kinds = run.graph.terms, self._kinds
        return {node for node in nodes if not isinstance(terms[node], kinds)}


class In(ValueComponent):
    """Each value is one of a list."""

    def __init__(self, iri: str, members: list[Term]) -> None:
        super().__init__(iri)
        self._members = members

    def bad(self, run: RunView, nodes: set[int]) -> set[int]:
        return nodes - {run.graph.number(member) for member in self._members}


class HasValue(FocusComponent):
    """One of the values is the given one."""

    def __init__(self, iri: str, wanted: Term) -> None:
        super().__init__(iri)
        self._wanted = wanted

    def broken(self, run: RunView, values: Values) -> Iterable[int]:
        wanted = run.graph.number(self._wanted)
        return [focus for focus, nodes in values.items() if wanted not in nodes]
