"""Each saved query is headed, valid and sorted, and gives the expected rows on Oxigraph and on rdflib alike."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path
from typing import Any

import pytest
import rdflib
from given_values import size
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from saved_queries import HERE, QUERIES, SELECTS, on_rdflib, prepared, table

from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.queries import guard
from inspectkg.queries.answers import Table, TripleSet, shortest
from inspectkg.queries.catalogue import names, values_block
from inspectkg.queries.formats import render
from inspectkg.queries.running import run
from inspectkg.store import open_store

EXPECTED = HERE / "expected"
CONTRACT = {
    "inspections": "source body bodyKind region inspectorate published publisher recommendationCount",
    "ratings": "source body aspect grade previous quote start",
    "findings": "source finding body polarity topics agencies speaker quote start",
    "statistics": "source body numerator denominator percent qualifier polarity quote start",
    "recommendations": "source body agencies quote start",
    "pledges": "source by value unit qualifier deadline quote start",
    "people": "source name role",
    "police-information-sharing": "source statement kind body polarity quote start",
}

# ---------------------------------------------------------------- headers


def test_the_contract_columns() -> None:
    """The eight queries that other programs rely on have exactly the columns of the contract, in its order."""
    for name, columns in CONTRACT.items():
        assert list(QUERIES[name].columns) == columns.split()


@pytest.mark.parametrize("name", names())
def test_header(name: str, store: Store) -> None:
    """A file is headed by what it gives, the question it answers, traps, tags; all its columns, as they come."""
    query = QUERIES[name]
    assert query.text.startswith("#+ summary: ")
    assert query.summary and query.question.endswith("?") and query.description and query.tags
    assert "GRAPH" not in guard.blanked(query.text)
    if query.form == "SELECT":
        columns = table(run(query, store)).columns
        assert list(query.columns) == list(columns)
        assert all(query.columns.values())
        assert set(query.slugs + query.names) <= set(columns)
        order = query.text.rpartition("ORDER BY")[2]
        assert set(re.findall(r"\?(\w+)", order)) <= set(columns), "sorted by what is shown"
        assert order.strip()


@pytest.mark.parametrize("name", names())
def test_parameters_have_a_block_and_a_filter(name: str) -> None:
    """A parameter has one VALUES block on a variable of its own, tested by a filter and bound by nothing else."""
    query = QUERIES[name]
    for parameter in query.parameters:
        assert parameter.meaning
        assert parameter.type != "slug" or parameter.schemes or parameter.kinds
        assert len(values_block(parameter.variable).findall(query.text)) == 1
        assert f"FILTER(!BOUND(?{parameter.variable}) ||" in query.text
    blocks = re.findall(r"VALUES \?(\w+) \{ UNDEF \}", query.text)
    assert sorted(blocks) == sorted(parameter.variable for parameter in query.parameters)


@pytest.mark.parametrize("name", names())
def test_valid_for_both_parsers_and_portable(name: str) -> None:
    """Each file is valid SPARQL as it stands, and keeps off what engines are known to read differently."""
    text = QUERIES[name].text
    prepared(text)
    bare = guard.blanked(text)
    assert not re.search(r"\bLANG\s*\(", bare)
    assert not re.search(r"\}\s*VALUES[^}]*\}\s*$", bare)
    assert not re.search(r"(?:BIND|SELECT)\s*\([^)]*EXISTS", bare)
    assert all(len(line) <= 120 for line in text.splitlines())


# ---------------------------------------------------------------- rows


@pytest.mark.parametrize("name", SELECTS)
def test_expected_rows(name: str, store: Store) -> None:
    """The rows of the hand-made graph are those that were checked by hand."""
    expected = (EXPECTED / f"{name}.csv").read_bytes().decode().replace("\r\n", "\n")
    assert render(run(QUERIES[name], store), "csv").replace("\r\n", "\n") == expected


@pytest.mark.parametrize("name", names())
def test_same_answer_on_rdflib(name: str, store: Store, graph: rdflib.Graph) -> None:
    """On rdflib, the same rows come in the same order, to the byte."""
    query = QUERIES[name]
    written_as = "json" if query.form == "SELECT" else "ntriples"
    assert render(on_rdflib(query, query.text, graph), written_as) == render(run(query, store), written_as)


@pytest.mark.parametrize("name", names())
def test_same_answer_from_many_graphs(name: str, store: Store, tmp_path: Path) -> None:
    """It makes no difference how the triples are spread over named graphs, told twice, or ordered."""
    chance = random.Random(name)
    quads = [quad for quad in store for _ in range(2)]
    chance.shuffle(quads)
    lines = [f"{quad.triple} <https://w3id.org/inspectkg/id/graph/{chance.randrange(4)}> ." for quad in quads]
    path = tmp_path / "spread.nq"
    path.write_text("\n".join(lines), encoding="utf-8")
    written_as = "json" if QUERIES[name].form == "SELECT" else "turtle"
    for named in (False, True):
        spread = open_store([path], named=named)
        assert render(run(QUERIES[name], spread), written_as) == render(run(QUERIES[name], store), written_as)


@pytest.mark.parametrize("name", names())
def test_an_empty_graph_has_no_rows(name: str) -> None:
    """A graph without articles gives an empty answer, never a row of nothing, on both engines."""
    query = QUERIES[name]
    for answer in (run(query, Store()), on_rdflib(query, query.text, rdflib.Graph())):
        assert isinstance(answer, Table | TripleSet) and size(answer) == 0


@pytest.mark.parametrize("name", names())
def test_labels_alone_have_no_rows(name: str, store: Store) -> None:
    """Where articles say nothing that is asked for, no engine makes rows of the labels that are there."""
    query = QUERIES[name]
    labels = [quad.triple for quad in store if quad.predicate.value.endswith(("prefLabel", "broader", "inScheme"))]
    bare, twin = Store(), rdflib.Graph()
    bare.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in labels)
    twin.parse(data="".join(f"{triple} .\n" for triple in labels), format="nt")
    for answer in (run(query, bare), on_rdflib(query, query.text, twin)):
        assert isinstance(answer, Table | TripleSet) and size(answer) == 0


def many(store: Store, copies: int) -> Store:
    """The articles of STORE told COPIES times, about the same bodies and topics."""
    own = re.compile(rf"{PREFIXES['claim'][:-6]}(?!agency|publisher|region|pdu|change|police|person|rule)")

    def renamed(term: Any, number: int) -> Any:
        return NamedNode(f"{term.value}-{number}") if isinstance(term, NamedNode) and own.match(term.value) else term

    made = Store()
    for number in range(copies):
        made.extend(Quad(renamed(q.subject, number), q.predicate, renamed(q.object, number)) for q in store)
    return made


def test_time_grows_with_the_data(store: Store) -> None:
    """Eight times the articles take no query more than twenty times as long: none pairs everything with everything."""
    small, large = many(store, 5), many(store, 40)
    for query in QUERIES.values():
        once, eightfold = quickest(query, small), quickest(query, large)
        assert eightfold < 20 * once + 0.1, query.name


def quickest(query: Any, graph: Store) -> float:
    """Processor seconds of the best of three runs: neither other programs nor a collection of garbage counts."""
    taken: list[float] = []
    for _ in range(3):
        start = time.process_time()
        run(query, graph)
        taken.append(time.process_time() - start)
    return min(taken)


@given(st.from_regex(r"[+-]?([0-9]{1,9}(\.[0-9]{0,9})?|\.[0-9]{1,9})", fullmatch=True))
def test_decimals_of_the_store_are_short_already(number: str) -> None:
    """What a store of ours gives back needs no shortening; what `shortest` makes is the same on all engines."""
    store, decimal = Store(), NamedNode(PREFIXES["xsd"] + "decimal")
    store.add(Quad(decimal, decimal, Literal(number, datatype=decimal)))
    found = [quad.object.value for quad in store if isinstance(quad.object, Literal)]
    assert found == [shortest(number)] == [shortest(found[0])]
