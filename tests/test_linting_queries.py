"""The SPARQL of shapes: what does not parse, cannot be run or reads something else is told with its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from linting_cases import HEAD, S, faults, linted, names

from inspectkg.errors import InputError
from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.naming import shown

# ------------------------------------------------------------------ SPARQL


def test_a_query_that_does_not_parse_is_told_with_its_lines(tmp_path: Path) -> None:
    """The line within the query, and the line of the file."""
    query = '"""\nSELECT $this\nWHERE {\n  $this ?p ;;; ?o\n}"""'
    with pytest.raises(InputError) as error:
        linted(tmp_path, S + f"sh:sparql [ sh:select {query} ] .")
    line = HEAD.count("\n") + 4
    assert f"in line 4 of the query ({shown(tmp_path / 'shapes.ttl')}:{line})" in str(error.value)


def test_the_line_is_counted_behind_prefixes_and_in_escaped_queries(tmp_path: Path) -> None:
    """Declared prefixes are not counted; a query written with escapes has no line of the file."""
    declared = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
    with pytest.raises(InputError) as error:
        linted(
            tmp_path, S + f'sh:sparql [ sh:prefixes ex: ; sh:select "SELECT $this\\nWHERE {{ ex:a ?p }}" ] . {declared}'
        )
    assert "in line 2 of the query:" in str(error.value)


def test_the_vocabulary_of_shacl_declares_its_prefix() -> None:
    """Queries may use it through an import, and nobody has to give that file."""
    query = "sh:sparql [ sh:prefixes ex: ; sh:select 'SELECT $this WHERE { $this sh:node ?o }' ] ."
    assert names(faults(S + query + f"ex: owl:imports <{OUTER['sh']}> .")) == []
    with pytest.raises(InputError, match="uses sh: which"):
        faults(S + query)


@pytest.mark.parametrize(
    ("query", "check"),
    [
        ("SELECT $this FROM <file:///etc/hostname> WHERE { $this ?p ?o }", "FROM"),
        ("SELECT $this WHERE { service <http://127.0.0.1:9/> { $this ?p ?o } } # '''", "SERVICE"),
        ("SELECT $this WHERE { $this ?p ?o " + "{" * 3000 + "}" * 3000 + "}", "nested more than"),
        ("SELECT $this WHERE { $this :p ?o }", "uses : which"),
        ("SELECT $this WHERE { VALUES $this { 1 } }", "uses VALUES"),
        ("SELECT (?o AS $this) WHERE { ?x ?p ?o }", "uses AS $this"),
    ],
)
def test_queries_that_cannot_be_run_are_refused(query: str, check: str) -> None:
    """Nothing is fetched, nothing crashes, and what the standard forbids is named."""
    with pytest.raises(InputError, match=re.escape(check)):
        faults(S + f"sh:sparql [ sh:select {json.dumps(query)} ] .")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this $PATH ?value . FILTER (?value = 'a:b # SERVICE') }",
        "SELECT * WHERE { $this <http://example.org/p> ?value }",
        "PREFIX e: <http://example.org/> SELECT $this WHERE { $this e:a.b/e:c+ _:x ; a e:D }",
        "SELECT $this (COUNT(?x) AS ?value) WHERE { $this ?p ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
        "SELECT $this WHERE { $this ?values ?graph , ?minus . BIND (1 AS ?from) }",
    ],
)
def test_queries_in_order_pass(query: str) -> None:
    """Words that only look like a keyword or a prefix are none."""
    shape = f"sh:property [ sh:path ex:age ; sh:sparql [ sh:select {json.dumps(query)} ] ] ."
    assert names(faults(S + shape)) == []
