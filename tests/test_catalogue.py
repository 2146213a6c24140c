"""The catalogue: every numbered question has its answer or its reason, every header holds, and all is drawn from it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import query_pages
import query_texts
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from inspectkg.errors import InputError, UsageError
from inspectkg.ontology.namespaces import PREFIXES, QUERY
from inspectkg.queries.answers import Table
from inspectkg.queries.catalogue import SavedQuery, catalogue, load_query, names
from inspectkg.queries.choices import call, choices, example
from inspectkg.queries.describing import describe
from inspectkg.queries.executables import executables
from inspectkg.queries.formats import render
from inspectkg.queries.gaps import gaps
from inspectkg.queries.header import HeaderError, mistakes, read_header
from inspectkg.queries.layout import columns_of
from inspectkg.queries.pages import page, pages
from inspectkg.queries.running import run, run_on_files
from inspectkg.store import bundled_graph, open_store

QUERIES = catalogue()
QUESTIONS = range(1, 37)


# ---------------------------------------------------------------- the questions


@pytest.mark.parametrize("number", QUESTIONS)
def test_each_question_is_answered_or_a_gap_with_a_reason(number: int) -> None:
    """None is forgotten, and none is both."""
    answering = [name for name, query in QUERIES.items() if number in query.numbers]
    missing = [gap for gap in gaps() if gap.number == number]
    assert bool(answering) != bool(missing)
    assert all(gap.question.endswith("?") and gap.reason and gap.instead for gap in missing)


def test_no_number_is_beyond_the_questions() -> None:
    """A number that means nothing would hide a question."""
    found = {number for query in QUERIES.values() for number in query.numbers} | {gap.number for gap in gaps()}
    assert found == set(QUESTIONS)


def test_the_list_of_questions_names_the_gaps(run) -> None:
    """As such, with the reason: for people and for programs."""
    for gap in gaps():
        assert gap.reason.split(".")[0] in " ".join(run("query").text.split())
        rows = json.loads(run("query", "--format", "json").out)["results"]["bindings"]
        (named,) = [row for row in rows if row["question"]["value"] == gap.question]
        assert "name" not in named and gap.reason in named["gap"]["value"]


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize("name", names())
def test_each_header_fits_the_schema(name: str) -> None:
    """And has what the pages need."""
    header = read_header(QUERIES[name].text)
    assert mistakes(header) == []
    assert {"summary", "question", "description", "tags", "expect"} <= header.values.keys()
    for parameter in QUERIES[name].parameters:
        assert parameter.type != "string" or parameter.choices, "what a text may be is known"


@pytest.mark.parametrize("name", names())
def test_the_bundled_graph_answers_as_expected(name: str) -> None:
    """At least as many rows as the header says."""
    answer = run_on_files(QUERIES[name])
    assert len(answer.rows if isinstance(answer, Table) else getattr(answer, "triples", ())) >= QUERIES[name].expect


GOOD = """#+ summary: Things
#+ params:
#+   - name: kind
#+     type: string
#+     variable: wanted
#+ enumerate:
#+   - kind: [one, two]
#+ defaults:
#+   - kind: two
#+ columns:
#+   wanted: what is wanted
#+ expect: 1
SELECT ?wanted WHERE { VALUES ?wanted { UNDEF } }
"""
WRONG = [
    ("#+ params:", "#+ parms:", 2, "did you mean params"),
    ("#+ summary: Things", "#+ summary: [Things]", 1, "`summary` must be a text"),
    ("#+ summary: Things", "#+ summary: a: b", 1, "not valid YAML"),
    ("#+ summary: Things", "#+ summary: &a Things\n#+ question: *a", 1, "write it out"),
    ("#+ summary: Things", "#+ question: Things", 1, "question mark"),
    ("#+ summary: Things", "#+ summary: Things\n#+ summary: More", 2, "stands twice"),
    ("#+     type: string", "#+     type: text", 4, "must be one of slug, iri, string"),
    ("#+     type: string\n", "", 3, "`params[1]` lacks `type`"),
    ("#+     variable: wanted", "#+     variable: wan-ted", 5, "name of letters, digits"),
    ("#+     variable: wanted", "#+     variable: other", None, "no block VALUES ?other"),
    ("#+   - kind: [one, two]", "#+   - kind: one", 7, "must be a list"),
    ("#+   - kind: two", "#+   - colour: two", 9, "is no parameter"),
    ("#+   - kind: two", "#+   - {kind: two, colour: red}", 9, "one `name: value`"),
    ("#+ expect: 1", "#+ expect: many", 12, "must be a whole number"),
    ("#+ expect: 1", "#+ expect: -1", 12, "at least 0"),
    ("#+ expect: 1", "#+ number: [a]", 12, "a whole number from 1"),
]


def own(tmp_path: Path, text: str) -> SavedQuery:
    path = tmp_path / "mine.rq"
    path.write_text(text, "utf-8")
    return load_query(path)


def test_a_header_of_the_users_own(tmp_path: Path) -> None:
    """Its parameters work as ours do: values by name, the default where none is given, no other than those listed."""
    query = own(tmp_path, GOOD)
    assert [row["wanted"] for row in table(query, {}).records()] == ["two"]
    assert [row["wanted"] for row in table(query, {"kind": "one"}).records()] == ["one"]
    with pytest.raises(UsageError, match="did you mean two"):
        run(query, Store(), {"kind": "twoo"})
    assert "two where none is given" in describe(query)


def table(query: SavedQuery, values: dict[str, str]) -> Table:
    answer = run(query, Store(), values)
    assert isinstance(answer, Table)
    return answer


@pytest.mark.parametrize(("right", "wrong", "line", "words"), WRONG, ids=[case[3] for case in WRONG])
def test_a_broken_header_is_told_with_its_line(right, wrong, line, words, tmp_path: Path) -> None:
    """Each mistake, one change away from a good header, before anything is run."""
    assert GOOD.count(right) == 1
    with pytest.raises(InputError) as caught:
        own(tmp_path, GOOD.replace(right, wrong))
    assert words in str(caught.value)
    assert caught.value.line == line
    assert "mine.rq" in str(caught.value)


def test_headers_of_grlc_are_taken(tmp_path: Path) -> None:
    """What grlc alone understands is left alone."""
    text = "#+ endpoint: https://example.org/sparql\n#+ method: GET\n#+ pagination: 100\nSELECT * { ?s ?p ?o }"
    assert own(tmp_path, text).header["method"] == "GET"


@given(st.text(st.sampled_from("#+ab:-[]{}&*!|>'\"%@`\n \t0?"), max_size=60))
def test_any_header_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way."""
    source = "".join(f"#+ {line}\n" for line in text.split("\n"))
    try:
        header = read_header(source)
    except HeaderError as error:
        assert 1 <= error.line <= source.count("\n")
    else:
        assert all(line >= 1 and message for line, message in mistakes(header))


