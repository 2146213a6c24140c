"""Waivers and baselines: what they let pass is shown and does not count, and neither goes out of date unseen."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import textwrap
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError, UsageError
from inspectkg.shapes.acceptance.accepting import accepted, for_baseline
from inspectkg.shapes.acceptance.baseline import baseline_of, read_baseline, written
from inspectkg.shapes.acceptance.today import today
from inspectkg.shapes.acceptance.waivers import read_waivers
from inspectkg.shapes.formats.registry import FORMATS, render
from inspectkg.shapes.report import SEVERITIES, Report, Result
from inspectkg.shapes.report import Path as PropertyPath
from inspectkg.shapes.validation import validate_files

PREFIXES = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:P, ex:Q .
ex:P sh:path ex:age ; sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ; sh:severity sh:Violation ;
    sh:name "age" ; sh:message "An age is a number." .
ex:Q sh:path ex:mail ; sh:maxCount 1 ; sh:severity sh:Warning ; sh:message "One address is enough." .
"""
DATA = """
ex:ann a ex:Person ; ex:age "old" .
ex:bob a ex:Person ; ex:age "young" ; ex:mail "b@example.org", "bob@example.org" .
"""
DAY = date(2026, 6, 1)
SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def checked(folder: Path, data: str = DATA, shapes: str = SHAPES) -> Report:
    return validate_files(
        [write(folder, "data.ttl", PREFIXES + data)], [write(folder, "shapes.ttl", PREFIXES + shapes)]
    )


def waiver(fingerprint: str, **values: str) -> str:
    table = {"reason": '"asked"', "by": '"A. Person"', "expires": "2026-12-31", **values}
    lines = [f"{name} = {value}" for name, value in table.items() if value]
    return "\n".join(["[[waiver]]", f'fingerprint = "{fingerprint}"', *lines]) + "\n"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    found = checked(tmp_path)
    assert [(result.severity, str(result.focus)[20:-1]) for result in found.results] == [
        ("violation", "ann"),
        ("violation", "bob"),
        ("warning", "bob"),
    ]
    return found


# ------------------------------------------------------------------ waivers


def test_a_waived_result_is_shown_and_does_not_count(tmp_path: Path, report: Report) -> None:
    """It keeps its place; why, by whom and until when stands beside it; the others count as before."""
    ann, bob, _ = report.results
    file = write(tmp_path, "waivers.toml", waiver(ann.fingerprint) + waiver(bob.fingerprint, by='"B. Person"'))
    waived = accepted(report, read_waivers([file]), None, DAY)
    assert [result.fingerprint for result in waived.results] == [result.fingerprint for result in report.results]
    why = waived.results[1].acceptance
    assert why is not None
    assert (why.kind, why.reason, why.by, why.until) == ("waived", "asked", "B. Person", "2026-12-31")
    assert waived.conforms()
    assert not waived.conforms("warning")
    assert waived.counts() == {"violation": 0, "warning": 1, "info": 0}
    assert waived.accepted_counts() == {"waived": 2, "baseline": 0}
    assert waived.today == "2026-06-01"


@pytest.mark.parametrize(("day", "holds"), [("2026-12-30", True), ("2026-12-31", True), ("2027-01-01", False)])
def test_a_waiver_holds_on_its_last_day_and_not_on_the_next(
    tmp_path: Path, report: Report, day: str, holds: bool
) -> None:
    """Then its result counts again, and the report says whose waiver ended, when, and where it stands."""
    file = write(tmp_path, "waivers.toml", "\n" + waiver(report.results[0].fingerprint))
    marked = accepted(report, read_waivers([file]), None, date.fromisoformat(day))
    assert (marked.results[0].acceptance is not None) == holds
    told = [note for note in marked.notes if "A. Person" in note]
    assert bool(told) != holds
    if told:
        assert re.search(r"waivers\.toml:2: the waiver of A\. Person .* ended on 2026-12-31, and its result", told[0])


def test_a_waiver_that_matches_nothing_is_told(tmp_path: Path, report: Report) -> None:
    """With its place, and the words that say what it was for; whether it holds or has ended."""
    text = waiver("0" * 16, focus='"ex:gone"') + waiver("1" * 16, expires="2026-01-01")
    marked = accepted(report, read_waivers([write(tmp_path, "waivers.toml", text)]), None, DAY)
    assert marked.accepted == ()
    assert re.search(r"waivers\.toml:1: .*0{16} \(focus ex:gone\) matches nothing: .*Remove it", marked.notes[1])
    assert re.search(r"waivers\.toml:7: .*1{16} ended on 2026-01-01 and matches nothing: remove it", marked.notes[2])


