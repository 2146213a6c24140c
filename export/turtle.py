"""Turtle and TriG in one canonical layout: a block a subject, a line a predicate, all sorted, literals as given.

It works on lines of N-Quads, which Oxigraph writes far faster than it hands out terms one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..ontology.namespaces import PREFIXES
from .canonical import statement
from .ordering import XSD, SubjectKey, name_key, predicate_key, split_iri, term_key

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


class _Templates(dict[tuple[str, ...], tuple[str, list[int]]]):
    """The predicates of a subject -> its block with places for its name and values, and the order of these.

    Subjects of one kind have the same predicates, so that there are few to make.
    """

    def __init__(self, names: _Names, indent: str) -> None:
        self._names = names
        self._indent = indent

    def __missing__(self, predicates: tuple[str, ...]) -> tuple[str, list[int]]:
        keys = [predicate_key(predicate[1:-1]) for predicate in predicates]
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

    def blocks(self, statements: Iterable[Statement], *, inside: bool = False) -> str:
        """A block for each subject, sorted; STATEMENTS come sorted as their lines are. INSIDE a graph, indented."""
        templates = self._inner if inside else self._templates
        found: list[tuple[SubjectKey, str]] = []
        before = ("", "", "")
        predicates: list[str] = []
        values: list[list[str]] = []
        for current in statements:
            if current == before:  # the same in another graph
                continue
            if current[0] != before[0]:
                if predicates:
                    found.append(self._block(before[0], predicates, values, templates))
                predicates, values = [current[1]], [[current[2]]]
            elif current[1] != before[1]:
                predicates.append(current[1])
                values.append([current[2]])
            else:
                values[-1].append(current[2])
            before = current
        if predicates:
            found.append(self._block(before[0], predicates, values, templates))
        found.sort()
        return "\n".join([block for _, block in found])

    def _block(
        self, subject: str, predicates: list[str], values: list[list[str]], templates: _Templates
    ) -> tuple[SubjectKey, str]:
        name = self.names[subject]
        template, order = templates[tuple(predicates)]
        words = [self.names[terms[0]] if len(terms) == 1 else self._list(terms) for terms in values]
        return name_key(name), template % (name, *[words[place] for place in order])

    def _list(self, terms: list[str]) -> str:
        named = [(term_key(term if term.startswith('"') else self.names[term]), term) for term in terms]
        return ", ".join([self.names[term] for _, term in sorted(named)])

    def document(self, parts: list[str]) -> bytes:
        head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.names.used))
        return "\n".join(part for part in (head, *parts) if part).encode()


def turtle(lines: Iterable[str]) -> bytes:
    """The union of the graphs in sorted LINES of N-Quads as Turtle."""
    writer = _Writer()
    return writer.document([writer.blocks(statement(line)[:3] for line in lines)])


def trig(lines: Iterable[str]) -> bytes:
    """Sorted LINES of N-Quads as TriG: the default graph first, then the named ones, sorted by name."""
    graphs: dict[str, list[Statement]] = {}
    for line in lines:
        subject, predicate, term, graph = statement(line)
        graphs.setdefault(graph, []).append((subject, predicate, term))
    writer = _Writer()
    parts = [writer.blocks(graphs.pop(""))] if "" in graphs else []
    named = sorted((name_key(writer.names[graph]), writer.names[graph], graph) for graph in graphs)
    parts += [f"{name} {{\n{writer.blocks(graphs[graph], inside=True)}}}\n" for _, name, graph in named]
    return writer.document(parts)
