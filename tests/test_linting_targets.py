"""What targets match, what shapes import, and that our own shapes have no fault."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from linting_cases import CHECKS, DATA, HEAD, S, faults, linted, names, write

from inspectkg.errors import InputError, UsageError
from inspectkg.ontology.loading import ontology_files, reference_files
from inspectkg.shapes.formats.registry import render
from inspectkg.shapes.imports import places
from inspectkg.shapes.linting.faults import COMPONENT
from inspectkg.shapes.linting.linter import Linter
from inspectkg.shapes.naming import shown
from inspectkg.shapes.report import Location, Result
from inspectkg.shapes.validation import ONTOLOGY_STYLE, shape_files, validate_files
from inspectkg.store import bundled_graph, read_quads

# ------------------------------------------------------------------ targets


def test_every_report_has_the_focus_nodes_of_each_shape(tmp_path: Path) -> None:
    """Subclasses count; what a shape names twice counts once; a shape that is switched off is left out.

    A class that is a shape may have no instance.
    """
    shapes = """
    ex:A a sh:NodeShape ; sh:targetClass ex:Agent ; sh:targetNode ex:ann ; sh:nodeKind sh:IRI .
    ex:B a sh:NodeShape ; sh:targetObjectsOf ex:knows ; sh:nodeKind sh:IRI ; sh:name "known" .
    ex:C a sh:NodeShape ; sh:targetSubjectsOf ex:nothing ; sh:deactivated true ; sh:nodeKind sh:IRI .
    ex:Person a sh:NodeShape, rdfs:Class ; sh:nodeKind sh:IRI .
    ex:D a sh:NodeShape ; sh:targetClass ex:Ship ; ikg:mayHaveNoFocusNode true ; sh:nodeKind sh:IRI .
    """
    data = DATA + "ex:Person rdfs:subClassOf ex:Being . ex:Being rdfs:subClassOf ex:Agent . ex:bob a ex:Being ."
    report = linted(tmp_path, shapes, data)
    table = [(row.shape.rpartition("/")[2], row.name, row.count, row.may_be_empty) for row in report.focus_counts]
    assert table == [("A", "", 2, False), ("B", "known", 1, False), ("D", "", 0, True), ("Person", "", 1, True)]
    assert names(report.results) == []


def test_formats_have_the_table_of_focus_nodes(tmp_path: Path) -> None:
    """JSON and Markdown always; text where it is asked for, or where a shape is empty that may not be."""
    shapes = S + "sh:nodeKind sh:IRI . ex:T a sh:NodeShape ; sh:targetClass ex:Ship ; sh:closed true ; sh:name 'ship'"
    fine = linted(tmp_path, shapes + " ; ikg:mayHaveNoFocusNode true .")
    table = ["       1  ex:S", "       0  ex:T (ship), may be empty"]
    assert [row for row in table if row in render(fine, "text")] == []
    assert "1 of 2 shapes with a target had a focus node. --details lists them." in render(fine, "text")
    assert [row for row in table if row in render(replace(fine, details=True), "text")] == table
    assert json.loads(render(fine, "json"))["focusNodes"] == [
        {"shape": "http://example.org/S", "name": None, "count": 1, "mayBeEmpty": False},
        {"shape": "http://example.org/T", "name": "ship", "count": 0, "mayBeEmpty": True},
    ]
    assert "| ex:T (ship), may be empty | 0 |" in render(fine, "markdown")
    assert "       0  ex:T (ship)" in render(linted(tmp_path, shapes + " ."), "text")


def test_an_empty_target_fails_and_names_what_is_near(tmp_path: Path) -> None:
    """The nearest class or property of the data is offered."""
    report = linted(tmp_path, CHECKS["empty-target"]["bad"])
    assert not report.conforms()
    (result,) = (one for one in report.results if one.component == COMPONENT + "empty-target")
    assert "Did you mean http://example.org/Person?" in result.message
    assert (result.shape, str(result.focus)) == ("http://example.org/S", "<http://example.org/S>")
    assert result.location == Location(shown(tmp_path / "shapes.ttl"), HEAD.count("\n") + 1, 38)


def test_empty_targets_beside_others_are_told_once(tmp_path: Path) -> None:
    """By the one that looks misspelt; the class that a shape is may have no instance."""
    targets = (
        "ex:S a sh:NodeShape, rdfs:Class ; sh:targetClass ex:Ship, ex:Persom, ex:Person, ex:Boat ; sh:closed false"
    )
    report = linted(tmp_path, targets + " ; sh:nodeKind sh:IRI .")
    (result,) = (one for one in report.results if one.component.startswith(COMPONENT) and one.severity != "info")
    assert str(result.value) == "<http://example.org/Persom>"
    assert "3 of 4 targets of this shape match nothing" in result.message
    assert "Did you mean http://example.org/Person?" in result.message


def test_one_file_may_say_that_the_shapes_of_another_may_be_empty(tmp_path: Path) -> None:
    """For shapes that one cannot change: of each, or of all."""
    data = write(tmp_path, "data.ttl", DATA)
    shapes = write(
        tmp_path,
        "shapes.ttl",
        S + "sh:nodeKind sh:IRI . ex:T a sh:NodeShape ; sh:targetClass ex:Ship ; sh:closed true .",
    )
    assert names(validate_files([data], [shapes]).results) == ["empty-target"]
    for more in ("ex:T ikg:mayHaveNoFocusNode true .", "ex: a owl:Ontology ; ikg:mayHaveNoFocusNode true ."):
        beside = write(tmp_path, "beside.ttl", more)
        assert names(validate_files([data], [shapes, beside]).results) == []


def test_sparql_targets_are_left_to_the_engine(tmp_path: Path) -> None:
    """How many nodes they find is not known here, and not claimed."""
    target = "sh:target [ a sh:SPARQLTarget ; sh:select 'SELECT ?this WHERE { ?this a <http://example.org/Person> }' ]"
    report = linted(tmp_path, f"ex:S a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI .")
    assert [row.count for row in report.focus_counts] == [None]
    assert names(report.results) == []


# ------------------------------------------------------------------ what shapes import


IMPORTING = "ex: a owl:Ontology ; owl:imports <http://example.org/more> . " + S + "sh:node ex:T ."
MORE = "ex:more a owl:Ontology . ex:T a sh:NodeShape ; sh:property [ sh:path ex:age ; sh:maxInclusive 4 ] ."


def test_imports_are_taken_from_files_that_are_named(tmp_path: Path) -> None:
    """By --import or imports.toml; what is imported may import; a file that is given need not be named."""
    more = write(tmp_path, "more.ttl", MORE + "ex:more owl:imports <http://example.org/even-more> .")
    even = write(tmp_path, "even.ttl", "<http://example.org/even-more> a owl:Ontology .")
    where = {"http://example.org/more": more, "http://example.org/even-more": even}
    report = linted(tmp_path, IMPORTING, imports=where)
    assert [str(result.value) for result in report.results if not result.component.startswith(COMPONENT)] == [
        "<http://example.org/ann>"
    ]
    assert names(report.results) == []
    (tmp_path / "imports.toml").write_text(
        '"http://example.org/more" = "more.ttl"\n"http://example.org/even-more" = false\n', "utf-8"
    )
    shapes = tmp_path / "shapes.ttl"
    assert names(linted(tmp_path, IMPORTING, imports=places([], [shapes])).results) == []
    data = write(tmp_path, "data.ttl", DATA)
    assert names(validate_files([data], [shapes, more], {"http://example.org/even-more": even}).results) == []


def test_an_unresolved_import_fails_and_says_what_to_do(tmp_path: Path) -> None:
    """Nothing is fetched: what it holds would check nothing."""
    report = linted(tmp_path, CHECKS["unresolved-import"]["bad"])
    assert names(report.results) == ["unresolved-import"]
    assert "--import http://example.org/more=FILE" in report.results[0].message
    assert not report.conforms()


def test_the_command_takes_imports(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From --import; 1 where one is missing, 2 where its file is."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "data.ttl", DATA)
    write(tmp_path, "shapes.ttl", IMPORTING)
    write(tmp_path, "more.ttl", MORE.replace("4", "7"))
    command = ("validate", "data.ttl", "--shapes", "shapes.ttl")
    assert run(*command).code == 1
    assert run(*command, "--import", "http://example.org/more=more.ttl").code == 0
    outcome = run(*command, "--import", "http://example.org/more=missing.ttl")
    assert (outcome.code, "missing.ttl: no such file" in outcome.err) == (2, True)
    outcome = run(*command, "--import", "more.ttl")
    assert (outcome.code, "IRI=FILE" in outcome.err) == (2, True)


@pytest.mark.parametrize("text", ["http://example.org/more", "=more.ttl", "http://example.org/more="])
def test_an_import_without_a_file_is_a_usage_error(text: str) -> None:
    """The message says how to write it."""
    with pytest.raises(UsageError, match="IRI=FILE"):
        places([text], [])


def test_an_import_may_have_an_equals_sign() -> None:
    """The last one parts it from the file."""
    assert places(["<http://e/?a=b>=more.ttl"], []) == {"http://e/?a=b": Path("more.ttl")}


@pytest.mark.parametrize(("content", "words"), [(b'"a" = 1', "name of a file"), (b"a =", "TOML"), (b"\xff", "UTF-8")])
def test_a_broken_map_of_imports_is_an_error(tmp_path: Path, content: bytes, words: str) -> None:
    """With its file."""
    (tmp_path / "imports.toml").write_bytes(content)
    with pytest.raises(InputError, match=words) as error:
        places([], [tmp_path / "shapes.ttl"])
    assert "imports.toml" in str(error.value)


# ------------------------------------------------------------------ our own, and what results are


def test_our_own_shapes_have_no_fault() -> None:
    """Nor have those of the ontology's style, nor is any of them empty on what it is for."""
    triples = [quad.triple for path in shape_files() for quad in read_quads(path)]
    assert Linter(triples).faults() == []
    assert names(validate_files([bundled_graph()]).results) == []
    style = validate_files([*ontology_files(), *reference_files()], [ONTOLOGY_STYLE])
    assert [result.component for result in style.results] == []


def test_a_graph_without_an_article_does_not_pass_our_shapes(tmp_path: Path) -> None:
    """Whoever forgot --shapes learns that nothing of theirs was checked."""
    report = validate_files([write(tmp_path, "data.ttl", DATA)])
    assert names(report.results) == ["empty-target"]


def test_a_fault_in_a_nameless_shape_keeps_its_fingerprint(tmp_path: Path) -> None:
    """An edit elsewhere, which numbers the blank nodes anew, does not change what the fault is known by."""
    shape = S + "sh:property [ sh:path ex:age ; sh:maxCount 1 ; sh:minCont 1 ] ."
    first, second = (
        faults(shape),
        faults("ex:R a sh:NodeShape ; sh:targetClass ex:P ; sh:not [ sh:class ex:Q ] . " + shape),
    )

    def told(results: list[Result]) -> set[str]:
        return {one.fingerprint for one in results if one.component.endswith("unknown-term")}

    assert told(first) == told(second)
    assert len(told(first)) == 1
