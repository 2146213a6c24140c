"""SARIF, read with the official schema and with sarif-tools."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from planted import FOAF, SHAPE, sarif
from sarif.loader import load_sarif_file

from inspectkg.shapes.formats.failure import Failure
from inspectkg.shapes.formats.registry import render, render_failure
from inspectkg.shapes.report import Location, Report
from inspectkg.shapes.validation import validate_files


def test_sarif_is_read_by_others(report: Report, foreign: Path) -> None:
    """The official schema holds, and sarif-tools finds each result with file, line, level and rule."""
    text = render(report, "sarif")
    run = sarif(text)
    (foreign / "report.sarif").write_text(text, "utf-8")
    records = load_sarif_file("report.sarif").get_records()
    assert Counter(record["Severity"] for record in records) == {"error": 6, "warning": 3, "note": 3}
    assert {(record["Location"], record["Line"]) for record in records if record["Severity"] == "note"} == {
        ("people.ttl", 10),
        ("people-shapes.ttl", 8),
    }
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [SHAPE + "MailboxShape", SHAPE + "PersonShape"]
    assert [rule["name"] for rule in rules] == ["MailboxShape", "PersonShape"]
    assert all(rules[entry["ruleIndex"]]["id"] == entry["ruleId"] for entry in run["results"])
    bob = next(entry for entry in run["results"] if "not of the kind" in entry["message"]["text"])
    (place,) = bob["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 8, "startColumn": 61}
    assert [logical["name"] for logical in place["logicalLocations"]] == ["Bob"]
    assert bob["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "people-shapes.ttl"
    assert bob["properties"]["path"] == FOAF + "mbox"


def test_sarif_without_results_closes_everything_and_a_failure_nothing(report: Report) -> None:
    """An empty list says that all is mended; where nothing was checked there is no list at all."""
    assert sarif(render(replace(report, results=()), "sarif"))["results"] == []
    run = sarif(render_failure(Failure("cannot be read", 2, Location("a b.ttl", 3, 1)), "sarif"))
    assert "results" not in run
    assert sarif(render_failure(Failure("what?", 3), "sarif"))["invocations"][0]["exitCode"] == 3


def test_sarif_places_what_stands_in_no_file(foreign: Path) -> None:
    """A node that only the shapes name stands at its shape; code scanning shows nothing without a place."""
    (foreign / "s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
        "<http://e/S> a sh:NodeShape ; sh:targetNode <http://e/nowhere> ; sh:class <http://e/C> ."
    )
    entries = sarif(render(validate_files([Path("people.ttl")], [Path("s.ttl")]), "sarif"))["results"]
    (entry,) = (one for one in entries if one["properties"]["component"].endswith("ClassConstraintComponent"))
    physical = entry["locations"][0]["physicalLocation"]
    assert (physical["artifactLocation"]["uri"], physical["region"]["startLine"]) == ("s.ttl", 3)
