"""Turtle and TriG in one canonical layout: a block a subject, a line a predicate, all sorted, literals as given.

It works on lines of N-Quads, which Oxigraph writes far faster than it hands out terms one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ..ontology.namespaces import PREFIXES
from .canonical import statement
from .ordering import XSD, name_key, predicate_key, split_iri, term_key

_SHORT: Final = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
_TYPED: Final = re.compile(r'("(?:.*)")\^\^<([^">]*)>', re.DOTALL)

#: Subject, predicate, object, each as N-Triples have them.
Statement = tuple[str, str, str]


class _Names(dict[str, str]):
    """N-Triples' form of a term -> Turtle's, found out once; remembers which prefixes it used."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def __missing__(self, term: str) -> str:
        name = self[term] = self._node(term) if not term.startswith('"') else self._literal(term)
        return name

    def _node(self, term: str) -> str:
        parts = split_iri(term[1:-1]) if term.startswith("<") else None
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


class _Predicates(dict[str, tuple[tuple[int, str], str]]):
    """N-Triples' form of a predicate -> its sort key, and how Turtle writes it."""

    def __init__(self, names: _Names) -> None:
        self._names = names

    def __missing__(self, predicate: str) -> tuple[tuple[int, str], str]:
        key = predicate_key(predicate[1:-1])
        found = self[predicate] = (key, "a" if key[0] == 0 else self._names[predicate])
        return found


class _Writer:
    """Writes blocks of statements, and the prefixes that they used."""

    def __init__(self) -> None:
        self.names = _Names()
        self._predicates = _Predicates(self.names)

    def blocks(self, statements: Iterable[Statement], indent: str = "") -> str:
        """A block for each subject, sorted."""
        found: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, term in statements:
            pairs = found.get(subject)
            if pairs is None:
                found[subject] = {predicate: [term]}
            elif predicate in pairs:
                pairs[predicate].append(term)
            else:
                pairs[predicate] = [term]
        names = self.names
        order = sorted([(name_key(names[subject]), names[subject], pairs) for subject, pairs in found.items()])
        return "\n".join([self._block(name, pairs, indent) for _, name, pairs in order])

    def _block(self, name: str, pairs: Mapping[str, list[str]], indent: str) -> str:
        lines = sorted([(*self._predicates[predicate], terms) for predicate, terms in pairs.items()])
        written = [
            f"{predicate} {self.names[terms[0]] if len(terms) == 1 else self._list(terms)}"
            for _, predicate, terms in lines
        ]
        return f"{indent}{name} " + f" ;\n{indent}    ".join(written) + " .\n"

    def _list(self, terms: list[str]) -> str:
        unique = sorted(
            {(term if term.startswith('"') else self.names[term], term) for term in terms},
            key=lambda pair: term_key(pair[0]),
        )
        return ", ".join([self.names[term] for _, term in unique])

    def document(self, parts: list[str]) -> bytes:
        head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.names.used))
        return "\n".join(part for part in (head, *parts) if part).encode()


def turtle(lines: Iterable[str]) -> bytes:
    """The union of the graphs in LINES of N-Quads as Turtle, the same bytes whatever their order."""
    writer = _Writer()
    return writer.document([writer.blocks(line_statement[:3] for line_statement in map(statement, lines))])


def trig(lines: Iterable[str]) -> bytes:
    """LINES of N-Quads as TriG: the default graph first, then the named ones, sorted by name."""
    graphs: dict[str, list[Statement]] = {}
    for line in lines:
        subject, predicate, term, graph = statement(line)
        graphs.setdefault(graph, []).append((subject, predicate, term))
    writer = _Writer()
    parts = [writer.blocks(graphs.pop(""))] if "" in graphs else []
    named = sorted((name_key(writer.names[graph]), writer.names[graph], graph) for graph in graphs)
    parts += [f"{name} {{\n{writer.blocks(graphs[graph], '    ')}}}\n" for _, name, graph in named]
    return writer.document(parts)
