"""The labels of nodes: for people in place of their IRIs, for programs in columns beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from ..ontology.namespaces import PREFIXES
from .answers import Row, Table

PREDICATES: Final = tuple(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("schema", "name"), ("dcterms", "title"))
)
SUFFIX: Final = "Label"


def labeller(store: Store) -> Callable[[str], str]:
    """The label of a node of STORE by its IRI: the preferred one, in English or no language where there are several."""

    @cache
    def label(iri: str) -> str:
        for predicate in PREDICATES:
            found = [
                (predicate, quad.object)
                for quad in store.quads_for_pattern(NamedNode(iri), predicate, None, None)
                if isinstance(quad.object, Literal)
            ]
            if found:
                return best(found)
        return ""

    return label


def best(labels: Iterable[tuple[NamedNode, Literal]]) -> str:
    """The one to show of LABELS, each with its predicate: the preferred predicate, then English or no language."""
    return min(labels, key=lambda each: (PREDICATES.index(each[0]), _order(each[1])))[1].value


def reference_labeller() -> Callable[[str], str]:
    """The label of a concept or body of the reference data, for answers of an endpoint."""
    from .parameters import reference_labels

    return lambda iri: next(iter(reference_labels().get(iri, ())), "")


def with_labels(table: Table, label: Callable[[str], str]) -> Table:
    """TABLE with a column `NAMELabel` after each column NAME that holds nodes; a node without a label has none."""
    columns: list[str] = []
    sources: list[tuple[int, bool]] = []
    for at, name in enumerate(table.columns):
        columns.append(name)
        sources.append((at, False))
        if name + SUFFIX not in table.columns and any(isinstance(row[at], NamedNode) for row in table.rows):
            columns.append(name + SUFFIX)
            sources.append((at, True))

    def widened(row: Row) -> Row:
        return tuple(_label(row, at, label) if labelled else row[at] for at, labelled in sources)

    return Table(tuple(columns), tuple(map(widened, table.rows)))


def _label(row: Row, at: int, label: Callable[[str], str]) -> Literal | None:
    term = row[at]
    found = label(term.value) if isinstance(term, NamedNode) else ""
    return Literal(found) if found else None


def _order(literal: Literal) -> tuple[bool, str, str]:
    language = literal.language or ""
    return language.partition("-")[0] not in ("", "en"), language, literal.value
