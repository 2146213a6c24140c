"""Asking from the command line: quick and whole way agree; labels, limits, widths and large answers."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.commands import quick
from inspectkg.commands.query import query

HERE = Path(__file__).parent
SAMPLE = HERE / "queries" / "sample.ttl"
WORDS = st.sampled_from(
    [*"query ratings findings -p --param -g --graph -f --format csv a=b = - -- -pa=b --format=csv --labels".split(),
     *"--endpoint x.rq ./x --help -h -x --graph= é".split(), "", "a b"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=7))
def test_the_quick_way_takes_a_call_as_click_does(arguments: list[str]) -> None:
    """Whatever the quick way takes, click reads in just the same way."""
    call = quick.plain_call(["query", *arguments])
    if call is None:
        return
    read = query.make_context("query", list(arguments)).params
    assert {key: value for key, value in read.items() if value} == {
        key: value
        for key, value in {
            "name": call[0],
            "graphs": tuple(map(Path, call[1]["graphs"])),
            "pairs": tuple(call[1]["pairs"]),
            "formats": tuple(call[1]["formats"]),
        }.items()
        if value
    }


def test_the_quick_way_takes_the_usual_calls_alone() -> None:
    """A plain question is answered quickly; help, lists and everything unusual is not."""
    assert quick.plain_call(["query", "ratings", "-p", "grade=good", "-f", "csv", "-g", "a.ttl"])
    for other in (["query"], ["build", "x"], ["query", "--help"], ["query", "ratings", "--labels"], ["query", "a.rq"]):
        assert quick.plain_call(other) is None


def test_a_plain_question_needs_no_click() -> None:
    """The libraries that a cold start would wait for stay where they are."""
    code = (
        "import sys; sys.argv = ['inspectkg', 'query', 'ratings']; from inspectkg.__main__ import main; main()\n"
        "print([m for m in ('click', 'dataclasses', 'json', 'csv', 'rdflib', 'decimal') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_cold_start_takes_about_half_of_importing_rdflib() -> None:
    """Start-up included, by processor time, the best of many runs of each in turn, for the machine may be busy.

    That it is less than half shows benchmarks/querying.py; here is room for what other programs take from the caches.
    """
    ours, theirs = [sys.executable, "-m", "inspectkg", "query", "ratings"], [sys.executable, "-c", "import rdflib"]
    taken = [(spent(ours), spent(theirs)) for _ in range(12)]
    assert min(our for our, _ in taken) < 0.6 * min(their for _, their in taken), taken


def spent(command: list[str]) -> float:
    """Processor seconds of a command, exact to the microsecond where the clock ticks of os.times are not."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", "rating"), "did you mean ratings"),
        (("query", "ratings", "-p", "grade=inadequat"), "did you mean inadequate"),
        (("query", "ratings", "-p", "grade"), "a name and a value"),
        (("query", "ratings", "-f", "turtle"), "rows, not triples"),
        (("query", "ratings", "-f", "pdf"), "unknown format"),
        (("query", "ratings", "-g", "missing.ttl"), "no such file"),
    ],
)
def test_both_ways_tell_the_same_mistakes(run, arguments, words, tmp_path) -> None:
    """A mistake ends with code 2 and the same words, whichever way it came."""
    quickly, wholly = run(*arguments), run("--debug", *arguments)
    assert (quickly.code, quickly.out, wholly.code) == (2, b"", 2)
    assert words in quickly.err and wholly.err.startswith(quickly.err)


OTHERS = "<http://example.org/a> <http://example.org/b> 'c' .\n"
OURS = "<http://example.org/a> <https://w3id.org/inspectkg/ontology/grade> <http://example.org/c> .\n"


@pytest.mark.parametrize("name", ["ratings", "region-dossier", "forces-and-information-sharing"])
@pytest.mark.parametrize("whole", [(), ("--debug",)])
def test_a_graph_of_another_vocabulary_is_told(run, tmp_path, name, whole) -> None:
    """No row, and once why; the reference data that some questions load are not the graph's."""
    (tmp_path / "others.ttl").write_text(OTHERS, "utf-8")
    done = run(
        *whole, "query", name, "-g", tmp_path / "others.ttl", "-f", "json" if name != "region-dossier" else "turtle"
    )
    assert done.code == 0 and "w3id" not in done.text
    assert done.err.count("has nothing of the vocabulary") == 1 and f" {name} " in done.err and ".rq" in done.err


def test_a_graph_of_ours_without_an_answer_is_not_told_so(run, tmp_path) -> None:
    """One term of ours is enough, in whatever file; a user's query that asks for none of ours has no note either."""
    (tmp_path / "ours.ttl").write_text(OURS.replace("grade", "title"), "utf-8")
    (tmp_path / "others.ttl").write_text(OTHERS, "utf-8")
    both = ("-g", tmp_path / "others.ttl", "-g", tmp_path / "ours.ttl")
    assert run("query", "ratings", *both).err == ""
    mine = asked(tmp_path, "SELECT ?s WHERE { ?s a ?nothing }")
    assert run("query", mine, "-g", tmp_path / "others.ttl").err == ""
    assert "nothing of the vocabulary" in run("query", asked(tmp_path, NODES), "-g", tmp_path / "others.ttl").err


