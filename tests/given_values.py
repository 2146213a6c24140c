"""Values of parameters that a graph has answers for, for tests that ask servers what the embedded store is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pyoxigraph import NamedNode, Store

from inspectkg.queries.answers import Answer, Table
from inspectkg.queries.catalogue import Parameter, SavedQuery
from inspectkg.queries.choices import bases, choices
from inspectkg.queries.formats import render
from inspectkg.queries.parameters import store_labels
from inspectkg.queries.running import run

#: Where a parameter has no list of values.
SAMPLES = {"before": ["2025-01-01", "2025-06-30"], "since": ["2024-06-01", "2025-01-01"]}


def size(answer: Answer) -> int:
    """How many rows or triples ANSWER has."""
    return len(answer.rows) if isinstance(answer, Table) else len(render(answer, "ntriples").splitlines())


def two_of_each(query: SavedQuery, store: Store) -> list[dict[str, list[str]]]:
    """For each parameter of QUERY two values that STORE has an answer for, or as many as there are."""
    found = [{each.name: [*islice(_answered(query, each, store), 2)]} for each in query.parameters]
    return [wanted for wanted in found if all(wanted.values())]


def _answered(query: SavedQuery, parameter: Parameter, store: Store) -> Iterator[str]:
    for value in _offered(query, parameter, store):
        if size(run(query, store, {parameter.name: value})):
            yield value


def _offered(query: SavedQuery, parameter: Parameter, store: Store) -> list[str]:
    """The values of PARAMETER of which STORE says something; those of the answer, where there is no list of them."""
    if parameter.type == "slug":
        return [
            slug
            for base in bases(parameter).values()
            for slug in choices(parameter, store_labels(store))
            if next(store.quads_for_pattern(None, None, NamedNode(base + slug), None), None) is not None
        ]
    whole = run(query, store)
    column = [row.get(parameter.name, "") for row in whole.records()] if isinstance(whole, Table) else []
    return [*choices(parameter), *SAMPLES.get(parameter.name, ()), *filter(None, dict.fromkeys(column))]
