"""Answers: what a query gives, in one form whatever engine gave it, so that all give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from ..ontology.namespaces import PREFIXES
from .catalogue import SavedQuery

Term = NamedNode | BlankNode | Literal | Triple
XSD: Final = PREFIXES["xsd"]
#: The other way of writing a boolean, which Virtuoso has.
TRUTH: Final = {"0": "false", "1": "true"}


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT: a cell is None where the article does not say."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def records(self) -> Iterator[dict[str, str]]:
        """Each row as a dictionary of what it says, as strings."""
        for row in self.rows:
            yield {name: plain(term) for name, term in zip(self.columns, row, strict=True) if term is not None}


@dataclass(frozen=True, slots=True)
class TripleSet:
    """The triples of a CONSTRUCT or DESCRIBE, each once, sorted."""

    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of an ASK."""

    holds: bool


Answer = Table | TripleSet | Verdict


def plain(term: Term) -> str:
    """TERM as text: the IRI, or the literal without its type."""
    return str(term) if isinstance(term, Triple) else term.value


def from_oxigraph(query: SavedQuery, result: QuerySolutions | QueryBoolean | QueryTriples) -> Answer:
    """RESULT as an answer to QUERY, made alike: decimals short, joined names sorted, empty rows dropped."""
    if isinstance(result, QueryBoolean):
        return Verdict(bool(result))
    if isinstance(result, QueryTriples):
        return triple_set(result)
    columns = tuple(variable.value for variable in result.variables)
    return table(query, columns, (tuple(solution) for solution in result))


def triple_set(triples: Iterable[Triple]) -> TripleSet:
    """The set of TRIPLES, made alike."""
    alike = {Triple(each.subject, each.predicate, _alike(each.object, "") or each.object) for each in triples}
    return TripleSet(tuple(sorted(alike, key=str)))


def table(query: SavedQuery, columns: tuple[str, ...], rows: Iterable[tuple[Term | None, ...]]) -> Table:
    """The table of ROWS, made alike."""
    joints = [" " if name in query.slugs else "; " if name in query.names else "" for name in columns]
    alike = (tuple(map(_alike, row, joints)) for row in rows)
    return Table(columns, tuple(row for row in alike if any(term is not None for term in row)))


def _alike(term: Term | None, joint: str) -> Term | None:
    if not isinstance(term, Literal):
        return term
    if joint:
        parts = sorted({part for part in term.value.split(joint) if part})
        return Literal(joint.join(parts)) if parts else None
    if term.datatype.value == XSD + "decimal":
        return Literal(shortest(term.value), datatype=term.datatype)
    if term.datatype.value == XSD + "boolean" and term.value in TRUTH:
        return Literal(TRUTH[term.value], datatype=term.datatype)
    return term


def shortest(number: str) -> str:
    """A decimal without the digits that mean nothing: 6.0 and 6 are 6."""
    try:
        text = f"{Decimal(number):f}"
    except ArithmeticError:
        return number
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
