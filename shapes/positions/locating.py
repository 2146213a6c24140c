"""A report gets the places of its results: in the data, and of the shapes that found them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyoxigraph as ox

from ..report import Report, Result, Term
from .places import Source, find
from .sought import Seeker, Sought


def located(report: Report, data: Sequence[Source], shapes: Sequence[Source]) -> Report:
    """REPORT with the places of its results in the files DATA and SHAPES; those without results are not read again."""
    if not report.results:
        return report
    seeker = Seeker(triple for source in data for triple in source.triples)
    questions = [seeker.sought(result) for result in report.results]
    found = find(questions, data)
    nodes = [_shape(result) for result in report.results]
    places = find(map(Sought, filter(None, nodes)), shapes)
    results = (
        replace(result, location=found.get(question), shape_location=places.get(Sought(node)) if node else None)
        for result, question, node in zip(report.results, questions, nodes, strict=True)
    )
    return replace(report, results=tuple(results))


def _shape(result: Result) -> Term | None:
    """The node of the shape that found RESULT."""
    return result.source or (ox.NamedNode(result.shape) if result.shape else None)
