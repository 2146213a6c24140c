"""Tables: nothing is dropped, nothing runs as a formula, every number is the one that was told."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import networkx
import openpyxl
import pyoxigraph as ox
import pytest

from inspectkg.errors import UsageError
from inspectkg.export.csvw import METADATA
from inspectkg.export.exporting import TABLES, Export, export
from inspectkg.export.selection import Selection
from inspectkg.export.tables import KINDS, columns
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.store import bundled_graph, read_quads

CLAIM = """
claim:c a schema:Claim ; ikg:asserts statistic:s ; ikg:evidence evidence:e .
evidence:e oa:hasSelector quote:q . quote:q oa:exact "words" .
"""


def silent(_: str) -> None:
    """Takes a note, and drops it."""


def graph(statements: str, note=silent) -> Export:
    """An export of a claim with the STATEMENTS in Turtle."""
    text = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items()) + statements
    return export(ox.parse(text, format=ox.RdfFormat.TURTLE), "evidence", Selection(), note)


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def sheet_rows(data: bytes, kind: str) -> list[dict[str, object]]:
    names, *rows = openpyxl.load_workbook(io.BytesIO(data))[kind].iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def bundled() -> Export:
    return export(read_quads(bundled_graph()), "evidence", Selection(), silent)


class TestTables:
    """Tables with metadata."""

    def test_a_folder_has_a_table_a_kind_and_metadata(self, bundled):
        """As many rows as the one table has, with the same cells, and each column is described."""
        files = bundled.folder(silent)
        metadata = json.loads(files[METADATA])
        assert [table["url"] for table in metadata["tables"]] == [f"{kind}.csv" for kind in KINDS]
        whole = csv_rows(bundled.written("csv", silent))
        found = []
        for table in metadata["tables"]:
            kind = table["url"].removesuffix(".csv")
            names = [column["name"] for column in table["tableSchema"]["columns"]]
            assert tuple(names) == columns(kind)
            assert f"sha256: {hashlib.sha256(files[table['url']]).hexdigest()}" in table["notes"]
            found += [{**row, "kind": kind} for row in csv_rows(files[table["url"]])]
        assert [{name: row.get(name, "") for name in columns()} for row in found] == whole
        assert len({row["claim"] for row in found}) == len(found)

    def test_cells_fit_the_types_of_their_columns(self, bundled):
        """Every number, day and truth value can be read as one."""
        patterns = {"integer": r"\d+", "decimal": r"[\d.]+", "boolean": "true|false", "date": r"\d{4}-\d\d-\d\d",
                    "anyURI": "https?://.+", "string": "(?s).*"}  # fmt: skip
        files = bundled.folder(silent)
        for table in json.loads(files[METADATA])["tables"]:
            for row in csv_rows(files[table["url"]]):
                for column in table["tableSchema"]["columns"]:
                    value = row[column["name"]]
                    assert not value or re.fullmatch(patterns[column["datatype"]], value), (column["name"], value)

    def test_the_metadata_say_what_it_is(self, bundled):
        """Licence, day, articles, counts: in folders, beside a file, in Excel and in GraphML."""
        data = bundled.written("csv", silent)
        for text in (bundled.folder(silent)[METADATA], bundled.beside("a.csv", data)):
            told = json.loads(text)
            assert told["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
            assert len(told["dc:source"]) == 2
            assert told["void:classPartition"][0]["void:entities"]["@type"] == "xsd:integer"
        book = openpyxl.load_workbook(io.BytesIO(bundled.written("xlsx", silent)))
        assert ("license", "https://creativecommons.org/licenses/by/4.0/") in book["about"].iter_rows(values_only=True)
        network = networkx.read_graphml(io.BytesIO(bundled.written("graphml", silent)))
        assert network.graph["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert not any("/dataset/" in name for name in network)

    @pytest.mark.parametrize("name", ["csv", "xlsx", "graphml"])
    def test_what_is_lost_is_said(self, bundled, name):
        """One sentence; and none for a format that loses nothing."""
        notes: list[str] = []
        bundled.written(name, notes.append)
        assert len(notes) == 1 and "turtle" in notes[0]
        for whole in ("turtle", "ntriples", "trig", "nquads", "jsonld", "rdfxml"):
            bundled.written(whole, notes.append)
        assert len(notes) == 1

    def test_folders_and_files_beside_are_written(self, inside, tmp_path, sample_path):
        """By the command line; a folder has to be named."""
        outcome = inside("export", "-g", sample_path, "-f", "csvw=tables", "-f", "csv=a.csv")
        assert outcome.code == 0, outcome.err
        assert json.loads((tmp_path / "a.csv-metadata.json").read_bytes())["url"] == "a.csv"
        assert len(list((tmp_path / "tables").iterdir())) == len(KINDS) + 1
        assert inside("export", "-f", "csvw").code == 2


class TestSeveralValues:
    """Where a statement has several of something, all of them are told."""

    @pytest.mark.parametrize(
        "bodies",
        ["statistic:s ikg:aboutBody pdu:b, pdu:a .",
         "statistic:s ikg:ratedBody pdu:b, pdu:a .",
         "statistic:s ikg:ofInspection inspection:i . inspection:i ikg:inspects pdu:a, pdu:b .",
         ("statistic:s ikg:ofInspection inspection:i, inspection:j . inspection:i ikg:inspects pdu:a . "
         "inspection:j ikg:inspects pdu:b .")],
    )  # fmt: skip
    def test_all_bodies_stand_in_the_cell(self, bodies):
        """As the saved questions join them, in each kind of table."""
        made = graph(CLAIM + bodies + 'pdu:a skos:prefLabel "Alpha"@en . pdu:b skos:prefLabel "Beta"@en .')
        (row,) = csv_rows(made.written("csv", silent))
        (sheet,) = sheet_rows(made.written("xlsx", silent), "statistic")
        (table,) = csv_rows(made.folder(silent)["statistic.csv"])
        assert row["body"] == sheet["body"] == table["body"] == "Alpha; Beta"

    def test_who_says_it_is_told_whole(self):
        """Two speakers, two who promise."""
        made = graph(
            CLAIM.replace("statistic:s", "pledge:p")
            + 'claim:c ikg:speaker agency:a, agency:b . pledge:p ikg:pledger agency:a, agency:b . '
            'agency:a skos:prefLabel "Alpha"@en . agency:b skos:prefLabel "Beta"@en .'
        )  # fmt: skip
        (row,) = csv_rows(made.written("csv", silent))
        assert row["speaker"] == row["by"] == "Alpha; Beta"

    def test_the_metadata_say_what_stands_between_them(self):
        """For each column that can hold several by our shapes, and no other."""
        for table in json.loads(graph(CLAIM).folder(silent)[METADATA])["tables"]:
            columns = {column["name"]: column for column in table["tableSchema"]["columns"]}
            apart = {name: column["separator"] for name, column in columns.items() if "separator" in column}
            known = {"body": "; ", "topics": " ", "agencies": " ", "addressees": " "}
            assert apart == {name: known[name] for name in columns if name in known}

    def test_a_claim_that_asserts_two_things_has_two_rows(self):
        """Of one kind or of two; keys tell them apart."""
        made = graph(CLAIM + "claim:c ikg:asserts statistic:t, finding:f .")
        rows = csv_rows(made.written("csv", silent))
        expected = [("finding", "f"), ("statistic", "s"), ("statistic", "t")]
        assert [row["statement"] for row in rows] == [PREFIXES[kind] + name for kind, name in expected]
        assert {row["quote"] for row in rows} == {"words"}
        schema = json.loads(made.beside("a.csv", b""))["tableSchema"]
        assert len({tuple(row[name] for name in schema["primaryKey"]) for row in rows}) == 3


class TestNoRows:
    """An empty table is never a surprise."""

    @pytest.mark.parametrize("statements", ["", "claim:c a schema:Claim ; ikg:asserts merge:m .", "pdu:a a ikg:Body ."])
    def test_it_is_said(self, statements):
        """In every kind of table; and not where there is a row."""
        for made, expected in ((graph(statements), 3), (graph(CLAIM), 0)):
            notes: list[str] = []
            made.written("csv", notes.append)
            made.written("xlsx", notes.append)
            made.folder(notes.append)
            assert len([note for note in notes if "there is no row" in note]) == expected

    @pytest.mark.parametrize("profile", ["facts", "schema-org"])
    @pytest.mark.parametrize("format", TABLES)
    def test_a_profile_without_claims_is_refused(self, inside, tmp_path, profile, format):
        """Before anything is written."""
        target = f"{format}=out/a"
        outcome = inside("export", "--profile", profile, "-f", "turtle=a.ttl", "-f", target)
        assert outcome.code == 2 and "has no claims" in outcome.err
        assert list(tmp_path.iterdir()) == []

    def test_so_it_is_in_python(self):
        """By the same words."""
        with pytest.raises(UsageError, match="has no claims"):
            Export([], "facts").folder(silent)


NUMBERS = [("6", 6), ("6.0", 6), ("21.5", 21.5), ("-3", -3), ("+.5", 0.5), ("1e3", 1000), ("0", 0), ("0.000", 0),
           ("0" * 40 + "1", 1), ("123456789012345", 123456789012345),
           ("1234567890123450000", 1234567890123450000.0)]  # fmt: skip
NO_NUMBERS = ["abc", "NaN", "INF", "-INF", "12345678901234567890", "0.1234567890123456", "1e999", "1e-999",
              "1e99999999999999999999", "1" + "0" * 400, "1_000", "٣", "6 "]  # fmt: skip
FORMULAS = ["=1+cmd", "@SUM(1)", "+1+1", "-1+cmd", "--1", "\t=1", "+", "＝1+1", "\ufeff=1"]


class TestNumbers:
    """In columns of numbers stands what the graph has there, whatever that is."""

    @staticmethod
    def with_number(text: str) -> Export:
        return graph(CLAIM + f"statistic:s ikg:numerator {json.dumps(text, ensure_ascii=False)} .")

    @pytest.mark.parametrize(("text", "number"), NUMBERS)
    def test_a_number_is_one_in_excel(self, text, number):
        """And stands as it is in CSV."""
        made = self.with_number(text)
        assert sheet_rows(made.written("xlsx", silent), "statistic")[0]["numerator"] == number
        assert csv_rows(made.written("csv", silent))[0]["numerator"] == text

    @pytest.mark.parametrize("text", [*NO_NUMBERS, *FORMULAS])
    def test_what_excel_cannot_hold_as_a_number_stays_text(self, text):
        """No digit of it changes."""
        book = openpyxl.load_workbook(io.BytesIO(self.with_number(text).written("xlsx", silent)))
        (cell,) = (cell for cell in book["statistic"][2] if cell.value == text)
        assert cell.data_type == "s"

    def test_what_looks_like_an_escape_of_excel_stays_as_it_is(self):
        """Excel reads _x0041_ as A, and _x005F_ before it as an underscore."""
        data = self.with_number("_x0041_ and _x1_").written("xlsx", silent)
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert b"_x005F_x0041_ and _x1_" in b"".join(map(book.read, book.namelist()))

    @pytest.mark.parametrize("text", FORMULAS)
    def test_a_formula_is_none_in_csv(self, text):
        """In the one table and in those of a folder."""
        made = self.with_number(text)
        for data in (made.written("csv", silent), made.folder(silent)["statistic.csv"]):
            assert csv_rows(data)[0]["numerator"] == f"'{text}"


@pytest.mark.parametrize("name", ["100%#x?.csv", "a b.csv", "né.csv", "a:b.csv", "plain.csv"])
def test_the_metadata_name_their_file_by_a_valid_address(inside, tmp_path, sample_path, name):
    """Whatever the file is called."""
    assert inside("export", "-g", sample_path, "-f", f"csv={name}").code == 0
    url = json.loads((tmp_path / f"{name}-metadata.json").read_bytes())["url"]
    assert not set(url) & set(" :?#") and url.isascii()
    assert unquote(url) == name and (name == "plain.csv") == (url == name)


class TestPlaces:
    """No file takes the place of another: what cannot be written is refused before anything is."""

    @pytest.mark.parametrize(
        "arguments",
        [["-f", "csv=m.csv", "-f", "jsonld=m.csv-metadata.json"],
         ["-f", "csvw=T", "-f", "turtle=T/finding.csv"],
         ["-f", "csvw=T", "-f", "csvw=./T"],
         ["--frame", "article", "-f", "jsonld=f.jsonld", "-f", "turtle=f.ttl"],
         ["-f", "turtle=f.ttl", "-f", "csvw=file"],
         ["-f", "turtle=f.ttl", "-f", "nquads=folder"],
         ["-f", "turtle=f.ttl", "-f", "nquads=self.nq"],
         ["--region", "north-east", "-f", "turtle", "-o", "self.nq"],
         ["-f", "ntriples=link.nt"]],
    )  # fmt: skip
    def test_refused(self, inside, tmp_path, arguments):
        """And nothing changes."""
        (tmp_path / "file").write_text("mine")
        (tmp_path / "folder").mkdir()
        (tmp_path / "self.nq").write_text("<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n")
        (tmp_path / "link.nt").symlink_to("self.nq")
        before = contents(tmp_path)
        outcome = inside("export", "-g", "self.nq", *arguments)
        assert outcome.code == 2, outcome.err
        assert contents(tmp_path) == before

    def test_what_one_format_cannot_hold_leaves_no_other_behind(self, inside, tmp_path):
        """Found only while it is made."""
        (tmp_path / "a.ttl").write_text("<http://e/s> <http://e/1> 1 .")
        assert inside("export", "-g", "a.ttl", "-f", "turtle=b.ttl", "-f", "rdfxml=b.rdf").code == 2
        assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]

    @pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout"])
    def test_a_device_has_no_metadata_beside_it(self, tmp_path, device):
        """It is no place for files, even where it leads to one."""
        if not Path(device).exists():
            pytest.skip(f"there is no {device}")
        command = [sys.executable, "-m", "inspectkg", "export", "-f", f"csv={device}"]
        with (tmp_path / "out").open("wb") as out:
            done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=True)
        assert not Path(f"{device}-metadata.json").exists() and "metadata" not in done.stderr


def contents(folder: Path) -> dict[str, bytes | None]:
    return {path.name: path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}