def test_the_file_may_say_once_who_waives(tmp_path: Path, report: Report) -> None:
    """`by` at its head holds for the entries that have none."""
    first, second, _ = (result.fingerprint for result in report.results)
    text = 'by = "C. Person"\n' + waiver(first, by="") + waiver(second)
    marked = accepted(report, read_waivers([write(tmp_path, "waivers.toml", text)]), None, DAY)
    assert [result.acceptance.by for result in marked.accepted if result.acceptance] == ["C. Person", "A. Person"]


@pytest.mark.parametrize(
    "words",
    [
        {"shape": "ex:P", "focus": "ex:ann", "path": "ex:age", "value": "old"},
        {"shape": "http://example.org/P", "focus": "<http://example.org/ann>"},
        {"shape": "age", "path": "<http://example.org/age>", "value": '\\"old\\"'},
        {"path": "http://example.org/age"},
    ],
)
def test_words_that_fit_pass(tmp_path: Path, report: Report, words: dict[str, str]) -> None:
    """As reports write them: with a prefix, in full, in angle brackets, by name."""
    text = waiver(report.results[0].fingerprint, **{name: f'"{word}"' for name, word in words.items()})
    assert accepted(report, read_waivers([write(tmp_path, "waivers.toml", text)]), None, DAY).accepted


@pytest.mark.parametrize(
    ("name", "word"), [("shape", "ex:Q"), ("focus", "ex:bob"), ("path", "ex:mail"), ("value", "new")]
)
def test_words_about_another_result_are_refused(tmp_path: Path, report: Report, name: str, word: str) -> None:
    """A fingerprint that was copied wrongly must not waive what nobody looked at."""
    file = write(tmp_path, "waivers.toml", waiver(report.results[0].fingerprint, **{name: f'"{word}"'}))
    with pytest.raises(InputError, match=f"{name} is '{word}', and the result with this fingerprint has") as error:
        accepted(report, read_waivers([file]), None, DAY)
    assert error.value.line == 1


def test_a_value_where_the_result_has_none_is_refused(tmp_path: Path, report: Report) -> None:
    """Too many addresses are no single value."""
    file = write(tmp_path, "waivers.toml", waiver(report.results[2].fingerprint, value='"b@example.org"'))
    with pytest.raises(InputError, match="has none"):
        accepted(report, read_waivers([file]), None, DAY)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n" + waiver("0" * 16, reason=""), 2, "reason is missing"),
        (waiver("0" * 16, reason='"  "'), 1, "reason must be words"),
        (waiver("0" * 16, by=""), 1, "by is missing"),
        (waiver("0" * 16, expires=""), 1, "expires must be a day"),
        (waiver("0" * 16, expires='"2026-12-31"'), 1, "without quotation marks"),
        (waiver("0" * 16, expires="2026-12-31T00:00:00"), 1, "expires must be a day"),
        (waiver("0" * 16, expires="2026-02-30"), 5, "not valid TOML"),
        (waiver("0" * 15), 1, "has 16 digits"),
        (waiver("A" * 16), 1, "has 16 digits"),
        (waiver("0" * 16, expiers="2026-12-31"), 1, "expiers is not known here; did you mean expires?"),
        (waiver("0" * 16) + waiver("0" * 16), 6, "is waived at"),
        ("waiver = 1", None, "waiver is not known here"),
        ("# nothing", None, "has no entry"),
        ("[[waiver]\n", 1, "not valid TOML"),
    ],
)
def test_malformed_waivers_are_refused_with_their_place(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    """File, line, and what to do."""
    path = write(tmp_path, "waivers.toml", text)
    with pytest.raises(InputError, match=re.escape(words)) as error:
        read_waivers([path])
    assert (error.value.path, error.value.line) == (path, line)


def test_the_example_of_the_documents_is_a_waiver(tmp_path: Path) -> None:
    """It works when copied."""
    page = (Path(__file__).parents[1] / "docs" / "validation.md").read_text("utf-8")
    (example,) = re.findall(r"^    (\[\[waiver\]\]\n(?:    .+\n)+)", page, re.MULTILINE)
    (found,) = read_waivers([write(tmp_path, "waivers.toml", textwrap.dedent("    " + example))])
    assert (found.by, found.expires, dict(found.words)) == ("A. Person", date(2026, 12, 31), {"focus": "ex:ann"})


def test_two_files_do_not_waive_the_same(tmp_path: Path) -> None:
    """Whose reason counted would be chance."""
    files = [write(tmp_path, name, waiver("0" * 16)) for name in ("one.toml", "two.toml")]
    with pytest.raises(InputError, match=r"one\.toml:1 already") as error:
        read_waivers(files)
    assert error.value.path == files[1]


# ------------------------------------------------------------------ the day


def test_the_day_is_given_or_that_of_the_epoch_or_the_machines() -> None:
    """In this order."""
    assert today("2026-12-31", {"SOURCE_DATE_EPOCH": "0"}) == date(2026, 12, 31)
    assert today(None, {"SOURCE_DATE_EPOCH": "86399"}) == date(1970, 1, 1)
    assert today(None, {"SOURCE_DATE_EPOCH": "86400"}) == date(1970, 1, 2)
    before = datetime.now(UTC).date()
    assert before <= today(None, {}) <= datetime.now(UTC).date()


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "20261231", "31.12.2026", "", "2026-W01-1", "٢٠٢٦-01-01"])
def test_what_is_no_day_is_a_usage_error(text: str) -> None:
    """The message says how to write it."""
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        today(text, {})


