"""The shapes against every single fault of a list, planted in the graph of the bundled articles (see mutants.py).

Planted in are the facts that come from the articles. What the graph repeats of ontology and reference data is left
out: validation lays the originals beside it, so a missing one is no fault, and their style has shapes of its own.

A fault counts as caught where a violation or warning comes up that the graph without it does not have. Each is first
looked for among the nodes around it, which is quick; where nothing is found, in the whole graph. The first can only
miss, not invent: a test holds both against each other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox
import pytest
from conftest import CHECKOUT
from mutants import LIST, TYPE, Facts, Mutant, mutants, short

from inspectkg.ontology.loading import ontology_files, reference_triples
from inspectkg.ontology.namespaces import OUTER, SHAPE
from inspectkg.shapes.background import reachable
from inspectkg.shapes.engines import choice
from inspectkg.shapes.graph import Graph
from inspectkg.shapes.texts import check_texts
from inspectkg.shapes.validation import shape_files, validate_quads
from inspectkg.store import bundled_graph, read_quads

#: How bad a result has to be to count, by SHACL's name of its severity.
SEVERITY = {OUTER["sh"] + "Violation": "violation", OUTER["sh"] + "Warning": "warning"}
#: With more nodes than this leading to it, a fact is looked at in the whole graph at once.
FEW = 12

Found = dict[tuple[str, str, str, str], str]
Group = tuple[str, str, str]


@cache
def facts() -> Facts:
    return Facts(quad.triple for quad in read_quads(bundled_graph()))


@cache
def planted() -> tuple[Mutant, ...]:
    """Every fault of the list, in every fact from the articles that it fits."""
    return tuple(mutant for fact in articles_facts() for mutant in mutants(facts(), fact))


@cache
def articles_facts() -> tuple[ox.Triple, ...]:
    """The facts that are not about what ontology and reference data describe."""
    files = [quad.subject for path in ontology_files() for quad in read_quads(path)]
    known = {*files, *(triple.subject for triple in reference_triples())}
    return tuple(fact for fact in facts().triples if fact.subject not in known)


@cache
def shapes() -> choice.Prepared:
    return choice.Prepared([quad.triple for path in shape_files() for quad in read_quads(path)])


@cache
def texts() -> dict[str, str]:
    found = [path.read_text("utf-8") for path in sorted((CHECKOUT / "loader" / "articles").glob("*.txt"))]
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in found}


def found_in(triples: list[ox.Triple]) -> Found:
    """What is wrong with TRIPLES, beside ontology and reference data and the articles' texts: result -> severity."""
    graph = Graph(triples)
    found: Found = {
        (result.shape, str(result.focus), str(result.value), str(result.path)): result.severity
        for result in check_texts(graph, texts())
    }
    graph.add(reachable(graph))
    for one in choice.run(graph, shapes(), "compiled").findings:
        if one.severity in SEVERITY:
            found[str(one.shape)[1:-1], str(one.focus), str(one.value), one.component] = SEVERITY[one.severity]
    return found


@cache
def clean() -> Found:
    return found_in(facts().triples)


@cache
def around(subject: object) -> tuple[list[ox.Triple], frozenset[str], Found] | None:
    """The facts around SUBJECT, the nodes whose results these decide, and what is wrong there; None for a hub."""
    leading = {triple.subject for triple in facts().leading_to.get(subject, ())}
    if len(leading) > FEW:
        return None
    decided = {subject, *leading}
    triples = described(decided)
    return triples, frozenset(map(str, decided)), found_in(triples)


def described(nodes: Iterable[object]) -> list[ox.Triple]:
    """What is said of NODES, and of what they lead to by up to three links."""
    found = edge = set(nodes)
    for _ in range(3):
        edge = {triple.object for node in edge for triple in facts().about.get(node, ())} - found
        found = found | edge
    return [triple for node in sorted(found, key=str) for triple in facts().about.get(node, ())]


def results_near(mutant: Mutant) -> Found:
    """The results that MUTANT brings up around its fact, as far as the facts there decide them."""
    near = around(mutant.fact.subject)
    if near is None:
        return {}
    triples, decided, before = near
    beside = described(triple.object for triple in mutant.new)
    after = found_in(mutant.of([*triples, *beside]))
    return {key: worst for key, worst in after.items() if key[1] in decided and key not in before}


