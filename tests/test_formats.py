"""The formats of reports, read with readers that others wrote, on data that has nothing to do with probation."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import junitparser
import pyoxigraph as ox
import pytest
from planted import FOAF, FOREIGN, HERE, result, sarif

from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.formats.failure import Failure
from inspectkg.shapes.formats.registry import FORMATS, render, render_failure
from inspectkg.shapes.linting.faults import COMPONENT
from inspectkg.shapes.report import Report
from inspectkg.shapes.validation import validate_files

# ------------------------------------------------------------------ text


def test_text_is_what_people_read(report: Report) -> None:
    """The whole report on somebody's data, as it is; a change of it is to be looked at."""
    text = render(replace(report, engine="ENGINE 1.0"))
    assert text == (FOREIGN / "people.txt").read_text("utf-8")
    assert max(map(len, text.splitlines())) <= 100


def test_text_puts_the_nodes_of_one_message_in_the_order_of_the_file(foreign: Path) -> None:
    """Line 9 before line 10, whatever their names."""
    people = "".join(f"<http://e/{name}> a <{FOAF}Person> .\n" for name in "zyxwvutsrqponm")
    (foreign / "many.ttl").write_text(people)
    text = render(validate_files([Path("many.ttl")], [Path("people-shapes.ttl")]))
    places = [int(line) for line in re.findall(r"many\.ttl:(\d+):1\)", text)]
    assert places == [*range(1, 15), *range(1, 15)]


def test_long_values_do_not_flood_the_terminal() -> None:
    """People see how a text of a megabyte begins; programs get it whole, and its fingerprint is its own."""
    long = [replace(result(), value=ox.Literal("x" * 1_000_000 + end), focus_label="y" * 5000) for end in "ab"]
    text = render(Report(tuple(long)))
    assert len(text) < 4000 and "… (1000001 characters)" in " ".join(text.split())
    rows = json.loads(render(Report(tuple(long)), "json"))["results"]
    assert [row["value"][-1] for row in rows] == ["a", "b"]
    assert len({row["fingerprint"] for row in rows}) == 2


@pytest.mark.parametrize(
    ("component", "name"),
    [("MinCount", "sh:minCount"), ("SPARQL", "sh:sparql"), ("JS", "sh:js"), ("In", "sh:in")],
)
def test_constraints_are_named_as_shapes_write_them(component: str, name: str) -> None:
    """Not by their class in the namespace of SHACL."""
    found = replace(result(), shape="http://e/S", component=f"{OUTER['sh']}{component}ConstraintComponent")
    assert f"({name})" in " ".join(render(Report((found,), shapes=("shapes.ttl",))).split())


# ------------------------------------------------------------------ JUnit


def junit(text: str) -> dict[str, junitparser.TestSuite]:
    return {str(suite.name): suite for suite in junitparser.JUnitXml.fromstring(text.encode())}


def test_junit_has_a_suite_for_each_shape(report: Report) -> None:
    """Violations fail, milder results pass and are told; each case has its file and line."""
    suites = junit(render(report, "junit"))
    assert list(suites) == ["mailbox [ex:MailboxShape]", "ex:PersonShape"]
    mailbox, person = suites.values()
    assert (mailbox.tests, mailbox.failures, mailbox.errors) == (3, 3, 0)
    assert (person.tests, person.failures, person.errors) == (9, 3, 0)
    case = next(case for case in mailbox if case.name == ':bob “Bob”, foaf:mbox, "bob@example.org"')
    (failure,) = case.result
    assert isinstance(failure, junitparser.Failure)
    assert (failure.type, failure.message) == ("sh:nodeKind", "The value is not of the kind IRI.")
    assert {"at: people.ttl:8:61", "shape at: people-shapes.ttl:13:1"} < set((failure.text or "").splitlines())
    assert (case._elem.get("file"), case._elem.get("line")) == ("people.ttl", "8")
    passed = [case for case in person if case.is_passed]
    assert Counter((case.system_out or "").partition(":")[0] for case in passed) == {"warning": 3, "info": 3}


@pytest.mark.parametrize(("fail_on", "failures"), [("violation", 6), ("warning", 9), ("info", 12)])
def test_junit_fails_what_fails(report: Report, fail_on, failures: int) -> None:
    """--fail-on decides which cases are failures, and no case is lost."""
    whole = junitparser.JUnitXml.fromstring(render(report, "junit", fail_on).encode())
    assert (whole.tests, whole.failures) == (12, failures)