@pytest.mark.parametrize("text", ["", "now", "-1", "1e9", "9" * 30])
def test_an_epoch_that_is_no_number_of_seconds_is_a_usage_error(text: str) -> None:
    """It does not fall back to the clock."""
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        today(None, {"SOURCE_DATE_EPOCH": text})


# ------------------------------------------------------------------ baselines


def test_a_baseline_lets_only_new_results_fail(tmp_path: Path, report: Report) -> None:
    """What was there is known, wherever it stands now; what comes is not."""
    path = write(tmp_path, "baseline.json", written(report.results))
    assert accepted(report, (), read_baseline(path)).accepted_counts() == {"waived": 0, "baseline": 3}
    later = checked(tmp_path, '\n\nex:new a ex:Person ; ex:age "?" .\n' + DATA)
    marked = accepted(later, (), read_baseline(path))
    assert [str(result.focus) for result in marked.open] == ["<http://example.org/new>"]
    assert not marked.conforms()
    assert marked.notes == later.notes
    assert marked.today == ""


def test_known_results_that_are_gone_are_told(tmp_path: Path, report: Report) -> None:
    """How many of how many, which, and what to do."""
    path = write(tmp_path, "baseline.json", written(report.results))
    mended = checked(tmp_path, DATA.replace('"old"', "5"))
    (note,) = accepted(mended, (), read_baseline(path)).notes
    assert re.search(rf"baseline\.json: 1 of 3 .* gone \({report.results[0].fingerprint}\): .*--write-baseline", note)
    (note,) = accepted(checked(tmp_path, "ex:x a ex:Person ."), (), baseline_of(results_of(range(9)), path)).notes
    assert "9 of 9" in note
    assert "and 4 more" in note


def test_a_second_result_of_the_same_fingerprint_is_new(tmp_path: Path) -> None:
    """Nodes without an IRI that nothing tells apart are as many results: two that were known do not cover a third."""
    one, two = (checked(tmp_path, f"{'[ a ex:Person ; ex:age 1.5 ] . ' * count}") for count in (2, 3))
    assert len(two.results) == 3
    assert len({result.fingerprint for result in two.results}) == 1
    path = write(tmp_path, "baseline.json", written(one.results))
    assert len(accepted(two, (), read_baseline(path)).open) == 1
    path = write(tmp_path, "baseline.json", written(two.results))
    assert accepted(two, (), read_baseline(path)).open == ()
    assert "1 of 1" in accepted(one, (), read_baseline(path)).notes[-1]


def test_a_baseline_has_a_line_a_result_that_people_can_read(tmp_path: Path, report: Report) -> None:
    """JSON, sorted; a result that goes takes away its line and changes no other."""
    text = written(report.results)
    lines = text.splitlines()
    assert len(lines) == 2 + len(report.results)
    row = json.loads(lines[1].rstrip(","))
    assert row == {
        "fingerprint": report.results[0].fingerprint,
        "severity": "violation",
        "shape": "http://example.org/P",
        "focus": "http://example.org/ann",
        "path": "http://example.org/age",
        "value": "old",
        "message": "An age is a number.",
    }
    fewer = written(report.results[1:]).splitlines()
    assert fewer == [lines[0], *lines[2:]]


