"""Waivers and baselines in reports and on the command line: what they let pass is shown."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pyoxigraph as ox
import pytest
from acceptance_cases import DATA, DAY, PREFIXES, SCHEMA, SHAPES, three_results, waiver, write

from inspectkg.shapes.acceptance.accepting import accepted
from inspectkg.shapes.acceptance.baseline import baseline_of
from inspectkg.shapes.acceptance.waivers import read_waivers
from inspectkg.shapes.formats.registry import FORMATS, render
from inspectkg.shapes.report import Report


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return three_results(tmp_path)


# ------------------------------------------------------------------ in every format


@pytest.fixture
def marked(tmp_path: Path, report: Report) -> Report:
    """One result that counts, one in the baseline, one waived."""
    file = write(tmp_path, "waivers.toml", waiver(report.results[0].fingerprint) + waiver("0" * 16))
    known = baseline_of(report.results[2:], tmp_path / "b.json")
    return accepted(report, read_waivers([file]), known, DAY)


def test_text_and_markdown_show_them_apart(marked: Report) -> None:
    """Under headings of their own, after those that count; the verdict counts all."""
    text = render(marked, "text")
    assert text.startswith("Does not conform to the shapes: 1 violation, 1 waived, 1 in the baseline")
    headings = ["VIOLATIONS (1)", "WAIVED (1)", "by A. Person until 2026-12-31: asked", "IN THE BASELINE (1)", "b.json"]
    assert sorted(headings, key=text.index) == headings
    assert "Waivers are those that hold on 2026-06-01." in text
    assert "matches nothing" in text
    markdown = render(marked, "markdown")
    assert "### Waived (1)" in markdown
    assert "waived by A. Person until 2026-12-31: asked" in markdown
    assert "### In the baseline (1)" in markdown


def test_json_and_csv_have_columns_for_them(marked: Report) -> None:
    """What counts has no acceptance; the counts tell all three apart."""
    value = json.loads(render(marked, "json"))
    assert value["counts"] == {"violation": 1, "warning": 0, "info": 0}
    assert value["accepted"] == {"waived": 1, "baseline": 1}
    assert value["today"] == "2026-06-01"
    assert value["fails"]
    rows = list(csv.DictReader(io.StringIO(render(marked, "csv"), newline="")))
    assert [row["acceptance"] for row in rows] == ["waived", "", "baseline"]
    assert [row["acceptance"] for row in value["results"]] == ["waived", None, "baseline"]
    assert rows[0]["acceptedBy"] == "A. Person"
    assert rows[0]["acceptedUntil"] == "2026-12-31"
    assert rows[0]["acceptanceReason"] == "asked"


def test_sarif_has_suppressions(marked: Report, report: Report) -> None:
    """Each result says whether it is suppressed, where one is; none does where none is."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    value = json.loads(render(marked, "sarif"))
    jsonschema.Draft7Validator(schema).validate(value)
    told = [result["suppressions"] for result in value["runs"][0]["results"]]
    assert [len(one) for one in told] == [1, 0, 1]
    assert told[0][0]["justification"] == "waived by A. Person until 2026-12-31: asked"
    assert not any("suppressions" in result for result in json.loads(render(report, "sarif"))["runs"][0]["results"])


def test_junit_skips_them(marked: Report) -> None:
    """Neither failed nor passed."""
    suites = junitparser.JUnitXml.fromstring(render(marked, "junit").encode())
    assert (suites.failures, suites.skipped) == (1, 2)
    reasons = [case.result[0].message for suite in suites for case in suite if case.is_skipped]
    assert sorted(str(reason) for reason in reasons)[1] == "waived by A. Person until 2026-12-31: asked"


def test_github_notes_them(marked: Report) -> None:
    """An error for what counts, notices for the others and for what is out of date."""
    lines = render(marked, "github").splitlines()
    assert [line.split()[0] for line in lines] == ["::error", *["::notice"] * (2 + len(marked.notes))]
    assert "waived by A. Person until 2026-12-31%3A asked::" in lines[1]


def test_turtle_stays_a_standard_report_and_says_it_in_a_comment(marked: Report) -> None:
    """The standard knows no result that does not count: sh:conforms is false where there is any."""
    triples = {(t.predicate.value, str(t.object)) for t in ox.parse(render(marked, "turtle"), ox.RdfFormat.TURTLE)}
    assert ("http://www.w3.org/ns/shacl#conforms", str(ox.Literal(value=False))) in triples
    comments = {text for predicate, text in triples if predicate.endswith("#comment")}
    assert '"waived by A. Person until 2026-12-31: asked"' in comments


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_day_gives_the_same_bytes(tmp_path: Path, report: Report, format: str) -> None:
    """And another day other ones only where it is said."""
    waivers = read_waivers([write(tmp_path, "waivers.toml", waiver(report.results[0].fingerprint))])
    first, second, later = (
        render(accepted(report, waivers, None, day), format) for day in (DAY, DAY, date(2026, 6, 2))
    )
    assert first == second
    assert first.replace("2026-06-01", "2026-06-02") == later


