"""Exports for spreadsheets and network programs: a row a claim, no formulas, what the queries say."""

from __future__ import annotations

import csv
import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.export import tables
from inspectkg.export.serialising import serialise
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.queries.answers import shortest
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.running import run_on_files
from inspectkg.store import bundled_graph, read_quads

INSPECTORATE = "HM Inspectorate of Probation"


@given(value=st.text(st.sampled_from(list("=+-@\t\r\n,;\"' a1")), min_size=1))
def test_no_cell_of_the_csv_is_a_formula(value):
    """A quote that begins like a formula is led by an apostrophe, and nothing else of it changes."""
    row = next(csv.DictReader(io.StringIO(serialise(one_claim(value), "csv").decode(), newline="")))
    assert row["quote"] in (value, f"'{value}")
    assert not row["quote"].lstrip(" \n").startswith(("=", "+", "-", "@"))


def one_claim(quote: str) -> list[ox.Quad]:
    """The fewest triples that make a row with this QUOTE."""
    facts = [
        ("claim:c", "rdf:type", "schema:Claim"), ("claim:c", "ikg:asserts", "finding:f"),
        ("claim:c", "ikg:evidence", "evidence:e"), ("evidence:e", "oa:hasSelector", "quote:q"),
    ]  # fmt: skip
    nodes = [[ox.NamedNode(PREFIXES[name.split(":")[0]] + name.split(":")[1]) for name in fact] for fact in facts]
    quads = [ox.Quad(subject, predicate, term) for subject, predicate, term in nodes]
    exact = ox.NamedNode(PREFIXES["oa"] + "exact")
    return [*quads, ox.Quad(nodes[3][2], exact, ox.Literal(quote))]


def test_csv_has_one_row_a_claim(sample):
    """Each claim is a row with its source, words, place, speaker and rule."""
    rows = list(csv.DictReader(io.StringIO(serialise(sample, "csv").decode(), newline="")))
    assert [row["kind"] for row in rows] == [
        "inspection", "rating", "finding", "statistic", "recommendation", "pledge", "person"
    ]  # fmt: skip
    by_kind = {row["kind"]: row for row in rows}
    assert by_kind["rating"] | {
        "source": "sample.txt", "body": "Sampleton", "aspect": "overall", "grade": "good", "previous": "false",
        "start": "0", "end": "47", "speaker": "HM Inspectorate of Probation", "rule": "sample",
    } == by_kind["rating"]  # fmt: skip
    assert by_kind["finding"]["topics"] == "information-sharing police-information-sharing"
    assert by_kind["statistic"]["numerator"] == "6.0"
    assert by_kind["statistic"]["quote"] == '\'=6 out of 50 relevant cases, "too few"'
    pledge = by_kind["pledge"]
    assert (pledge["by"], pledge["unit"], pledge["deadline"], pledge["qualifier"]) == (
        "Ministry of Justice", "officers", "2026-03", "up-to"
    )  # fmt: skip
    assert (by_kind["person"]["name"], by_kind["person"]["role"]) == ("Jo Sample", "Chief inspector")


def test_xlsx_has_a_sheet_a_kind_and_no_formulas(sample):
    """A workbook that openpyxl opens: text as text, numbers as numbers."""
    book = openpyxl.load_workbook(io.BytesIO(serialise(sample, "xlsx")))
    assert book.sheetnames == ["inspection", "rating", "finding", "statistic", "recommendation", "pledge", "person"]
    names, row = book["statistic"].iter_rows()
    cells = {name.value: cell for name, cell in zip(names, row, strict=True)}
    assert cells["numerator"].value == 6
    assert (cells["quote"].value, cells["quote"].data_type) == ('=6 out of 50 relevant cases, "too few"', "s")


def test_xlsx_carries_no_time(sample):
    """Nothing in the workbook says when it was made."""
    with zipfile.ZipFile(io.BytesIO(serialise(sample, "xlsx"))) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_xlsx_replaces_what_a_cell_cannot_hold():
    """A control character becomes U+FFFD, and a note says so."""
    notes: list[str] = []
    book = openpyxl.load_workbook(io.BytesIO(serialise(one_claim("a\x07b"), "xlsx", note=notes.append)))
    assert "a\ufffdb" in [cell.value for row in book["finding"].iter_rows() for cell in row]
    assert len(notes) == 1


def test_graphml_is_a_network_with_labels_and_kinds(sample):
    """Gephi (here networkx) sees things and relations, statements by their words, and no bookkeeping."""
    network = networkx.DiGraph(networkx.read_graphml(io.BytesIO(serialise(sample, "graphml"))))
    finding = PREFIXES["finding"] + "0123456789abcdef-100"
    assert network.nodes[finding]["kind"] == "finding"
    assert network.nodes[finding]["label"].startswith("-  Information from the police")
    assert network.nodes[PREFIXES["pdu"] + "sampleton"]["label"] == "Sampleton"
    relations = {(target, data["label"]) for _, target, data in network.out_edges(finding, data=True)}
    assert (PREFIXES["document"] + "0123456789abcdef", "reportedIn") in relations
    assert (PREFIXES["agency"] + "hmi-probation", "saidBy") in relations
    assert not any("/claim/" in node or "/evidence/" in node for node in network)


@pytest.mark.parametrize(
    ("kind", "query"),
    [("rating", "ratings"), ("finding", "findings"), ("statistic", "statistics"),
     ("recommendation", "recommendations"), ("pledge", "pledges"), ("person", "people")],
)  # fmt: skip
@pytest.mark.parametrize("graph", ["sample", "bundled", "texts"])
def test_a_spreadsheet_says_what_the_query_of_its_kind_says(kind, query, graph, sample_path, texts):
    """A column that both have, has the same values in both."""
    path = {"sample": sample_path, "bundled": bundled_graph(), "texts": texts}[graph]
    rows = [row for row in rows_of(path) if row["kind"] == kind]
    if kind == "pledge":  # the query tells no days
        rows = [{**row, "deadline": row["deadline"][:7]} for row in rows]
    records = list(run_on_files(load_query(query), [path]).records())
    shared = [name for name in load_query(query).columns if name in tables.columns(kind) or name == "source"]
    assert len(shared) >= 3
    # The query on ratings leaves out those of other bodies; persons told twice alike are one row there.
    rows = [row for row in rows if row.get("rater", INSPECTORATE) == INSPECTORATE]
    alike = {tuple(shortest(row[name]) if name in tables.NUMBERS else row[name] for name in shared) for row in rows}
    assert alike == {tuple(record.get(name, "") for name in shared) for record in records}


@cache
def rows_of(path: Path) -> list[tables.Row]:
    quads: list[Any] = read_quads(path)
    return tables.rows((quad.subject, quad.predicate, quad.object) for quad in quads)
