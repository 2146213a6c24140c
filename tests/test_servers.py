"""The same command gives the same bytes on files, on an Oxigraph server and on Virtuoso, for every saved question."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run, run_module
from given_values import two_of_each
from query_texts import opened
from servers import VIRTUOSO_PASSWORD, Server, has_virtuoso, oxigraph, virtuoso

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.endpoints.examining import data_lines, features, rows_of, same
from inspectkg.errors import EndpointError, UsageError
from inspectkg.queries.catalogue import SavedQuery, load_query, names
from inspectkg.queries.formats import render
from inspectkg.queries.running import run as ask
from inspectkg.queries.running import run_on_files
from inspectkg.store import open_store

TEXTS = Path(__file__).parent / "texts"
BUNDLED = Path(__file__).parents[1] / "graph" / "inspections.trig"
#: Few texts, with grades of several bodies, copies, contradictions, pledges and a youth justice service.
CHOSEN = ("02-", "04-", "06-", "07-", "r13-", "s04-", "s08-", "s11-", "u02-", "u03-", "u13-")

#: The questions that have parameters.
NARROWED = [name for name in names() if load_query(name).parameters]

needs_virtuoso = pytest.mark.skipif(not has_virtuoso(), reason="Virtuoso is not installed: make virtuoso")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of some of the test texts."""
    folder = tmp_path_factory.mktemp("texts")
    sources = [path for path in sorted(TEXTS.glob("*.txt")) if path.name.startswith(CHOSEN)]
    assert len(sources) == len(CHOSEN)
    done = run_module(["build", *sources, "--output", "texts.trig", "--no-check"], folder)
    assert done.code in (0, 2), done.err
    return folder / "texts.trig"


def published(graph: Path, server: Server, folder: Path) -> str:
    login = {"INSPECTKG_USER": server.user, "INSPECTKG_PASSWORD": server.password}
    done = run_module(
        ["publish", "--graph", graph, "--store", server.store], folder, env=login if server.user else None
    )
    assert done.code == 0, done.err
    return server.query


