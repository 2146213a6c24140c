"""Validation of files and quads: what counts as an error, what a report says, and that it says it alike every time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from inspectkg.errors import InputError, UsageError
from inspectkg.ontology.loading import ontology_files, reference_files
from inspectkg.ontology.namespaces import OUTER, PREFIXES, SHAPE
from inspectkg.shapes.background import reachable
from inspectkg.shapes.formats.registry import FORMATS, render
from inspectkg.shapes.linting.faults import COMPONENT
from inspectkg.shapes.report import Report, Result
from inspectkg.shapes.texts import check_texts, texts_beside
from inspectkg.shapes.validation import shape_files, validate_files, validate_quads
from inspectkg.store import read_quads

GOOD = Path(__file__).parent / "shapes" / "good.ttl"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
TEXT = "Hello The unit was inadequate. It was. And so it goes."

PERSON_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ] ;
    sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; sh:severity sh:Warning ;
        sh:message "Age in years."@en, "Alter in Jahren."@de ] ;
    sh:property [ sh:path ( ex:knows [ sh:inversePath ex:knows ] ) ; sh:maxCount 1 ; sh:severity sh:Info ] .
"""
PEOPLE = """
@prefix ex: <http://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
ex:ann a ex:Person ; foaf:name "Ann" ; ex:age "old" ; ex:knows [ a ex:Person ; ex:name "x", "y" ], ex:bob .
ex:bob a ex:Person ; ex:name "Bob" ; ex:age "1.10"^^<http://www.w3.org/2001/XMLSchema#decimal> .
ex:cid ex:knows ex:bob .
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def people(tmp_path: Path) -> tuple[Path, Path]:
    return write(tmp_path, "people.ttl", PEOPLE), write(tmp_path, "shapes.ttl", PERSON_SHAPES)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Our good graph with a violation, a warning and a note."""
    turtle = GOOD.read_text("utf-8").replace("ikg:grade grade:good", "ikg:grade grade:poor")
    turtle = turtle.replace(' ; schema:datePublished "2025-08-01"^^xsd:date', "")
    return write(tmp_path, "bad.ttl", turtle + "rating:before ikg:contradicts rating:now .\n")


def told(report: Report) -> list[tuple[str, str]]:
    return [(result.severity, result.shape.removeprefix(SHAPE)) for result in report.results]


def of_the_data(report: Report) -> list[Result]:
    """The results but for those of the lint, which are about the shapes."""
    return [result for result in report.results if not result.component.startswith(COMPONENT)]


# ------------------------------------------------------------------ verdicts


def test_severities_decide_with_fail_on(bad: Path) -> None:
    """A violation fails by default; warnings and notes where asked."""
    report = validate_files([bad])
    assert told(report) == [
        ("violation", "rating-grade"),
        ("warning", "contradiction-none"),
        ("info", "document-published-known"),
    ]
    assert report.counts() == {"violation": 1, "warning": 1, "info": 1}
    assert not report.conforms()
    good = validate_files([GOOD])
    assert good.conforms("info")


def test_a_warning_alone_conforms_unless_warnings_fail(tmp_path: Path) -> None:
    """The limit is the mildest severity that fails."""
    path = write(tmp_path, "g.ttl", GOOD.read_text("utf-8") + "rating:before ikg:contradicts rating:now .\n")
    report = validate_files([path])
    assert report.conforms()
    assert not report.conforms("warning")


def test_several_files_are_one_graph(tmp_path: Path) -> None:
    """What one file refers to may stand in another."""
    lines = GOOD.read_text("utf-8").splitlines(keepends=True)
    amounts = "".join(line for line in lines if line.startswith("amount:"))
    rest = write(tmp_path, "rest.ttl", "".join(line for line in lines if not line.startswith("amount:")))
    assert not validate_files([rest]).conforms()
    assert validate_files([rest, write(tmp_path, "amounts.ttl", HEAD + amounts)]).conforms("info")


