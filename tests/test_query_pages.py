"""What is drawn from the headers of the queries: descriptions, pages, RDF, completion in the shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import query_pages
import rdflib
import rdflib.plugins.sparql
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from test_catalogue import GOOD, own

from inspectkg.errors import UsageError
from inspectkg.ontology.namespaces import PREFIXES, QUERY
from inspectkg.paragraphs import columns_of
from inspectkg.queries.catalogue import SavedQuery, catalogue, names
from inspectkg.queries.choices import call, choices, example
from inspectkg.queries.describing import describe
from inspectkg.queries.executables import executables
from inspectkg.queries.formats import render
from inspectkg.queries.pages import page, pages
from inspectkg.queries.running import run as ask
from inspectkg.store import bundled_graph, open_store

QUERIES = catalogue()

current = cache(pages)


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
        assert 0 < len(getattr(ask(QUERIES[name], store, given), "rows", ())) < QUERIES[name].expect
    assert call(QUERIES["people"], {"name": "it's"}) == "inspectkg query people -p 'name=it'\"'\"'s'"


def test_a_query_of_the_users_own_is_described(tmp_path: Path) -> None:
    """By its summary where it has no question; without what is said of ours alone."""
    made = page(own(tmp_path, GOOD))
    assert "**Things**" in made and "`one`, `two`; `two` where none is given" in made
    assert "make pages" not in made and "****" not in made and "](../" not in made
    bare = own(tmp_path, "SELECT * { ?s ?p ?o }")
    assert "****" not in page(bare) and "SPARQL" in describe(bare)


def test_the_pages_are_current() -> None:
    """`make pages` rewrites them."""
    assert query_pages.written() == current()


def test_links_of_the_pages_lead_somewhere() -> None:
    """To files, and to headings of the page of values."""
    headings = set(re.findall(r"^## (.*)$", current()["values.md"], re.MULTILINE))
    for text in current().values():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _, heading = target.partition("#")
            assert (query_pages.FOLDER / path).exists(), target
            assert not heading or heading in headings, target


def test_a_page_shows_what_it_holds_and_no_markup_of_others() -> None:
    """What a query of the user's says cannot make a heading, a link or a table of its own."""
    hostile = GOOD.replace("Things", "'<b>x</b> | [a](b)'").replace("what is wanted", "'`x` | y'")
    made = page(
        SavedQuery("mine", hostile.replace("#+ summary", "#+ description"), "SELECT", Path("mine.rq"), own=True)
    )
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
