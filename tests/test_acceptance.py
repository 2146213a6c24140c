"""Waivers and baselines: what they let pass does not count, and neither goes out of date unseen."""

from __future__ import annotations

import json
import random
import re
import textwrap
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from acceptance_cases import DATA, DAY, checked, three_results, waiver, write
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError, UsageError
from inspectkg.shapes.acceptance.accepting import accepted, for_baseline
from inspectkg.shapes.acceptance.baseline import baseline_of, read_baseline, written
from inspectkg.shapes.acceptance.today import today
from inspectkg.shapes.acceptance.waivers import read_waivers
from inspectkg.shapes.report import SEVERITIES, Report, Result
from inspectkg.shapes.report import Path as PropertyPath


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return three_results(tmp_path)


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