# ---------------------------------------------------------------- rows beyond the two articles


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of our texts, built once a session."""
    base = tmp_path_factory.getbasetemp()
    return query_texts.graph(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)


@pytest.mark.parametrize("case", query_texts.CASES["case"])
def test_rows_on_the_graph_of_our_texts(case: str, texts: Path) -> None:
    """Those that were read row by row; `make rows` rewrites them."""
    assert query_texts.rows(case, texts) == (query_texts.ROWS / f"{case}.csv").read_text("utf-8")


def test_every_query_is_asked_of_our_texts() -> None:
    """And no file of rows is left over."""
    assert {case.partition(".")[0] for case in query_texts.CASES["case"]} == set(names())
    assert {path.stem for path in query_texts.ROWS.glob("*.csv")} == set(query_texts.CASES["case"])


NATIONAL = """
@prefix aspect: <https://w3id.org/inspectkg/concept/aspect/> . @prefix level: <https://w3id.org/inspectkg/concept/level/> .
@prefix framework: <https://w3id.org/inspectkg/concept/framework/> . @prefix topic: <https://w3id.org/inspectkg/concept/topic/> .
@prefix standard: <https://w3id.org/inspectkg/concept/standard/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ikg: <https://w3id.org/inspectkg/ontology/> . @prefix polarity: <https://w3id.org/inspectkg/concept/polarity/> .
@prefix inspection: <https://w3id.org/inspectkg/id/inspection/> . @prefix finding: <https://w3id.org/inspectkg/id/finding/> .
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
        # The national finding beside the three local ones on victims, of which a copy repeats one.
        ("national-and-local-findings", [["Victims", "1", "0", "0", "0", "0", "2"]]),
        # One aspect graded beside the overall one; the framework of 2026 came too late.
        ("standards-frameworks", [["Tynemouth", "2025-07", "Units 2023", "2023", "1", "2"]]),
    ],
)
def test_what_the_sample_lacks(name: str, rows: list[list[str]]) -> None:
    """A national inspection and standards, on both engines."""
    sample = Path(__file__).parent / "queries" / "sample.ttl"
    store, graph = open_store([sample]), rdflib.Graph().parse(sample).parse(data=NATIONAL, format="turtle")
    store.load(NATIONAL.encode(), format=RdfFormat.TURTLE)
    answer = run(QUERIES[name], store)
    assert isinstance(answer, Table)
    assert [list(row.values()) for row in answer.records()] == rows
    assert [[str(term) for term in row] for row in graph.query(QUERIES[name].text)] == rows  # type: ignore


