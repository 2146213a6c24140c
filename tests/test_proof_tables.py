"""Our tables, networks and examples by the programs of others: a validator of CSVW, pandas, openpyxl and networkx."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import networkx
import pandas
import pytest
from csvw import CSVW

from inspectkg.export.csvw import BESIDE, METADATA
from inspectkg.export.exporting import Export, export
from inspectkg.export.selection import Selection
from inspectkg.export.serialising import triples_of
from inspectkg.export.tables import KINDS, columns, rows
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.running import run_on_files
from inspectkg.store import bundled_graph, read_quads

PAGE = Path(__file__).parents[1] / "docs" / "export.md"
#: What stands apart as code: indented after an empty line; and a command within a sentence.
BLOCK = re.compile(r"(?<=\n\n)(?: {4}\S.*\n(?:(?: {4}.*)?\n)*)")
COMMAND = re.compile(r"`(inspectkg export [^`]+)`")


def silent(_: str) -> None:
    """Takes a note, and drops it."""


@pytest.fixture(scope="module")
def bundled() -> Export:
    return export(read_quads(bundled_graph()), "evidence", Selection(), silent)


@pytest.fixture(scope="module")
def folder(bundled: Export, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the bundled graph, in every form."""
    folder = tmp_path_factory.mktemp("tables")
    for name, data in bundled.folder(silent).items():
        (folder / name).write_bytes(data)
    for name, file in (("csv", "all.csv"), ("xlsx", "all.xlsx"), ("graphml", "network.graphml")):
        (folder / file).write_bytes(bundled.written(name, silent))
    (folder / f"all.csv{BESIDE}").write_bytes(bundled.beside("all.csv", (folder / "all.csv").read_bytes()))
    return folder


class TestCsvw:
    """csvw, a validator of tables on the web."""

    @pytest.mark.parametrize("name", [METADATA, f"all.csv{BESIDE}"])
    def test_metadata_and_cells_are_valid(self, name, folder):
        """The words of the standard, the types of all cells, and keys that are unique."""
        assert mistakes(folder / name) == []

    def test_the_cells_are_what_they_should_be(self, folder):
        """Numbers are numbers, days are days."""
        found: list[Any] = CSVW(str(folder / METADATA)).tables
        tables = {table.local_name: list(table.iterdicts()) for table in found}
        assert sorted(tables) == sorted(f"{kind}.csv" for kind in KINDS)
        assert {(row["numerator"], row["denominator"]) for row in tables["statistic.csv"]} >= {(6, 50)}
        assert {row["published"] for row in tables["inspection.csv"]} >= {datetime(2025, 7, 31)}  # noqa: DTZ001

    @pytest.mark.parametrize("cell", ["six", ""])
    def test_a_wrong_cell_is_seen(self, cell, folder, tmp_path):
        """A word for a number; a key that two rows share. Or the tests above would prove nothing."""
        for path in folder.glob("*.*"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        table = pandas.read_csv(folder / "finding.csv", dtype=str, keep_default_na=False)
        for name in ("start",) if cell else ("claim", "statement"):
            table[name] = cell
        table.to_csv(tmp_path / "finding.csv", index=False)
        assert mistakes(tmp_path / METADATA)


def mistakes(metadata: Path) -> list[str]:
    """What csvw finds wrong with METADATA and the tables it is about."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")  # it collects its own warnings, which must be no errors
        try:
            found = CSVW(str(metadata), validate=True)
            return [] if found.is_valid else [str(warning.message) for warning in found.warnings]
        except ValueError as error:
            return [str(error)]


class TestFrames:
    """pandas, from CSV and, by openpyxl, from Excel."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_csv_and_excel_hold_the_same(self, kind, folder, bundled):
        """Row by row, cell by cell, what the graph says."""
        wanted = [row for row in rows(triples_of(bundled.lines)) if row["kind"] == kind]
        written = pandas.read_csv(folder / f"{kind}.csv", dtype=str, keep_default_na=False)
        book = pandas.read_excel(folder / "all.xlsx", sheet_name=kind)
        assert list(written) == list(book) == list(columns(kind))
        assert len(written) == len(book) == len(wanted) > 0
        for name in ("claim", "quote", "statement"):
            assert list(written[name].str.removeprefix("'")) == list(book[name]) == [row[name] for row in wanted]

    def test_numbers_are_numbers(self, folder):
        """Without being told so."""
        statistics = pandas.read_csv(folder / "statistic.csv")
        assert str(statistics.dtypes["numerator"]) == "float64"
        assert str(statistics.dtypes["start"]) == "int64"

    def test_findings_are_those_of_the_saved_question(self, folder):
        """Counted by body and polarity."""
        found = pandas.read_csv(folder / "finding.csv").groupby(["body", "polarity"]).size().to_dict()
        records = pandas.DataFrame(run_on_files(load_query("findings"), [bundled_graph()]).records())
        assert found == records.groupby(["body", "polarity"]).size().to_dict()


def test_networkx_reads_the_network_and_writes_it_again(folder, tmp_path):
    """The same nodes, relations and labels."""
    network = networkx.read_graphml(folder / "network.graphml")
    networkx.write_graphml(network, tmp_path / "back.graphml")
    back = networkx.read_graphml(tmp_path / "back.graphml")
    assert networkx.utils.graphs_equal(network, back)
    assert network.number_of_edges() > network.number_of_nodes() > 50


class TestThePage:
    """The examples of docs/export.md, as they stand."""

    @pytest.fixture(scope="class")
    @classmethod
    def printed(cls, tmp_path_factory) -> dict[str, str]:
        """What each example prints, in the order of the page, one folder for all."""
        text, folder = PAGE.read_text("utf-8"), tmp_path_factory.mktemp("page")
        found = sorted((match.start(), match[match.lastindex or 0]) for each in (BLOCK, COMMAND)
                       for match in each.finditer(text))  # fmt: skip
        return {code: printed_by(code, folder) for code in (re.sub(r"(?m)^ {4}", "", code) for _, code in found)}

    def test_every_example_runs(self, printed):
        """Commands and Python; each of the four programs is there."""
        assert len(printed) == 8
        for program in ("inspectkg", "oxigraph load", "import pandas", "import networkx"):
            assert any(program in code for code in printed)

    def test_the_store_answers(self, printed):
        """With the region that the bundled articles are about."""
        assert "North East" in next(told for code, told in printed.items() if "oxigraph query" in code)

    def test_pandas_counts(self, printed):
        """By body and polarity."""
        told = next(told for code, told in printed.items() if "import pandas" in code)
        assert re.search(r"North Tyneside and Northumberland +negative +[1-9]", told)

    def test_networkx_finds_the_police(self, printed):
        """And what points at them."""
        told = next(told for code, told in printed.items() if "import networkx" in code)
        assert re.search(r"agency/police', [1-9]", told)

    def test_the_checksum_is_that_of_the_file(self, printed, bundled):
        """As a reader would check it."""
        told = next(told for code, told in printed.items() if "sha256sum" in code)
        assert told.split()[0] in bundled.written("ntriples", silent).decode()


def printed_by(code: str, folder: Path) -> str:
    """What CODE, of Python or a shell, prints in FOLDER."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shell = [sys.executable, "-c"] if code.startswith("import ") else ["bash", "-euo", "pipefail", "-c"]
    done = subprocess.run(
        [*shell, code], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{code}\n{done.stderr}"
    return done.stdout
