"""What the queries answer beyond the two bundled articles, and what uses each term of the ontology there."""

from __future__ import annotations

from pathlib import Path

import pytest
import query_texts
import rdflib
import term_coverage
from pyoxigraph import RdfFormat, Store

from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.queries.answers import Table
from inspectkg.queries.catalogue import catalogue, load_query, names
from inspectkg.queries.running import run
from inspectkg.store import add_union, open_store, read_quads

QUERIES = catalogue()


@pytest.mark.parametrize("case", query_texts.CASES["case"])
def test_rows_on_the_graph_of_our_texts(case: str, texts: Path) -> None:
    """Those that were read row by row; `make rows` rewrites them."""
    assert query_texts.rows(case, texts) == (query_texts.ROWS / f"{case}.csv").read_text("utf-8")


@pytest.fixture(scope="module")
def both_ways(texts: Path) -> tuple[Store, Store]:
    """The graph of our texts, as it stands in the file and the other way round."""
    backwards = Store()
    add_union(backwards, sorted(read_quads(texts), key=str, reverse=True))
    return open_store([texts]), backwards


@pytest.mark.parametrize("name", names())
def test_the_order_of_the_data_does_not_show(name: str, both_ways: tuple[Store, Store]) -> None:
    """Rows that share what they are sorted by have an order all the same."""
    first, second = (run(load_query(name), store) for store in both_ways)
    assert first == second


def test_every_query_is_asked_of_our_texts() -> None:
    """And no file of rows is left over."""
    assert {case.partition(".")[0] for case in query_texts.CASES["case"]} == set(names())
    assert {path.stem for path in query_texts.ROWS.glob("*.csv")} == set(query_texts.CASES["case"])


NATIONAL = """
inspection:national a ikg:Inspection ; ikg:level level:national .
finding:national a ikg:Finding ; ikg:ofInspection inspection:national ; ikg:topic topic:victims ;
    ikg:polarity polarity:negative .
standard:a a ikg:Standard ; ikg:framework framework:pdu-2023 ; ikg:level level:pdu ;
    ikg:aspect aspect:implementation-and-delivery .
standard:b a ikg:Standard ; ikg:framework framework:pdu-2023 ; ikg:level level:pdu ; ikg:aspect aspect:reviewing .
standard:c a ikg:Standard ; ikg:framework framework:pdu-2026 ; ikg:level level:pdu ;
    ikg:aspect aspect:implementation-and-delivery .
framework:pdu-2023 skos:prefLabel "Units 2023"@en .
framework:pdu-2026 skos:prefLabel "Units 2026"@en .
"""


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        # The national finding beside a local one, of two inspections, which counts once; a copy repeats the other.
        ("national-and-local-findings", [["Victims", "1", "0", "0", "0", "0", "1"]]),
        # One aspect graded beside the overall one; the framework of 2026 came too late.
        ("standards-frameworks", [["Tynemouth", "2025-07", "Units 2023", "2023", "1", "2"]]),
    ],
)
def test_what_the_sample_lacks(name: str, rows: list[list[str]]) -> None:
    """A national inspection and standards, on both engines."""
    prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    sample = Path(__file__).parent / "queries" / "sample.ttl"
    store, graph = open_store([sample]), rdflib.Graph().parse(sample).parse(data=prefixes + NATIONAL, format="turtle")
    store.load((prefixes + NATIONAL).encode(), format=RdfFormat.TURTLE)
    answer = run(QUERIES[name], store)
    assert isinstance(answer, Table)
    assert [list(row.values()) for row in answer.records()] == rows
    assert [[str(term) for term in row] for row in graph.query(QUERIES[name].text)] == rows  # type: ignore


# ---------------------------------------------------------------- terms


@pytest.fixture(scope="module")
def covered(texts: Path) -> dict[str, dict[str, list[str]]]:
    """What uses each term."""
    return term_coverage.coverage(texts)


def test_a_term_that_nothing_uses_has_a_reason(covered) -> None:
    """No rule, shape, query, article or reference data: then it is a mistake, or an exception."""
    assert [term for term in term_coverage.unused(covered) if not term_coverage.excused(term)] == []


def test_every_exception_is_one(covered) -> None:
    """A term that something uses now needs no reason any more."""
    unused = term_coverage.unused(covered)
    for exception in term_coverage.EXCEPTIONS:
        assert exception["reason"]
        for like in exception["terms"]:
            assert any(term_coverage.fnmatch(term, like) for term in unused), like


def test_uses_are_found_where_they_are(covered) -> None:
    """One of each kind, known by reading the files."""
    assert "police-information-sharing" in covered["topic:police-information-sharing"]["query"]
    assert "finding-body" in covered["ikg:aboutBody"]["shape"]
    assert "bbc-north-east.txt" in covered["aspect:victim-work"]["article"]
    assert "finding-concern" in covered["ikg:Finding"]["rule"]
    assert "probation-delivery-units.ttl" in covered["ikg:coveredByForce"]["reference"]
    assert covered["ikg:Correction"]["article"] == []
    assert not any(covered["topic:mappa"].values())


def test_a_term_that_is_only_defined_is_unused(covered) -> None:
    """The words of a comment, a label or a scheme's membership are no use."""
    assert term_coverage.named("# nothing") == set()
    assert term_coverage.named("SELECT * { ?s a ikg:Thing ; <https://w3id.org/inspectkg/concept/topic/x> 1 }") == {
        "ikg:Thing", "topic:x",
    }  # fmt: skip
    assert term_coverage.unused({"ikg:Thing": {user: [] for user in term_coverage.USERS}}) == ["ikg:Thing"]


def test_the_page_of_terms_is_current(covered) -> None:
    """`make terms` rewrites it."""
    assert term_coverage.DOCUMENT.read_text("utf-8") == term_coverage.document(covered)