# ---------------------------------------------------------------- what is drawn from the header


@pytest.mark.parametrize("name", names())
def test_a_description_has_everything_and_fits(name: str) -> None:
    """Question, columns and parameters, on a hundred columns; its example has an answer where there is any."""
    query = QUERIES[name]
    text = describe(query)
    body, _, _ = text.partition("\nSPARQL\n")
    assert all(columns_of(line) <= 100 for line in body.splitlines())
    assert query.question in " ".join(text.split())
    assert all(f"  {column} " in text for column in query.columns)
    assert all(f"-p {parameter.name}=…" in text for parameter in query.parameters)


def test_an_example_is_one_that_narrows() -> None:
    """It gives some rows, and fewer than without."""
    store = open_store([bundled_graph()])
    for name in ("findings", "ratings", "body-dossier", "statistics"):
        given = example(QUERIES[name], store)
        assert 0 < len(getattr(run(QUERIES[name], store, given), "rows", ())) < QUERIES[name].expect
    assert call(QUERIES["people"], {"name": "it's"}) == "inspectkg query people -p 'name=it'\"'\"'s'"


def test_the_pages_are_current() -> None:
    """`make pages` rewrites them."""
    assert query_pages.written() == pages()


def test_links_of_the_pages_lead_somewhere() -> None:
    """To files, and to headings of the page of values."""
    headings = set(re.findall(r"^## (.*)$", pages()["values.md"], re.MULTILINE))
    for text in pages().values():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _, heading = target.partition("#")
            assert (query_pages.FOLDER / path).exists(), target
            assert not heading or heading in headings, target


def test_a_page_shows_what_it_holds_and_no_markup_of_others() -> None:
    """What a query of the user's says cannot make a heading, a link or a table of its own."""
    hostile = GOOD.replace("Things", "'<b>x</b> | [a](b)'").replace("what is wanted", "'`x` | y'")
    made = page(SavedQuery("mine", hostile.replace("#+ summary", "#+ description"), "SELECT", Path("mine.rq"), own=True))
    assert "<b>" not in made.split("```sparql")[0] and "\\[a\\](b)" in made and "\\`x\\` \\| y" in made


def test_the_queries_as_rdf(run) -> None:
    """Executables as editors load them: each query whole and valid, its prefixes declared, no blank nodes."""
    done = run("query", "--describe", "--format", "turtle")
    graph = rdflib.Graph().parse(data=done.out, format="turtle")
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    sh = rdflib.Namespace(PREFIXES["sh"])
    found = {str(node).removeprefix(QUERY) for node in graph.subjects(rdflib.RDF.type, sh.SPARQLExecutable)}
    assert found == set(names())
    for name in found:
        node = rdflib.URIRef(QUERY + name)
        kind = QUERIES[name].form
        assert (node, rdflib.RDF.type, sh[f"SPARQL{kind.title()}Executable"]) in graph
        text = str(graph.value(node, sh[kind.lower()]))
        rdflib.plugins.sparql.prepareQuery(text)
        assert "#+" not in text
        assert str(graph.value(node, rdflib.RDFS.comment)) == QUERIES[name].question
    for declaration in graph.objects(None, sh.declare):
        assert PREFIXES[str(graph.value(declaration, sh.prefix))] == str(graph.value(declaration, sh.namespace))
    assert run("query", "--describe", "--format", "turtle", env={"PYTHONHASHSEED": "7"}).out == done.out


