"""The compiled engine gives what pyshacl gives: on cases after the standard, on random shapes, on our own fixtures."""

from __future__ import annotations

import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from shacl_cases import HEAD, graphs, query_shapes, shapes
from test_shapes import FIXTURES, Fixture, component, good, our_shapes

from inspectkg.errors import InputError
from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.engines import choice
from inspectkg.shapes.engines.findings import Finding, UnsupportedError

FOLDER = Path(__file__).parent / "engines"
DECLARED = (
    'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ,'
    f' [ sh:prefix "xsd" ; sh:namespace "{OUTER["xsd"]}"^^xsd:anyURI ] .'
)
SHORT = {"<http://example.org/": "ex:", f"<{OUTER['xsd']}": "xsd:", f"<{OUTER['rdf']}": "rdf:"}


@dataclass(frozen=True)
class Case:
    """One entry of the tables: what `results` and, where it differs UNTIL some version of Python, `pyshacl` find."""

    name: str
    data: str
    shapes: str
    results: tuple[str, ...]
    pyshacl: tuple[str, ...] | None = None
    until: tuple[int, ...] = (4,)


def cases(name: str) -> list[Case]:
    """The cases of the table NAME."""
    found: list[Case] = []
    for entry in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]:
        theirs = tuple(entry["pyshacl"]) if "pyshacl" in entry else None
        until = tuple(map(int, entry.get("until", "4").split(".")))
        found.append(Case(entry["name"], entry["data"], entry["shapes"], tuple(entry["results"]), theirs, until))
    return found


def triples(turtle: str) -> list[ox.Triple]:
    """The triples of TURTLE, each once."""
    return list(dict.fromkeys(quad.triple for quad in ox.parse(input=turtle, format=ox.RdfFormat.TURTLE)))


def prepared(case: Case) -> choice.Prepared:
    kind = "sh:PropertyShape" if "; sh:path " in case.shapes.partition("sh:property")[0] else "sh:NodeShape"
    return choice.Prepared(triples(f"{HEAD}{DECLARED}\nex:S a {kind} ; {case.shapes} ."))


def results(engine: choice.Name, case: Case) -> list[str]:
    """What ENGINE finds in CASE, in short."""
    found = choice.run(triples(HEAD + case.data), prepared(case), engine).findings
    return sorted({shown(finding) for finding in found})


def shown(finding: Finding) -> str:
    """A result as the tables have it."""
    kind = finding.component.removeprefix(OUTER["sh"]).removesuffix("ConstraintComponent")
    parts = [str(finding.focus), str(finding.path or "-"), str(finding.value or "-"), kind]
    severity = finding.severity.rpartition("#")[2].rpartition("/")[2]
    text = " | ".join(parts if severity == "Violation" else [*parts, severity])
    for iri, short in SHORT.items():
        text = text.replace(iri, short)
    return text.replace(">", "")


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("case", [*cases("core"), *cases("sparql")], ids=lambda case: case.name)
def test_both_engines_give_what_the_standard_asks_for(case: Case, engine: choice.Name) -> None:
    """One thing of the standard each."""
    assert results(engine, case) == list(case.results)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", cases("differences"), ids=lambda case: case.name)
def test_known_differences(case: Case) -> None:
    """Where the standard shows pyshacl wrong, it is wrong still, and the compiled engine right."""
    assert results("compiled", case) == list(case.results)
    assert case.pyshacl is not None
    assert case.pyshacl != case.results
    if case.pyshacl == ("error",):
        with pytest.raises(InputError):
            results("pyshacl", case)
    else:
        assert results("pyshacl", case) == list(case.pyshacl if sys.version_info < case.until else case.results)


# ------------------------------------------------------------------ equality


def found_by(engine: choice.Name, data: list[ox.Triple], made: choice.Prepared) -> set[tuple[str, ...]]:
    """Severity, shape, focus node, path, value, kind and query of each result of ENGINE."""
    return {
        (
            one.severity,
            *map(str, (one.shape, one.focus, one.path, one.value)),
            one.component,
            str(one.constraint),
        )
        for one in choice.run(data, made, engine).findings
    }


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), shapes())
def test_random_shapes_find_the_same(data: str, turtle: str) -> None:
    """Small shapes of any kind, over small graphs."""
    made, graph = choice.Prepared(triples(turtle)), triples(data)
    assert found_by("compiled", graph, made) == found_by("pyshacl", graph, made)


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), query_shapes())
def test_random_queries_find_the_same(data: str, turtle: str) -> None:
    """Queries, asked of the whole graph at once and of each focus node. What is left to pyshacl needs no comparing."""
    made, graph = choice.Prepared(triples(turtle)), triples(data)
    if isinstance(made.compiled, UnsupportedError):
        return
    try:
        ours = found_by("compiled", graph, made)
    except InputError:
        return
    assert ours == found_by("pyshacl", graph, made)