def test_an_edit_elsewhere_changes_no_line(tmp_path: Path) -> None:
    """Nodes without an IRI are named by what they say, not by their number in the file."""
    bad = "[ a ex:Person ; ex:age 1.5 ] ."
    first, second = (checked(tmp_path, text) for text in (bad, "ex:z ex:knows [ ex:age 2 ] . " + bad))
    assert written(first.results) == written(second.results)


def results_of(numbers: Any) -> list[Result]:
    """Results as an engine might find them, several of them alike."""
    return [
        Result(
            severity=SEVERITIES[number % 3],
            shape=f"http://example.org/s{number % 5}",
            message="line\nbreak \"and\" 'marks' \\ … \U0001f600",
            focus=ox.NamedNode(f"http://example.org/{number}") if number % 4 else ox.BlankNode(f"b{number}"),
            path=PropertyPath(iri="http://example.org/p") if number % 2 else None,
            value=ox.Literal("x" * number) if number % 3 else None,
            focus_key="" if number % 4 else f"_:{number % 8}",
        )
        for number in numbers
    ]


@given(st.lists(st.integers(0, 300), max_size=40), st.randoms(use_true_random=False))
def test_what_is_written_is_known_when_it_is_read(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], chance: random.Random
) -> None:
    """Whatever the results: read back, the baseline knows all of them, one more not; their order does not matter."""
    results = results_of(numbers)
    shuffled = results.copy()
    chance.shuffle(shuffled)
    assert written(results) == written(shuffled)
    path = write(tmp_path_factory.mktemp("b"), "baseline.json", written(results))
    known = read_baseline(path)
    assert accepted(Report(tuple(shuffled)), (), known).open == ()
    assert len(accepted(Report((*results, *results_of([1000]))), (), known).open) == 1


ENTRY = '{"fingerprint": "0000000000000000"}'


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("{", 1, "is no JSON"),
        ('{"version": 1,\n"results": [,]}', 2, "is no JSON"),
        ("[]", None, '"version" and "results"'),
        ('{"results": []}', None, '"version" and "results"'),
        ('{"version": 1, "results": [], "more": 1}', None, '"version" and "results"'),
        ('{"version": 2, "results": []}', None, "version 1 was expected"),
        ('{"version": 1, "results": {}}', None, "must be a list"),
        ('{"version": 1, "results": [\n7]}', None, "entry 1 is no object"),
        (f'{{"version": 1, "results": [\n{ENTRY},\n{ENTRY}]}}', 3, "entry 2 has 0000000000000000 twice"),
        ('{"version": 1, "results": [\n{"fingerprint": "x"}]}', 2, "has no fingerprint"),
        ('{"version": 1, "results": [\n{"fingerprint": 7}]}', 2, "has no fingerprint"),
        ('{"version": 1, "results": [{"shape": "x"}]}', None, "has no fingerprint"),
        ('{"version": 1, "results": [\n{"fingerprint": "0000000000000000", "cuont": 2}]}', 2, "'cuont'"),
        ('{"version": 1, "results": [\n{"fingerprint": "0000000000000000", "count": 0}]}', 2, "no number of 1"),
        ('{"version": 1, "results": [\n{"fingerprint": "0000000000000000", "count": true}]}', 2, "no number of 1"),
        ('{"version": 1, "version": 1, "results": []}', None, "'version' stands twice"),
        ("[" * 100_000, None, "is no"),
        (b'{"version": 1,\n"\xff"', 2, "UTF-8"),
    ],
)
def test_malformed_baselines_are_refused_with_their_place(
    tmp_path: Path, content: str | bytes, line: int | None, words: str
) -> None:
    """File, line, and what to do."""
    path = tmp_path / "baseline.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=re.escape(words)) as error:
        read_baseline(path)
    assert (error.value.path, error.value.line) == (path, line)
    assert "--write-baseline" in error.value.message


def test_an_empty_baseline_is_one(tmp_path: Path, report: Report) -> None:
    """Where everything is mended, there is nothing to know."""
    assert len(accepted(report, (), read_baseline(write(tmp_path, "b.json", written([])))).open) == 3


def test_what_a_waiver_names_is_left_to_it(tmp_path: Path, report: Report) -> None:
    """A baseline written or read beside it does not carry on where the waiver ends."""
    file = write(tmp_path, "waivers.toml", waiver(report.results[0].fingerprint, expires="2026-01-01"))
    waivers = read_waivers([file])
    assert for_baseline(report, waivers) == list(report.results[1:])
    known = read_baseline(write(tmp_path, "b.json", written(report.results)))
    marked = accepted(report, waivers, known, DAY)
    assert marked.open == (report.results[0],)
    assert not any("b.json" in note for note in marked.notes)


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