# ------------------------------------------------------------------ on the command line


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the data and the shapes, as the current one."""
    write(tmp_path, "data.ttl", PREFIXES + DATA)
    write(tmp_path, "shapes.ttl", PREFIXES + SHAPES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


VALIDATE = ("validate", "data.ttl", "--shapes", "shapes.ttl", "--fail-on", "warning")


def test_a_baseline_is_written_and_then_used(run: Any, files: Path) -> None:
    """0 once it is written, 0 while nothing is new, 1 for what is new; the file does not change unasked."""
    assert run(*VALIDATE).code == 1
    outcome = run(*VALIDATE, "--write-baseline", "known/baseline.json")
    assert (outcome.code, "wrote known/baseline.json" in outcome.err) == (0, True)
    before = (files / "known" / "baseline.json").read_bytes()
    assert run(*VALIDATE, "--baseline", "known/baseline.json").code == 0
    write(files, "data.ttl", PREFIXES + DATA + 'ex:new a ex:Person ; ex:age "?" .')
    outcome = run(*VALIDATE, "--baseline", "known/baseline.json")
    assert (outcome.code, "1 violation, 3 in the baseline" in outcome.text) == (1, True)
    assert (files / "known" / "baseline.json").read_bytes() == before
    assert run(*VALIDATE, "--write-baseline", "known/baseline.json").code == 0
    assert (files / "known" / "baseline.json").read_bytes() != before


def test_waivers_hold_by_the_day_that_is_given(run: Any, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By --today, else by SOURCE_DATE_EPOCH; several files count together."""
    rows = json.loads(run(*VALIDATE, "--format", "json").text)["results"]
    first, *others = (waiver(row["fingerprint"]) for row in rows)
    write(files, "one.toml", first)
    write(files, "two.toml", "".join(others))
    both = (*VALIDATE, "--waivers", "one.toml", "--waivers", "two.toml")
    assert run(*both, "--today", "2026-12-31").code == 0
    assert run(*both, "--today", "2027-01-01").code == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761599")
    assert run(*both).code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    assert run(*both).code == 1


def test_details_tell_what_a_result_is_known_as(run: Any, files: Path) -> None:
    """For a waiver that is written by hand."""
    fingerprints = [row["fingerprint"] for row in json.loads(run(*VALIDATE, "--format", "json").text)["results"]]
    plain, whole = run(*VALIDATE).text, run(*VALIDATE, "--details").text
    assert all(f"known as  {fingerprint}" in whole for fingerprint in fingerprints)
    assert not any(fingerprint in plain for fingerprint in fingerprints)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--waivers", "missing.toml"], "missing.toml: no such file"),
        (["--waivers", "bad.toml"], "bad.toml:1: [[waiver]]: reason is missing"),
        (["--baseline", "missing.json"], "missing.json: no such file"),
        (["--baseline", "bad.toml"], "bad.toml:1:3: is no JSON"),
        (["--today", "tomorrow"], "--today tomorrow"),
        (["--baseline", "a.json", "--write-baseline", "b.json"], "not both"),
        (["--write-baseline", "data.ttl"], "would overwrite what is read"),
        (["--write-baseline", "../{here}/shapes.ttl"], "would overwrite what is read"),
        (["--waivers", "bad.toml", "--write-baseline", "bad.toml"], "would overwrite what is read"),
    ],
)
def test_what_cannot_be_used_is_an_error_in_every_format(
    run: Any, files: Path, arguments: list[str], words: str
) -> None:
    """Exit code 2, whatever the data; nothing is checked, and no baseline is written."""
    write(files, "bad.toml", waiver("0" * 16, reason=""))
    arguments = [argument.format(here=files.name) for argument in arguments]
    outcome = run(*VALIDATE, *arguments, "--format", "json")
    assert outcome.code == 2
    assert words in outcome.err
    assert json.loads(outcome.text)["error"]["exitCode"] == 2
    assert not (files / "b.json").exists()


@pytest.mark.parametrize("name", ["out.json", "./out.json", "link.json"])
def test_a_report_and_a_baseline_do_not_go_to_one_file(run: Any, files: Path, name: str) -> None:
    """The later would take the place of the other: neither is written."""
    (files / "link.json").symlink_to("out.json")
    outcome = run(*VALIDATE, "--format", f"json={name}", "--write-baseline", "out.json")
    assert outcome.code == 2 and "two results would go to out.json" in outcome.err
    assert not (files / "out.json").exists()
    assert run(*VALIDATE, "--format", "json=/dev/null", "--write-baseline", "/dev/null").code == 0


@pytest.mark.parametrize("option", ["--waivers=known", "--baseline=known", "--import=http://e/terms=known"])
def test_a_report_never_takes_the_place_of_what_is_accepted(run: Any, files: Path, option: str) -> None:
    """Waivers, baselines and imports are read, too."""
    write(files, "known", "as it was")
    outcome = run(*VALIDATE, option, "--format", "json=known")
    assert outcome.code == 2 and "would overwrite what is read" in outcome.err
    assert (files / "known").read_text() == "as it was"


def test_no_baseline_is_written_where_nothing_was_checked(run: Any, files: Path) -> None:
    """A broken file of data does not wipe out what is known."""
    write(files, "baseline.json", "as it was")
    write(files, "data.ttl", "broken")
    assert run(*VALIDATE, "--write-baseline", "baseline.json").code == 2
    assert (files / "baseline.json").read_text() == "as it was"


def test_what_is_out_of_date_is_told_where_the_format_cannot(run: Any, files: Path) -> None:
    """On standard error, and there only if no other place has it."""
    write(files, "waivers.toml", waiver("0" * 16))
    command = (*VALIDATE, "--waivers", "waivers.toml", "--today", "2026-06-01")
    assert "matches nothing" in run(*command, "--format", "csv").err
    assert "matches nothing" in run(*command, "--format", "junit").text
    assert "matches nothing" in run(*command, "--format", "turtle").text
    both = run(*command, "--format", "csv=report.csv", "--format", "text")
    assert "matches nothing" not in both.err
    assert "matches nothing" in both.text
