"""Shapes that check nothing are found, each by its check; shapes that check something are left alone."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError, UsageError
from inspectkg.ontology.loading import ontology_files, reference_files
from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.formats.registry import render
from inspectkg.shapes.imports import places
from inspectkg.shapes.linting.faults import COMPONENT, checks
from inspectkg.shapes.linting.linter import Linter
from inspectkg.shapes.linting.vocabulary import nearest, vocabulary
from inspectkg.shapes.naming import shown
from inspectkg.shapes.report import Location, Report, Result
from inspectkg.shapes.validation import ONTOLOGY_STYLE, shape_files, validate_files
from inspectkg.store import bundled_graph, read_quads

HERE = Path(__file__).parent
CHECKS: dict[str, dict[str, Any]] = tomllib.loads(
    (HERE.parent / "shapes" / "linting" / "checks.toml").read_text("utf-8")
)["check"]
HEAD = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in {
        **{name: OUTER[name] for name in ("sh", "rdf", "rdfs", "owl", "xsd")},
        "ex": "http://example.org/",
        "ikg": "https://w3id.org/inspectkg/ontology/",
    }.items()
)
DATA = "ex:ann a ex:Person ; ex:age 5 ; ex:knows ex:bob ."
S = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; "
#: What foreign shapes may lack; told of nearly every example.
MILD = {"no-message", "no-severity"}


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(HEAD + text, "utf-8")
    return path


def linted(folder: Path, shapes: str, data: str = DATA, **options: Any) -> Report:
    return validate_files([write(folder, "data.ttl", data)], [write(folder, "shapes.ttl", shapes)], **options)


def names(results: Any) -> list[str]:
    """The checks that RESULTS are of, but for the engine's own."""
    found = [result.component.removeprefix(COMPONENT) for result in results if result.component.startswith(COMPONENT)]
    return [name for name in found if name not in MILD]


def faults(turtle: str) -> list[Result]:
    """What the lint finds in shapes alone."""
    return Linter([quad.triple for quad in ox.parse(input=HEAD + turtle, format=ox.RdfFormat.TURTLE)]).faults()


def found(folder: Path, shapes: str) -> set[str]:
    """The checks that SHAPES trip, whether they stop the run or not."""
    try:
        report = linted(folder, shapes)
    except InputError as error:
        return {name for name, check in checks().items() if check.stops and pattern(name).search(str(error))}
    return {result.component.removeprefix(COMPONENT) for result in report.results} & set(CHECKS)


def pattern(name: str) -> re.Pattern[str]:
    """The message of a check as a pattern, whatever words are filled in."""
    parts = re.split(r"\\\{\w+\\\}", re.escape(" ".join(checks()[name].message.split())))
    return re.compile(".*?".join(part.replace(r"\{\{", r"\{").replace(r"\}\}", r"\}") for part in parts), re.DOTALL)


# ------------------------------------------------------------------ the table


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_finds_its_bad_example_and_nothing_else(tmp_path: Path, name: str) -> None:
    """The smallest bad shape trips its check, and no other but those that the table names."""
    also = set(CHECKS[name].get("also", ())) | (MILD - {name})
    assert name in found(tmp_path, CHECKS[name]["bad"])
    assert found(tmp_path, CHECKS[name]["bad"]) - also == {name}


@pytest.mark.parametrize("name", CHECKS)
def test_no_check_finds_anything_in_its_good_example(tmp_path: Path, name: str) -> None:
    """The good shape beside it runs, and trips nothing at all."""
    assert found(tmp_path, CHECKS[name]["good"]) <= MILD - {name}


@pytest.mark.parametrize("name", [name for name in CHECKS if not CHECKS[name].get("stops")])
def test_what_does_not_stop_can_be_run(tmp_path: Path, name: str) -> None:
    """The engine takes shapes with such a fault, so that the rest of them is checked."""
    rest = "ex:Rest a sh:NodeShape ; sh:targetNode ex:ann ; sh:nodeKind sh:Literal ."
    report = linted(tmp_path, f"{CHECKS[name]['bad']} {rest}")
    assert [r.shape for r in report.results if r.component.endswith("#NodeKindConstraintComponent")] == [
        "http://example.org/Rest"
    ]


