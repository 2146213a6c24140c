"""Each term as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ..export.ordering import split_iri
from ..ontology.namespaces import BASE, CONCEPT, IKG, iri
from .statements import TYPE, Index, Term, examples, published
from .uses import Use, by_term

#: Properties that a page shows in places of their own, or not at all.
_SHOWN: Final = frozenset(
    map(
        iri,
        "rdf:type rdfs:isDefinedBy skos:altLabel skos:broader skos:definition skos:example skos:hiddenLabel "
        "skos:inScheme skos:prefLabel skos:topConceptOf".split(),
    )
)
_ROWS: Final = {
    "rdfs:subClassOf": "a kind of", "rdfs:subPropertyOf": "a case of", "rdfs:domain": "said of",
    "schema:domainIncludes": "said of any of", "rdfs:range": "value", "schema:rangeIncludes": "value, any of",
    "owl:inverseOf": "inverse of", "skos:scopeNote": "note", "skos:editorialNote": "note of the editors",
    "skos:note": "note", "skos:closeMatch": "close to", "rdfs:seeAlso": "see also", "dcterms:source": "source",
    "ikg:unverified": "not verified", "dcterms:isReplacedBy": "replaced by", "skos:notation": "notation",
}  # fmt: skip
#: An example shows so many properties of a thing.
_LINES: Final = 6
#: … and so much of a text.
_CHARACTERS: Final = 100
#: What a page says of a term from the other side.
_BACKWARDS: Final = {
    "holds": ("skos:broader",),
    "kinds": ("rdfs:subClassOf",),
    "cases": ("rdfs:subPropertyOf",),
    "properties": ("rdfs:domain", "schema:domainIncludes"),
    "value of": ("rdfs:range", "schema:rangeIncludes"),
}
_KINDS: Final = {
    "owl:Class": "class", "owl:ObjectProperty": "object property", "owl:DatatypeProperty": "datatype property",
    "owl:AnnotationProperty": "annotation property", "rdfs:Datatype": "datatype",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """Something a page names: with the address of its place in the release, where it has one."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A term or concept."""

    iri: str
    anchor: str
    name: str
    """Its prefixed name."""
    kind: str
    code: str
    """Its notation, for those that are known by one."""
    label: str
    edition: str
    """The framework that a standard is of: several have one of the same name."""
    definition: str
    deprecated: bool
    rows: tuple[tuple[str, tuple[Linked, ...]], ...]
    samples: tuple[str, ...]
    """Examples as the ontology has them."""
    statements: tuple[str, ...]
    """A statement or two of the bundled graph that use it, as Turtle."""
    questions: tuple[Use, ...]
    shapes: tuple[Use, ...]


def terms(kind: str) -> list[Described]:
    """The terms of our namespace of that KIND (a prefixed class), by name."""
    return [described(one, _KINDS[kind]) for one in published().subjects(kind) if one.startswith(IKG)]


def described(one: str, kind: str) -> Described:
    """The term or concept ONE, with all that its page shows."""
    index = published()
    asked, checked = by_term().get(one, ((), ()))
    return Described(
        iri=one,
        anchor=one.rsplit("/", 1)[1],
        name=short(one),
        kind=kind,
        code=index.text(one, "skos:notation"),
        label=index.text(one, "skos:prefLabel") or short(one),
        edition=next((index.text(node, "skos:prefLabel") for node in index.nodes(one, "ikg:framework")), ""),
        definition=index.text(one, "skos:definition"),
        deprecated="true" in index.texts(one, "owl:deprecated"),
        rows=tuple(_rows(one, index)),
        samples=tuple(index.texts(one, "skos:example")),
        statements=tuple(_statements(one, examples())),
        questions=asked,
        shapes=checked,
    )


def short(full: str) -> str:
    """The prefixed name of an IRI, where it has one."""
    return ":".join(split_iri(full) or (full,))


def href(full: str) -> str:
    """Where the release describes an IRI of ours, from its top folder; nothing where it does not."""
    if f"<{full}>" not in published().said:
        return full if full.startswith("http") and not full.startswith(BASE) else ""
    if full.startswith(IKG):
        return f"index.html#{full.removeprefix(IKG)}" if full != IKG else "index.html"
    scheme, _, slug = full.removeprefix(CONCEPT).partition("/")
    return f"concepts/{scheme}.html" + (f"#{slug}" if slug else "")


def _rows(one: str, index: Index) -> list[tuple[str, tuple[Linked, ...]]]:
    """What else is said of ONE, the usual properties first, then all others by name; nothing is left out."""
    rows: list[tuple[str, tuple[Linked, ...]]] = []
    others = [index.texts(one, "skos:altLabel"), index.texts(one, "skos:hiddenLabel")]
    rows += [
        (name, (Linked("; ".join(found)),)) for name, found in zip(("also", "misnamed"), others, strict=True) if found
    ]
    broader = index.nodes(one, "skos:broader")
    rows += [("within", _linked(index.values(one, "skos:broader")))] if broader else []
    said = index.said.get(f"<{one}>", {})
    known = {iri(name): words for name, words in _ROWS.items()}
    order = [name for name in known if name in said] + sorted(name for name in said if name not in known)
    for name in order:
        if name not in _SHOWN:
            rows.append((known.get(name) or _words(name), _linked(said[name])))
    for name, predicates in _BACKWARDS.items():
        found = sorted({node for node, predicate in index.told_of[one] if predicate in map(iri, predicates)})
        if found:
            rows.append((name, _linked([ox.NamedNode(node) for node in found])))
    return rows


def _words(name: str) -> str:
    """What a property is called: by its own label, else by its prefixed name."""
    return published().text(name, "skos:prefLabel") or short(name)


def _linked(values: list[Term]) -> tuple[Linked, ...]:
    found: list[Linked] = []
    for value in values:
        if isinstance(value, ox.NamedNode):
            found.append(
                Linked(published().text(value.value, "skos:prefLabel") or short(value.value), href(value.value))
            )
        elif isinstance(value, ox.Literal):
            found.append(Linked(value.value))
    return tuple(found)


def _statements(one: str, index: Index) -> list[str]:
    """What the bundled graph says with ONE: with a property, of something of a class, or with a concept as value."""
    for subject, said in index.said.items():
        if one in said and subject.startswith("<"):
            return [f"{_turtle(subject[1:-1])} {_turtle(one)} {_written(said[one][0])} ."]
    for subject, predicate in index.told_of.get(one, ()):
        if predicate == TYPE:
            return [_block(subject, index)]
        if predicate.startswith(IKG):
            return [f"{_turtle(subject)} {_turtle(predicate)} {_turtle(one)} ."]
    return []


def _block(subject: str, index: Index) -> str:
    """The first statements on SUBJECT, a line a property."""
    said = index.said[f"<{subject}>"]
    lines = [f"{_turtle(name)} {', '.join(map(_written, said[name]))}" for name in sorted(said) if name != TYPE]
    kinds = ", ".join(_written(value) for value in said[TYPE])
    more = "  # …" if len(lines) > _LINES else ""
    return " ;\n    ".join([f"{_turtle(subject)} a {kinds}", *lines[:_LINES]]) + f" .{more}"


def _turtle(full: str) -> str:
    return ":".join(split_iri(full) or (f"<{full}>",))


def _written(value: Term) -> str:
    if isinstance(value, ox.NamedNode):
        return _turtle(value.value)
    if isinstance(value, ox.Literal) and len(value.value) > _CHARACTERS:
        cut = value.value[:_CHARACTERS] + " …"
        return str(ox.Literal(cut, language=value.language) if value.language else ox.Literal(cut))
    return str(value)
