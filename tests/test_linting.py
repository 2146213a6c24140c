"""Shapes that check nothing are found, each by its check; shapes that check something are left alone."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linting_cases import CHECKS, MILD, S, faults, found, linted, names

from inspectkg.errors import InputError
from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.linting.faults import COMPONENT, checks
from inspectkg.shapes.linting.vocabulary import nearest, vocabulary
from inspectkg.store import read_quads

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
    """So that they can be mended at once: those that stop the run, and the milder ones after them."""
    shapes = " ".join(f"ex:S{n} a sh:NodeShape ; sh:targetClass ex:Person ; sh:minCount 1 ." for n in range(12))
    with pytest.raises(InputError) as error:
        faults(shapes)
    assert str(error.value).count("names none") == 12
    assert str(error.value).splitlines()[-1].lstrip().startswith("info: http://example.org/S0: 12 of 12 shapes")


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
