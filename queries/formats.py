"""Writing an answer down: for people (table, markdown) and for programs (csv, json, turtle and the others)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize

from ..errors import UsageError
from ..ontology.namespaces import PREFIXES
from .answers import XSD, Answer, Table, Term, TripleSet, Verdict, plain
from .layout import WIDTH, lay_out, shown

ROW_FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "markdown")
GRAPH_FORMATS: Final = ("turtle", "ntriples", "jsonld")
FORMATS: Final = ROW_FORMATS + GRAPH_FORMATS

RESULTS_NAMESPACE: Final = "http://www.w3.org/2005/sparql-results#"
STRING: Final = XSD + "string"


def render(answer: Answer, format: str = "table", *, width: int = WIDTH) -> str:
    """ANSWER in FORMAT, ending in a line break; a table is at most WIDTH columns wide.

    UsageError where the format is unknown or does not fit: rows have no Turtle, triples no CSV.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    if isinstance(answer, TripleSet):
        return _graph(answer, "turtle" if format == "table" else format)
    if format in GRAPH_FORMATS:
        raise UsageError(f"this query gives rows, not triples: choose one of {', '.join(ROW_FORMATS)}")
    if isinstance(answer, Verdict):
        return _verdict(answer, format)
    if format == "table":
        return lay_out(answer, width)
    writers: dict[str, Callable[[Table], str]] = {
        "csv": _csv,
        "tsv": _tsv,
        "json": _json,
        "xml": _xml,
        "markdown": _markdown,
    }
    return writers[format](answer)


def _verdict(answer: Verdict, format: str) -> str:
    truth = "true" if answer.holds else "false"
    if format == "json":
        return json.dumps({"head": {}, "boolean": answer.holds}) + "\n"
    if format == "xml":
        return _document(f"  <head/>\n  <boolean>{truth}</boolean>\n")
    return ("yes" if answer.holds else "no") + "\n" if format == "table" else truth + "\n"


def _graph(answer: TripleSet, format: str) -> str:
    kinds = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
    if format not in kinds:
        raise UsageError(f"this query gives triples, not rows: choose one of {', '.join(GRAPH_FORMATS)}")
    if format != "turtle":
        return (serialize(answer.triples, format=kinds[format]) or b"").decode()
    text = " ".join(map(str, answer.triples))
    used = {prefix: iri for prefix, iri in PREFIXES.items() if "<" + iri in text}
    lines = (serialize(answer.triples, format=RdfFormat.TURTLE, prefixes=used) or b"").decode().splitlines()
    head = sorted(line for line in lines[: len(used)] if line.startswith("@prefix"))  # they come in random order
    return "\n".join([*head, "", *lines[len(head) :], ""])


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(["" if term is None else _value(term) for term in row] for row in table.rows)
    return out.getvalue()


def _value(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else plain(term)


def _tsv(table: Table) -> str:
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _json(table: Table) -> str:
    rows = [{n: _json_term(t) for n, t in zip(table.columns, row, strict=True) if t is not None} for row in table.rows]
    body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    head = json.dumps({"vars": list(table.columns)}, ensure_ascii=False)
    return f'{{"head": {head},\n "results": {{"bindings": [{chr(10) if rows else ""}{body}]}}}}\n'


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "literal", "value": str(term)}
    made = {"type": "literal", "value": term.value}
    if term.language:
        return {**made, "xml:lang": term.language}
    return made if term.datatype.value == STRING else {**made, "datatype": term.datatype.value}


def _xml(table: Table) -> str:
    head = "".join(f"    <variable name={_attribute(name)}/>\n" for name in table.columns)
    rows = "".join(f"    <result>\n{_xml_row(table.columns, row)}    </result>\n" for row in table.rows)
    return _document(f"  <head>\n{head}  </head>\n  <results>\n{rows}  </results>\n")


def _document(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{RESULTS_NAMESPACE}">\n{body}</sparql>\n'


def _xml_row(columns: tuple[str, ...], row: tuple[Term | None, ...]) -> str:
    cells = zip(columns, row, strict=True)
    return "".join(f"      <binding name={_attribute(n)}>{_xml_term(t)}</binding>\n" for n, t in cells if t is not None)


def _escaped(value: str) -> str:
    """VALUE as XML text; imported late, since the escaper brings half of urllib with it."""
    from xml.sax.saxutils import escape

    return escape(value, {"\r": "&#13;"})


def _attribute(value: str) -> str:
    """VALUE as a quoted XML attribute."""
    from xml.sax.saxutils import quoteattr

    return quoteattr(value)


def _xml_term(term: Term) -> str:
    text = _escaped("".join(char if _xml_char(char) else "\ufffd" for char in plain(term)))
    if isinstance(term, NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{text}</bnode>"
    kind = ""
    if isinstance(term, Literal) and term.language:
        kind = f" xml:lang={_attribute(term.language)}"
    elif isinstance(term, Literal) and term.datatype.value != STRING:
        kind = f" datatype={_attribute(term.datatype.value)}"
    return f"<literal{kind}>{text}</literal>"


def _xml_char(char: str) -> bool:
    code = ord(char)
    return char in "\t\n\r" or (code >= 32 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF))


def _markdown(table: Table) -> str:
    def cell(term: Term | None) -> str:
        text = " ".join(shown(term).split())
        for mark in "\\`*_[]<>|":
            text = text.replace(mark, "\\" + mark)
        return text

    lines = [list(table.columns), ["---"] * len(table.columns), *([cell(term) for term in row] for row in table.rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