def test_named_graphs_are_checked_as_their_union(tmp_path: Path) -> None:
    """The same triples in named graphs, some of them in two, give the same verdict."""
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"http://example.org/{number % 3}"))
        for number, quad in enumerate([*read_quads(GOOD), *read_quads(GOOD)])
    ]
    path = tmp_path / "g.trig"
    path.write_bytes(ox.serialize(quads, format=ox.RdfFormat.TRIG) or b"")
    assert validate_files([path]).conforms("info")


# ------------------------------------------------------------------ what cannot be checked


@pytest.mark.parametrize(
    ("data", "shapes", "expected"),
    [
        (None, PERSON_SHAPES, "no such file"),
        (PEOPLE, None, "a file of shapes was expected"),
        (PEOPLE, "@prefix ex: <http://example.org/> .\nex:a ex:b ex:c .", "no SHACL shape"),
        (PEOPLE, "", "no SHACL shape"),
        ("# nothing\n", PERSON_SHAPES, "no triples"),
        (PEOPLE + "ex:eve ex:age ; .", PERSON_SHAPES, "data.ttl:7:"),
        (PEOPLE, PERSON_SHAPES + "ex:x a ;", "shapes.ttl:10:"),
        (PEOPLE, PERSON_SHAPES + "ex:P sh:targetClass ex:Person ; sh:minCount 1 .", "the shapes cannot be used"),
    ],
)
def test_what_is_missing_or_broken_is_told_apart(
    tmp_path: Path, data: str | None, shapes: str | None, expected: str
) -> None:
    """Missing data, missing shapes, broken Turtle, no shape and malformed shapes are errors with words of their own."""
    data_path, shapes_path = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    for path, text in ((data_path, data), (shapes_path, shapes)):
        if text is not None:
            path.write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        validate_files([data_path], [shapes_path])
    assert expected in str(error.value)


@pytest.mark.parametrize(
    "clause",
    ["WHERE { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }", "FROM <file:///etc/hostname> WHERE { $this ?p ?o }"],
)
def test_shapes_fetch_nothing(tmp_path: Path, clause: str) -> None:
    """Neither SERVICE nor FROM is run, however it is hidden, and owl:imports is not followed."""
    query = f"SELECT $this {clause} # '''"
    turtle = (
        PERSON_SHAPES
        + f"""
        <http://example.org/> <{OUTER["owl"]}imports> <http://127.0.0.1:9/more> .
        ex:Asks a sh:NodeShape ; sh:targetClass ex:Person ; sh:sparql [ sh:select {json.dumps(query)} ] ."""
    )
    with pytest.raises(InputError, match=r"nothing is fetched|federated query \(SERVICE\)"):
        validate_files([write(tmp_path, "d.ttl", PEOPLE)], [write(tmp_path, "s.ttl", turtle)])


def test_an_import_that_cannot_be_reached_does_no_harm(tmp_path: Path, people: tuple[Path, Path]) -> None:
    """The shapes of the file itself are used, nothing is fetched, and the report says what is missing."""
    turtle = PERSON_SHAPES + f"<http://example.org/> <{OUTER['owl']}imports> <http://127.0.0.1:9/more> ."
    report = validate_files([people[0]], [write(tmp_path, "s.ttl", turtle)])
    assert len(of_the_data(report)) == 5
    assert [str(result.value) for result in report.results if result not in of_the_data(report)][:1] == [
        "<http://127.0.0.1:9/more>"
    ]


def test_triple_terms_are_refused() -> None:
    """No SHACL engine reads RDF 1.2's triple terms: said, not skipped."""
    triple = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"))
    quad = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), triple)
    with pytest.raises(InputError, match="triple terms"):
        validate_quads([quad], complete=True)


# ------------------------------------------------------------------ anyone's shapes