def test_a_store_offers_the_queries_where_editors_look() -> None:
    """Loaded into the graph /.well-known/sparql-examples, the query that editors ask finds each with its text."""
    place = NamedNode("https://example.org/.well-known/sparql-examples")
    store = Store()
    store.load(render(executables(QUERIES.values()), "ntriples").encode(), format=RdfFormat.N_TRIPLES, to_graph=place)
    found = store.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?example ?comment ?text WHERE { GRAPH ?graph { ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|sh:describe ?text } }"""
    )
    assert len(list(found)) == len(QUERIES)  # type: ignore


def test_a_file_has_no_iri_to_be_described_by(tmp_path: Path) -> None:
    """Only a saved query has."""
    with pytest.raises(UsageError, match="only saved queries"):
        executables([own(tmp_path, GOOD)])


def test_descriptions_on_the_command_line(run) -> None:
    """As text, page and triples; not as rows; of an unknown question, the near ones."""
    assert run("query", "ratings", "--describe").text == describe(QUERIES["ratings"])
    assert run("query", "ratings", "--describe", "-f", "markdown").text == page(QUERIES["ratings"])
    assert list(parse(run("query", "ratings", "--describe", "-f", "jsonld").out, format=RdfFormat.JSON_LD))
    assert "choose one of table, markdown" in run("query", "ratings", "--describe", "-f", "csv").err
    assert "did you mean ratings" in run("query", "rating", "--describe").err
    assert "findings" in run("query", "--describe").text


# ---------------------------------------------------------------- the shell

SHELL = """source <(_INSPECTKG_COMPLETE=bash_source inspectkg)
COMP_WORDS=("$@"); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
_inspectkg_completion inspectkg
printf '%s\\n' "${COMPREPLY[@]}"
"""
TYPED = [
    (["query", "police-i"], ["police-information-sharing"]),
    (["query", "ratings", "-p", "gr"], ["grade="]),
    (["query", "ratings", "-p", "grade", "="], ["good", "inadequate", "outstanding", "requires-improvement"]),
    (["query", "ratings", "-p", "grade", "=", "in"], ["inadequate"]),
    (["query", "ratings", "-p", "grade", "=", "good,in"], ["good,inadequate"]),
    (["query", "ratings", "--param", "region", "=", "north"], ["north-east", "north-west"]),
    (["query", "-p", "kind", "=", "fin", "body-dossier", "-p", "bo"], ["body="]),
    (["query", "ratings", "-p", "colour", "=", "r"], []),
    (["query", "nothing", "-p", "gr"], []),
]


@pytest.mark.parametrize(("words", "offered"), TYPED, ids=[" ".join(words) for words, _ in TYPED])
def test_bash_completes(words: list[str], offered: list[str]) -> None:
    """As bash splits what is typed: at each `=` too."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", SHELL, "bash", "inspectkg", *words],
        env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [line for line in done.stdout.splitlines() if line] == offered


@pytest.mark.parametrize(("shell", "separator"), [("zsh", "\n"), ("fish", "\n")])
def test_other_shells_get_whole_words(shell: str, separator: str) -> None:
    """They split at spaces alone."""
    environment = {**os.environ, "_INSPECTKG_COMPLETE": f"{shell}_complete", "COMP_CWORD": "4"}
    if shell == "fish":
        environment |= {"COMP_WORDS": "inspectkg query ratings -p", "COMP_CWORD": "grade=in"}
    else:
        environment |= {"COMP_WORDS": "inspectkg query ratings -p grade=in"}
    path = Path(sys.executable).parent / "inspectkg"
    done = subprocess.run([path], env=environment, capture_output=True, text=True, check=False)
    assert "grade=inadequate" in done.stdout


def test_choices_are_the_reference_data_or_the_list() -> None:
    """Slugs with their labels; words without."""
    parameters = {each.name: each for each in QUERIES["body-dossier"].parameters}
    assert choices(parameters["body"])["kirklees"] == "Kirklees"
    assert list(choices(parameters["kind"])) == ["rating", "finding", "statistic", "recommendation"]