def test_our_shapes_are_compiled() -> None:
    """Nothing in them is left to the reference engine."""
    assert not isinstance(our_shapes().compiled, UnsupportedError)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.key)
def test_our_fixtures_give_the_same(fixture: Fixture) -> None:
    """Each constraint of ours, planted, by both engines; what is cut off with the rest is missed by both alike."""
    data = [quad.triple for quad in fixture.near]
    ours = found_by("compiled", data, our_shapes())
    assert ours == found_by("pyshacl", data, our_shapes())
    assert {component(key) for key in fixture.trips} <= {(shape[1:-1], kind) for _, shape, *_, kind, _ in ours}


def test_our_good_graph_gives_the_same() -> None:
    """Nothing, whole as it is."""
    data = [quad.triple for quad in good()]
    assert found_by("compiled", data, our_shapes()) == found_by("pyshacl", data, our_shapes()) == set()


# ------------------------------------------------------------------ choice

#: What the compiled engine leaves to pyshacl: shapes, and words of the reason.
LEFT = [
    ("sh:targetNode ex:a ; sh:rule [ a sh:TripleRule ]", "shacl#rule"),
    ("sh:target [ a sh:SPARQLTarget ]", "shacl#target"),
    ("sh:targetNode ex:a ; sh:js ex:f", "shacl#js"),
    ("sh:targetNode ex:a ; sh:expression ex:f", "shacl#expression"),
    ("sh:targetNode ex:a ; sh:minCont 1", "shacl#minCont"),
    ("sh:targetNode ex:a ; sh:node ex:S", "refer to themselves"),
    ("sh:targetNode ex:a ; sh:node ex:T . ex:T a sh:NodeShape ; sh:node ex:S", "refer to themselves"),
    ("sh:targetNode ex:a ; sh:minCount 1", "property shapes on a node shape"),
    ("sh:targetNode ex:a ; sh:property [ sh:path [ ex:p ex:q ] ]", "malformed path"),
    ("sh:targetNode ex:a ; sh:in ( 1 2 ), ( 3 )", "several values"),
    ("sh:targetNode ex:a ; sh:pattern '(?=x)'", "another dialect"),
    ("sh:targetNode ex:a ; sh:pattern '(a'", "does not parse"),
    ("sh:targetNode ex:a ; sh:pattern 'a' ; sh:flags 'k'", "sh:flags"),
    ("sh:targetNode ex:a ; sh:severity 'bad'", "severity"),
    ("sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:maxCount 'one' ]", "number"),
    ("sh:targetNode ex:a ; sh:nodeKind sh:Thing", "kind of nodes"),
    ("sh:targetNode ex:a ; sh:or ( )", "empty list"),
    ("sh:targetNode ex:a ; sh:datatype rdf:HTML", "datatype"),
]
#: The same for the queries of sh:sparql.
LEFT_QUERIES = [
    ("ASK { $this ex:p ?x }", "no SELECT"),
    ("SELECT $this { SERVICE <http://e/> { $this ex:p ?x } }", "not safe"),
    ("SELECT $this FROM <http://e/> { $this ex:p ?x }", "FROM"),
    ("SELECT $this { $this ex:p ?x MINUS { ?y ex:q ?x } }", "MINUS"),
    ("SELECT $this { VALUES ?x { 1 } $this ex:p ?x }", "VALUES"),
    ("SELECT $this { $this ex:p ?x } LIMIT 1", "LIMIT"),
    ("SELECT $this { GRAPH ?g { $this ex:p ?x } }", "GRAPH"),
    ("SELECT $this { $this ex:p ?x FILTER ($shapesGraph = ?x) }", "shapesGraph"),
    ("SELECT $this { { SELECT ?x { ?x ex:p ?y } } $this ex:q ?x }", "without \\$this"),
    ("SELECT $this { $this ex:p ?x BIND (RAND() AS ?y) }", "RAND"),
    ("SELECT $this { $this ex:p }", "parse"),
    ("SELECT (?x AS ?this) { ?x ex:p 1 }", "bound anew"),
    ("SELECT $this ?message { $this ex:p ?message }", "message"),
    ("SELECT $this { $this ex:p|ex:q ?x } GROUP BY $this HAVING (COUNT(?x) > 1)", "counted"),
    ("SELECT $this { $this ex:p 1.10 }", "a form"),
    ("SELECT $this { $this ex:p -1.0 }", "a form"),
    ("SELECT $this { $this ex:p +1 }", "a form"),
    ("SELECT $this ?value { $this ex:p ?x BIND (1e0 AS ?value) }", "a form"),
    ("SELECT $this { $this ex:p '01'^^xsd:integer }", "a form"),
    ("SELECT $this { $this ex:p '01'^^<http://www.w3.org/2001/XMLSchema#integer> }", "a form"),
    ("SELECT $this { $this ex:p '\\\\u0031'^^xsd:integer }", "a form"),
    ("SELECT $this { $this ex:p ?x FILTER (STRDT(?x, xsd:integer) = 1) }", "STRDT"),
]


