"""Validation of files and quads: what counts as an error, and what is checked."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from validation_cases import GOOD, HEAD, PEOPLE, PERSON_SHAPES, TEXT, of_the_data, told, write

from inspectkg.errors import InputError
from inspectkg.ontology.loading import ontology_files, reference_files
from inspectkg.ontology.namespaces import OUTER, PREFIXES, SHAPE
from inspectkg.shapes.background import reachable
from inspectkg.shapes.formats.registry import FORMATS, render
from inspectkg.shapes.texts import check_texts, texts_beside
from inspectkg.shapes.validation import shape_files, validate_files, validate_quads
from inspectkg.store import read_quads

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