def test_messages_say_what_to_do_in_a_few_lines() -> None:
    """Every message is a sentence; every check has a title of its own."""
    for name, check in checks().items():
        assert 40 <= len(check.message) <= 330, name
    assert len({check.title for check in checks().values()}) == len(checks())


# ------------------------------------------------------------------ terms


def test_the_vocabulary_is_that_of_the_standard() -> None:
    """It has every term of the vocabulary that the reference engine ships."""
    pyshacl = pytest.importorskip("pyshacl")
    path = Path(pyshacl.__file__).parent / "assets" / "shacl.ttl"
    terms = {quad.subject.value for quad in read_quads(path) if isinstance(quad.subject, ox.NamedNode)}
    ours = {name.removeprefix(OUTER["sh"]) for name in terms if name.startswith(OUTER["sh"])} - {""}
    known = vocabulary().roles
    assert not {name for name in ours if name not in known and name.partition("-")[0] not in known}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("minCont", "minCount"), ("targetClas", "targetClass"), ("Violaton", "Violation"), ("mincount", "minCount"),
        ("propery", "property"), ("Nodeshape", "NodeShape"), ("datatpye", "datatype"), ("infer", None),
    ],
)  # fmt: skip
def test_the_nearest_term_is_offered(wrong: str, right: str | None) -> None:
    """Misspelt letters and a wrong case are recognised; what is like nothing has no suggestion."""
    assert nearest(wrong, vocabulary().roles) == right


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ("ex:S a sh:NodeShape ; sh:targetClas ex:Person ; sh:nodeKind sh:IRI .", "did you mean sh:targetClass?"),
        (S + "sh:nodeKind sh:IRI ; sh:severity sh:Violaton .", "did you mean sh:Violation?"),
        (S + "sh:nodeKind sh:IRI . ex:T a sh:NodeShap .", "did you mean sh:NodeShape?"),
        (S + "sh:xyzzy 1 .", "look it up"),
    ],
)
def test_predicates_classes_and_values_are_looked_up(shapes: str, words: str) -> None:
    """Each with the nearest right term of its kind."""
    assert any(words in result.message for result in faults(shapes))


@given(st.sampled_from(sorted(vocabulary().properties)), st.data())
def test_one_wrong_letter_is_always_noticed(name: str, data: st.DataObject) -> None:
    """Whatever letter of whatever term goes missing, the term is unknown or another one, never passed over."""
    place = data.draw(st.integers(0, len(name) - 1))
    wrong = name[:place] + name[place + 1 :]
    turtle = f"ex:S a sh:NodeShape ; sh:targetClass ex:Person ; <{OUTER['sh']}{wrong}> ex:x ."
    told = {result.component.removeprefix(COMPONENT) for result in faults(turtle)}
    assert wrong in vocabulary().roles or "unknown-term" in told


def test_a_misspelt_namespace_is_named(tmp_path: Path) -> None:
    """With sh: bound to something else, there is no shape at all, and the message says why."""
    text = "@prefix sh: <https://www.w3.org/ns/shacl#> . ex:S a sh:NodeShape ; sh:targetClass ex:Person ."
    with pytest.raises(InputError, match=r"prefix of SHACL is http://www\.w3\.org/ns/shacl#, not https:"):
        linted(tmp_path, text)