def test_foreign_shapes_without_messages_are_told_in_plain_words(people: tuple[Path, Path]) -> None:
    """Blank property shapes are called by the shape around them; literals are shown as written; English comes first."""
    report = validate_files([people[0]], [people[1]])
    shown = [(r.severity, r.shape, r.message, str(r.path), str(r.value or "")) for r in of_the_data(report)]
    shape, name, age = "http://example.org/PersonShape", "<http://example.org/name>", "<http://example.org/age>"
    knows = "<http://example.org/knows>/^<http://example.org/knows>"
    assert shown[:2] == [
        ("violation", shape, "There are fewer values than 1.", name, ""),
        ("violation", shape, "There are more values than 1.", name, ""),
    ]
    assert ("warning", shape, "Age in years.", age, '"old"') in shown
    assert ("warning", shape, "Age in years.", age, f'"1.10"^^<{OUTER["xsd"]}decimal>') in shown
    assert shown[4:] == [("info", shape, "There are more values than 1.", knows, "")]
    assert report.results[0].focus_label == "Ann"
    text = render(report)
    assert "ex:ann “Ann”" in text
    assert '"1.10"^^xsd:decimal' in text


def test_circular_shapes_are_used_and_the_report_says_so(tmp_path: Path, people: tuple[Path, Path]) -> None:
    """SHACL leaves recursion to the engine: the rest of the shapes still counts."""
    shapes = write(tmp_path, "s.ttl", PERSON_SHAPES + "ex:P a sh:NodeShape ; sh:targetClass ex:Person ; sh:node ex:P .")
    report = validate_files([people[0]], [shapes])
    assert len(of_the_data(report)) == 5
    assert "circle" in render(report, "text")
    assert "circle" in render(report, "markdown")


def test_foreign_shapes_take_no_background(people: tuple[Path, Path]) -> None:
    """Our own shapes and reference data stay out of it."""
    assert not any(result.shape.startswith(SHAPE) for result in validate_files([people[0]], [people[1]]).results)


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


# ------------------------------------------------------------------ the articles' texts


def graph_of(text: str, *, start: int = 6, prefix: str = "Hello ") -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    turtle = GOOD.read_text("utf-8")
    turtle = turtle.replace("ef5d64fa3e1a7be2a5a7c9c5c6b4ef5d64fa3e1a7be2a5a7c9c5c6b400000000", digest)
    turtle = turtle.replace("oa:start 6 ; oa:end 30", f"oa:start {start} ; oa:end {start + 24}")
    return turtle.replace('oa:prefix "Hello "', f'oa:prefix "{prefix}"')


def checked(turtle: str, text: str) -> list[tuple[str, str, str]]:
    quads = list(ox.parse(input=turtle, format=ox.RdfFormat.TURTLE))
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    found = [result for result in check_texts(quads, {digest: text}) if result.shape != SHAPE + "text-is-at-hand"]
    return [(r.shape.removeprefix(SHAPE), str(r.path).rpartition("/")[2], str(r.value)) for r in found]


def test_a_quote_that_is_the_text_at_its_place_passes() -> None:
    """Words, prefix and suffix are compared, by code points; articles without a text are passed over."""
    assert checked(graph_of(TEXT), TEXT) == []
    assert check_texts(read_quads(GOOD), {}) == []


def test_an_article_whose_text_is_not_there_is_told() -> None:
    """Where texts lie beside a graph, an article without its own is a warning: its quotes were not compared."""
    found = check_texts(read_quads(GOOD), {"f" * 64: "another text"})
    assert {(result.severity, result.shape.removeprefix(SHAPE)) for result in found} == {("warning", "text-is-at-hand")}


def test_a_quote_one_off_is_found() -> None:
    """An offset that is one too high shows what stands there."""
    found = checked(graph_of(TEXT, start=7), TEXT)
    assert ("quote-is-text", "ns/oa#exact>".rpartition("/")[2], '"he unit was inadequate. "') in found


def test_a_wrong_prefix_is_found() -> None:
    """Prefix and suffix are the text around the quote."""
    assert checked(graph_of(TEXT, prefix="Hallo "), TEXT) == [("quote-is-text", "oa#prefix>", '"Hello "')]


def test_another_text_is_found() -> None:
    """A text of another length or content is not the one that was read."""
    found = checked(graph_of(TEXT), TEXT + "!")
    assert [(shape, path) for shape, path, _ in found] == [
        ("text-is-the-one-read", "textLength>"),
        ("text-is-the-one-read", "textSha256>"),
    ]