def test_junit_shows_shapes_that_found_nothing_as_passed(foreign: Path, report: Report) -> None:
    """Also how many nodes a shape looked at, where it has a target."""
    (foreign / "good.ttl").write_text(f'<http://e/a> a <{FOAF}Person> ; <{FOAF}name> "A" ; <{FOAF}mbox> <mailto:a@e> .')
    good = validate_files([Path("good.ttl")], [Path("people-shapes.ttl")])
    assert all(found.component.startswith(COMPONENT) for found in good.results)
    suites = junit(render(replace(good, results=()), "junit"))
    assert [[(case.name, case.is_passed) for case in suite] for suite in suites.values()] == [[("conforms", True)]] * 2
    facts = [{fact.name: fact.value for fact in suite.properties()} for suite in suites.values()]
    assert [fact.get("focusNodes") for fact in facts] == [None, "1"]
    assert {fact["engine"] for fact in facts} == {report.engine}


def test_junit_names_each_case_once(foreign: Path) -> None:
    """Results that differ in nothing but the shape's inner node are numbered: readers merge cases of one name."""
    twice = "sh:property [ sh:path foaf:nick ; sh:minCount 1 ] , [ sh:path foaf:nick ; sh:minCount 2 ]"
    (foreign / "s.ttl").write_text(
        f"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix foaf: <{FOAF}> .\n"
        f"<http://e/S> a sh:NodeShape ; sh:targetNode <http://e/a> ; {twice} ."
    )
    found = validate_files([Path("people.ttl")], [Path("s.ttl")])
    (suite,) = junit(render(found, "junit")).values()
    names = [case.name for case in suite if str(case.name).endswith(("foaf:nick", "(2)"))]
    assert names == ["<http://e/a>, foaf:nick", "<http://e/a>, foaf:nick (2)"]
    entries = [one for one in sarif(render(found, "sarif"))["results"] if "MinCount" in one["properties"]["component"]]
    prints = [entry["partialFingerprints"]["inspectkg/v1"] for entry in entries]
    assert [one.partition(":")[2] for one in prints] == ["1", "2"] and len({one[:16] for one in prints}) == 1


# ------------------------------------------------------------------ GitHub


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands of TEXT, unescaped as GitHub's runner does."""

    def plain(value: str, *more: tuple[str, str]) -> str:
        for code, char in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            value = value.replace(code, char)
        return value

    found = []
    for line in text.split("\n")[:-1]:
        head, message = line.removeprefix("::").split("::", 1)
        name, _, properties = head.partition(" ")
        pairs = (pair.split("=", 1) for pair in properties.split(","))
        values = {key: plain(value, ("%3A", ":"), ("%2C", ",")) for key, value in pairs}
        found.append((name, values, plain(message)))
    return found


def test_github_shows_each_result_at_its_line(report: Report) -> None:
    """Errors, warnings and notices, the worst first; the title names shape and constraint."""
    found = commands(render(report, "github"))
    assert [name for name, _, _ in found] == ["error"] * 6 + ["warning"] * 3 + ["notice"] * 3
    assert found[0][1] == {
        "file": "people.ttl", "line": "8", "col": "61", "title": "mailbox (ex:MailboxShape, sh:nodeKind)",
    }  # fmt: skip
    assert found[0][2].splitlines() == [
        "The value is not of the kind IRI.",
        "node: :bob “Bob”",
        "property: foaf:mbox",
        'value: "bob@example.org"',
    ]


def test_github_keeps_awkward_words_on_their_line() -> None:
    """%, line ends, commas and colons come back as they were, and cannot begin a command of their own."""
    odd = result()
    ((name, values, message),) = commands(render(Report((odd,)), "github"))
    assert name == "error"
    assert values["file"] == odd.location.file and values["title"].startswith(odd.name)
    assert message.startswith(odd.message + "\n")
    attack = result(severity="info", message="x\n::stop-commands::y\r::error::z")
    assert len(commands(render(Report((attack,)), "github"))) == 1


# ------------------------------------------------------------------ every format


