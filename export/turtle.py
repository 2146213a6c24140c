"""Turtle and TriG in one canonical layout: a block a subject, a line a predicate, all sorted, literals as given.

Oxigraph's own writer groups what comes in a row, far faster than its terms can be taken one by one. What is left to do
here is to join its blocks of one subject, to name terms and to sort.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import PREFIXES
from .ordering import RDF_TYPE, XSD, name_key, predicate_key, split_iri, term_key

_SHORT: Final = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
_TYPED: Final = re.compile(r'("(?:.*)")\^\^<([^">]*)>', re.DOTALL)
#: The literals that Oxigraph writes without quotation marks; what is neither of these is a double.
_BARE: Final = {
    "boolean": re.compile(r"true|false"),
    "integer": re.compile(r"[^.eE]*"),
    "decimal": re.compile(r"[^eE]*"),
}
#: What Oxigraph writes between two predicates, and after a subject: no literal holds a line's end.
_NEXT, _COMMA, _END = " ;\n\t", " , ", " .\n"
#: One of the objects in a row, in which a comma stands between spaces.
_OBJECT: Final = re.compile(r'"(?:[^"\\]|\\.)*"[^ ]*|[^ ",][^ ]*', re.DOTALL)


def _full(term: str) -> str:
    """A TERM that is no IRI as N-Triples have it, who know no bare numbers and no bare truth."""
    if term[0] in '"_':
        return term
    kind = next((kind for kind, form in _BARE.items() if form.fullmatch(term)), "double")
    return f'"{term}"^^<{XSD}{kind}>'


class _Names(dict[str, str]):
    """A term, or several in a row, as Oxigraph writes them without prefixes -> as they are written here.

    Each is found out once; the prefixes used are remembered.
    """

    def __init__(self) -> None:
        self.used: set[str] = set()

    def __missing__(self, term: str) -> str:
        several = set(_OBJECT.findall(term)) if _COMMA in term else ()
        if several and several != {term}:
            name = ", ".join(sorted(map(self.__getitem__, several), key=term_key))
        elif term[0] == "<":
            name = self._node(term)
        else:
            name = self._literal(_full(term))
        self[term] = name
        return name

    def _node(self, term: str) -> str:
        parts = split_iri(term[1:-1])
        if parts is None:
            return term
        self.used.add(parts[0])
        return f"{parts[0]}:{parts[1]}"

    def _literal(self, term: str) -> str:
        typed = _TYPED.fullmatch(term) if term.endswith(">") else None
        if typed is None:
            return term
        short = _SHORT.get(typed[2])
        if short is not None and short.fullmatch(typed[1], 1, len(typed[1]) - 1):
            return typed[1][1:-1]
        return f"{typed[1]}^^{self[f'<{typed[2]}>']}"


class _Templates(dict[tuple[str, ...], tuple[str, list[int]] | None]):
    """The predicates of a subject -> its block with places for its name and values, and the order of these.

    Subjects of one kind have the same predicates, so that there are few to make.
    """

    def __init__(self, names: _Names, indent: str) -> None:
        self._names = names
        self._indent = indent

    def __missing__(self, predicates: tuple[str, ...]) -> tuple[str, list[int]] | None:
        if len(set(predicates)) < len(predicates):
            return None
        keys = [predicate_key(RDF_TYPE if predicate == "a" else predicate[1:-1]) for predicate in predicates]
        order = sorted(range(len(predicates)), key=keys.__getitem__)
        words = ["a" if keys[place][0] == 0 else self._names[predicates[place]] for place in order]
        lines = f" ;\n{self._indent}    ".join([f"{word.replace('%', '%%')} %s" for word in words])
        found = self[predicates] = (f"{self._indent}%s {lines} .\n", order)
        return found


class _Writer:
    """Writes blocks of statements, and the prefixes that they used."""

    def __init__(self) -> None:
        self.names = _Names()
        self._templates = _Templates(self.names, "")
        self._inner = _Templates(self.names, "    ")

    def blocks(self, statements: Iterable[ox.Triple], *, inside: bool = False) -> str:
        """A block for each subject, sorted. INSIDE a graph, indented."""
        templates = self._inner if inside else self._templates
        made: dict[str, str] = {}
        for subject, said in _by_subject(statements).items():
            name = self.names[subject]
            made[name_key(name)] = self._block(name, said, templates)
        return "\n".join([made[key] for key in sorted(made)])

    def _block(self, name: str, said: str, templates: _Templates) -> str:
        parts = [line.partition(" ") for line in said.split(_NEXT)]
        found = templates[tuple([part[0] for part in parts])]
        if found is None:
            return self._block(name, _joined(parts), templates)
        names = self.names
        if _COMMA in said:
            words = [names[terms] for _, _, terms in parts]
        else:
            words = [term if term[-1] == '"' else names[term] for _, _, term in parts]
        template, order = found
        return template % (name, *[words[place] for place in order])

    def document(self, parts: list[str]) -> bytes:
        head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.names.used))
        return "\n".join(part for part in (head, *parts) if part).encode()


def _joined(parts: Iterable[tuple[str, str, str]]) -> str:
    """What is said of a subject with each predicate once."""
    found: dict[str, list[str]] = {}
    for predicate, _, terms in parts:
        found.setdefault(predicate, []).append(terms)
    return _NEXT.join([f"{predicate} {_COMMA.join(terms)}" for predicate, terms in found.items()])


def _by_subject(statements: Iterable[ox.Triple]) -> dict[str, str]:
    """Each subject of STATEMENTS with what Oxigraph writes of it; where it comes again, one after the other."""
    written = ox.serialize(statements, format=ox.RdfFormat.TURTLE)
    assert written is not None, "nothing but a file makes it so"
    text = written.decode()
    found: dict[str, str] = {}
    for block in text.split(_END):
        subject, _, said = block.partition(" ")
        found[subject] = f"{found[subject]}{_NEXT}{said}" if subject in found else said
    del found[""]
    return found


def turtle(quads: Iterable[ox.Quad]) -> bytes:
    """The union of the graphs of QUADS, which have no blank nodes but canonical ones, as Turtle."""
    writer = _Writer()
    return writer.document([writer.blocks(quad.triple for quad in quads)])


def trig(quads: Iterable[ox.Quad]) -> bytes:
    """QUADS as TriG: the default graph first, then the named ones, sorted by name."""
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    writer = _Writer()
    default = graphs.pop(str(ox.DefaultGraph()), None)
    parts = [] if default is None else [writer.blocks(default)]
    named = sorted((name_key(writer.names[graph]), writer.names[graph], graph) for graph in graphs)
    parts += [f"{name} {{\n{writer.blocks(graphs[graph], inside=True)}}}\n" for _, name, graph in named]
    return writer.document(parts)
