"""Answers in every format: they say the same, fit a screen, and are the same bytes everywhere."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest
import rdflib
import rdflib.plugins.sparql
from pyoxigraph import Literal, QueryResultsFormat, Store, parse_query_results
from saved_queries import QUERIES, SAMPLE, SELECTS, table

from inspectkg.errors import UsageError
from inspectkg.paragraphs import columns_of
from inspectkg.queries.answers import Table, TripleSet, Verdict, from_oxigraph
from inspectkg.queries.formats import FORMATS, render
from inspectkg.queries.running import run


def test_formats_agree(store: Store) -> None:
    """Every format of rows says the same, and other parsers read it."""
    answer = table(run(QUERIES["statistics"], store))
    rows = list(answer.records())
    assert [
        {k: v["value"] for k, v in row.items()} for row in json.loads(render(answer, "json"))["results"]["bindings"]
    ] == rows
    found = list(csv.DictReader(io.StringIO(render(answer, "csv"), newline="")))
    assert [{k: v for k, v in row.items() if v} for row in found] == rows
    for format, kind in (
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ):
        parsed = parse_query_results(render(answer, format).encode(), format=kind)
        assert from_oxigraph(QUERIES["statistics"], parsed) == answer
    assert render(answer, "markdown").count("\n") == len(rows) + 2


@pytest.mark.parametrize("name", SELECTS)
def test_tables_fit_a_screen(name: str, store: Store) -> None:
    """A table is at most a hundred columns wide and holds every word of every quote."""
    answer = table(run(QUERIES[name], store))
    text = render(answer, "table")
    assert all(columns_of(line) <= 100 for line in text.splitlines() if "https://" not in line and "…" not in line)
    for record in answer.records():
        assert all(word in text for word in record.get("quote", "").split())


def test_a_table_cannot_steer_the_terminal() -> None:
    """Control characters of a quote are shown as such; wide characters are counted as wide."""
    text = render(Table(("a", "b"), ((Literal("\x1b[31m名"), Literal("x")),)), "table")
    assert "\x1b" not in text and "\ufffd[31m名" in text


def test_formats_that_do_not_fit(store: Store) -> None:
    """Rows have no Turtle, triples no CSV, and an unknown format is told the known ones."""
    rows, triples = run(QUERIES["people"], store), run(QUERIES["region-dossier"], store, {"region": "north-east"})
    for answer, format in ((rows, "turtle"), (triples, "csv"), (rows, "pdf")):
        with pytest.raises(UsageError, match="choose one of"):
            render(answer, format)
    assert render(Table(("a",), ()), "table") == "(no rows)\n"
    for format in FORMATS:
        assert render(Verdict(True), format) if format in ("table", "json", "xml", "csv") else True


def test_region_dossier(store: Store) -> None:
    """The dossier of a region holds its units' statements, and no other region's; it is Turtle that parses."""
    answer = run(QUERIES["region-dossier"], store, {"region": "north-east"})
    text = render(answer, "turtle")
    assert set(open_text(text)) == set(answer.triples if isinstance(answer, TripleSet) else ())
    assert not getattr(run(QUERIES["region-dossier"], store, {"region": "wales"}), "triples", None)
    assert rdflib.Graph().parse(data=render(answer, "jsonld"), format="json-ld")


def open_text(text: str) -> list[object]:
    from pyoxigraph import RdfFormat, parse

    return [quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("seed", ["0", "1", "77"])
def test_bytes_do_not_depend_on_the_hash_seed(seed: str, store: Store) -> None:
    """The same bytes in another process with another hash seed, locale and time zone."""
    code = (
        "import sys; from pathlib import Path; from inspectkg.queries.catalogue import load_query\n"
        "from inspectkg.queries.formats import render; from inspectkg.queries.running import run\n"
        "from inspectkg.store import open_store; s = open_store([Path(sys.argv[1])])\n"
        "sys.stdout.buffer.write(render(run(load_query('region-dossier'), s), 'turtle').encode())\n"
        "sys.stdout.buffer.write(render(run(load_query('findings'), s), 'json').encode())\n"
    )
    environment = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code, str(SAMPLE)], capture_output=True, env=environment, check=True)
    here = render(run(QUERIES["region-dossier"], store), "turtle") + render(run(QUERIES["findings"], store), "json")
    assert done.stdout.decode() == here


def test_a_cold_start_imports_little() -> None:
    """Running a saved query loads neither rdflib, SPARQLWrapper, YAML nor multiprocessing."""
    code = (
        "import sys; from pathlib import Path; from inspectkg.queries.catalogue import load_query\n"
        "from inspectkg.queries.formats import render; from inspectkg.queries.running import run_on_files\n"
        "render(run_on_files(load_query('findings'), [Path(sys.argv[1])]), 'table')\n"
        "print([m for m in ('rdflib', 'SPARQLWrapper', 'yaml', 'multiprocessing', 'difflib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(SAMPLE)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
