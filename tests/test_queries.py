"""Each saved query is headed, valid and sorted, and gives the expected rows on Oxigraph and on rdflib alike."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import rdflib
import rdflib.plugins.sparql
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store, parse_query_results

from inspectkg.errors import InputError, UsageError
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.paragraphs import columns_of
from inspectkg.queries import child, guard
from inspectkg.queries.answers import Answer, Table, TripleSet, Verdict, from_oxigraph, shortest, triple_set
from inspectkg.queries.catalogue import SavedQuery, catalogue, load_query, names, values_block
from inspectkg.queries.formats import FORMATS, render
from inspectkg.queries.parameters import bind
from inspectkg.queries.running import run
from inspectkg.store import open_store

HERE = Path(__file__).parent / "queries"
SAMPLE = HERE / "sample.ttl"
EXPECTED = HERE / "expected"
QUERIES = catalogue()
SELECTS = sorted(name for name, query in QUERIES.items() if query.form == "SELECT")
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

rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store([SAMPLE])


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(SAMPLE)


def on_rdflib(query: SavedQuery, text: str, graph: rdflib.Graph) -> Answer:
    """The answer of rdflib, brought through its own SPARQL results into our form."""
    result = graph.query(text)
    if result.type == "CONSTRUCT":
        assert result.graph is not None
        lines = result.graph.serialize(format="nt")
        return triple_set(quad.triple for quad in _parsed(lines))
    data = result.serialize(format="json")
    assert data is not None
    return from_oxigraph(query, parse_query_results(data, format=QueryResultsFormat.JSON))


def _parsed(lines: str) -> list[Quad]:
    from pyoxigraph import RdfFormat, parse

    return list(parse(lines.encode(), format=RdfFormat.N_TRIPLES))


def table(answer: Answer) -> Table:
    assert isinstance(answer, Table)
    return answer


def user_query(tmp_path: Path, text: str) -> SavedQuery:
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8", newline="")
    return load_query(path)


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
    rdflib.plugins.sparql.prepareQuery(text)
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
        assert not (
            answer.rows if isinstance(answer, Table) else answer.triples if isinstance(answer, TripleSet) else 1
        )


@pytest.mark.parametrize("name", names())
def test_labels_alone_have_no_rows(name: str, store: Store) -> None:
    """Where articles say nothing that is asked for, no engine makes rows of the labels that are there."""
    query = QUERIES[name]
    labels = [quad.triple for quad in store if quad.predicate.value.endswith(("prefLabel", "broader", "inScheme"))]
    bare, twin = Store(), rdflib.Graph()
    bare.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in labels)
    twin.parse(data="".join(f"{triple} .\n" for triple in labels), format="nt")
    for answer in (run(query, bare), on_rdflib(query, query.text, twin)):
        assert not (
            answer.rows if isinstance(answer, Table) else answer.triples if isinstance(answer, TripleSet) else 1
        )


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


# ---------------------------------------------------------------- parameters


CASES = [
    ("findings", {"topic": "public-protection"}, ["a1-300", "b2-160"]),
    ("findings", {"agency": "police"}, ["a1-200"]),
    ("findings", {"agency": "Northumbria Police"}, ["a1-200"]),
    ("findings", {"agency": "courts,police"}, ["a1-200", "b2-100"]),
    ("findings", {"agency": ["courts", "agency:police"]}, ["a1-200", "b2-100"]),
    ("findings", {"region": "north-east", "polarity": "positive"}, ["b2-100", "c3-100", "d4-100"]),
    ("findings", {"body": "tynemouth", "polarity": "positive"}, ["c3-100", "d4-100"]),
    ("findings", {"body": "Wales"}, []),
    ("findings", {"body": "kirklees"}, []),
]


@pytest.mark.parametrize(("name", "values", "expected"), CASES)
def test_parameters_narrow_the_rows(
    name: str, values: dict[str, str | list[str]], expected: list[str], store: Store, graph: rdflib.Graph
) -> None:
    """A value may be a slug, a label, a prefixed name, or several; no row without the property has it."""
    query = QUERIES[name]
    found = table(run(query, store, values))
    iris = [row["finding"].rsplit("/", 1)[1] for row in found.records()]
    assert sorted(iris) == expected
    if values != {"body": "kirklees"}:
        from inspectkg.queries.parameters import store_labels

        text = bind(query, values, [lambda: store_labels(store)])
        assert on_rdflib(query, text, graph) == found


@pytest.mark.parametrize(
    ("name", "values", "rows"),
    [
        ("ratings", {"previous": "yes"}, 1),
        ("ratings", {"grade": "Requires improvement"}, 1),
        ("ratings", {"aspect": "implementation-and-delivery", "grade": "inadequate"}, 1),
        ("pledges-due", {"before": "2026-04-01"}, 1),
        ("pledges-due", {"before": "2030-01-01"}, 3),
        ("inspections", {"since": "2025-09-01"}, 3),
        ("evidence", {"statement": "finding:a1-200"}, 1),
        ("evidence", {"statement": "https://w3id.org/inspectkg/id/finding/a1-200"}, 1),
        ("evidence", {"kind": "person"}, 1),
        ("units-by-police-area", {"force": "cleveland-police"}, 1),
    ],
)
def test_typed_parameters(name: str, values: dict[str, str], rows: int, store: Store) -> None:
    """Booleans, dates, IRIs and strings narrow the rows too."""
    assert len(table(run(QUERIES[name], store, values)).rows) == rows


def test_every_parameter_on_both_engines(store: Store, graph: rdflib.Graph) -> None:
    """Whatever value a parameter takes, both engines agree."""
    from inspectkg.queries.parameters import store_labels

    labels = store_labels(store)
    given = {
        "date": ["2026-04-01"],
        "boolean": ["true"],
        "number": ["1"],
        "string": ["finding"],
        "iri": ["finding:a1-200"],
    }
    for query in QUERIES.values():
        for parameter in query.parameters:
            bases = [f"/{part}/" for part in parameter.schemes + parameter.kinds]
            slugs = sorted(iri.rsplit("/", 1)[1] for iri in labels if any(base in iri for base in bases))
            known = parameter.choices[:2] or given.get(parameter.type)
            for value in known or random.Random(query.name).sample(slugs, min(2, len(slugs))):
                text = bind(query, {parameter.name: value}, [lambda: labels])
                assert on_rdflib(query, text, graph) == run(query, store, {parameter.name: value}), (query.name, value)


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("ratings", {"grade": "inadequat"}, "did you mean inadequate"),
        ("ratings", {"colour": "red"}, "it takes: body, region, grade, aspect, previous"),
        ("ratings", {"previous": "maybe"}, "true or false"),
        ("ratings", {"grade": ""}, "empty"),
        ("ratings", {"grade": []}, "missing"),
        ("ratings", {"grade": "x" * 5000}, "longer"),
        ("ratings", {"grade": "\ud800"}, "broken"),
        ("findings", {"agency": "humbrside police"}, "did you mean Humberside Police"),
        ("findings", {"polarity": "warm"}, "it may be"),
        ("pledges-due", {"before": "1 May"}, "2025-07-31"),
        ("evidence", {"statement": "not an iri"}, "no IRI"),
        ("evidence", {"statement": "https://x/> } #"}, "no IRI"),
        ("evidence", {"kind": "\\u0022"}, "backslash"),
    ],
)
def test_wrong_values_are_refused(name: str, values: dict[str, str | list[str]], words: str, store: Store) -> None:
    """A wrong name or value is refused with the near right ones."""
    with pytest.raises(UsageError, match=re.escape(words)):
        run(QUERIES[name], store, values)


ECHO = """#+ params:
#+   - {name: word, type: string, variable: wanted}
SELECT ?wanted WHERE { VALUES ?wanted { UNDEF } }"""
NASTY = st.text(st.sampled_from("\"'\\{}<>#\n\r\t;.?$()|uU0022n \u2028é😀a"), min_size=1, max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.one_of(NASTY, st.text(min_size=1, max_size=60)))
def test_no_value_breaks_out(value: str) -> None:
    """Whatever is given comes back as it was, as one string, on both engines; or it is refused."""
    query = SavedQuery("echo", ECHO, "SELECT", Path("echo.rq"), own=True)
    try:
        text = bind(query, {"word": value})
    except UsageError:
        return
    assert table(run(query, Store(), {"word": value})).rows == ((Literal(value),),)
    rows = list(rdflib.Graph().query(text))
    assert [str(row[0]) for row in rows] == [value]  # pyright: ignore[reportUnknownVariableType, reportGeneralTypeIssues, reportIndexIssue]


@settings(max_examples=200, deadline=None)
@given(st.one_of(NASTY, st.text(max_size=60)), st.sampled_from(["slug", "iri", "number", "date", "boolean"]))
def test_no_typed_value_breaks_out(value: str, type: str) -> None:
    """A value of another type is refused, or becomes exactly one term a value."""
    header = ECHO.replace("type: string", f"type: {type}, schemes: [grade]")
    query = SavedQuery("echo", header, "SELECT", Path("echo.rq"), own=True)
    labels = {PREFIXES["grade"] + "good": ["good"]}
    try:
        text = bind(query, {"word": value}, [lambda: labels])
    except UsageError:
        return
    assert all(isinstance(s["wanted"], NamedNode | Literal) for s in Store().query(text))  # pyright: ignore[reportUnknownVariableType, reportGeneralTypeIssues, reportIndexIssue]
    rdflib.plugins.sparql.prepareQuery(text)
    assert guard.blanked(text).count("{") == 2


# ---------------------------------------------------------------- queries of the user's


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


# ---------------------------------------------------------------- formats


def test_formats_agree(store: Store) -> None:
    """Every format of rows says the same, and other parsers read it."""
    answer = table(run(QUERIES["statistics"], store))
    rows = list(answer.records())
    assert [
        {k: v["value"] for k, v in row.items()} for row in json.loads(render(answer, "json"))["results"]["bindings"]
    ] == rows
    found = list(csv.DictReader(io.StringIO(render(answer, "csv"), newline="")))
    assert [{k: v for k, v in row.items() if v} for row in found] == rows
    for format, kind in (
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ):
        parsed = parse_query_results(render(answer, format).encode(), format=kind)
        assert from_oxigraph(QUERIES["statistics"], parsed) == answer
    assert render(answer, "markdown").count("\n") == len(rows) + 2


@pytest.mark.parametrize("name", SELECTS)
def test_tables_fit_a_screen(name: str, store: Store) -> None:
    """A table is at most a hundred columns wide and holds every word of every quote."""
    answer = table(run(QUERIES[name], store))
    text = render(answer, "table")
    assert all(columns_of(line) <= 100 for line in text.splitlines() if "https://" not in line and "…" not in line)
    for record in answer.records():
        assert all(word in text for word in record.get("quote", "").split())


def test_a_table_cannot_steer_the_terminal() -> None:
    """Control characters of a quote are shown as such; wide characters are counted as wide."""
    text = render(Table(("a", "b"), ((Literal("\x1b[31m名"), Literal("x")),)), "table")
    assert "\x1b" not in text and "\ufffd[31m名" in text


def test_formats_that_do_not_fit(store: Store) -> None:
    """Rows have no Turtle, triples no CSV, and an unknown format is told the known ones."""
    rows, triples = run(QUERIES["people"], store), run(QUERIES["region-dossier"], store, {"region": "north-east"})
    for answer, format in ((rows, "turtle"), (triples, "csv"), (rows, "pdf")):
        with pytest.raises(UsageError, match="choose one of"):
            render(answer, format)
    assert render(Table(("a",), ()), "table") == "(no rows)\n"
    for format in FORMATS:
        assert render(Verdict(True), format) if format in ("table", "json", "xml", "csv") else True


def test_region_dossier(store: Store) -> None:
    """The dossier of a region holds its units' statements, and no other region's; it is Turtle that parses."""
    answer = run(QUERIES["region-dossier"], store, {"region": "north-east"})
    text = render(answer, "turtle")
    assert set(open_text(text)) == set(answer.triples if isinstance(answer, TripleSet) else ())
    assert not getattr(run(QUERIES["region-dossier"], store, {"region": "wales"}), "triples", None)
    assert rdflib.Graph().parse(data=render(answer, "jsonld"), format="json-ld")


def open_text(text: str) -> list[object]:
    from pyoxigraph import RdfFormat, parse

    return [quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("seed", ["0", "1", "77"])
def test_bytes_do_not_depend_on_the_hash_seed(seed: str, store: Store) -> None:
    """The same bytes in another process with another hash seed, locale and time zone."""
    code = (
        "import sys; from pathlib import Path; from inspectkg.queries.catalogue import load_query\n"
        "from inspectkg.queries.formats import render; from inspectkg.queries.running import run\n"
        "from inspectkg.store import open_store; s = open_store([Path(sys.argv[1])])\n"
        "sys.stdout.buffer.write(render(run(load_query('region-dossier'), s), 'turtle').encode())\n"
        "sys.stdout.buffer.write(render(run(load_query('findings'), s), 'json').encode())\n"
    )
    environment = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code, str(SAMPLE)], capture_output=True, env=environment, check=True)
    here = render(run(QUERIES["region-dossier"], store), "turtle") + render(run(QUERIES["findings"], store), "json")
    assert done.stdout.decode() == here


def test_a_cold_start_imports_little() -> None:
    """Running a saved query loads neither rdflib, SPARQLWrapper, YAML nor multiprocessing."""
    code = (
        "import sys; from pathlib import Path; from inspectkg.queries.catalogue import load_query\n"
        "from inspectkg.queries.formats import render; from inspectkg.queries.running import run_on_files\n"
        "render(run_on_files(load_query('findings'), [Path(sys.argv[1])]), 'table')\n"
        "print([m for m in ('rdflib', 'SPARQLWrapper', 'yaml', 'multiprocessing', 'difflib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(SAMPLE)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
