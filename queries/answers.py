"""Answers: what a query gives, in one form whatever engine gave it, so that all give the same bytes.

They are named tuples: a class of data alone would double what a saved query imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from ..errors import InputError
from ..ontology.namespaces import PREFIXES
from ..store import shorten
from .catalogue import SavedQuery

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
XSD: Final = PREFIXES["xsd"]
_DECIMAL: Final = NamedNode(XSD + "decimal")
_BOOLEAN: Final = NamedNode(XSD + "boolean")
_DECIMAL_OBJECT: Final = re.compile(rf'"([^"]*)"\^\^<{re.escape(XSD)}decimal> \.$')
#: The other way of writing a boolean, which Virtuoso has.
TRUTH: Final = {"0": "false", "1": "true"}


class Table(NamedTuple):
    """The rows of a SELECT: a cell is None where the article does not say."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> Iterator[dict[str, str]]:
        """Each row as a dictionary of what it says, as strings."""
        for row in self.rows:
            yield {name: plain(term) for name, term in zip(self.columns, row, strict=True) if term is not None}


class Stream(NamedTuple):
    """The rows of a SELECT as they come, to be read once: a large answer is never held as a whole."""

    columns: tuple[str, ...]
    rows: Iterator[Row]

    def whole(self) -> Table:
        """All that is still to come."""
        return Table(self.columns, tuple(self.rows))


class TripleSet(NamedTuple):
    """The triples of a CONSTRUCT or DESCRIBE, each once, sorted, as N-Triples."""

    data: bytes

    @property
    def triples(self) -> tuple[Triple, ...]:
        """The triples themselves."""
        return tuple(quad.triple for quad in parse(self.data, format=RdfFormat.N_TRIPLES))


class Verdict(NamedTuple):
    """The answer of an ASK."""

    holds: bool


Answer = Table | TripleSet | Verdict


def plain(term: Term) -> str:
    """TERM as text: the IRI, or the literal without its type."""
    return str(term) if isinstance(term, Triple) else term.value


def from_oxigraph(
    query: SavedQuery, result: QuerySolutions | QueryBoolean | QueryTriples, *, short: bool = False
) -> Answer:
    """RESULT as an answer to QUERY, made alike: decimals SHORT (or so already), names sorted, empty rows dropped."""
    if isinstance(result, QueryBoolean):
        return Verdict(bool(result))
    if isinstance(result, QueryTriples):
        return triples_in(result.serialize(format=RdfFormat.N_TRIPLES) or b"", short=short)
    return streamed(query, result, short=short).whole()


def streamed(query: SavedQuery, result: QuerySolutions, *, short: bool = False) -> Stream:
    """RESULT as rows that come one by one, made alike; SHORT: its decimals are so already, as a store of ours has them.

    That is most of what there is to do, and would take longer than some queries.
    """
    columns = tuple(variable.value for variable in result.variables)
    rows: Iterator[Row] = map(tuple, result)
    return Stream(columns, _joined_alike(query, columns, rows if short else map(_shortened, rows)))


def triple_set(triples: Iterable[Triple]) -> TripleSet:
    """The set of TRIPLES, made alike."""
    return triples_in(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")


def triples_in(data: bytes, *, short: bool = False) -> TripleSet:
    """The set of the triples of DATA, N-Triples as Oxigraph writes them, made alike; SHORT as `streamed` has it."""
    lines = data.splitlines()
    if not short:
        lines = [_with_short_object(line) if line.endswith(b"#decimal> .") else line for line in lines]
    # As they came, they are nearly in order, which makes sorting them cheap: a set would lose that.
    return TripleSet(b"\n".join([*sorted(dict.fromkeys(lines)), b""]))


def table(query: SavedQuery, columns: tuple[str, ...], rows: Iterable[Row]) -> Table:
    """The table of ROWS, made alike."""
    return Table(columns, tuple(_joined_alike(query, columns, map(_shortened, rows))))


def _joined_alike(query: SavedQuery, columns: tuple[str, ...], rows: Iterable[Row]) -> Iterator[Row]:
    """ROWS without empty ones, names in the columns that join them sorted."""
    joints = _joints(query, columns)
    if joints:
        rows = (_sorted_names(row, joints) for row in rows)
    return filter(any, rows)


def _sorted_names(row: Row, joints: list[tuple[int, str]]) -> Row:
    made = list(row)
    for at, joint in joints:
        made[at] = _sorted_parts(made[at], joint)
    return tuple(made)


def _shortened(row: Row) -> Row:
    return tuple(_as_written(term) if isinstance(term, Literal) else term for term in row)


def _as_written(term: Literal) -> Literal:
    """A number or boolean as Oxigraph writes it."""
    if term.datatype == _DECIMAL:
        return Literal(shortest(term.value), datatype=_DECIMAL)
    if term.datatype == _BOOLEAN and term.value in TRUTH:
        return Literal(TRUTH[term.value], datatype=_BOOLEAN)
    return term


def _joints(query: SavedQuery, columns: tuple[str, ...]) -> list[tuple[int, str]]:
    """Which columns hold joined names, and what joins them."""
    slugs, names = query.slugs, query.names
    return [(at, " " if name in slugs else "; ") for at, name in enumerate(columns) if name in slugs + names]


def _sorted_parts(term: Term | None, joint: str) -> Term | None:
    if not isinstance(term, Literal):
        return term
    value = term.value
    if joint not in value:
        return term if value else None
    return Literal(joint.join(sorted({part for part in value.split(joint) if part})))


def _with_short_object(line: bytes) -> bytes:
    return _DECIMAL_OBJECT.sub(_short_object, line.decode()).encode()


def _short_object(found: re.Match[str]) -> str:
    return f'"{shortest(found[1])}"^^{_DECIMAL} .'


def shortest(number: str) -> str:
    """A decimal without the digits that mean nothing: 6.0 and 6 are 6."""
    found = re.fullmatch(r"([+-]?)(\d*)(?:\.(\d*))?", number, re.ASCII)
    if not found or not (found[2] or found[3]):
        return _shortest_of_any(number)
    whole, fraction = found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    text = f"{whole}.{fraction}" if fraction else whole
    return f"-{text}" if found[1] == "-" and text != "0" else text


def _shortest_of_any(number: str) -> str:
    """A number in another notation (1e3) as a decimal; what is no number stays."""
    from decimal import Decimal

    try:
        text = f"{Decimal(number):f}"
    except ArithmeticError:
        return number
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def plain_error(query: SavedQuery, message: str) -> InputError:
    """Oxigraph's MESSAGE on QUERY with its place, shortened."""
    place = re.search(r"error at (\d+):(\d+)", message)
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return InputError(f"not valid SPARQL: {shorten(message)}", path=query.path, line=line, column=column)
