"""Parameters of one shape that do not fit together: no value can keep both, or one of them does nothing alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

from .faults import Fault
from .shapes_graph import Node, ShapesGraph
from .vocabulary import SH

_BOUNDS: Final = (
    ("minCount", "maxCount"),
    ("qualifiedMinCount", "qualifiedMaxCount"),
    ("minLength", "maxLength"),
    ("minInclusive", "maxInclusive"),
    ("minExclusive", "maxExclusive"),
    ("minInclusive", "maxExclusive"),
    ("minExclusive", "maxInclusive"),
)
#: A parameter -> those of which it needs one beside it.
_COMPANIONS: Final = {
    "flags": ("pattern",),
    "ignoredProperties": ("closed",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
}


def bounds(shapes: ShapesGraph) -> Iterator[Fault]:
    """A least that is above the most."""
    for node in shapes.shapes:
        for low, high in _BOUNDS:
            least, most = _number(shapes, node, low), _number(shapes, node, high)
            strict = "Exclusive" in low + high
            if least is not None and most is not None and (least > most or (strict and least == most)):
                yield Fault("impossible-bounds", node, SH + low, None, {"low": low, "high": high})


def companions(shapes: ShapesGraph) -> Iterator[Fault]:
    """A parameter that does nothing without another one."""
    for node in shapes.shapes:
        for name, needed in _COMPANIONS.items():
            if shapes.values(node, name) and not any(shapes.values(node, other) for other in needed):
                words = {"name": name, "needed": " or ".join(f"sh:{other}" for other in needed)}
                yield Fault("lone-parameter", node, SH + name, None, words)


def patterns(shapes: ShapesGraph) -> Iterator[Fault]:
    """sh:pattern that is no regular expression in any dialect that engines read, and flags that there are not."""
    for node in shapes.shapes:
        for flags in shapes.values(node, "flags"):
            if isinstance(flags, ox.Literal) and set(flags.value) - set("smixq"):
                yield Fault("unknown-flag", node, SH + "flags", flags)
        for pattern in shapes.values(node, "pattern"):
            if isinstance(pattern, ox.Literal) and not (_python_reads(pattern.value) or _xpath_reads(pattern)):
                yield Fault("bad-pattern", node, SH + "pattern", pattern)


def _number(shapes: ShapesGraph, node: Node, name: str) -> Decimal | None:
    """The one number at sh:NAME, where there is one."""
    found = shapes.values(node, name)
    if len(found) != 1 or not isinstance(found[0], ox.Literal):
        return None
    try:
        number = Decimal(found[0].value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _python_reads(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _xpath_reads(pattern: ox.Literal) -> bool:
    """Whether the regular expressions of SPARQL know PATTERN: such as its classes of letters, which Python does not."""
    solutions = ox.Store().query(f"SELECT (REGEX('', {ox.Literal(pattern.value)}) AS ?read) {{}}")
    assert isinstance(solutions, ox.QuerySolutions)
    return any(solution["read"] is not None for solution in solutions)
