"""Rows for programs: every format reads back as what it was; spreadsheets run nothing; widths are right."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results
from wcwidth import wcswidth

from inspectkg.errors import UsageError
from inspectkg.queries.answers import Stream, Table, TripleSet, Verdict
from inspectkg.queries.formats import ROW_FORMATS, parts, render
from inspectkg.queries.layout import lay_out

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
TERMS = st.one_of(
    TEXT.map(Literal),
    st.integers(-(10**6), 10**6).map(Literal),
    st.sampled_from([Literal("=1+1"), Literal("a\tb\nc\r", language="en"), Literal('"\\'), Literal(True), None]),
    st.sampled_from(
        [NamedNode("http://x/é?a=b&c"), BlankNode("b1"), Literal("2025-07-31", datatype=NamedNode(XSD + "date"))]
    ),
)
TABLES = st.lists(st.tuples(TERMS, TERMS), max_size=5).map(lambda rows: Table(("a", "b"), tuple(rows)))


@given(TABLES, st.sampled_from(["json", "xml", "tsv"]))
def test_standard_formats_read_back(table: Table, format: str) -> None:
    """JSON, XML and TSV give every term back; in parts or at once they are the same bytes."""
    data = render(table, format).encode()
    kind = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[format]
    assert tuple(tuple(row) for row in parse_query_results(data, format=kind)) == table.rows  # pyright: ignore[reportUnknownVariableType, reportGeneralTypeIssues]
    assert b"".join(parts(Stream(table.columns, iter(table.rows)), format)) == data


RUN = ["=cmd|' /C calc'!A0", "+1-2", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\ufeff=1"]


@given(st.lists(st.one_of(TEXT, st.sampled_from(RUN)), max_size=6))
def test_no_cell_of_csv_is_a_formula(texts: list[str]) -> None:
    """What a spreadsheet would run is led by an apostrophe; all else is as it was."""
    table = Table(("a",), tuple((Literal(text),) for text in texts))
    found = [row[0] if row else "" for row in csv.reader(io.StringIO(render(table, "csv"), newline=""))][1:]
    for text, cell in zip(texts, found, strict=True):
        assert cell in (text, "'" + text)
        if cell.strip("\ufeff \t\r\n\v\f")[:1] in tuple("=+-@＝＋－＠"):
            float(cell)


@pytest.mark.parametrize("number", ["-5", "+4.50", "-.5", "-1e3", "6"])
def test_numbers_with_a_sign_stay_numbers(number: str) -> None:
    """A negative number is no formula."""
    assert render(Table(("n",), ((Literal(number),),)), "csv") == f"n\r\n{number}\r\n"


@given(
    st.lists(
        st.tuples(TEXT, st.sampled_from(["名前", "e\u0301té", "👩‍👩‍👧 family", "x" * 150, "ﾊﾝｶｸ"])),
        min_size=1,
        max_size=4,
    )
)
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, str]]) -> None:
    """Wide, combining and joined characters are counted as a terminal shows them."""
    table = Table(("first", "second"), tuple((Literal(a), Literal(b)) for a, b in rows))
    for width in (40, 100):
        assert all(wcswidth(line) <= width for line in lay_out(table, width).splitlines())


def test_columns_of_a_data_frame() -> None:
    """Arrow and Parquet hold the same: whole numbers, dates and truth as such, decimals and mixtures as text."""
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import ipc, parquet

    day, big = NamedNode(XSD + "date"), NamedNode(XSD + "integer")
    table = Table(
        ("n", "day", "ok", "node", "mixed", "none", "big", "x"),
        (
            (Literal(1), Literal("2025-07-31", datatype=day), Literal(True), NamedNode("http://x/"), Literal("a"), None,
             Literal("9" * 30, datatype=big), Literal(1.5)),
            (None, None, Literal(False), BlankNode("b"), Literal(2), None, Literal(1), Literal(float("inf"))),
        ),
    )  # fmt: skip
    expected = {
        "n": [1, None], "day": [date(2025, 7, 31), None], "ok": [True, False], "node": ["http://x/", "b"],
        "mixed": ["a", "2"], "none": [None, None], "big": ["9" * 30, "1"], "x": [1.5, float("inf")],
    }  # fmt: skip
    for format in ("arrow", "parquet"):
        data = b"".join(parts(table, format))
        read = ipc.open_file(data).read_all() if format == "arrow" else parquet.read_table(arrow.BufferReader(data))
        assert read.to_pydict() == expected
        assert b"".join(parts(table, format)) == data
    assert ipc.open_file(b"".join(parts(Verdict(True), "arrow"))).read_all().to_pydict() == {"holds": [True]}
    assert ipc.open_file(b"".join(parts(Table(("a",), ()), "arrow"))).read_all().num_rows == 0


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed, the message says how to install it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"inspectkg\[arrow\]"):
        b"".join(parts(Table(("a",), ()), "parquet"))


@pytest.mark.parametrize("format", ROW_FORMATS[1:])
def test_triples_have_no_rows(format: str) -> None:
    """A CONSTRUCT has no rows, told before anything is written."""
    with pytest.raises(UsageError, match="triples, not rows"):
        parts(TripleSet(b""), format)
