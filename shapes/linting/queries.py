"""The SPARQL of shapes: whether it parses, has its prefixes, asks for $this, and reads nothing but the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pyoxigraph as ox

from ...errors import InputError
from ...ontology.namespaces import OUTER
from ...queries.guard import blanked, check
from ...store import shorten
from ..positions.places import Source
from .faults import Fault
from .shapes_graph import Node, ShapesGraph
from .vocabulary import SH

_RUN: Final = frozenset({SH + "SPARQLFunction", SH + "SPARQLTargetType"})
_VALIDATORS: Final = ("validator", "nodeValidator", "propertyValidator")
#: The vocabulary of SHACL declares its own prefix; nobody has to give that file.
_SHACL: Final = frozenset({ox.NamedNode(SH), ox.NamedNode(SH.rstrip("#"))})
_FORMS: Final = ("select", "ask", "construct")
_IMPORTS: Final = OUTER["owl"] + "imports"
_WORD: Final = r"(?<![?$:\w.-])(?:{})(?![\w:-])"
_FETCHES: Final = re.compile(_WORD.format("SERVICE|FROM"), re.IGNORECASE)
_GRAPH: Final = re.compile(_WORD.format("GRAPH"), re.IGNORECASE)
_UNBINDABLE: Final = re.compile(_WORD.format("MINUS|VALUES") + r"|\bAS\s+[?$]this\b", re.IGNORECASE)
_DECLARED: Final = re.compile(r"\bPREFIX\s+([^\s<>:]*):\s*<>", re.IGNORECASE)
_USED: Final = re.compile(r"(?<![\w:?$@.%\\-])([^\W\d_][\w.-]*)?:(?!:)(?=[\w%\\:]|[\s;,.)\]}/|*+?^]|$)")
_PLACE: Final = re.compile(r"at (\d+):(\d+)")
_SUBSELECT: Final = re.compile(r"\{\s*SELECT\b([^{]*)", re.IGNORECASE)


def queries(shapes: ShapesGraph, sources: Sequence[Source]) -> Iterator[Fault]:
    """What is wrong with the queries that are run; SOURCES tell where in a file they stand."""
    for node in filter(partial(_is_run, shapes), shapes.nodes()):
        for form in _FORMS:
            for text in shapes.values(node, form):
                if isinstance(text, ox.Literal):
                    yield from _Query(shapes, sources, node, form, text.value).faults()


def missing(shapes: ShapesGraph) -> Iterator[Fault]:
    """SPARQL constraints without a query."""
    for node in shapes.nodes():
        for value in shapes.values(node, "sparql"):
            if not shapes.values(value, "select"):
                yield Fault("no-query", node, SH + "sparql")


def declarations(shapes: ShapesGraph) -> Iterator[Fault]:
    """Prefix declarations that lack a half, and prefixes that one set of declarations binds to two namespaces."""
    for owner in shapes.nodes():
        bound: dict[str, str] = {}
        for node in shapes.values(owner, "declare"):
            prefix, namespace = (_text(shapes.values(node, name)) for name in ("prefix", "namespace"))
            if prefix is None or namespace is None:
                yield Fault("half-declaration", owner, SH + "declare")
            elif bound.setdefault(prefix, namespace) != namespace:
                yield Fault("prefix-twice", owner, SH + "declare", None, {"prefix": prefix})


def _is_run(shapes: ShapesGraph, node: Node) -> bool:
    """Whether the queries of NODE are run: those of components that no shape uses are not, nor what none refers to."""
    if shapes.types(node) & _RUN:
        return True
    for owner in shapes.pointing(node):
        if any(node in shapes.values(owner, name) for name in ("sparql", "target", "rule")):
            return True
        if any(node in shapes.values(owner, name) for name in _VALIDATORS) and shapes.is_used(owner):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Query:
    """One query of the shapes: who has it, of which form, and its text."""

    shapes: ShapesGraph
    sources: Sequence[Source]
    node: Node
    form: str
    text: str

    def faults(self) -> Iterator[Fault]:
        """The gravest fault alone: what follows from it would only confuse."""
        bare = blanked(self.text)
        prefixes = _prefixes(self.shapes, self.node)
        if found := _FETCHES.search(bare):
            yield self._fault("fetching-query", word=found[0].upper())
        elif missing := _undeclared(bare, prefixes):
            yield self._fault("undeclared-prefix", prefixes=", ".join(f"{name}:" for name in missing))
        elif self._is_constraint() and (found := _UNBINDABLE.search(bare)):
            yield self._fault("unbindable-query", word=found[0].upper().replace("THIS", "this"))
        else:
            yield from self._parsed(prefixes)
        if _GRAPH.search(bare) and not _FETCHES.search(bare):
            yield self._fault("graph-query")

    def _parsed(self, prefixes: dict[str, str]) -> Iterator[Fault]:
        head = "".join(f"PREFIX {name}: {ox.NamedNode(iri)} " for name, iri in sorted(prefixes.items()))
        text = f"{head}\n" + re.sub(r"[$?]PATH\b", "<urn:path>", self.text)
        try:
            form = check(text).lower()
            found = ox.Store().query(text)
        except (InputError, SyntaxError, ValueError) as error:
            yield self._fault("query-does-not-parse", problem=shorten(str(error)), place=self._place(str(error)))
            return
        except RuntimeError:
            return  # it parses, and calls a function that only another engine has
        wanted = "construct" if form == "describe" else form
        if wanted != self.form:
            yield self._fault("other-form", wanted=self.form.upper(), found=form.upper())
        elif isinstance(found, ox.QuerySolutions) and self._asks_for_nodes():
            nested = any(not re.search(r"[?$]this\b|\*", part) for part in _SUBSELECT.findall(blanked(self.text)))
            if "this" not in {variable.value for variable in found.variables}:
                yield self._fault("no-this")
            elif nested and self._is_constraint():
                yield self._fault("subquery-without-this")

    def _fault(self, check: str, **words: object) -> Fault:
        return Fault(check, self.node, SH + self.form, None, {"form": self.form, **words})

    def _is_constraint(self) -> bool:
        return any(self.node in self.shapes.values(owner, "sparql") for owner in self.shapes.pointing(self.node))

    def _asks_for_nodes(self) -> bool:
        """Whether $this has to be among the columns: not so in functions."""
        return self.form == "select" and SH + "SPARQLFunction" not in self.shapes.types(self.node)

    def _place(self, message: str) -> str:
        """The line of the query that MESSAGE names, and of the file where the query stands there as it is."""
        found = _PLACE.search(message)
        if found is None:
            return ""
        line = int(found[1]) - 1  # the prefixes are on a line of their own
        for source in self.sources:
            text = source.data.decode("utf-8", errors="replace")
            if text.count(self.text) == 1:
                start = text.count("\n", 0, text.index(self.text))
                return f" in line {line} of the query ({source.name}:{start + line})"
        return f" in line {line} of the query"


def _prefixes(shapes: ShapesGraph, node: Node) -> dict[str, str]:
    """Prefix -> namespace, as sh:prefixes of NODE, and what that imports, declare them."""
    found: dict[str, str] = {}
    waiting, seen = shapes.values(node, "prefixes").copy(), set[object]()
    while waiting:
        owner = waiting.pop()
        if owner in seen:
            continue
        seen.add(owner)
        found |= {"sh": SH} if owner in _SHACL else {}
        waiting += shapes.said(owner).get(_IMPORTS, [])
        for declared in shapes.values(owner, "declare"):
            prefix, namespace = (_text(shapes.values(declared, name)) for name in ("prefix", "namespace"))
            if prefix is not None and namespace is not None:
                found[prefix] = namespace
    return found


def _undeclared(bare: str, prefixes: dict[str, str]) -> list[str]:
    known = {*prefixes, *_DECLARED.findall(bare)}
    body = _DECLARED.sub(" ", bare)
    return sorted({name for name in _USED.findall(body) if name not in known})


def _text(values: list[object]) -> str | None:
    value = values[0] if values else None
    return value.value if isinstance(value, ox.Literal) else None
