"""Turtle and TriG in one canonical layout: a block a subject, a line a predicate, all sorted, literals as given."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from ..ontology.namespaces import PREFIXES
from .canonical import statement
from .ordering import RDF_TYPE, XSD, name_key, predicate_key, split_iri, term_key

_SHORT: Final = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
_TYPED: Final = re.compile(r'("(?:.*)")\^\^<([^">]*)>', re.DOTALL)
_TYPE: Final = f"<{RDF_TYPE}>"


class _Names(dict[str, str]):
    """A term as N-Triples write it -> as it is written here.

    Each is found out once; the prefixes used are remembered.
    """

    def __init__(self) -> None:
        self.used: set[str] = set()

    def __missing__(self, term: str) -> str:
        name = self[term] = self._node(term) if term[0] == "<" else self._literal(term)
        return name

    def _node(self, term: str) -> str:
        parts = split_iri(term[1:-1])
        if parts is None:
            return term
        self.used.add(parts[0])
        return f"{parts[0]}:{parts[1]}"

    def _literal(self, term: str) -> str:
        typed = _TYPED.fullmatch(term) if term[-1] == ">" else None
        if typed is None:
            return term
        short = _SHORT.get(typed[2])
        if short is not None and short.fullmatch(typed[1], 1, len(typed[1]) - 1):
            return typed[1][1:-1]
        return f"{typed[1]}^^{self[f'<{typed[2]}>']}"


class _Form(NamedTuple):
    """How a block is written: a text with places, what brings objects in their order, and which have one predicate."""

    text: str
    ordered: Callable[[Sequence[str]], tuple[str, ...]]
    together: list[slice]


class _Forms(dict[tuple[str, ...], _Form]):
    """The predicates of a subject, one for each object -> the form of its block.

    Subjects of one kind have the same predicates, so that there are few to make.
    """

    def __init__(self, names: _Names, indent: str) -> None:
        self._names = names
        self._indent = indent

    def __missing__(self, predicates: tuple[str, ...]) -> _Form:
        keys = [predicate_key(predicate[1:-1]) for predicate in predicates]
        order = sorted(range(len(predicates)), key=keys.__getitem__)
        lines: list[str] = []
        together: list[slice] = []
        before = 0
        for predicate, objects in Counter(predicates[place] for place in order).items():
            word = "a" if predicate == _TYPE else self._names[predicate].replace("%", "%%")
            lines.append(f"{word} {', '.join(['%s'] * objects)}")
            if objects > 1:
                together.append(slice(before, before + objects))
            before += objects
        text = f" ;\n{self._indent}    ".join(lines)
        ordered = itemgetter(*order) if len(order) > 1 else tuple[str, ...]
        form = self[predicates] = _Form(f"{self._indent}%s {text} .\n", ordered, together)
        return form


class _Writer:
    """Writes blocks of statements, and the prefixes that they used."""

    def __init__(self) -> None:
        self.names = _Names()
        self._outer = _Forms(self.names, "")
        self._inner = _Forms(self.names, "    ")

    def blocks(self, lines: Iterable[str], *, inside: bool = False) -> str:
        """A block for each subject of LINES, sorted. INSIDE a graph, indented."""
        names, forms = self.names, self._inner if inside else self._outer
        made: dict[str, str] = {}
        for subject, said in _by_subject(lines).items():
            text, ordered, together = forms[tuple(said[::2])]
            # Most literals are plain: they are written as they are.
            objects = ordered([term if term[-1] == '"' else names[term] for term in said[1::2]])
            if together:
                objects = _sorted(objects, together)
            name = names[subject]
            made[name_key(name)] = text % (name, *objects)
        return "\n".join([made[key] for key in sorted(made)])

    def document(self, parts: list[str]) -> bytes:
        head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.names.used))
        return "\n".join(part for part in (head, *parts) if part).encode()


def _sorted(objects: Sequence[str], together: Iterable[slice]) -> list[str]:
    """OBJECTS, those of one predicate, which are TOGETHER, in order."""
    found = list(objects)
    for places in together:
        found[places] = sorted(found[places], key=term_key)
    return found


def _by_subject(lines: Iterable[str]) -> dict[str, list[str]]:
    """Each subject of LINES with its predicates and objects in turn, each triple once, whatever graphs it is in."""
    found: dict[str, list[str]] = {}
    before, last, said = "", "", list[str]()
    for line in lines:
        subject, predicate, term, _ = statement(line)
        if subject != before:
            before, said = subject, [predicate, term]
            found[subject] = said
        elif term != last or predicate != said[-2]:
            said += (predicate, term)
        last = term
    return found


def turtle(lines: Iterable[str]) -> bytes:
    """The union of the graphs of LINES, which are canonical lines of N-Quads without their end, as Turtle."""
    writer = _Writer()
    return writer.document([writer.blocks(lines)])


def trig(lines: Iterable[str]) -> bytes:
    """LINES, as above, as TriG: the default graph first, then the named ones, sorted by name."""
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        graphs[statement(line)[3]].append(line)
    writer = _Writer()
    default = graphs.pop("", None)
    parts = [] if default is None else [writer.blocks(default)]
    named = sorted((name_key(writer.names[graph]), writer.names[graph], graph) for graph in graphs)
    parts += [f"{name} {{\n{writer.blocks(graphs[graph], inside=True)}}}\n" for _, name, graph in named]
    return writer.document(parts)
