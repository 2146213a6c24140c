"""Queries of the user's own: run as they are, where they only ask, end, and stay inside the graph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, Store
from saved_queries import ECHO, table, user_query

from inspectkg.errors import InputError, UsageError
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.queries import child
from inspectkg.queries.answers import Table, TripleSet, Verdict
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.running import run


def test_an_unknown_name_is_told_the_near_ones() -> None:
    """A misspelt name is answered with the right one."""
    with pytest.raises(UsageError, match="did you mean ratings"):
        load_query("rating")


def test_a_query_of_the_users_own(tmp_path: Path, store: Store) -> None:
    """A user's file runs, with its own parameters, and needs no header."""
    query = user_query(tmp_path, "\ufeff# SERVICE INSERT\nSELECT (COUNT(*) AS ?n) WHERE { ?load a ?add }")
    assert next(table(run(query, store)).records())["n"].isdigit()
    assert isinstance(run(user_query(tmp_path, "ASK { ?s ?p 'SERVICE' }"), store), Verdict)
    described = run(user_query(tmp_path, f"DESCRIBE <{PREFIXES['pdu']}tynemouth>"), store)
    assert isinstance(described, TripleSet) and described.triples
    assert run(user_query(tmp_path, ECHO), store, {"word": "a"}) == Table(("wanted",), ((Literal("a"),),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no SPARQL query"),
        ("hello", "no SPARQL query"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "update"),
        ("PREFIX a: <http://x/#>\nDELETE WHERE { ?s ?p ?o }", "update"),
        ("LOAD <file:///etc/passwd>", "update"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { SeRvIcE SILENT ?where { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://x/> { } }", "SERVICE"),
        ('SELECT * { BIND("\\u0022 AS ?x) SERVICE <http://x/> { } BIND("" AS ?y) }', "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("PREFIX f: <FILE:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }", "FROM"),
        ("SELECT * " + "{" * 3000 + "}" * 3000, "nested"),
        ("SELECT * { FILTER(" + "!" * 20000 + "true) }", "chains"),
        ("SELECT * { BIND(1" + "+1" * 9000 + " AS ?x) }", "chains"),
        ("SELECT * { ?s <a:p>" + "/<a:p>" * 3000 + " ?o }", "chains"),
        ("SELECT * { } #" + "x" * 70000, "limit"),
        ("SELECT * {\n  ?s ?p zz:a }", "prefix is used"),
        ("SELECT ?x { ?s ?p ?o", "not valid SPARQL"),
        ("#+ params: [\nSELECT ?x { ?s ?p ?o }", "not valid YAML"),
        ("#+ params:\n#+   - {name: a, type: string, variable: b}\nSELECT * { ?s ?p ?o }", "no block"),
    ],
)
def test_hostile_and_broken_queries(text: str, words: str, tmp_path: Path, store: Store) -> None:
    """What reaches outside, writes, crashes a parser or is no query gets a plain error that names the file."""
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        run(user_query(tmp_path, text), store, {"a": "b"} if "#+" in text else {})
    assert "mine.rq" in str(caught.value)
    assert len(str(caught.value)) < 400


def test_an_error_has_its_line(tmp_path: Path, store: Store) -> None:
    """A mistake in a query is told with its line."""
    with pytest.raises(InputError) as caught:
        run(user_query(tmp_path, "SELECT * {\n  ?s ?p zz:a\n}"), store)
    assert caught.value.line == 2


def test_a_query_that_eats_memory_is_stopped(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that asks for more memory than it may have ends its own process, not ours."""
    monkeypatch.setattr(child, "MEMORY_LIMIT", 1024**3)
    query = user_query(tmp_path, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g")
    with pytest.raises(InputError, match="memory"):
        run(query, store, seconds=30)


def test_an_endless_query_is_stopped(tmp_path: Path, store: Store) -> None:
    """A query that does not end is stopped with its process, and nothing is left running."""
    import multiprocessing

    query = user_query(tmp_path, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    with pytest.raises(InputError, match=r"not done after 0\.3 seconds"):
        run(query, store, seconds=0.3)
    assert not multiprocessing.active_children()