def test_texts_beside_the_graph_are_used(tmp_path: Path) -> None:
    """FILE.texts/SHA-256.txt is read, and its results stand in the same report, with the words of evidence.ttl."""
    path = write(tmp_path, "g.ttl", graph_of(TEXT, start=5))
    folder = tmp_path / "g.ttl.texts"
    folder.mkdir()
    (folder / f"{hashlib.sha256(TEXT.encode()).hexdigest()}.txt").write_bytes(TEXT.encode())
    report = validate_files([path])
    assert report.texts_checked == 1
    assert ("violation", "quote-is-text") in told(report)
    assert "reads differently" in render(report, "text")


def test_only_texts_of_the_graph_are_read(tmp_path: Path) -> None:
    """A hash that is a path reads no file."""
    turtle = HEAD + 'document:d ikg:textSha256 "../../../../etc/passwd" .'
    (tmp_path / "g.ttl.texts").mkdir()
    assert texts_beside(tmp_path / "g.ttl", ox.parse(input=turtle, format=ox.RdfFormat.TURTLE)) == {}


# ------------------------------------------------------------------ size


def test_the_background_is_what_the_data_reaches() -> None:
    """A unit brings its region and what that is part of, not the other units."""
    found = reachable(quad.triple for quad in read_quads(GOOD))
    subjects = {triple.subject.value for triple in found if isinstance(triple.subject, ox.NamedNode)}
    assert PREFIXES["region"] + "north-east" in subjects
    assert PREFIXES["grade"] + "good" in subjects
    assert PREFIXES["pdu"] + "derby-city" not in subjects
    assert len(found) < 1500


def test_two_articles_take_less_than_two_seconds() -> None:
    """About 1,000 triples beside the reference data, from a cold start of the engine's caches or not."""
    quads = list(read_quads(GOOD))
    for copy in range(3):
        turtle = GOOD.read_text("utf-8").replace("claim:", f"claim:c{copy}-").replace(f"claim:c{copy}-  ", "claim: ")
        turtle = turtle.replace(f"@prefix claim:c{copy}- ", "@prefix claim: ").replace(
            "evidence:e", f"evidence:c{copy}e"
        )
        turtle = turtle.replace("correction:c ", f"correction:c{copy} ")
        quads += ox.parse(input=turtle, format=ox.RdfFormat.TURTLE)
    start = time.process_time()
    report = validate_quads(quads)
    assert report.conforms("info"), render(report)
    assert time.process_time() - start < 6


def test_our_shapes_leave_out_the_style_of_the_ontology() -> None:
    """A graph of articles is not checked for how the ontology is written."""
    names = [path.name for path in shape_files()]
    assert "ontology-style.ttl" not in names
    assert names == sorted(names)
    assert list(FORMATS) == ["text", "json", "csv", "markdown", "turtle", "junit", "sarif", "github"]


def test_the_reference_data_conforms() -> None:
    """Every body, post, change and concept that a graph may bring along keeps the shapes."""
    quads = [quad for path in [*ontology_files(), *reference_files()] for quad in read_quads(path)]
    assert of_the_data(validate_quads(quads, complete=True)) == []


@pytest.mark.parametrize("second", ["s.ttl", "copy.ttl", "other/../s.ttl"])
def test_shapes_that_are_given_twice_say_what_they_say_once(
    second: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By one name, by two names, or in a copy: a graph is a set."""
    monkeypatch.chdir(tmp_path)
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e/> .\n"
    shapes = head + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ex:p ; sh:minCount 1 ."
    for name in ("s.ttl", "copy.ttl"):
        Path(name).write_text(shapes)
    Path("other").mkdir()
    Path("d.ttl").write_text(head + "ex:a a ex:C .")
    once = validate_files([Path("d.ttl")], [Path("s.ttl")])
    twice = validate_files([Path("d.ttl")], [Path("s.ttl"), Path(second)])
    assert [result.fingerprint for result in twice.results] == [result.fingerprint for result in once.results] != []