@pytest.fixture(scope="module")
def oxigraphs(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Servers that keep named graphs apart, by what was published to them."""
    folder = tmp_path_factory.mktemp("oxigraph")
    with oxigraph(folder / "b") as one, oxigraph(folder / "t", "--union-default-graph") as two:
        yield {"bundled": published(BUNDLED, one, folder), "texts": published(texts, two, folder)}


@pytest.fixture(scope="module")
def virtuosos(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Virtuoso, as it is shipped, by what was published to it."""
    one, two = tmp_path_factory.mktemp("virtuoso"), tmp_path_factory.mktemp("virtuoso")
    with virtuoso(one) as first, virtuoso(two) as second:
        yield {"bundled": published(BUNDLED, first, one), "texts": published(texts, second, two)}


def assert_same(name: str, graph: Path, url: str) -> None:
    query = load_query(name)
    written_as = "json" if query.form == "SELECT" else "turtle"
    expected = ask(query, opened(graph, query.reference))
    assert render(run_on_endpoint(query, url), written_as) == render(expected, written_as)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("which", ["bundled", "texts"])
def test_oxigraph_answers_as_the_embedded_store(which: str, name: str, oxigraphs: dict[str, str], texts: Path) -> None:
    """Whether the server unites its named graphs or keeps them apart."""
    assert_same(name, {"bundled": BUNDLED, "texts": texts}[which], oxigraphs[which])


@needs_virtuoso
@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("which", ["bundled", "texts"])
def test_virtuoso_answers_as_the_embedded_store(which: str, name: str, virtuosos: dict[str, str], texts: Path) -> None:
    """Its quirks are met by how the questions are written and asked, never by leaving out rows."""
    assert_same(name, {"bundled": BUNDLED, "texts": texts}[which], virtuosos[which])


def assert_same_of_two(name: str, graph: Path, url: str) -> None:
    query = load_query(name)
    store = opened(graph, query.reference)
    for wanted in two_of_each(query, store):
        assert run_on_endpoint(query, url, wanted) == ask(query, store, wanted), wanted


@pytest.mark.parametrize("name", NARROWED)
def test_two_values_of_a_parameter(name: str, oxigraphs: dict[str, str], texts: Path) -> None:
    """What fits either of them is a row, once."""
    assert_same_of_two(name, texts, oxigraphs["texts"])


@needs_virtuoso
@pytest.mark.skipif(not os.environ.get("INSPECTKG_TEST_LARGE"), reason="takes long: make virtuoso")
@pytest.mark.parametrize("name", NARROWED)
def test_two_values_of_a_parameter_on_virtuoso(name: str, virtuosos: dict[str, str], texts: Path) -> None:
    """Which loses rows where VALUES stand beside EXISTS or OPTIONAL."""
    assert_same_of_two(name, texts, virtuosos["texts"])


def test_the_command_is_the_same(oxigraphs: dict[str, str], run: Run, tmp_path: Path) -> None:
    """With an address, with the name of a profile, and without: the same bytes."""
    (tmp_path / "inspectkg.toml").write_text(f'[endpoints.here]\nurl = "{oxigraphs["bundled"]}"\n', "utf-8")
    outcomes = [
        run("query", "ratings", "--format", "csv", *more)
        for more in ([], ["--endpoint", oxigraphs["bundled"]], ["--endpoint", "here"])
    ]
    assert {outcome.code for outcome in outcomes} == {0}
    assert len({outcome.out for outcome in outcomes}) == 1 and outcomes[0].out.count(b"\n") > 3
    wrong = run("query", "ratings", "--endpoint", "her")
    assert wrong.code == 2 and "did you mean here" in wrong.err


def test_parameters_on_servers(oxigraphs: dict[str, str]) -> None:
    """Parameters are bound the same way; what the reference data does not know, the endpoint is asked for."""
    wanted = {"grade": "requires-improvement", "region": "North East"}
    found = run_on_endpoint(load_query("ratings"), oxigraphs["bundled"], wanted)
    assert found == run_on_files(load_query("ratings"), [BUNDLED], wanted)
    with pytest.raises(UsageError, match="did you mean inadequate"):
        run_on_endpoint(load_query("ratings"), oxigraphs["bundled"], {"grade": "inadequat"})


@needs_virtuoso
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("ratings", {"grade": "inadequate"}),
        ("ratings", {"region": "north-west", "previous": "false"}),
        ("findings", {"topic": "information-sharing"}),
        ("pledges-due", {"before": "2026-01-01"}),
        ("ratings", {"body": "oldham"}),
        ("inspections", {"body": "barnsley-and-rotherham"}),
        ("latest-overall-ratings", {"grade": "inadequate"}),
        ("rating-history", {"region": "west-midlands"}),
        ("rating-shares", {"grade": "good"}),
        ("statistics", {"body": "Croydon"}),
        ("statistics", {"polarity": "positive"}),
    ],
)
def test_parameters_on_virtuoso(name: str, wanted: dict[str, str], virtuosos: dict[str, str], texts: Path) -> None:
    """What is narrowed has the same rows, too."""
    query = load_query(name)
    assert run_on_endpoint(query, virtuosos["texts"], wanted) == run_on_files(query, [texts], wanted)


@pytest.mark.parametrize("name", ["ratings", "statistics"])
def test_a_name_of_two_things_is_the_one_that_is_spoken_of(
    name: str, oxigraphs: dict[str, str], texts: Path, inside: Run
) -> None:
    """Derby has a probation unit and a youth justice service: on files and on servers the same one is meant."""
    found = inside("query", name, "-p", "body=derby", "--graph", texts, "--format", "csv")
    assert found.code == 0 and found.out.count(b"\n") > 1, found.err
    there = inside("query", name, "-p", "body=derby", "--endpoint", oxigraphs["texts"], "--format", "csv")
    assert there == found


@pytest.mark.parametrize(
    "more", [(), ("--labels", "--format", "csv"), ("--format", "markdown"), ("--labels", "--format", "json")]
)
def test_labels_on_servers(more: tuple[str, ...], oxigraphs: dict[str, str], texts: Path, inside: Run) -> None:
    """What the reference does not name, the endpoint is asked for."""
    found = inside("query", "inspection-coverage", "--graph", texts, *more)
    assert b"Inspection of " in found.out
    assert inside("query", "inspection-coverage", "--endpoint", oxigraphs["texts"], *more) == found