# ------------------------------------------------------------------ places, values, paths


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (S + "sh:property 5 .", "and takes a shape"),
        (S + "sh:property [ sh:path ex:age ; sh:in ex:list ] .", "and takes a list"),
        (S + 'sh:property [ sh:path ex:age ; sh:datatype "integer" ] .', "and takes an IRI"),
        (S + 'sh:property [ sh:path ex:age ; sh:minCount "1" ] .', "and takes a whole number"),
        (S + "sh:nodeKind sh:Uri .", "and takes one of sh:IRI"),
        (S + 'sh:closed "yes" .', "and takes true or false"),
        (S + "sh:or ex:A .", "and takes a list of shapes"),
        (S + "sh:languageIn ( ex:en ) .", "and takes a list of language tags"),
        (S + 'sh:property [ sh:path "age" ; sh:minCount 1 ] .', "without quotation marks"),
        (S + "sh:property [ sh:path ( ex:age ) ; sh:minCount 1 ] .", "one part alone"),
        (S + "sh:property [ sh:path ( ex:age () ) ; sh:minCount 1 ] .", "empty list"),
        (S + "sh:property [ sh:path [ ] ; sh:minCount 1 ] .", "nothing says what it is"),
        (S + "sh:property [ sh:path [ sh:inversePath ex:a ; sh:zeroOrMorePath ex:b ] ; sh:minCount 1 ] .", "one into"),
        (S + "sh:property [ sh:path [ sh:alternativePath ex:a ] ; sh:minCount 1 ] .", "is no list"),
        (S + "sh:property [ sh:path _:a ; sh:minCount 1 ] . _:a sh:inversePath _:a .", "contains itself"),
        (S + "sh:in _:a . _:a rdf:first 1 ; rdf:rest _:a .", "in a circle"),
        (S + "sh:in _:a . _:a rdf:first 1, 2 ; rdf:rest () .", "several rdf:first"),
        (S + "sh:in _:a . _:a rdf:first 1 ; rdf:rest (), ( 2 ) .", "several rdf:rest"),
        (S + "sh:in _:a . _:a rdf:rest () .", "no rdf:first"),
        ("ex:P a sh:PropertyShape ; sh:targetClass ex:Person ; sh:minCount 1 .", "no sh:path says"),
        (S + "sh:property ex:Nowhere .", "No file says what this property shape is"),
        (S + "sh:and ( ex:Nowhere ) .", "No file says what this shape is"),
    ],
)  # fmt: skip
def test_ill_formed_shapes_are_told(tmp_path: Path, shapes: str, words: str) -> None:
    """By a result where an engine takes them, else by the error: nobody sees "conforms", nor the traceback of one."""
    try:
        report = linted(tmp_path, shapes)
    except InputError as error:
        told = [str(error)]
    else:
        assert not report.conforms()
        told = [result.message for result in report.results]
    assert any(words in text for text in told)


def test_several_faults_are_told_at_once() -> None:
    """So that they can be mended at once: ten of them, and the number of the others."""
    shapes = " ".join(f"ex:S{n} a sh:NodeShape ; sh:targetClass ex:Person ; sh:minCount 1 ." for n in range(12))
    with pytest.raises(InputError) as error:
        faults(shapes)
    assert str(error.value).count("names none") == 10
    assert "and 2 more" in str(error.value)


def test_named_cells_of_a_path_are_told_and_those_of_other_lists_are_not() -> None:
    """Engines misread the one without a word, and read the other."""
    cell = "ex:c rdf:first ex:a ; rdf:rest ( ex:b ) ."
    assert names(faults(S + "sh:property [ sh:path ex:c ; sh:maxCount 1 ] ." + cell)) == ["named-path"]
    assert names(faults(S + "sh:in ex:c ." + cell)) == []


def test_deep_paths_end() -> None:
    """A path of thousands of levels is refused, not followed until something breaks."""
    deep = "".join(f"_:p{n} sh:inversePath _:p{n + 1} .\n" for n in range(5000)) + "_:p5000 sh:inversePath ex:a ."
    with pytest.raises(InputError, match="levels deep"):
        faults(S + "sh:property [ sh:path _:p0 ; sh:minCount 1 ] .\n" + deep)


@pytest.mark.parametrize("regex", ["^(?!x)[a-z]+$", r"\\p{L}+", "^[A-Z]{2}$", r"\\d+"])
def test_patterns_of_either_dialect_pass(regex: str) -> None:
    """What Python or XPath reads is a regular expression."""
    assert names(faults(S + f'sh:property [ sh:path ex:age ; sh:pattern "{regex}" ] .')) == []


def test_components_of_ones_own_are_constraints() -> None:
    """A shape that uses one checks something, and its parameters are no shapes."""
    turtle = """
    ex:Longer a sh:ConstraintComponent ; sh:parameter [ sh:path ex:longerThan ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER (STRLEN(STR($value)) > $longerThan) }" ] .
    ex:S a sh:NodeShape ; sh:targetClass ex:Person ; ex:longerThan 3 ."""
    assert names(faults(turtle)) == []


