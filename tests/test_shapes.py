"""Every constraint in shapes/ has a smallest bad graph that trips it and nothing else, beside a good one.

The graphs are in tests/shapes/: `good.ttl` is the good one, `reference.ttl` what it needs of ontology and reference
data (both are handed to the engines as they are, so that no fixture changes when a name in the reference data does).
A table for each file of shapes says which triples to take away (`minus`) and to add (`plus`) for each bad graph; its
key is the constraint, `shape.parameter`. A few constraints cannot be broken alone: `also` names what breaks with them.
Entries under `[good.*]` are cases on the edge that must conform. With `whole`, nodes far from the change have a part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from inspectkg.ontology.namespaces import OUTER, PREFIXES, SHAPE
from inspectkg.shapes.engines import choice
from inspectkg.shapes.engines import pyshacl as engine
from inspectkg.shapes.validation import shape_files, validate_quads
from inspectkg.store import bundled_graph, read_quads

FOLDER = Path(__file__).parent / "shapes"
SH = OUTER["sh"]
TYPE = ox.NamedNode(OUTER["rdf"] + "type")

#: Parameters of constraints -> the name of the constraint component, where it is not the parameter's own.
COMPONENTS = {"sparql": "SPARQL"}
PARAMETERS = {
    "class", "closed", "datatype", "disjoint", "equals", "hasValue", "in", "languageIn", "lessThan", "lessThanOrEquals",
    "maxCount", "maxExclusive", "maxInclusive", "maxLength", "minCount", "minExclusive", "minInclusive", "minLength",
    "node", "nodeKind", "not", "or", "pattern", "qualifiedMaxCount", "qualifiedMinCount", "sparql", "uniqueLang",
    "xone",
}  # fmt: skip


@dataclass(frozen=True)
class Fixture:
    """One graph of the tables: the constraint it is of, what else it breaks, and its triples."""

    file: str
    key: str
    also: frozenset[str]
    minus: str
    plus: str
    whole: bool

    @property
    def quads(self) -> list[ox.Quad]:
        minus = set(parse(self.minus))
        assert minus <= set(good()), f"{self.key}: the good graph does not have {minus - set(good())}"
        return [*(quad for quad in good() if quad not in minus), *parse(self.plus)]

    @property
    def near(self) -> list[ox.Quad]:
        """What it says of the nodes that are not as in the good graph, of those that lead to them, and of what these
        lead to. Engines of others take three times as long where they are handed the rest, too.
        """
        quads = list(dict.fromkeys(self.quads))
        if self.whole:
            return quads
        changed = set(quads) ^ set(good())
        subjects = {quad.subject for quad in changed}
        nodes: set[object] = {quad.object for quad in changed if quad.predicate != TYPE}
        nodes |= subjects | {quad.subject for quad in quads if quad.object in subjects}
        for _ in range(3):
            nodes |= {quad.object for quad in quads if quad.subject in nodes}
        return [quad for quad in quads if quad.subject in nodes]

    @property
    def trips(self) -> set[str]:
        return set() if self.key.startswith("good.") else {self.key, *self.also}


@cache
def good() -> tuple[ox.Quad, ...]:
    return (*read_quads(FOLDER / "good.ttl"), *read_quads(FOLDER / "reference.ttl"))


def parse(turtle: str) -> list[ox.Quad]:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return list(ox.parse(input=head + turtle, format=ox.RdfFormat.TURTLE))


def fixtures() -> Iterator[Fixture]:
    for path in sorted(FOLDER.glob("*.toml")):
        for shape, entries in tomllib.loads(path.read_text("utf-8")).items():
            for parameter, entry in entries.items():
                also = frozenset[str](entry.get("also", ()))
                key = f"{shape}.{parameter}"
                parts = entry.get("minus", ""), entry.get("plus", "")
                yield Fixture(path.stem, key, also, *parts, entry.get("whole", False))


FIXTURES = list(fixtures())


@cache
def our_shapes() -> choice.Prepared:
    return choice.Prepared([quad.triple for path in shape_files() for quad in read_quads(path)])


@cache
def shapes_graph() -> dict[str, list[tuple[str, Any]]]:
    """What each shape with an IRI says: property (local name of sh:) and value."""
    said: dict[str, list[tuple[str, Any]]] = {}
    for path in shape_files():
        for quad in read_quads(path):
            if isinstance(quad.subject, ox.NamedNode):
                said.setdefault(quad.subject.value, []).append((quad.predicate.value.removeprefix(SH), quad.object))
    return said


def values(shape: str, name: str) -> list[Any]:
    return [value for said, value in shapes_graph()[shape] if said == name]


@cache
def constraint_shapes() -> frozenset[str]:
    """The shapes whose results reach the reader: those with a target, and the property shapes these have."""
    found = {shape for shape, said in shapes_graph().items() if any(name.startswith("target") for name, _ in said)}
    waiting = list(found)
    while waiting:
        for value in values(waiting.pop(), "property"):
            if value.value not in found:
                found.add(value.value)
                waiting.append(value.value)
    return frozenset(found)


def constraints() -> set[str]:
    """Every constraint of ours, as `shape.parameter`."""
    return {
        f"{shape.removeprefix(SHAPE)}.{name}"
        for shape in constraint_shapes()
        for name, value in shapes_graph()[shape]
        if name in PARAMETERS and not (name == "closed" and value.value != "true")
    }


def found_in(quads: Iterable[ox.Quad]) -> frozenset[tuple[str, str, str]]:
    """(focus, shape, component) of each result in QUADS."""
    results = validate_quads(quads, complete=True).results
    return frozenset((str(result.focus), result.shape, result.component) for result in results)


def component(key: str) -> tuple[str, str]:
    shape, _, parameter = key.partition(".")
    name = COMPONENTS.get(parameter, parameter[0].upper() + parameter[1:])
    return SHAPE + shape, f"{SH}{name}ConstraintComponent"


def test_every_constraint_has_a_bad_graph_and_every_bad_graph_a_constraint() -> None:
    """A constraint without a fixture is untested; a fixture without a constraint tests nothing."""
    assert {fixture.key for fixture in FIXTURES if fixture.trips} == constraints()


def test_fixtures_stand_beside_their_file_of_shapes() -> None:
    """The table of a constraint has the name of the file that defines it."""
    home = {quad.subject: path.stem for path in shape_files() for quad in read_quads(path)}
    for fixture in FIXTURES:
        if fixture.trips:
            assert home[ox.NamedNode(component(fixture.key)[0])] == fixture.file


def test_the_good_graph_conforms_and_is_touched_by_every_target() -> None:
    """The good graph has a node of each class that the shapes speak of: no constraint passes for want of a node."""
    assert not validate_quads(good(), complete=True).results
    classes = {value for shape in constraint_shapes() for value in values(shape, "targetClass")}
    assert classes <= {quad.object for quad in good() if quad.predicate == TYPE}


def test_the_good_graph_conforms_beside_the_reference_data() -> None:
    """Without its own cut of the reference data, the good graph conforms with the real one."""
    assert not validate_quads(read_quads(FOLDER / "good.ttl")).results


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.key)
def test_each_graph_trips_its_constraint_alone(fixture: Fixture) -> None:
    """Validation finds what the table says and nothing else."""
    assert {(shape, kind) for _, shape, kind in found_in(fixture.quads)} == {component(key) for key in fixture.trips}


@pytest.mark.parametrize("name", ["shifty", "pyshacl_turbo"])
def test_other_engines_agree(name: str) -> None:
    """Two engines that share no code with pyshacl nor ours give the same focus nodes, shapes and components."""
    validate = validator(name, graph_of(our_shapes().triples))
    assert not results_of(validate(graph_of(quad.triple for quad in good())))
    differences = {}
    for fixture in FIXTURES:
        triples = [quad.triple for quad in fixture.near]
        findings = choice.run(triples, our_shapes(), "compiled").findings
        ours = {(str(one.focus), str(one.shape)[1:-1], one.component) for one in findings}
        theirs = results_of(validate(graph_of(triples)))
        assert {component(key) for key in fixture.trips} <= {(shape, kind) for _, shape, kind in ours}
        if without_blank_names(ours) != without_blank_names(theirs):
            differences[fixture.key] = ours ^ theirs
    assert not differences


def graph_of(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    return graph


def validator(name: str, shapes: rdflib.Graph) -> Callable[[rdflib.Graph], rdflib.Graph]:
    """Another engine with SHAPES, ready to be asked for its report on a graph."""
    other = pytest.importorskip(name, reason=f"{name} is not installed")
    if name == "shifty":
        prepared = other.PreparedValidator(shapes)
        return lambda data: prepared.validate(data, infer=False)[1]
    compiled = other.compile_shapes(shapes)
    return lambda data: compiled.validate(data)[1]


def results_of(report: rdflib.Graph) -> set[tuple[str, str, str]]:
    """(focus, shape, component) of each result of a report."""
    sh = rdflib.Namespace(SH)
    return {
        (focus.n3(), str(report.value(result, sh.sourceShape)), str(report.value(result, sh.sourceConstraintComponent)))
        for result in report.objects(None, sh.result)
        for focus in report.objects(result, sh.focusNode)
    }


def without_blank_names(results: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return {("_:" if focus.startswith("_:") else focus, shape, kind) for focus, shape, kind in results}


def test_every_constraint_has_severity_name_and_message() -> None:
    """A result always says how bad it is, what it is called, and how to mend it, each once and in English."""
    for shape in sorted(constraint_shapes()):
        names = values(shape, "name")
        assert [name.language for name in names] == ["en"], shape
        if any(name in PARAMETERS for name, _ in shapes_graph()[shape]):
            messages, severities = values(shape, "message"), values(shape, "severity")
            assert [message.language for message in messages] == ["en"], shape
            assert len(severities) == 1, shape
            assert 40 <= len(messages[0].value) <= 400, shape
            assert messages[0].value.endswith("."), shape


def test_every_shape_is_used() -> None:
    """A building block that no constraint uses is dead."""
    used = {quad.object for path in shape_files() for quad in read_quads(path)}
    for shape in shapes_graph():
        is_check = any(value.value == OUTER["prov"] + "Plan" for _, value in shapes_graph()[shape])
        targeted = any(name.startswith("target") for name, _ in shapes_graph()[shape])
        assert targeted or is_check or ox.NamedNode(shape) in used, shape


def test_blank_nodes_are_lists_and_paths_only() -> None:
    """Every constraint has an IRI; without one are only the cells of lists, and inverse or alternative paths."""
    allowed = {OUTER["rdf"] + "first", OUTER["rdf"] + "rest", SH + "inversePath", SH + "alternativePath"}
    for path in shape_files():
        for quad in read_quads(path):
            if isinstance(quad.subject, ox.BlankNode):
                assert quad.predicate.value in allowed, (path.name, quad.predicate.value)


def test_every_class_of_a_built_graph_has_a_shape() -> None:
    """What the bundled graph has of nodes is all checked."""
    if not bundled_graph().exists():
        pytest.skip("the bundled graph is not built yet")
    targets = {value for shape in constraint_shapes() for value in values(shape, "targetClass")}
    vague = {ox.NamedNode(iri) for iri in (OUTER["prov"] + "Activity", OUTER["prov"] + "Plan")}
    quads = read_quads(bundled_graph())
    kinds: dict[object, set[object]] = {}
    for quad in quads:
        if quad.predicate == TYPE:
            kinds.setdefault(quad.subject, set()).add(quad.object)
    unchecked = {str(kind) for types in kinds.values() if not types & targets for kind in types - vague}
    meta = {OUTER["owl"], OUTER["rdfs"], OUTER["skos"] + "ConceptScheme", OUTER["void"], OUTER["dcat"]}
    assert not {kind for kind in unchecked if not any(start in kind for start in meta)}


def test_engine_names_itself() -> None:
    """Reports name the engine and its version."""
    assert engine.engine_name().startswith("pyshacl ")