@needs_virtuoso
def test_labels_on_virtuoso(virtuosos: dict[str, str], texts: Path, inside: Run) -> None:
    """In the table and in columns of their own."""
    for more in [(), ("--labels", "--format", "csv")]:
        found = inside("query", "inspection-coverage", "--graph", texts, *more)
        assert inside("query", "inspection-coverage", "--endpoint", virtuosos["texts"], *more) == found


def test_an_error_of_a_server(oxigraphs: dict[str, str]) -> None:
    """A mistake that only the server sees comes back as its own words."""
    query = SavedQuery("mine", "SELECT ?x { ?s ?p }", "SELECT", Path("mine.rq"), own=False)
    with pytest.raises(EndpointError, match="refused the query"):
        run_on_endpoint(query, oxigraphs["bundled"])


@needs_virtuoso
def test_virtuoso_cuts_and_all_rows_come(virtuosos: dict[str, str]) -> None:
    """More rows than its limit, which it sorts for no window either: all are had in pages, each once."""
    query = SavedQuery("mine", "SELECT ?s ?p ?o { ?s ?p ?o FILTER(ISIRI(?o)) }", "SELECT", Path("m.rq"), own=False)
    numbers = " ".join(map(str, range(30)))
    text = f"SELECT ?a ?b ?c {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} }}"
    many = SavedQuery("mine", text, query.form, query.path, own=False)
    rows = rows_of(run_on_endpoint(many, virtuosos["bundled"]))
    assert len(rows) == len(set(rows)) == 30**3


# ---------------------------------------------------------------- doctor


def test_the_features_are_those_of_the_embedded_store(tmp_path: Path) -> None:
    """What doctor expects is what the reference gives; each feature has a name of its own."""
    path = tmp_path / "graph.nt"
    path.write_text("".join(data_lines()), "utf-8")
    store = open_store([path])
    found = features()
    assert len({feature.id for feature in found}) == len(found) >= 28
    for feature in found:
        text = feature.query.text.replace("FROM <https://w3id.org/inspectkg/id/graph/doctor>", "")
        asked = SavedQuery(feature.id, text, feature.query.form, path, own=True)
        from inspectkg.queries.answers import from_oxigraph

        got = rows_of(from_oxigraph(asked, store.query(text)))
        assert same(got, feature.rows, ordered=feature.ordered), (feature.id, got)


def test_doctor_finds_a_good_server_well(oxigraphs: dict[str, str], inside: Run) -> None:
    """Everything agrees, the test graph is gone afterwards, and the table and JSON say the same."""
    url = oxigraphs["bundled"]
    done = inside("doctor", "--endpoint", url, "--store", url.replace("/query", "/store"), "--format", "json")
    assert done.code == 0, done.text
    assert '"not tried"' not in done.text and '"differs"' not in done.text
    table = inside("doctor", "--endpoint", url)
    assert table.code == 0 and "not tried" in table.text
    assert rows_of(
        run_on_endpoint(
            SavedQuery(
                "a",
                "ASK { GRAPH <https://w3id.org/inspectkg/id/graph/doctor> { ?s ?p ?o } }",
                "ASK",
                Path("a.rq"),
                own=False,
            ),
            url,
        )
    ) == [("false",)]


@needs_virtuoso
def test_doctor_knows_what_virtuoso_does_otherwise(virtuosos: dict[str, str], run: Run) -> None:
    """What it gets wrong is told, and the code is 1; at risk is the one question alone that would show it.

    A decision on a text, which has no body, reads "inspections of" there.
    """
    url = virtuosos["bundled"]
    login = {"INSPECTKG_USER": "dba", "INSPECTKG_PASSWORD": VIRTUOSO_PASSWORD}
    done = run("doctor", "--endpoint", url, "--store", f"{url}-graph-crud-auth", env=login)
    assert done.code == 1
    assert "integer-division" in done.text and "gave 0 instead of 0.5" in done.text
    assert "gave 10000 of 13824 rows" in done.text
    assert "union-values" in done.text and done.err.strip().endswith("questions at risk: none")