@pytest.mark.parametrize(("used", "told"), [("ex:longerThan 3", True), ("sh:nodeKind sh:IRI", False)])
def test_queries_of_components_that_no_shape_uses_are_left_alone(used: str, told: bool) -> None:
    """A library of components may hold some that could not be run here."""
    turtle = f"""
    ex:Longer a sh:ConstraintComponent ; sh:parameter [ sh:path ex:longerThan ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK {{ GRAPH $shapesGraph {{ $this ?p ?o }} }}" ] .
    ex:S a sh:NodeShape ; sh:targetClass ex:Person ; {used} .
    ex:described sh:select "no query at all" ."""
    try:
        assert names(faults(turtle)) == []
        stopped = False
    except InputError as error:
        stopped = "GRAPH" in str(error)
    assert stopped == told


def test_a_lost_property_shape_does_not_stop_the_others(tmp_path: Path) -> None:
    """It is told, and the rest of the shape is checked."""
    report = linted(tmp_path, S + "sh:property ex:Lost, [ sh:path ex:age ; sh:maxInclusive 4 ] .")
    assert names(report.results) == ["undefined-property-shape"]
    assert [str(result.value) for result in report.results if "MaxInclusive" in result.component] == [
        str(ox.Literal(5))
    ]


# ------------------------------------------------------------------ SPARQL


def test_a_query_that_does_not_parse_is_told_with_its_lines(tmp_path: Path) -> None:
    """The line within the query, and the line of the file."""
    query = '"""\nSELECT $this\nWHERE {\n  $this ?p ;;; ?o\n}"""'
    with pytest.raises(InputError) as error:
        linted(tmp_path, S + f"sh:sparql [ sh:select {query} ] .")
    line = HEAD.count("\n") + 4
    assert f"in line 4 of the query ({tmp_path / 'shapes.ttl'}:{line})" in str(error.value)


def test_the_line_is_counted_behind_prefixes_and_in_escaped_queries(tmp_path: Path) -> None:
    """Declared prefixes are not counted; a query written with escapes has no line of the file."""
    declared = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
    with pytest.raises(InputError) as error:
        linted(
            tmp_path, S + f'sh:sparql [ sh:prefixes ex: ; sh:select "SELECT $this\\nWHERE {{ ex:a ?p }}" ] . {declared}'
        )
    assert "in line 2 of the query:" in str(error.value)


def test_the_vocabulary_of_shacl_declares_its_prefix() -> None:
    """Queries may use it through an import, and nobody has to give that file."""
    query = "sh:sparql [ sh:prefixes ex: ; sh:select 'SELECT $this WHERE { $this sh:node ?o }' ] ."
    assert names(faults(S + query + f"ex: owl:imports <{OUTER['sh']}> .")) == []
    with pytest.raises(InputError, match="uses sh: which"):
        faults(S + query)


@pytest.mark.parametrize(
    ("query", "check"),
    [
        ("SELECT $this FROM <file:///etc/hostname> WHERE { $this ?p ?o }", "FROM"),
        ("SELECT $this WHERE { service <http://127.0.0.1:9/> { $this ?p ?o } } # '''", "SERVICE"),
        ("SELECT $this WHERE { $this ?p ?o " + "{" * 3000 + "}" * 3000 + "}", "nested more than"),
        ("SELECT $this WHERE { $this :p ?o }", "uses : which"),
        ("SELECT $this WHERE { VALUES $this { 1 } }", "uses VALUES"),
        ("SELECT (?o AS $this) WHERE { ?x ?p ?o }", "uses AS $this"),
    ],
)
def test_queries_that_cannot_be_run_are_refused(query: str, check: str) -> None:
    """Nothing is fetched, nothing crashes, and what the standard forbids is named."""
    with pytest.raises(InputError, match=re.escape(check)):
        faults(S + f"sh:sparql [ sh:select {json.dumps(query)} ] .")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this $PATH ?value . FILTER (?value = 'a:b # SERVICE') }",
        "SELECT * WHERE { $this <http://example.org/p> ?value }",
        "PREFIX e: <http://example.org/> SELECT $this WHERE { $this e:a.b/e:c+ _:x ; a e:D }",
        "SELECT $this (COUNT(?x) AS ?value) WHERE { $this ?p ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
        "SELECT $this WHERE { $this ?values ?graph , ?minus . BIND (1 AS ?from) }",
    ],
)
def test_queries_in_order_pass(query: str) -> None:
    """Words that only look like a keyword or a prefix are none."""
    shape = f"sh:property [ sh:path ex:age ; sh:sparql [ sh:select {json.dumps(query)} ] ] ."
    assert names(faults(S + shape)) == []


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
