"""Shapes that cannot be used are told whole: each reason at its place, and all else that the lint finds."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import junitparser
import pytest
from linting_cases import DATA, HEAD, write

from inspectkg import cli
from inspectkg.errors import InputError
from inspectkg.shapes.validation import validate_files

TOP = HEAD.count("\n")
SHAPES = """ex:A a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property [ sh:path ( ex:age ) ; sh:minCount 1 ] ;
    sh:property [ sh:path ex:age ; sh:pattern "(a" ] ;
    sh:in _:c .
_:c rdf:first 1 ; rdf:rest _:c .
ex:B a sh:NodeShape ; sh:targetClass ex:Person ; sh:nodeKind sh:IRI ; sh:minCont 1 .
"""
#: Severity, line after the prefixes, column, some words.
EXPECTED = [
    ("error", 2, 19, "one part alone"),
    ("error", 3, 47, "no regular expression"),
    ("error", 4, 5, "in a circle"),
    ("violation", 6, 71, "did you mean sh:minCount?"),
    ("info", 1, 1, "no sh:message"),
    ("info", 1, 1, "no sh:severity"),
]


def from_json(out: str) -> list[tuple[str, str, int, int, str]]:
    rows = json.loads(out)["error"]["problems"]
    return [(row["severity"], row["file"], row["line"], row["column"], row["message"]) for row in rows]


def from_csv(out: str) -> list[tuple[str, str, int, int, str]]:
    rows = csv.DictReader(io.StringIO(out, newline=""), strict=True)
    return [(row["severity"], row["file"], int(row["line"]), int(row["column"]), row["message"]) for row in rows]


def from_github(out: str) -> list[tuple[str, str, int, int, str]]:
    """Its errors are reasons and violations alike: those are told apart by their order alone."""
    found = re.findall(r"^::(\w+) file=(.*),line=(\d+),col=(\d+),title=Nothing was checked::(.*)$", out, re.MULTILINE)
    assert len(found) == len(out.splitlines())
    levels = {"error": "error", "notice": "info"}
    rows = [(levels[level], file, int(line), int(column), text) for level, file, line, column, text in found]
    return [("violation", *row[1:]) if "minCont" in row[4] else row for row in rows]


def from_sarif(out: str) -> list[tuple[str, str, int, int, str]]:
    (run,) = json.loads(out)["runs"]
    assert "results" not in run
    found: list[tuple[str, str, int, int, str]] = []
    for one in run["invocations"][0]["toolExecutionNotifications"]:
        place = one["locations"][0]["physicalLocation"]
        text, region = one["message"]["text"], place["region"]
        level: str = "info" if one["level"] == "note" else one["level"]
        level = "violation" if "minCont" in text else level
        found.append((level, place["artifactLocation"]["uri"], region["startLine"], region["startColumn"], text))
    return found


def from_lines(out: str) -> list[tuple[str, str, int, int, str]]:
    """What standard error and the formats for people say."""
    found = re.findall(r"([\w.]+):(\d+):(\d+): (?:(violation|info): )?(.*)", out)
    return [(gravity or "error", file, int(line), int(column), text) for file, line, column, gravity, text in found]


READERS = {"json": from_json, "csv": from_csv, "github": from_github, "sarif": from_sarif}


def checked(found: list[tuple[str, str, int, int, str]]) -> None:
    assert [(gravity, file, line - TOP, column) for gravity, file, line, column, _ in found] == [
        (gravity, "shapes.ttl", line, column) for gravity, line, column, _ in EXPECTED
    ]
    for (*_, text), (*_, words) in zip(found, EXPECTED, strict=True):
        assert words in text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, "data.ttl", DATA)
    write(tmp_path, "shapes.ttl", SHAPES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("format", READERS)
def test_programs_learn_every_fault_with_its_place(folder: Path, capsysbinary: Any, format: str) -> None:
    """Those that stop the run first, then the others, as a reader of the file comes upon them; so on standard error."""
    assert cli.main(["validate", "data.ttl", "--shapes", "shapes.ttl", "--format", format]) == 2
    out, err = capsysbinary.readouterr()
    checked(READERS[format](out.decode()))
    checked(from_lines(err.decode()))


def test_junit_has_a_case_for_each_fault(folder: Path, capsysbinary: Any) -> None:
    """What stops the run is an error, the rest is said beside it."""
    assert cli.main(["validate", "data.ttl", "--shapes", "shapes.ttl", "--format", "junit"]) == 2
    report = junitparser.JUnitXml.fromstring(capsysbinary.readouterr().out)
    cases = [case for suite in report for case in suite]
    assert [case.is_error for case in cases] == [gravity == "error" for gravity, *_ in EXPECTED]
    assert len({case.name for case in cases}) == len(cases)
    said = [case.result[0].text if case.is_error else case.system_out for case in cases]
    checked(from_lines("\n".join(map(str, said))))


def test_markdown_has_a_line_of_a_list_for_each_fault(folder: Path, capsysbinary: Any) -> None:
    """A paragraph would run them all into one."""
    assert cli.main(["validate", "data.ttl", "--shapes", "shapes.ttl", "--format", "markdown"]) == 2
    head, empty, *lines = capsysbinary.readouterr().out.decode().splitlines()
    assert (head, empty) == ("**Nothing was checked:** the shapes cannot be used", "")
    assert all(line.startswith("- ") for line in lines)
    checked(from_lines(re.sub(r"\\(.)", r"\1", "\n".join(lines))))


# ------------------------------------------------------------------ shapes in several files


MAIN = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:P ; sh:in ex:people . "
PARTS = {
    "a list": ("ex:people rdf:first ex:ann ; rdf:rest () .", "ex:P sh:path ex:age ; sh:minCount 1 ."),
    "labels": ("ex:Person rdfs:label 'person' .", "ex:P sh:path ex:age ; sh:minCount 1 . ex:people rdf:first 1 ."),
    "messages": ("ex:S sh:message 'Wrong.' .", "ex:P sh:path ex:age ; sh:minCount 1 ."),
    "constraints": ("ex:P sh:path ex:age ; sh:minCount 1 .", "ex:people rdf:first ex:ann ; rdf:rest () ."),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_shapes_lead_to_is_no_file_without_shapes(tmp_path: Path, name: str) -> None:
    """It has no sign of a shape by itself; the files together are what they would be as one."""
    part, rest = PARTS[name]
    data, main = write(tmp_path, "data.ttl", DATA), write(tmp_path, "main.ttl", MAIN + rest)
    try:
        whole = validate_files([data], [write(tmp_path, "whole.ttl", MAIN + rest + part)])
    except InputError as error:  # a list that is broken is told of both, and not as a file without shapes
        with pytest.raises(InputError, match=re.escape(error.message.splitlines()[0][:60])):
            validate_files([data], [main, write(tmp_path, "part.ttl", part)])
        return
    split = validate_files([data], [main, write(tmp_path, "part.ttl", part)])
    assert {one.fingerprint for one in split.results} == {one.fingerprint for one in whole.results}


def test_prefixes_and_parts_of_parts_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    """Prefixes for queries are led to by sh:prefixes; a part may lead to the next one."""
    query = "sh:sparql [ sh:prefixes ex: ; sh:select 'SELECT $this WHERE { $this ex:age 5 }' ] ."
    files = [
        write(tmp_path, "main.ttl", "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:node ex:T ; " + query),
        write(tmp_path, "prefixes.ttl", "ex: sh:declare [ sh:prefix 'ex' ; sh:namespace 'http://example.org/' ] ."),
        write(tmp_path, "a.ttl", "ex:U sh:nodeKind sh:IRI ."),
        write(tmp_path, "t.ttl", "ex:T sh:node ex:U ."),
    ]
    report = validate_files([write(tmp_path, "data.ttl", DATA)], files)
    kinds = [one.component.rpartition("#")[2] for one in report.results if "shacl#" in one.component]
    assert kinds == ["SPARQLConstraintComponent"]


@pytest.mark.parametrize("text", ["ex:zoe a ex:Person ; ex:knows ex:bob .", "", "[] rdfs:label 'S' ."])
def test_a_file_that_no_shape_leads_to_is_refused(tmp_path: Path, text: str) -> None:
    """Most likely it is data, named in the wrong place."""
    data, main = write(tmp_path, "data.ttl", DATA), write(tmp_path, "main.ttl", MAIN)
    with pytest.raises(InputError, match="has no SHACL shape") as error:
        validate_files([data], [main, write(tmp_path, "other.ttl", text)])
    assert error.value.path == tmp_path / "other.ttl"
