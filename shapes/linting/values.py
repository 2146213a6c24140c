"""Parameters at the wrong place, with a value of the wrong kind, or more of them than a shape may have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import pyoxigraph as ox

from ..report import Term
from .faults import Fault
from .shapes_graph import NIL, ShapesGraph
from .vocabulary import RDF, SH, XSD, Property, vocabulary

#: Kinds of values as terms.toml calls them -> as messages do.
_CALLED: Final = {
    "iri": "an IRI",
    "node": "an IRI or a blank node",
    "shape": "a shape: an IRI or a blank node",
    "shapes": "a list of shapes: ( … )",
    "list": "a list: ( … )",
    "iris": "a list of IRIs: ( … )",
    "languages": 'a list of language tags: ( "en" … )',
    "count": "a whole number of 0 or more, without quotation marks",
    "boolean": "true or false, without quotation marks",
    "literal": "a literal",
    "text": "a text",
    "string": "a text without a language tag",
    "path": "a property or a path",
    "kind": "one of sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral, sh:IRIOrLiteral",
    "regex": "a regular expression in quotation marks",
    "term": "an IRI or a literal",
}
#: So much of a value is shown in a message.
SHOWN: Final = 60
#: xsd:integer and what is derived from it.
_INTEGERS: Final = frozenset(
    XSD + name
    for name in (
        "integer", "nonNegativeInteger", "positiveInteger", "int", "long", "short", "byte",
        "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip


def wrong_place(shapes: ShapesGraph) -> Iterator[Fault]:
    """Parameters of property shapes at node shapes, and of shapes at what is none."""
    known = set(shapes.shapes)
    for node in shapes.nodes():
        is_shape, has_path = node in known, bool(shapes.values(node, "path"))
        if has_path and SH + "NodeShape" in shapes.types(node):
            yield Fault("path-at-node-shape", node, SH + "path")
        for name, term in _own(shapes, node):
            if term.on == "property-shape" and is_shape and not has_path:
                yield Fault("needs-path", node, SH + name, None, {"name": name})
        if is_shape and not has_path and SH + "PropertyShape" in shapes.types(node):
            yield Fault("no-path", node)


def lost(shapes: ShapesGraph) -> Iterator[Fault]:
    """Values of sh:property that no file says anything of."""
    for owner in shapes.nodes():
        for value in shapes.values(owner, "property"):
            if _is_node(value) and not shapes.said(value):
                yield Fault("undefined-property-shape", owner, SH + "property", _term(value))


def without_path(shapes: ShapesGraph) -> Iterator[Fault]:
    """Values of sh:property that have no path, so that what they check is not told."""
    for owner in shapes.nodes():
        for value in shapes.values(owner, "property"):
            told = _is_node(value) and shapes.said(value) and not shapes.values(value, "path")
            if told and SH + "PropertyShape" not in shapes.types(value):
                yield Fault("no-path", _term(value))


def undefined_shapes(shapes: ShapesGraph) -> Iterator[Fault]:
    """Shapes that another one refers to and that no file says anything of: everything conforms to them."""
    for owner in shapes.nodes():
        for name, term in _own(shapes, owner):
            if name == "property" or term.value not in ("shape", "shapes"):
                continue
            for value in shapes.values(owner, name):
                for member in shapes.cells(value) if term.value == "shapes" else [value]:
                    if shapes.said(member) or not _is_node(member):
                        continue
                    if isinstance(member, ox.BlankNode):
                        yield Fault("empty-shape", owner, SH + name, None, {"name": name})
                    elif not _is_of_shacl(member):
                        yield Fault("undefined-shape", owner, SH + name, _term(member))


def wrong_values(shapes: ShapesGraph) -> Iterator[Fault]:
    """Values of another kind than the parameter takes."""
    for node in shapes.nodes():
        if shapes.is_declaration(node):
            continue
        for name, term in _own(shapes, node):
            for value in shapes.values(node, name):
                fits = _FITTING.get(term.value)
                if fits is not None and not fits(value, shapes):
                    words = {"name": name, "value": _shown(value), "wanted": _CALLED[term.value]}
                    yield Fault("wrong-value", node, SH + name, _term(value), words)


def several_values(shapes: ShapesGraph) -> Iterator[Fault]:
    """Parameters that a shape may have once, given more often."""
    for node in shapes.nodes():
        for name, term in _own(shapes, node):
            count = len(shapes.values(node, name))
            if term.once and count > 1:
                check = "several-paths" if name == "path" else "several-values"
                yield Fault(check, node, SH + name, None, {"name": name, "count": count})


def _own(shapes: ShapesGraph, node: object) -> Iterator[tuple[str, Property]]:
    """The terms of SHACL that NODE uses, with what the table says of them."""
    for predicate in shapes.said(node):
        term = vocabulary().properties.get(predicate.removeprefix(SH))
        if term is not None and predicate.startswith(SH):
            yield predicate.removeprefix(SH), term


def _is_node(value: object) -> bool:
    return isinstance(value, (ox.NamedNode, ox.BlankNode))


def _is_of_shacl(node: object) -> bool:
    return isinstance(node, ox.NamedNode) and node.value.startswith(SH)


def _is_count(value: object) -> bool:
    return _of(value, _INTEGERS) and isinstance(value, ox.Literal) and re.fullmatch(r"\+?\d+", value.value) is not None


def _is_boolean(value: object) -> bool:
    return (
        _of(value, {XSD + "boolean"}) and isinstance(value, ox.Literal) and value.value in ("true", "false", "1", "0")
    )


def _is_text(value: object) -> bool:
    return _of(value, {XSD + "string", RDF + "langString"})


def _is_string(value: object) -> bool:
    return _of(value, {XSD + "string"})


def _of(value: object, datatypes: frozenset[str] | set[str]) -> bool:
    return isinstance(value, ox.Literal) and value.datatype.value in datatypes


def _is_kind(value: object) -> bool:
    known = {SH + name for name, role in vocabulary().roles.items() if role == "node kind"}
    return isinstance(value, ox.NamedNode) and value.value in known


def _is_list(value: object, shapes: ShapesGraph) -> bool:
    return value == NIL or (RDF + "first" in shapes.said(value) or RDF + "rest" in shapes.said(value))


def _list_of(fits: Callable[[object], bool]) -> Callable[[object, ShapesGraph], bool]:
    return lambda value, shapes: _is_list(value, shapes) and all(fits(cell) for cell in shapes.cells(value))


def _plain(fits: Callable[[object], bool]) -> Callable[[object, ShapesGraph], bool]:
    return lambda value, _: fits(value)


def _shown(value: object) -> str:
    """VALUE for a message, not too long of it."""
    text = "a node without an IRI" if isinstance(value, ox.BlankNode) else str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _term(value: object) -> Term:
    assert isinstance(value, (ox.NamedNode, ox.BlankNode, ox.Literal))
    return value


_FITTING: Final[dict[str, Callable[[object, ShapesGraph], bool]]] = {
    "iri": _plain(lambda value: isinstance(value, ox.NamedNode)),
    "node": _plain(_is_node),
    "shape": _plain(_is_node),
    "shapes": _list_of(_is_node),
    "list": _is_list,
    "iris": _list_of(lambda value: isinstance(value, ox.NamedNode)),
    "languages": _list_of(_is_string),
    "count": _plain(_is_count),
    "boolean": _plain(_is_boolean),
    "literal": _plain(lambda value: isinstance(value, ox.Literal)),
    "text": _plain(_is_text),
    "string": _plain(_is_string),
    "path": _plain(_is_node),
    "kind": _plain(_is_kind),
    "regex": _plain(_is_string),
    "term": _plain(lambda value: not isinstance(value, ox.BlankNode)),
}
