"""The lint as a whole: every check on the shapes, and on what their targets match in the data, as results.

Two outcomes. A fault whose check `stops` leaves no meaning that could be run (a list that runs in a circle, a query
that does not parse, a constraint at a place where none may stand): the shapes cannot be used, an InputError that tells
all that was found, exit code 2. Every other fault is a result of the report, which can be waived like any other: the
rest of the shapes is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from ...ontology.namespaces import OUTER
from ..graph import Graph
from ..identity import Identity
from ..index import Index
from ..positions.places import Source
from ..report import FocusCount, Path, Result, Term
from ..wording import name_of, named_shape
from . import contradictions, paths, queries, reach, spelling, values
from .faults import COMPONENT, Fault, checks
from .focus import FocusNodes, counts, empty_targets
from .shapes_graph import MAY_BE_EMPTY, Node, ShapesGraph
from .unusable import stops, unusable

CHECKS: Final[tuple[Callable[[ShapesGraph], Iterator[Fault]], ...]] = (
    spelling.unknown_terms,
    spelling.javascript,
    spelling.entailment,
    spelling.datatypes,
    values.wrong_place,
    values.lost,
    values.without_path,
    values.undefined_shapes,
    values.wrong_values,
    values.several_values,
    contradictions.bounds,
    contradictions.companions,
    contradictions.patterns,
    paths.lists,
    paths.paths,
    queries.declarations,
    queries.missing,
    reach.untargeted,
    reach.without_constraint,
    reach.switched_off,
    reach.without_message,
    reach.without_severity,
)


class Linter:
    """The shapes of one run: their own faults at once, those of their targets for each graph that they check."""

    def __init__(self, triples: Sequence[ox.Triple], sources: Sequence[Source] = ()) -> None:
        self._shapes = ShapesGraph(triples)
        self._sources = sources
        self._identity = Identity(triples)

    @cached_property
    def _index(self) -> Index:
        return Index(self._shapes.triples)

    @cached_property
    def _parents(self) -> dict[Term, Term]:
        return {
            triple.object: triple.subject
            for triple in self._shapes.triples
            if isinstance(triple.object, (ox.NamedNode, ox.BlankNode)) and not isinstance(triple.subject, ox.Triple)
        }

    def faults(self, missing: Iterable[tuple[Node, str]] = ()) -> list[Result]:
        """What is wrong with the shapes themselves; MISSING are the imports that nothing resolves, with who asks.

        UnusableShapesError, with all of it and where it stands, where they cannot be run.
        """
        found = [fault for check in CHECKS for fault in check(self._shapes)]
        found += queries.queries(self._shapes, self._sources)
        found += [
            Fault("unresolved-import", node, OUTER["owl"] + "imports", ox.NamedNode(iri), {"iri": iri})
            for node, iri in missing
        ]
        results = [self._result(fault) for fault in dict.fromkeys(found)]
        if any(map(stops, results)):
            raise unusable(results, self._sources)
        return results

    def runnable(self) -> list[ox.Triple]:
        """The shapes without references to property shapes that are not there: faults, and no engine takes them."""
        lost = {(fault.node, fault.predicate, fault.value) for fault in values.lost(self._shapes)}
        triples = self._shapes.triples
        return [t for t in triples if (t.subject, t.predicate.value, t.object) not in lost] if lost else list(triples)

    def focus(self, data: Graph) -> tuple[tuple[FocusCount, ...], list[Result]]:
        """How many nodes of DATA each shape looks at, and the faults of those that look at none."""
        nodes = FocusNodes(data)
        counted = counts(self._shapes, nodes)
        table = [
            FocusCount(self._named(row.node), self._called(row.node), row.count, row.may_be_empty) for row in counted
        ]
        table.sort(key=lambda row: (row.shape, row.name, row.count or 0))
        faults = dict.fromkeys(empty_targets(self._shapes, nodes, counted))
        return tuple(table), [self._result(fault) for fault in faults]

    def _result(self, fault: Fault) -> Result:
        check = checks()[fault.check]
        return Result(
            severity=check.severity,
            shape=self._named(fault.node),
            message=fault.message,
            focus=fault.node,
            name=check.title,
            path=None if fault.predicate is None else Path(iri=fault.predicate),
            value=fault.value,
            component=COMPONENT + fault.check,
            focus_label=self._called(fault.node) or None,
            source=fault.node,
            focus_key=self._identity.key(fault.node),
            value_key=self._identity.key(fault.value),
        )

    def _named(self, node: Term) -> str:
        return named_shape(node, self._parents)

    def _called(self, node: Term) -> str:
        return name_of(node, self._index)


def is_annotated(triples: Iterable[ox.Triple]) -> bool:
    """Whether TRIPLES say something of shapes that stand in another file: a file of its own may do only that."""
    return any(triple.predicate.value == MAY_BE_EMPTY for triple in triples)


def misspelt_namespace(prefixes: Iterable[tuple[str, str]]) -> str | None:
    """The namespace among PREFIXES that is meant to be SHACL's and is not; None where there is none."""
    right = OUTER["sh"]
    return next((iri for name, iri in prefixes if iri != right and (name == "sh" or "ns/shacl" in iri)), None)