@pytest.mark.parametrize(("turtle", "reason"), LEFT)
def test_what_the_compiled_engine_leaves_to_pyshacl(turtle: str, reason: str) -> None:
    """Whatever is not in its list, or not as it should be."""
    with pytest.raises(InputError, match=reason):
        results("compiled", Case("", "ex:a ex:p 1 .", turtle, ()))


@pytest.mark.parametrize(("query", "reason"), LEFT_QUERIES)
def test_queries_that_are_left_to_pyshacl(query: str, reason: str) -> None:
    """Those whose rows might differ when they are asked of all focus nodes at once."""
    turtle = f'sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ]'
    with pytest.raises(InputError, match=reason):
        results("compiled", Case("", "ex:a ex:p 1 .", turtle, ()))


def test_every_outcome_names_its_engine() -> None:
    """By name and version; shapes of advanced features run on pyshacl without being asked."""
    plain = Case("", "ex:a ex:p 1 .", "sh:targetNode ex:a ; sh:hasValue ex:b", ())
    rule = Case("", plain.data, plain.shapes + " ; sh:rule [ a sh:TripleRule ; sh:subject sh:this ;"
                " sh:predicate ex:r ; sh:object ex:o ]", ())  # fmt: skip
    assert choice.run(triples(HEAD + plain.data), prepared(plain)).engine.startswith("inspectkg ")
    assert choice.run(triples(HEAD + plain.data), prepared(plain), "pyshacl").engine.startswith("pyshacl ")
    found = choice.run(triples(HEAD + rule.data), prepared(rule))
    assert found.engine.startswith("pyshacl ")
    assert len(found.findings) == 1


def test_what_pyshacl_cannot_use_is_an_error_of_the_shapes() -> None:
    """A rule without a subject is told as such, not as a fault of the program."""
    with pytest.raises(InputError, match="the shapes cannot be used: No sh:subject"):
        results("auto", Case("", "ex:a ex:p 1 .", "sh:targetNode ex:a ; sh:rule [ a sh:TripleRule ]", ()))


def test_no_pattern_takes_for_ever() -> None:
    """Where a backtracking engine would need longer than the world is old, Oxigraph's takes linear time."""
    text = "a" * 5_000 + "b"
    turtle = "sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern '^(a+)+$' ]"
    start = time.process_time()
    assert len(results("compiled", Case("", f"ex:a ex:p '{text}' .", turtle, ()))) == 1
    assert time.process_time() - start < 10


def test_what_is_optional_is_not_looked_up_for_every_focus_node() -> None:
    """Five times the nodes take about five times as long, and no memory for each pair of them."""
    query = "SELECT $this WHERE { $this ex:p ?value . OPTIONAL { ?value ex:q ?n } FILTER (BOUND(?n) && ?n < 0) }"
    turtle = f"sh:targetSubjectsOf ex:p ; sh:sparql [ sh:prefixes ex: ; sh:select '{query}' ]"
    data = " ".join(f"ex:a{number} ex:p ex:b{number} . ex:b{number} ex:q 1 ." for number in range(5_000))
    start = time.process_time()
    assert results("compiled", Case("", data, turtle, ())) == []
    assert time.process_time() - start < 10
