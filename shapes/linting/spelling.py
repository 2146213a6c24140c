"""Terms in the namespace of SHACL that it does not have, or that nothing here runs; datatypes that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from .faults import Fault
from .shapes_graph import TYPE, Node, ShapesGraph
from .vocabulary import SH, nearest, vocabulary


def unknown_terms(shapes: ShapesGraph) -> Iterator[Fault]:
    """Predicates, classes and values that begin like a term of SHACL and are none; each once a node."""
    known = vocabulary().roles
    for node in shapes.nodes():
        for predicate, values in shapes.said(node).items():
            name = predicate.removeprefix(SH)
            if name != predicate and known.get(name) != "property":
                yield _unknown(node, predicate, None, name, "property")
            for value in values:
                if isinstance(value, ox.NamedNode) and value.value.startswith(SH):
                    yield from _value(node, predicate, value)


def javascript(shapes: ShapesGraph) -> Iterator[Fault]:
    """Constraints, rules and targets in JavaScript, which is never run."""
    for node in shapes.nodes():
        if shapes.values(node, "js"):
            yield Fault("javascript", node, SH + "js")
        for kind in sorted(shapes.types(node)):
            if kind.startswith(SH) and kind.removeprefix(SH) in vocabulary().never_run and kind != SH + "JSConstraint":
                yield Fault("javascript", node, TYPE, ox.NamedNode(kind))


def entailment(shapes: ShapesGraph) -> Iterator[Fault]:
    """A demand that something be inferred first: nothing is."""
    for node in shapes.nodes():
        for value in shapes.values(node, "entailment"):
            if isinstance(value, ox.NamedNode):
                yield Fault("entailment", node, SH + "entailment", value)


def datatypes(shapes: ShapesGraph) -> Iterator[Fault]:
    """sh:datatype with a name that XML Schema or RDF does not have: every literal would break it."""
    for node in shapes.shapes:
        for value in shapes.values(node, "datatype"):
            for start, names in vocabulary().datatypes.items():
                if isinstance(value, ox.NamedNode) and value.value.startswith(start):
                    name = value.value.removeprefix(start)
                    if name not in names:
                        words = {"name": name, "hint": _hint(nearest(name, names), "")}
                        yield Fault("unknown-datatype", node, SH + "datatype", value, words)


def _value(node: Node, predicate: str, value: ox.NamedNode) -> Iterator[Fault]:
    name = value.value.removeprefix(SH)
    role = vocabulary().roles.get(name) or vocabulary().roles.get(name.partition("-")[0])
    if predicate == SH + "nodeKind":
        return  # wrong-value tells it
    if role is None and name:
        yield _unknown(node, predicate, value, name, "class" if predicate == TYPE else None)
    elif predicate == TYPE and role != "class":
        yield _unknown(node, predicate, value, name, "class")
    elif predicate == SH + "severity" and role != "severity":
        yield _unknown(node, predicate, value, name, "severity")


def _unknown(node: Node, predicate: str, value: ox.NamedNode | None, name: str, role: str | None) -> Fault:
    words = {"name": name, "role": role or "term"}
    if name in vocabulary().later:
        return Fault("later-term", node, predicate, value, words)
    if name in vocabulary().roles:
        return Fault("misused-term", node, predicate, value, {**words, "is": vocabulary().roles[name]})
    near = vocabulary().nearest(name, role)
    return Fault("unknown-term", node, predicate, value, {**words, "hint": _hint(near, "sh:")})


def _hint(near: str | None, prefix: str) -> str:
    return f"did you mean {prefix}{near}?" if near else "no term is like it: look it up in the standard"