def results_of(mutant: Mutant) -> Found:
    """All the results that MUTANT brings up."""
    return {key: worst for key, worst in found_in(mutant.of(facts().triples)).items() if key not in clean()}


@cache
def outcomes() -> tuple[tuple[Mutant, Found], ...]:
    return tuple((mutant, results_near(mutant) or results_of(mutant)) for mutant in planted())


def group(mutant: Mutant) -> Group:
    """What MUTANT is listed by: the kind of node, the property, the fault."""
    kinds = facts().kinds(mutant.fact.subject)
    return kinds[0] if kinds else "", short(mutant.fact.predicate.value), mutant.name


def missed() -> dict[Group, int]:
    """The groups in which a fault passes, and how many do."""
    return Counter(group(mutant) for mutant, found in outcomes() if not found)


def listed() -> dict[Group, str]:
    """The groups in which a fault may pass, with the reason."""
    return {(entry["of"], entry["fact"], name): entry["why"] for entry in LIST["passes"] for name in entry["faults"]}


def told(groups: Iterable[Group]) -> str:
    return "\n".join(" ".join(one) for one in sorted(groups))


def test_the_graph_without_a_fault_has_nothing_to_complain_of():
    """So that whatever comes up comes of the fault; by the engine alone and by the front door."""
    assert clean() == {}
    report = validate_quads(read_quads(bundled_graph()), texts=texts())
    assert report.conforms("warning"), report.results


def test_reference_data_that_a_graph_lacks_is_laid_beside_it():
    """So none of it that is dropped is a fault: each fact that the graph repeats comes back from its source."""
    repeated = set(facts().triples) - set(articles_facts())
    kinds = {fact for fact in repeated if fact.predicate == TYPE}
    assert len(repeated) > 500
    assert repeated <= set(reachable([*articles_facts(), *kinds]))
    assert kinds <= set(reachable([*articles_facts(), *(repeated - kinds)]))


def test_every_fault_of_the_list_is_planted_somewhere():
    """A kind of fault that fits nowhere tests nothing."""
    assert {mutant.name for mutant in planted()} == set(LIST["mutation"])
    assert all(set(mutant.new) != set(mutant.gone) for mutant in planted())


def test_nineteen_in_twenty_faults_are_caught():
    """By a violation, or by a warning alone; the figures stand in the list, so that a change of them is seen."""
    figures: Counter[str] = Counter()
    for _, found in outcomes():
        figures["violation" if "violation" in found.values() else "warning" if found else "passed"] += 1
    assert figures["passed"] <= 0.05 * figures.total()
    assert dict(figures) == LIST["figures"]


def test_faults_that_pass_are_those_listed():
    """Neither more, which would be a hole, nor fewer, which would be a list of what was mended long ago."""
    unknown, mended = missed().keys() - listed().keys(), listed().keys() - missed().keys()
    assert not unknown, f"these pass and are not in mutations.toml:\n{told(unknown)}"
    assert not mended, f"these are caught now; take them out of mutations.toml:\n{told(mended)}"
    assert all(len(why) >= 20 for why in listed().values())


def test_shapes_that_no_fault_trips_are_those_listed():
    """A shape that nothing trips may be dead, so each says why; a list that is too long hides the next."""
    tripped = {key[0].removeprefix(SHAPE) for _, found in outcomes() for key in found}
    quiet = [shape for entry in LIST["untripped"] for shape in entry["shapes"]]
    assert sorted(quiet) == sorted(constraints() - tripped)


def constraints() -> set[str]:
    """The shapes that give results."""
    messages = OUTER["sh"] + "message"
    triples = [quad.triple for path in shape_files() for quad in read_quads(path)]
    return {str(one.subject.value).removeprefix(SHAPE) for one in triples if one.predicate.value == messages}


@pytest.mark.parametrize("start", range(4))
def test_what_is_found_around_a_fact_is_found_in_the_whole_graph(start):
    """Looking near by is a short cut and nothing else, seen on every 150th fault."""
    for mutant in planted()[start * 37 :: 150]:
        assert results_near(mutant).keys() <= results_of(mutant).keys(), mutant
