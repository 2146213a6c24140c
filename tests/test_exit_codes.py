"""Every outcome of `inspectkg validate` in every format: the exit code, and what a reader of the format learns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import junitparser
import pyoxigraph as ox
import pytest

from inspectkg import cli
from inspectkg.ontology.namespaces import IKG
from inspectkg.shapes import validation
from inspectkg.shapes.formats.registry import FORMATS

SH = "http://www.w3.org/ns/shacl#"
HEAD = f"@prefix sh: <{SH}> . @prefix ikg: <{IKG}> .\n@prefix : <http://e/> .\n"
SHAPES = HEAD + "".join(
    f":{name} a sh:NodeShape ; sh:targetSubjectsOf :{name} ; ikg:mayHaveNoFocusNode true ;"
    f' sh:severity sh:{name} ; sh:message "No {name}." ;\n'
    f'    sh:property [ sh:path :x ; sh:minCount 1 ; sh:severity sh:{name} ; sh:message "No x." ] .\n'
    for name in ("Violation", "Warning", "Info")
)
FILES = {
    "shapes.ttl": SHAPES,
    "violation.ttl": HEAD + ":a :Violation 1 ; :Warning 1 ; :Info 1 .",
    "warning.ttl": HEAD + ":a :Warning 1 ; :Info 1 .",
    "info.ttl": HEAD + ":a :Info 1 .",
    "conforms.ttl": HEAD + ":a :Violation 1 ; :Info 1 ; :x 1 .",
    "broken.ttl": HEAD + ':a :Violation 1 .\n:é "𝒳" :c .',
    "cut.ttl": SHAPES + ":D a sh:NodeShape ;",
    "empty.ttl": "# nothing yet\n",
}
SEVERITIES = ("violation", "warning", "info")


class Told(NamedTuple):
    """What a reader learns: how many results of each severity; or, where nothing was checked, why and where."""

    counts: dict[str, int] | None = None
    message: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None


# ------------------------------------------------------------------ readers, one a format


def place(text: str) -> tuple[str, int | None, int | None, str]:
    """`file:line:column: message`, taken apart."""
    found = re.fullmatch(r"([^:]+)(?::(\d+))?(?::(\d+))?: (.*)", text, re.DOTALL)
    assert found, text
    return found[1], int(found[2]) if found[2] else None, int(found[3]) if found[3] else None, found[4]


def refused(text: str) -> Told:
    file, line, column, message = place(" ".join(text.split()))
    return Told(None, message, file, line, column)


def from_json(out: str) -> Told:
    value = json.loads(out)
    if "error" in value:
        error = value["error"]
        assert error["exitCode"] == 2 and set(value) == {"error"}
        return Told(None, error["message"], error["file"], error["line"], error["column"])
    assert value["counts"] == Counter(dict.fromkeys(SEVERITIES, 0) | count(r["severity"] for r in value["results"]))
    return Told(value["counts"])


def count(severities) -> dict[str, int]:
    return dict(Counter(severities))


def from_csv(out: str) -> Told:
    rows = list(csv.DictReader(io.StringIO(out, newline=""), strict=True))
    if rows and rows[0]["severity"] == "error":
        (row,) = rows
        numbers = [int(row[name]) if row[name] else None for name in ("line", "column")]
        return Told(None, row["message"], row["file"], *numbers)
    return Told(count(row["severity"] for row in rows))


def from_markdown(out: str) -> Told:
    plain = re.sub(r"\\(.)", r"\1", out)
    if plain.startswith("**Nothing was checked:** "):
        return refused(plain.removeprefix("**Nothing was checked:** "))
    assert plain.startswith(("**Conforms to the shapes", "**Does not conform to the shapes"))
    headings = dict(zip(("Violations", "Warnings", "Notes"), SEVERITIES, strict=True))
    found = re.findall(r"^### (\w+) \((\d+)\)$", plain, re.MULTILINE)
    return Told({headings[name]: int(number) for name, number in found})


def from_turtle(out: str) -> Told:
    triples = [quad.triple for quad in ox.parse(out, format=ox.RdfFormat.TURTLE)]
    values = {triple.predicate.value.rpartition("#")[2]: triple.object for triple in triples}
    if "conforms" not in values:
        (comment,) = (triple.object.value for triple in triples)
        return refused(comment.removeprefix("Nothing was checked: "))
    found = [t.object.value.removeprefix(SH) for t in triples if t.predicate.value == SH + "resultSeverity"]
    assert values["conforms"].value == ("false" if found else "true")
    return Told(count(name.lower() for name in found))


def from_junit(out: str) -> Told:
    report = junitparser.JUnitXml.fromstring(out.encode())
    cases = [case for suite in report for case in suite]
    assert (report.tests, report.failures, report.errors) == (
        len(cases),
        sum(1 for case in cases if case.is_failure),
        sum(1 for case in cases if case.is_error),
    )
    if report.errors:
        (case,) = cases
        assert case.result[0].type == "input"
        return refused(case.result[0].text or "")._replace(file=case._elem.get("file"))
    said = [case.result[0].text if case.is_failure else case.system_out for case in cases]
    return Told(count(text.partition(":")[0] for text in said if text))


def from_sarif(out: str) -> Told:
    (run,) = json.loads(out)["runs"]
    (invocation,) = run["invocations"]
    if not invocation["executionSuccessful"]:
        assert "results" not in run and invocation["exitCode"] == 2
        (notification,) = invocation["toolExecutionNotifications"]
        physical = notification["locations"][0]["physicalLocation"]
        region = physical.get("region", {})
        file = physical["artifactLocation"]["uri"]
        return Told(None, notification["message"]["text"], file, region.get("startLine"), region.get("startColumn"))
    names = {"error": "violation", "warning": "warning", "note": "info"}
    return Told(count(names[result["level"]] for result in run["results"]))


def from_github(out: str) -> Told:
    found: list[str] = []
    for line in out.splitlines():
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert command, line
        values = dict(pair.split("=", 1) for pair in command[2].split(","))
        if values["title"] == "Nothing was checked":
            numbers = [int(values[name]) if name in values else None for name in ("line", "col")]
            return Told(None, command[3], values["file"], *numbers)
        found.append({"error": "violation", "notice": "info"}.get(command[1], command[1]))
    return Told(count(found))


def from_text(out: str) -> Told:
    if out.startswith("Nothing was checked: "):
        return refused(out.removeprefix("Nothing was checked: "))
    headings = dict(zip(("VIOLATIONS", "WARNINGS", "NOTES"), SEVERITIES, strict=True))
    return Told({headings[name]: int(n) for name, n in re.findall(r"^([A-Z]+) \((\d+)\)$", out, re.MULTILINE)})


READERS = {
    "text": from_text, "json": from_json, "csv": from_csv, "markdown": from_markdown, "turtle": from_turtle,
    "junit": from_junit, "sarif": from_sarif, "github": from_github,
}  # fmt: skip


# ------------------------------------------------------------------ the matrix


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


#: Data and shapes -> what is expected of each format, and of standard error.
UNREADABLE = {
    "missing data": ("nothing.ttl", "shapes.ttl", Told(None, "no such file", "nothing.ttl")),
    "missing shapes": ("violation.ttl", "nowhere.ttl", Told(None, "no such file", "nowhere.ttl")),
    "broken data": ("broken.ttl", "shapes.ttl", Told(None, "a property was expected", "broken.ttl", 4, 4)),
    "broken shapes": ("violation.ttl", "cut.ttl", Told(None, "shapes was expected", "cut.ttl", 9, 20)),
    "empty data": ("empty.ttl", "shapes.ttl", Told(None, "has no triples", "empty.ttl")),
    "empty shapes": ("violation.ttl", "empty.ttl", Told(None, "has no SHACL shape", "empty.ttl")),
    "no shape": ("violation.ttl", "info.ttl", Told(None, "has no SHACL shape", "info.ttl")),
    "no graph": ("data.txt", "shapes.ttl", Told(None, "no such file", "data.txt")),
    "a folder": (".", "shapes.ttl", Told(None, "is a folder", ".")),
}
CHECKED = {
    "violation.ttl": {"violation": 1, "warning": 1, "info": 1},
    "warning.ttl": {"warning": 1, "info": 1},
    "info.ttl": {"info": 1},
    "conforms.ttl": {},
}


def test_every_format_has_a_reader() -> None:
    """A new format is part of the matrix or fails here."""
    assert list(READERS) == list(FORMATS)


@pytest.mark.parametrize("fail_on", SEVERITIES)
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("data", CHECKED)
def test_what_was_checked(folder: Path, capsysbinary, data: str, format: str, fail_on: str) -> None:
    """0 or 1 as --fail-on asks; whatever it asks, each format has all results, and standard error nothing."""
    code = cli.main(["validate", data, "--shapes", "shapes.ttl", "--format", format, "--fail-on", fail_on])
    out, err = capsysbinary.readouterr()
    fails = any(name in CHECKED[data] for name in SEVERITIES[: SEVERITIES.index(fail_on) + 1])
    assert (code, err) == (1 if fails else 0, b"")
    found = READERS[format](out.decode())
    assert found.counts is not None
    assert {name: number for name, number in found.counts.items() if number} == CHECKED[data]
    if format == "junit":
        failed = sum(1 for name in CHECKED[data] if SEVERITIES.index(name) <= SEVERITIES.index(fail_on))
        assert junitparser.JUnitXml.fromstring(out).failures == failed
    if format == "json":
        assert json.loads(out)["fails"] is fails
    if format == "sarif":
        assert json.loads(out)["runs"][0]["invocations"][0]["exitCode"] == code


@pytest.mark.parametrize("fail_on", SEVERITIES)
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("case", UNREADABLE)
def test_what_could_not_be_checked(folder: Path, capsysbinary, case: str, format: str, fail_on: str) -> None:
    """Code 2; the format is well-formed, says what, where and why, and standard error says it too."""
    data, shapes, expected = UNREADABLE[case]
    code = cli.main(["validate", data, "--shapes", shapes, "--format", format, "--fail-on", fail_on])
    out, err = capsysbinary.readouterr()
    assert code == 2
    message = err.decode()
    where = ":".join(str(part) for part in expected[2:] if part is not None)
    assert message.startswith(f"inspectkg: error: {where}: ")
    assert expected.message in message
    if format == "text":
        assert out == b""
        return
    found = READERS[format](out.decode())
    assert found[2:] == expected[2:]
    assert expected.message in found.message
    assert found.counts is None


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_of_any_format_says_why_nothing_was_checked(folder: Path, capsysbinary, format: str) -> None:
    """Text too, where a file was asked for: an old report is not left in its place."""
    (folder / "report").write_text("all is well")
    assert cli.main(["validate", "broken.ttl", "--shapes", "shapes.ttl", "--format", f"{format}=report"]) == 2
    out, err = capsysbinary.readouterr()
    assert out == b"" and b"broken.ttl:4:4: " in err
    found = READERS[format]((folder / "report").read_text("utf-8"))
    assert found[2:] == ("broken.ttl", 4, 4)


@pytest.mark.parametrize("format", FORMATS)
def test_a_mistake_of_ours_is_code_3(folder: Path, capsysbinary, monkeypatch, format: str) -> None:
    """Not 1, not 2: neither the data nor the call is to blame, and the format says so."""

    def breaks(*_args, **_options):
        raise RuntimeError("the 'engine', stopped: 100%")

    monkeypatch.setattr(validation, "_validate", breaks)
    assert cli.main(["validate", "info.ttl", "--shapes", "shapes.ttl", "--format", format]) == 3
    out, err = capsysbinary.readouterr()
    assert b"internal error: RuntimeError: the 'engine', stopped: 100%" in err
    if format == "text":
        assert out == b""
        return
    text = out.decode().replace("%25", "%").replace("&apos;", "'")
    assert "internal error: RuntimeError: the 'engine', stopped: 100%" in text
    if format == "junit":
        (case,) = (case for suite in junitparser.JUnitXml.fromstring(out) for case in suite)
        assert case.result[0].type == "internal"
    if format in ("json", "sarif"):
        assert '"exitCode": 3' in text


@pytest.mark.parametrize("format", FORMATS)
def test_our_own_shapes_need_no_file(folder: Path, capsysbinary, format: str) -> None:
    """The bundled graph conforms, in every format, with a note on an article that tells no date."""
    assert cli.main(["validate", "--format", format]) == 0
    counts = READERS[format](capsysbinary.readouterr().out.decode()).counts
    assert counts is not None
    assert {name: number for name, number in counts.items() if number} == {"info": 1}


@pytest.mark.parametrize("read", ["info.ttl", "shapes.ttl", "link.ttl"])
def test_a_report_never_takes_the_place_of_what_is_read(folder: Path, capsysbinary, read: str) -> None:
    """By whatever name: a slip of the pen must not cost the data."""
    (folder / "link.ttl").symlink_to("info.ttl")
    before = (folder / read).read_bytes()
    assert cli.main(["validate", "info.ttl", "--shapes", "shapes.ttl", "--format", f"json={read}"]) == 2
    out, err = capsysbinary.readouterr()
    assert out == b"" and b"would overwrite what is read" in err
    assert (folder / read).read_bytes() == before


def test_two_reports_do_not_go_to_one_file(folder: Path, capsysbinary) -> None:
    """The first of them would be lost without a word; a device takes both."""
    call = ["validate", "info.ttl", "--shapes", "shapes.ttl"]
    assert cli.main([*call, "--format", "json=report", "--format", "csv=./report"]) == 2
    assert b"two results would go to report" in capsysbinary.readouterr().err
    assert not (folder / "report").exists()
    assert cli.main([*call, "--format", "json=/dev/null", "--format", "csv=/dev/null"]) == 0


@pytest.mark.parametrize(
    ("format", "expected"), [("pdf", "unknown format 'pdf'"), ("json=", "the name of a file is missing")]
)
def test_a_wrong_format_is_a_wrong_call(folder: Path, capsysbinary, format: str, expected: str) -> None:
    """Code 2, and nothing on standard output."""
    assert cli.main(["validate", "info.ttl", "--shapes", "shapes.ttl", "--format", format]) == 2
    out, err = capsysbinary.readouterr()
    assert out == b"" and expected in err.decode()
