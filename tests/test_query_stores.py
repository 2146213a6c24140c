"""The store that queries of shapes are asked of: a value that it would not keep as written is left to pyshacl."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_engines import HEAD, Case, prepared, results, triples

from inspectkg.shapes.engines import choice
from inspectkg.shapes.validation import validate_files

TWO_DECIMALS = "SELECT $this ?value { $this ex:p ?value FILTER (!REGEX(STR(?value), '^[0-9]+[.][0-9]{2}$')) }"
ZERO_FIRST = "SELECT $this ?value { $this ex:p ?value FILTER (STRSTARTS(STR(?value), '0')) }"
#: Queries that see in which form a value is written: data, query, and the values found.
SEEN = [
    ("'01234'^^xsd:integer", ZERO_FIRST, ['"01234"^^xsd:integer']),
    ("'1234'^^xsd:integer", ZERO_FIRST, []),
    ("1.10", TWO_DECIMALS, []),
    ("1.1", TWO_DECIMALS, ['"1.1"^^xsd:decimal']),
    ("1.10", "SELECT $this ?value { $this ex:p ?value, 1.1 }", []),
    ("1.10", "SELECT $this ?value { $this ex:p ?value FILTER (SAMETERM(?value, 1.1)) }", []),
    ("1.10", "SELECT $this ?value { $this ex:p ?value FILTER (STRLEN(STR(?value)) = 4) }", ['"1.10"^^xsd:decimal']),
    ("1.10", "SELECT $this ?value { $this ex:p ?x BIND (1.1 AS ?value) }", ['"1.1"^^xsd:decimal']),
    ("1.1", "SELECT $this ?value { $this ex:p ?x BIND (1.10 AS ?value) }", ['"1.10"^^xsd:decimal']),
    ("1.1, 1.10", "SELECT $this ?value { $this ex:p ?value }", ['"1.1"^^xsd:decimal', '"1.10"^^xsd:decimal']),
    ("true, '1'^^xsd:boolean", "SELECT $this ?value { $this ex:p ?value FILTER (STR(?value) = 'true') }",
     ['"true"^^xsd:boolean']),
]  # fmt: skip


def asking(*queries: str, target: str = "sh:targetNode ex:a") -> str:
    parts = [f'sh:sparql [ sh:prefixes ex: ; sh:message "{{?value}}" ; sh:select """{query}""" ]' for query in queries]
    return " ; ".join([target, *parts])


def engine(case: Case) -> str:
    return choice.run(triples(HEAD + case.data), prepared(case)).engine.partition(" ")[0]


@pytest.mark.parametrize(("values", "query", "found"), SEEN)
def test_a_query_sees_values_as_they_are_written(values: str, query: str, found: list[str]) -> None:
    """Whichever engine runs, it is the term of the data that is found, and shown in the message."""
    case = Case("", f"ex:a ex:p {values} .", asking(query), ())
    assert results("auto", case) == [f"ex:a | - | {value} | SPARQL" for value in found]
    told = {message.value for one in choice.run(triples(HEAD + case.data), prepared(case)).findings
            for message in one.messages}  # fmt: skip
    assert told == {value.split('"')[1] for value in found}


def test_a_literal_that_is_looked_at_itself_is_seen_as_it_is_written() -> None:
    """Though no triple of the query has it."""
    query = "SELECT $this { FILTER (STRSTARTS(STR($this), '0')) }"
    case = Case("", "ex:a ex:p '01'^^xsd:integer, 1 .", asking(query, target="sh:targetObjectsOf ex:p"), ())
    assert results("auto", case) == ['"01"^^xsd:integer | - | "01"^^xsd:integer | SPARQL']


@pytest.mark.parametrize(
    ("queries", "name"),
    [
        (["SELECT $this ?value { $this ex:p ?value }"], "inspectkg"),
        (["SELECT $this ?value { $this ex:p ?value }", "SELECT $this ?value { $this ex:r ?value }"], "inspectkg"),
        (["SELECT $this ?value { $this ex:p ?value }", "SELECT $this ?value { $this ex:q ?value }"], "pyshacl"),
        (["PREFIX own: <http://example.org/> SELECT $this ?value { $this own:p ?value }"], "inspectkg"),
        (["PREFIX own: <http://example.org/> SELECT $this ?value { $this own:q ?value }"], "pyshacl"),
        (["SELECT $this ?value { $this ?path ?value }"], "pyshacl"),
        (["SELECT $this ?value { $this !ex:p ?value }"], "pyshacl"),
        (["SELECT $this ?value { $this ex:p ?value FILTER (?value > 1.00 && 0.10 < ?value) }"], "inspectkg"),
        (["SELECT $this ?value { $this ex:p ?value FILTER (100.0 * ?value / 2.0 > -1.0) }"], "inspectkg"),
        (["SELECT $this ?value { $this ex:p* 1.0 ; ex:p ?value }"], "pyshacl"),
    ],
)
def test_only_data_that_a_query_looks_at_matters(queries: list[str], name: str) -> None:
    """What no query can see may be written as it likes, and so may numbers that are compared."""
    assert engine(Case("", "ex:a ex:p 1.5 ; ex:q 1.50 ; ex:r '2024-01-01'^^xsd:date .", asking(*queries), ())) == name


def test_values_of_an_alternative_path_are_counted_as_often_as_they_are_found() -> None:
    """Once by each way that leads to them, in a query and in the path that it is asked for."""
    counting = "GROUP BY $this HAVING (COUNT(?x) > 1)"
    case = Case("", "ex:a ex:p 1 ; ex:q 1 .", asking(f"SELECT $this {{ $this ex:p|ex:q ?x }} {counting}"), ())
    assert results("auto", case) == ["ex:a | - | ex:a | SPARQL"]
    target = "sh:targetNode ex:a ; sh:path [ sh:alternativePath ( ex:p ex:q ) ]"
    asked = Case("", case.data, asking(f"SELECT $this {{ $this $PATH ?x }} {counting}", target=target), ())
    assert results("auto", asked) == ["ex:a | ex:p|ex:q | - | SPARQL"]
    plain = asking("SELECT $this ?value { $this ex:p|ex:q ?value }")
    assert engine(Case("", case.data, plain, ())) == "inspectkg"


def test_a_prefix_that_a_query_declares_anew_is_the_one_that_counts() -> None:
    """The query looks at what it names."""
    query = "PREFIX ex: <http://example.org/other/> SELECT $this ?value { $this ex:p ?value }"
    case = Case("", "ex:a ex:p 1 ; <http://example.org/other/p> 2 .", asking(query), ())
    assert results("compiled", case) == results("pyshacl", case) == ['ex:a | - | "2"^^xsd:integer | SPARQL']


@pytest.mark.parametrize(("value", "name"), [("1.5", "inspectkg"), ("1.50", "pyshacl")])
def test_a_query_says_the_same_whichever_engine_runs(tmp_path: Path, value: str, name: str) -> None:
    """Its own message goes before that of its shape, and two queries that find one value are two results."""
    part = "sh:sparql [ sh:message '{} {{?value}}' ; sh:select 'SELECT $this ?value {{ $this <http://e/p> ?value }}' ]"
    shape = "<http://e/S> a sh:NodeShape ; sh:targetNode <http://e/a> ; sh:message 'a'@en ; sh:severity sh:Violation ; "
    (tmp_path / "s.ttl").write_text(f"{HEAD} {shape} {part.format('one')} ; {part.format('two')} .")
    (tmp_path / "d.ttl").write_text(f"<http://e/a> <http://e/p> {value} .")
    report = validate_files([tmp_path / "d.ttl"], [tmp_path / "s.ttl"])
    assert report.engine.startswith(name)
    assert [result.message for result in report.results] == [f"one {value}", f"two {value}"]
