"""A report gets the places of its results: in the data, and of the shapes that found them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyoxigraph as ox

from ..report import LINT, Location, Report, Result, Term
from .places import Source, find
from .sought import Seeker, Sought


def located(report: Report, data: Sequence[Source], shapes: Sequence[Source]) -> Report:
    """REPORT with the places of its results in the files DATA and SHAPES; those without results are not read again.

    What the lint found stands in the shapes: its place is there.
    """
    if not report.results:
        return report
    linted = [result for result in report.results if result.component.startswith(LINT)]
    found = _spoken_of([result for result in report.results if not result.component.startswith(LINT)], data)
    found |= _spoken_of(linted, shapes)
    nodes = [_shape(result) for result in report.results]
    places = find(map(Sought, filter(None, nodes)), shapes)
    results = (
        replace(result, location=found.get(result), shape_location=places.get(Sought(node)) if node else None)
        for result, node in zip(report.results, nodes, strict=True)
    )
    return replace(report, results=tuple(results))


def _spoken_of(results: Sequence[Result], sources: Sequence[Source]) -> dict[Result, Location | None]:
    """The places in SOURCES of what RESULTS speak of."""
    seeker = Seeker(*(source.triples for source in sources))
    questions = {result: seeker.sought(result) for result in results}
    found = find(questions.values(), sources)
    return {result: found.get(question) for result, question in questions.items()}


def _shape(result: Result) -> Term | None:
    """The node of the shape that found RESULT."""
    return result.source or (ox.NamedNode(result.shape) if result.shape else None)
