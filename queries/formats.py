"""Writing an answer down: for people (table, markdown) and for programs (csv, json, turtle and the others)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

from ..errors import UsageError
from ..ontology.namespaces import PREFIXES
from ..paragraphs import WIDTH
from . import rows
from .answers import Answer, Stream, Table, TripleSet, Verdict
from .layout import lay_out

ROW_FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "markdown", "arrow", "parquet")
GRAPH_FORMATS: Final = ("turtle", "ntriples", "jsonld")
FORMATS: Final = ROW_FORMATS + GRAPH_FORMATS
#: What is written row by row, however many there are; the others hold the whole answer.
STREAMED: Final = frozenset({"csv", "tsv", "json", "xml"})
#: What shows nodes by their labels.
LABELLED: Final = frozenset({"table", "markdown"})
#: What no terminal can show.
BINARY: Final = frozenset({"arrow", "parquet"})

#: The label of a node by its IRI; empty where it has none.
Label = Callable[[str], str]


def render(answer: Answer, format: str = "table", *, width: int = WIDTH, label: Label | None = None) -> str:
    """ANSWER in the text FORMAT, ending in a line break; a table is at most WIDTH columns wide.

    UsageError where the format is unknown or does not fit: rows have no Turtle, triples no CSV.
    """
    return b"".join(parts(answer, format, width=width, label=label)).decode()


def parts(
    answer: Answer | Stream, format: str = "table", *, width: int = WIDTH, label: Label | None = None
) -> Iterator[bytes]:
    """ANSWER in FORMAT as bytes, part by part; nodes are shown by LABEL to people. UsageError as `render`, at once."""
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    if isinstance(answer, TripleSet):
        return iter((_graph(answer, "turtle" if format == "table" else format),))
    if format in GRAPH_FORMATS:
        raise UsageError(f"this query gives rows, not triples: choose one of {', '.join(ROW_FORMATS)}")
    if format in BINARY:
        from . import columnar

        return columnar.written(answer, format)
    if isinstance(answer, Verdict):
        return iter((_verdict(answer, format).encode(),))
    if format in STREAMED:
        writers: dict[str, Callable[[Table | Stream], Iterator[str]]] = {
            "csv": rows.csv, "tsv": rows.tsv, "json": rows.json, "xml": rows.xml,
        }  # fmt: skip
        return map(str.encode, writers[format](answer))
    whole = answer.whole() if isinstance(answer, Stream) else answer
    if format == "markdown":
        return map(str.encode, rows.markdown(whole, label))
    return iter((lay_out(whole, width, label).encode(),))


def _verdict(answer: Verdict, format: str) -> str:
    truth = "true" if answer.holds else "false"
    if format == "json":
        return f'{{"head": {{}}, "boolean": {truth}}}\n'
    if format == "xml":
        return f"{rows.xml_head()}  <head/>\n  <boolean>{truth}</boolean>\n</sparql>\n"
    return ("yes" if answer.holds else "no") + "\n" if format == "table" else truth + "\n"


def _graph(answer: TripleSet, format: str) -> bytes:
    kinds = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
    if format not in kinds:
        raise UsageError(f"this query gives triples, not rows: choose one of {', '.join(GRAPH_FORMATS)}")
    if format == "ntriples":
        return answer.data
    triples = (quad.triple for quad in parse(answer.data, format=RdfFormat.N_TRIPLES))
    if format == "jsonld":
        return serialize(triples, format=RdfFormat.JSON_LD) or b""
    text = answer.data.decode()
    used = {prefix: iri for prefix, iri in PREFIXES.items() if "<" + iri in text}
    lines = (serialize(triples, format=RdfFormat.TURTLE, prefixes=used) or b"").decode().split("\n")
    head = sorted(line for line in lines[: len(used)] if line.startswith("@prefix"))  # they come in random order
    return "\n".join([*head, "", *lines[len(head) :]]).encode()