# ---------------------------------------------------------------- a query of the user's


def asked(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8")
    return str(path)


NODES = """PREFIX ikg: <https://w3id.org/inspectkg/ontology/>
SELECT ?unit ?n WHERE { ?unit a ikg:ProbationDeliveryUnit BIND(1 AS ?n) } ORDER BY ?unit"""


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_query_that_is_none_is_not_described(run, tmp_path, form) -> None:
    """What would be refused when it is asked is refused when it is described, in the same words."""
    broken = asked(tmp_path, NODES.replace("}", ""))
    described = run("query", broken, "--describe", "-f", form)
    assert (described.code, described.out) == (2, b"") and described.err == run("query", broken).err
    assert run("query", asked(tmp_path, NODES), "--describe", "-f", form).code == 0


def test_nodes_have_labels(run, tmp_path) -> None:
    """People see labels in place of IRIs; --labels puts both into formats for programs."""
    mine = asked(tmp_path, NODES)
    assert "Tynemouth" in run("query", mine, "-g", SAMPLE).text and "pdu:" not in run("query", mine, "-g", SAMPLE).text
    assert "Tynemouth" in run("query", mine, "-g", SAMPLE, "-f", "markdown").text
    assert "Label" not in run("query", mine, "-g", SAMPLE, "-f", "json").text
    found = json.loads(run("query", mine, "-g", SAMPLE, "-f", "json", "--labels").text)
    assert found["head"]["vars"] == ["unit", "unitLabel", "n"]
    assert any(
        row["unitLabel"]["value"] == "Tynemouth" and row["unit"]["value"].endswith("/tynemouth")
        for row in found["results"]["bindings"]
    )


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_timeout(run, tmp_path) -> None:
    """A query that is not done in time ends with code 2 and says what to do; a saved one is held to it too."""
    done = run("query", asked(tmp_path, ENDLESS), "-g", SAMPLE, "--timeout", "0.3")
    assert done.code == 2 and "not done after 0.3 seconds" in done.err and "--timeout" in done.err
    assert run("query", "ratings", "--timeout", "30").out == run("query", "ratings").out
    assert run("query", "ratings", "--timeout", "0").code == 2


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_an_endless_query(tmp_path) -> None:
    """Ctrl-C stops the query and its process, and leaves no file half-written."""
    command = [sys.executable, "-m", "inspectkg", "query", asked(tmp_path, ENDLESS), "-f", "csv=out.csv"]
    child = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(1.5)
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=20)
    assert child.returncode == -signal.SIGINT and b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.rq"]


MANY = "SELECT ?a ?b ?c { ?a ?p ?b . ?c ?q ?d } LIMIT 600000"


@pytest.mark.parametrize("format", ["csv", "tsv", "json"])
def test_a_large_answer_takes_no_more_memory_than_a_small_one(format: str, tmp_path) -> None:
    """Hundreds of thousands of rows are written as they come: they take the memory of ten thousand."""
    program = (
        "import resource, sys; sys.argv = ['inspectkg', *sys.argv[1:]]; from inspectkg.__main__ import main; main()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    most = []
    for limit in (10_000, 600_000 if format == "tsv" else 300_000):
        mine = asked(tmp_path, MANY.replace("600000", str(limit)))
        command = [sys.executable, "-c", program, "query", mine, "-g", str(SAMPLE), "-f", f"{format}=out"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        most.append(int(done.stdout))
        lines = (tmp_path / "out").read_bytes().count(b"\n")
        assert lines == limit + (2 if format == "json" else 1)
    assert most[1] < most[0] + 12, most


def test_a_reader_that_has_enough(tmp_path) -> None:
    """A closed pipe ends a large answer quietly."""
    mine = asked(tmp_path, MANY)
    command = f'"{sys.executable}" -m inspectkg query "{mine}" -g "{SAMPLE}" -f csv | head -n 2'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 2


def test_named_graphs_may_be_asked(run, tmp_path) -> None:
    """A query of one's own sees the named graphs of a file as well."""
    mine = asked(tmp_path, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert run("query", mine, "-f", "csv").text.count("inspectkg/id/graph/") == 4


def test_help_of_query_names_every_option() -> None:
    """Every option has its help."""
    assert all(option.help for option in query.params if isinstance(option, click.Option))


@pytest.mark.parametrize("more", [(), ("--labels",)], ids=["quick", "whole"])
def test_an_answer_takes_the_place_of_no_graph_that_is_asked(more: tuple[str, ...], tmp_path: Path) -> None:
    """By the quick way and by the whole one; the file stays as it was."""
    graph = tmp_path / "a.ttl"
    graph.write_bytes(SAMPLE.read_bytes())
    command = [sys.executable, "-m", "inspectkg", "query", "ratings", "--graph", str(graph), *more]
    done = subprocess.run([*command, "--format", f"csv={graph}"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "would overwrite what is read" in done.stderr
    assert graph.read_bytes() == SAMPLE.read_bytes()
