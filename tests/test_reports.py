"""Reports of a validation: what each format says, and that it says it alike every time."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from validation_cases import GOOD, HEAD, write

from inspectkg.errors import UsageError
from inspectkg.ontology.namespaces import OUTER, PREFIXES
from inspectkg.shapes.formats.registry import render
from inspectkg.shapes.validation import validate_files, validate_quads

# ------------------------------------------------------------------ reports


def test_text_is_for_people(bad: Path) -> None:
    """The constraint's words, the node with its name, the value, and the sentence it came from, within 100 columns."""
    text = render(validate_files([bad]), "text")
    assert text.startswith("Does not conform to the shapes: 1 violation, 1 warning, 1 note")
    assert "grade of a rating  [shape:rating-grade]" in text
    assert "- rating:before" in text
    assert "value     grade:poor" in text
    assert "sentence  “The unit was inadequate.” (d1.txt, from character 6)" in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_text_shows_no_control_characters(tmp_path: Path) -> None:
    """A value cannot move the cursor or colour the terminal of its reader."""
    turtle = GOOD.read_text("utf-8") + 'statistic:s ikg:population "\\u001b[31mred\\u202e" .'
    text = render(validate_files([write(tmp_path, "g.ttl", turtle)]), "text")
    assert "two" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_and_csv_have_the_same_rows(bad: Path) -> None:
    """Both carry every result with full IRIs and a fingerprint."""
    report = validate_files([bad])
    parsed = json.loads(render(report, "json"))
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"), newline="")))
    assert parsed["counts"] == {"violation": 1, "warning": 1, "info": 1}
    assert parsed["conforms"] is False
    assert parsed["engine"].startswith("inspectkg ")
    assert [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in parsed["results"]
    ] == rows
    assert rows[0]["focus"] == PREFIXES["rating"] + "before"
    assert rows[0]["quote"] == "The unit was inadequate."
    assert rows[0]["start"] == "6"
    assert len({row["fingerprint"] for row in rows}) == 3


def test_turtle_is_the_standard_report(bad: Path, people: tuple[Path, Path]) -> None:
    """It parses strictly, names every result, and has one sh:result each."""
    for report in (validate_files([bad]), validate_files([people[0]], [people[1]])):
        triples = list(ox.parse(input=render(report, "turtle"), format=ox.RdfFormat.TURTLE))
        links = [t for t in triples if t.predicate.value == OUTER["sh"] + "result"]
        assert len(links) == len(report.results)
        assert all(isinstance(link.object, ox.NamedNode) for link in links)
        for name in ("focusNode", "resultSeverity", "sourceConstraintComponent", "resultMessage", "sourceShape"):
            assert len([t for t in triples if t.predicate.value == OUTER["sh"] + name]) == len(links)


def test_markdown_escapes_what_it_shows(tmp_path: Path) -> None:
    """A value cannot break the table or smuggle in a link."""
    turtle = GOOD.read_text("utf-8").replace("ikg:isOutcome true", 'ikg:isOutcome "a|b <img src=x> [l](http://e)"')
    markdown = render(validate_files([write(tmp_path, "g.ttl", turtle)]), "markdown")
    row = next(line for line in markdown.splitlines() if "claim-outcome" in line)
    assert "a\\|b \\<img src=x\\> \\[l\\](http://e)" in row


def test_an_unknown_format_is_a_usage_error(bad: Path) -> None:
    """The message names the right ones."""
    with pytest.raises(UsageError, match="text, json, csv, markdown, turtle"):
        render(validate_files([bad]), "pdf")


def test_fingerprints_do_not_depend_on_words_or_labels() -> None:
    """A fingerprint stays when a message is reworded: only what is wrong, and where, counts."""
    turtle = HEAD + "rating:x a ikg:Rating ."
    quads = list(ox.parse(input=turtle, format=ox.RdfFormat.TURTLE))
    labelled = [*quads, *ox.parse(input=HEAD + 'rating:x skos:prefLabel "x"@en .', format=ox.RdfFormat.TURTLE)]
    first, second = (validate_quads(q).results for q in (quads, labelled))
    assert {r.fingerprint for r in first} < {r.fingerprint for r in second}


SCRIPT = """
import sys
from pathlib import Path
from inspectkg.shapes.formats.registry import FORMATS, render
from inspectkg.shapes.validation import validate_files
bad, people, shapes = map(Path, sys.argv[1:4])
out = sys.stdout
for report in (validate_files([bad]), validate_files([people, bad] if len(sys.argv) > 4 else [bad, people], [shapes])):
    for name in FORMATS:
        out.write(render(report, name))
"""


def test_every_format_is_the_same_at_every_run(bad: Path, people: tuple[Path, Path]) -> None:
    """Whatever the hash seed, the time zone, the locale, or the order of the files."""
    outputs: set[bytes] = set()
    for seed, zone, more in (("0", "UTC", []), ("1", "Asia/Tokyo", ["other order"]), ("4242", "America/Lima", [])):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-c", SCRIPT, str(bad), *map(str, people), *more]
        outputs.add(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    assert len(outputs) == 1
    assert b"rating-grade" in outputs.pop()


def test_importing_validation_imports_no_engine() -> None:
    """Commands that validate nothing do not pay for rdflib and pyshacl."""
    code = (
        "import sys, inspectkg.shapes.validation, inspectkg.shapes.formats.registry;"
        "print([m for m in ('rdflib', 'pyshacl') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.strip() == b"[]"
