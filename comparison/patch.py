"""RDF Patch: the statements to delete and to add that make the old graph into the new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from ..errors import InputError
from .difference import Difference
from .reading import parsed

_LINE: Final = re.compile(r"([AD]) (.*) \.")
_AROUND: Final = ("TX .", "TC .")


def patch(difference: Difference) -> str:
    """The RDF Patch, in one transaction; empty where there is nothing to change.

    Blank nodes of the old graph bear the names that RDFC-1.0 gives them there, those that are new `new1` and so on.
    """
    if not difference:
        return ""
    names = dict(difference.old.blanks)
    new = sorted(set(difference.new.blanks) - set(names))
    names |= {name: f"new{place}" for place, name in enumerate(new, 1)}
    lines = [f"{mark} {_named(line, names)} ." for mark, lines in _marked(difference) for line in lines]
    return "\n".join([_AROUND[0], *lines, _AROUND[1]]) + "\n"


def apply(patch: str, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """QUADS, their blank nodes named by RDFC-1.0, after PATCH; InputError where it is none."""
    found = set(quads)
    for number, line in enumerate(patch.removesuffix("\n").split("\n"), 1):
        change = _LINE.fullmatch(line)
        if change is None and line not in ("", *_AROUND):
            raise InputError("is no line of an RDF Patch: A or D, a statement, and a full stop", line=number)
        if change is not None:
            (found.add if change[1] == "A" else found.discard)(parsed([change[2]])[0])
    return found


def _marked(difference: Difference) -> tuple[tuple[str, list[str]], ...]:
    return ("D", difference.removed), ("A", difference.added)


def _named(line: str, names: Mapping[str, str]) -> str:
    """LINE with its blank nodes by their names in the patch."""
    if "_:" not in line:
        return line
    quad = parsed([line])[0]
    parts = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    written = [f"_:{names[part.value]}" if isinstance(part, ox.BlankNode) else str(part) for part in parts]
    return " ".join(written[:3] if isinstance(quad.graph_name, ox.DefaultGraph) else written)
