"""Rows for programs: CSV, TSV, JSON, XML and Markdown, each in parts, so that a large answer is never held whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ..formulas import harmless
from .answers import XSD, Row, Stream, Table, Term, plain
from .layout import shown

RESULTS_NAMESPACE: Final = "http://www.w3.org/2005/sparql-results#"
STRING: Final = XSD + "string"
#: So many rows are written at once.
_BATCH: Final = 500


def csv(table: Table | Stream) -> Iterator[str]:
    """SPARQL 1.1 CSV; text that a spreadsheet would run as a formula is led by an apostrophe."""
    import csv
    import io

    def written(rows: Iterable[Iterable[str]]) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        return out.getvalue()

    yield written([table.columns])
    for rows in _batches(table.rows):
        yield written([["" if term is None else _cell(term) for term in row] for row in rows])


def _cell(term: Term) -> str:
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return harmless(plain(term))


def tsv(table: Table | Stream) -> Iterator[str]:
    """SPARQL 1.1 TSV: terms as in Turtle."""
    yield "\t".join(f"?{name}" for name in table.columns) + "\n"
    for rows in _batches(table.rows):
        yield "".join("\t".join(map(_tsv_term, row)) + "\n" for row in rows)


def _tsv_term(term: Term | None) -> str:
    return "" if term is None else str(term).replace("\t", "\\t")


def json(table: Table | Stream) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON, a row a line."""
    from json import dumps

    yield f'{{"head": {dumps({"vars": list(table.columns)}, ensure_ascii=False)},\n "results": {{"bindings": ['
    between = "\n  "
    for row in table.rows:
        found = {name: json_term(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        yield between + dumps(found, ensure_ascii=False)
        between = ",\n  "
    yield "]}}\n"


def json_term(term: Term) -> dict[str, str]:
    """TERM as SPARQL 1.1 Query Results JSON has it."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "literal", "value": str(term)}
    made = {"type": "literal", "value": term.value}
    if term.language:
        return {**made, "xml:lang": term.language}
    kind = term.datatype.value
    return made if kind == STRING else {**made, "datatype": kind}


def xml(table: Table | Stream) -> Iterator[str]:
    """SPARQL Query Results XML."""
    from xml.sax.saxutils import quoteattr

    yield xml_head() + "  <head>\n"
    yield "".join(f"    <variable name={quoteattr(name)}/>\n" for name in table.columns)
    yield "  </head>\n  <results>\n"
    for rows in _batches(table.rows):
        yield "".join(f"    <result>\n{_xml_row(table.columns, row)}    </result>\n" for row in rows)
    yield "  </results>\n</sparql>\n"


def xml_head() -> str:
    """How a document of results begins."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{RESULTS_NAMESPACE}">\n'


def _xml_row(columns: tuple[str, ...], row: Row) -> str:
    from xml.sax.saxutils import quoteattr

    cells = zip(columns, row, strict=True)
    return "".join(f"      <binding name={quoteattr(n)}>{_xml_term(t)}</binding>\n" for n, t in cells if t is not None)


def _xml_term(term: Term) -> str:
    from xml.sax.saxutils import escape, quoteattr

    held = "".join(char if _xml_char(char) else "\ufffd" for char in plain(term))
    text = escape(held, {"\r": "&#13;"})
    if isinstance(term, NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{text}</bnode>"
    kind = ""
    if isinstance(term, Literal) and term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif isinstance(term, Literal) and term.datatype.value != STRING:
        kind = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{text}</literal>"


def _xml_char(char: str) -> bool:
    code = ord(char)
    return char in "\t\n\r" or (code >= 32 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF))


def markdown(table: Table | Stream, label: Callable[[str], str] | None = None) -> Iterator[str]:
    """A table in Markdown; nodes by LABEL where they have one."""

    def cell(term: Term | None) -> str:
        text = " ".join(shown(term, label).split())
        for mark in "\\`*_[]<>|":
            text = text.replace(mark, "\\" + mark)
        return text

    yield f"| {' | '.join(table.columns)} |\n| {' | '.join(['---'] * len(table.columns))} |\n"
    for row in table.rows:
        yield f"| {' | '.join(map(cell, row))} |\n"


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
