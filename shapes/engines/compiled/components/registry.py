"""Which parameters make which constraint: from a shape of the shapes graph to its components."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

import pyoxigraph as ox

from .....ontology.namespaces import OUTER
from ....report import Term
from ...findings import UnsupportedError
from ..lexical import UNKNOWN
from ..queries import rewritten
from ..regex import check_pattern
from ..shape import Component, Shape
from ..vocabulary import OF_PROPERTIES, SH
from .arguments import Argument, Reader, text_of
from .counts import MaxCount, MinCount, QualifiedCount
from .kinds import Class, Datatype, HasValue, In, NodeKind
from .logic import And, Closed, Not, Or, Property, Xone
from .ranges import Bound, Disjoint, Equals, Less
from .sparql import Sparql
from .texts import LanguageIn, Length, Pattern, UniqueLanguage

Maker: TypeAlias = Callable[[Argument], "Component"]

RDFS: Final = OUTER["rdfs"]
NODE_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    SH + "IRI": (ox.NamedNode,),
    SH + "BlankNode": (ox.BlankNode,),
    SH + "Literal": (ox.Literal,),
    SH + "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    SH + "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    SH + "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}


def components_of(reader: Reader, node: Term, shape: Shape) -> Iterator[Component]:
    """The constraints of the shape NODE; UnsupportedError where a parameter is not as it should be."""
    about = reader.said.of(node)
    if shape.path is None and any(SH + name in about for name in OF_PROPERTIES):
        raise UnsupportedError("a parameter of property shapes on a node shape")
    for name, maker in MANY.items():
        for value in about.get(SH + name, ()):
            yield maker(Argument(reader, shape, component(name), value))
    for name, maker in ONE.items():
        value = reader.said.one(node, SH + name)
        if value is not None:
            yield maker(Argument(reader, shape, component(name), value))
    yield from _qualified(reader, shape)
    yield from _flagged(reader, shape)


def component(name: str) -> str:
    """The IRI of the constraint component whose parameter is NAME."""
    named = "SPARQL" if name == "sparql" else name[0].upper() + name[1:]
    return f"{SH}{named}ConstraintComponent"


def _datatype(at: Argument) -> Component:
    datatype = at.iri()
    if datatype.value in UNKNOWN or datatype.value.startswith(RDFS):
        raise UnsupportedError(f"the datatype {datatype.value}")
    return Datatype(at.component, datatype)


def _node_kind(at: Argument) -> Component:
    kinds = NODE_KINDS.get(at.iri().value)
    if kinds is None:
        raise UnsupportedError("a kind of nodes that there is not")
    return NodeKind(at.component, kinds)


def _pattern(at: Argument) -> Component:
    flags = at.reader.said.one(at.owner.node, SH + "flags")
    pattern, letters = at.text(), "" if flags is None else text_of(flags)
    check_pattern(pattern, letters)
    return Pattern(at.component, pattern, letters)


def _sparql(at: Argument) -> Component:
    said = at.reader.said
    select = said.one(at.value, SH + "select")
    if select is None or said.flag(at.value, SH + "deactivated"):
        raise UnsupportedError("sh:sparql without a query that is to be asked")
    query = rewritten(text_of(select), _prefixes(at), at.owner.path, at.owner.node)
    return Sparql(at.component, at.value, query, said.literals(at.value, SH + "message"))


def _prefixes(at: Argument) -> dict[str, str]:
    """The prefixes that a query may use: rdf, rdfs, owl, and those it points at."""
    said = at.reader.said
    found = {name: OUTER[name] for name in ("rdf", "rdfs", "owl")}
    for place in said.values(at.value, SH + "prefixes"):
        for declared in said.values(place, SH + "declare"):
            name, space = said.one(declared, SH + "prefix"), said.one(declared, SH + "namespace")
            if name is None or not isinstance(space, ox.Literal):
                raise UnsupportedError("a prefix that is not well declared")
            if found.setdefault(text_of(name), space.value) != space.value:
                raise UnsupportedError("a prefix declared twice")
    return found


def _flagged(reader: Reader, shape: Shape) -> Iterator[Component]:
    """sh:closed and sh:uniqueLang, which are constraints where they are true."""
    said = reader.said
    if said.flag(shape.node, SH + "closed"):
        yield Closed(component("closed"), _allowed(reader, shape.node))
    elif said.values(shape.node, SH + "ignoredProperties") and not said.values(shape.node, SH + "closed"):
        raise UnsupportedError("sh:ignoredProperties without sh:closed")
    if said.flag(shape.node, SH + "uniqueLang"):
        yield UniqueLanguage(component("uniqueLang"))


def _allowed(reader: Reader, node: Term) -> Iterator[str]:
    """The properties that the closed shape NODE allows: those of its property shapes, and those it ignores."""
    ignored = reader.said.one(node, SH + "ignoredProperties")
    for one in reader.said.members(ignored) if ignored is not None else ():
        if not isinstance(one, ox.NamedNode):
            raise UnsupportedError("an ignored property that is no IRI")
        yield one.value
    for one in reader.said.values(node, SH + "property"):
        path = reader.shape(one).path
        if path is not None and path.iri is not None:
            yield path.iri


def _qualified(reader: Reader, shape: Shape) -> Iterator[Component]:
    said, node = reader.said, shape.node
    value = said.one(node, SH + "qualifiedValueShape")
    minimum, maximum = (said.count(node, SH + name) for name in ("qualifiedMinCount", "qualifiedMaxCount"))
    disjoint = said.flag(node, SH + "qualifiedValueShapesDisjoint")
    if (value is None) != (minimum is None and maximum is None):
        raise UnsupportedError("a qualified count without shape or number")
    if value is None:
        return
    counted, siblings = reader.shape(value), _siblings(reader, node, value) if disjoint else []
    if minimum is not None:
        yield QualifiedCount(component("qualifiedMinCount"), counted, siblings, minimum=minimum)
    if maximum is not None:
        yield QualifiedCount(component("qualifiedMaxCount"), counted, siblings, maximum=maximum)


def _siblings(reader: Reader, node: Term, own: Term) -> list[Shape]:
    """The shapes that the other properties of the shapes around NODE count."""
    said = reader.said
    found: dict[Term, None] = {}
    for parent in said.subjects(SH + "property", node):
        for sibling in said.values(parent, SH + "property"):
            found.update(dict.fromkeys(said.values(sibling, SH + "qualifiedValueShape")))
    found.pop(own, None)
    return [reader.shape(one) for one in found]


#: Parameters that may have several values, each a constraint of its own.
MANY: Final[Mapping[str, Maker]] = {
    "class": lambda at: Class(at.component, at.iri()),
    "equals": lambda at: Equals(at.component, at.iri().value),
    "disjoint": lambda at: Disjoint(at.component, at.iri().value),
    "lessThan": lambda at: Less(at.component, at.iri().value, (-1,)),
    "lessThanOrEquals": lambda at: Less(at.component, at.iri().value, (-1, 0)),
    "hasValue": lambda at: HasValue(at.component, at.value),
    "node": lambda at: And(at.component, [at.node_shape()]),
    "property": lambda at: Property(at.component, at.property_shape()),
    "not": lambda at: Not(at.component, [at.shape()]),
    "and": lambda at: And(at.component, at.shapes()),
    "or": lambda at: Or(at.component, at.shapes()),
    "xone": lambda at: Xone(at.component, at.shapes()),
    "pattern": _pattern,
    "sparql": _sparql,
}
#: Parameters that have one value.
ONE: Final[Mapping[str, Maker]] = {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "in": lambda at: In(at.component, at.members()),
    "languageIn": lambda at: LanguageIn(at.component, at.texts()),
    "minCount": lambda at: MinCount(at.component, at.count()),
    "maxCount": lambda at: MaxCount(at.component, at.count()),
    "minLength": lambda at: Length(at.component, minimum=at.count()),
    "maxLength": lambda at: Length(at.component, maximum=at.count()),
    "minInclusive": lambda at: Bound(at.component, at.literal(), (0, 1)),
    "minExclusive": lambda at: Bound(at.component, at.literal(), (1,)),
    "maxInclusive": lambda at: Bound(at.component, at.literal(), (-1, 0)),
    "maxExclusive": lambda at: Bound(at.component, at.literal(), (-1,)),
}
