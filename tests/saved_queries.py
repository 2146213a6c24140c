"""The saved questions, the hand-made graph that tests ask them, and rdflib, which has to answer as Oxigraph does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import rdflib
import rdflib.plugins.sparql
from pyoxigraph import Quad, QueryResultsFormat, RdfFormat, Store, parse, parse_query_results
from rdflib.plugins.sparql.sparql import Query

from inspectkg.queries.answers import Answer, Table, from_oxigraph, triple_set
from inspectkg.queries.catalogue import SavedQuery, catalogue, load_query
from inspectkg.store import open_store

HERE = Path(__file__).parent / "queries"
SAMPLE = HERE / "sample.ttl"
QUERIES = catalogue()
SELECTS = sorted(name for name, query in QUERIES.items() if query.form == "SELECT")

#: A query that answers with the value of its parameter.
ECHO = """#+ params:
#+   - {name: word, type: string, variable: wanted}
SELECT ?wanted WHERE { VALUES ?wanted { UNDEF } }"""

rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False


@cache
def sample_store() -> Store:
    """The hand-made graph in Oxigraph."""
    return open_store([SAMPLE])


@cache
def sample_graph() -> rdflib.Graph:
    """The hand-made graph in rdflib."""
    return rdflib.Graph().parse(SAMPLE)


@cache
def prepared(text: str) -> Query:
    """TEXT as rdflib parses it, which takes it longer than the answer."""
    return rdflib.plugins.sparql.prepareQuery(text)


def on_rdflib(query: SavedQuery, text: str, graph: rdflib.Graph) -> Answer:
    """The answer of rdflib, brought through its own SPARQL results into our form."""
    result = graph.query(prepared(text))
    if result.type == "CONSTRUCT":
        assert result.graph is not None
        return triple_set(quad.triple for quad in _parsed(result.graph.serialize(format="nt")))
    data = result.serialize(format="json")
    assert data is not None
    return from_oxigraph(query, parse_query_results(data, format=QueryResultsFormat.JSON))


def _parsed(lines: str) -> list[Quad]:
    return list(parse(lines.encode(), format=RdfFormat.N_TRIPLES))


def table(answer: Answer) -> Table:
    """ANSWER, which has rows."""
    assert isinstance(answer, Table)
    return answer


def user_query(tmp_path: Path, text: str) -> SavedQuery:
    """TEXT as a query of the user's own."""
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8", newline="")
    return load_query(path)