def test_awkward_words_break_no_format() -> None:
    """Control characters, characters that XML lacks, quotes, markup: each reader still reads one result."""
    reports = Report((result(),), data=("a:b.ttl",), engine="e\u0007", notes=("n\u0000",))
    (suite, notes) = junit(render(reports, "junit")).values()
    assert (suite.failures, notes.failures) == (1, 0)
    assert len(sarif(render(reports, "sarif"))["results"]) == 1
    assert len(json.loads(render(reports, "json"))["results"]) == 1
    assert list(ox.parse(render(reports, "turtle"), format=ox.RdfFormat.TURTLE))
    for name in FORMATS:
        render_failure(Failure(result().message, 2, result().location), name).encode()


def test_notes_on_the_run_are_in_every_format_that_has_room(report: Report) -> None:
    """A table of results alone has none."""
    for name in set(FORMATS) - {"csv"}:
        assert "Some shapes were skipped." in render(replace(report, notes=("Some shapes were skipped.",)), name)


def validated(folder: Path, *arguments: str | Path, seed: str = "0") -> bytes:
    command = [sys.executable, "-m", "inspectkg", "validate", *map(str, arguments)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_reports_are_the_same_everywhere_and_name_no_folder_of_this_machine(foreign: Path) -> None:
    """In two folders, files named from here or from the root, in one run or one after the other: the same bytes."""
    other = foreign / "elsewhere"
    other.mkdir()
    for path in foreign.glob("*.ttl"):
        (other / path.name).write_bytes(path.read_bytes())
    wanted = [f"--format={name}=report.{name}" for name in FORMATS]
    text = validated(foreign, "people.ttl", "-s", "people-shapes.ttl", *wanted, "--format=text")
    validated(other, other / "people.ttl", "-s", other / "people-shapes.ttl", *wanted, seed="7")
    for name in FORMATS:
        made = (foreign / f"report.{name}").read_bytes()
        assert made == (other / f"report.{name}").read_bytes(), name
        assert str(foreign).encode() not in made
        assert str(HERE.parent).encode() not in made
    assert text == (foreign / "report.text").read_bytes()
    assert validated(foreign, "people.ttl", "-s", "people-shapes.ttl", "-f", "sarif", seed="3") == (
        (foreign / "report.sarif").read_bytes()
    )


def test_each_of_several_files_is_named(foreign: Path) -> None:
    """A result stands where its own file says it; a file beside the current folder is named from here."""
    (foreign / "more").mkdir()
    prefix = f"@prefix f: <{FOAF}> .\r\n# é𝒳\r\n"
    (foreign / "more" / "two.ttl").write_bytes(
        b"\xef\xbb\xbf" + (prefix + '<http://e/x> f:mbox <mailto:x@e> ; a f:Person . # "\r\n').encode()
    )
    (foreign / "three.nt").write_text(f'<http://e/x> <{FOAF}age> "old" .\n<http://e/x> <{FOAF}nick> "X" .\n')
    (foreign / "four.jsonld").write_text(
        json.dumps({"@id": "http://e/y", "@type": FOAF + "Person", FOAF + "name": "Y", FOAF + "age": 1.5})
    )
    files = [Path(name) for name in ("people.ttl", "three.nt", "more/two.ttl", "four.jsonld")]
    found = validate_files(files, [Path("people-shapes.ttl")])
    places = {
        (str(r.focus)[-2], str(r.path)[1:-1].rpartition("/")[2], r.component.rpartition("#")[2][:8]): str(r.location)
        for r in found.results
        if "http://e/" in str(r.focus)
    }
    assert places == {
        ("x", "name", "MinCount"): "more/two.ttl:3:1",
        ("x", "age", "Datatype"): f"three.nt:1:{len(f'<http://e/x> <{FOAF}age> ') + 1}",
        ("x", "age", "MinInclu"): f"three.nt:1:{len(f'<http://e/x> <{FOAF}age> ') + 1}",
        ("y", "mbox", "MinCount"): "four.jsonld",
        ("y", "age", "Datatype"): "four.jsonld",
    }
    rendered = sarif(render(found, "sarif"))
    uris = {e["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for e in rendered["results"]}
    assert uris == {"people.ttl", "three.nt", "more/two.ttl", "four.jsonld", "people-shapes.ttl"}
