"""Publishing puts exactly the graph into a real store, changes what changed alone, and survives being killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import Run
from passages import REACHES, passing
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize
from servers import Server, has_virtuoso, oxigraph, virtuoso

from inspectkg.endpoints import publishing, record
from inspectkg.errors import InputError
from inspectkg.store import read_quads

BUNDLED = Path(__file__).parents[1] / "graph" / "inspections.trig"
FOREIGN = "https://example.org/not-ours"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as found:
        yield found


def wanted(path: Path) -> dict[str, set[str]]:
    """What the store has to hold of the file PATH, by graph, as Oxigraph writes it."""
    store = Store()
    store.extend(read_quads(path))
    graphs = {name.value: set[str]() for name in store.named_graphs() if isinstance(name, NamedNode)}
    for quad in store:
        assert isinstance(quad.graph_name, NamedNode)
        graphs[quad.graph_name.value].add(str(quad.triple))
    return graphs


def held(server: Server) -> dict[str, set[str]]:
    """What an Oxigraph server holds, by graph."""
    request = urllib.request.Request(server.store, headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=60) as response:
        quads = list(parse(response.read(), format=RdfFormat.N_QUADS))
    found: dict[str, set[str]] = {}
    for quad in quads:
        assert isinstance(quad.graph_name, NamedNode)
        found.setdefault(quad.graph_name.value, set()).add(str(quad.triple))
    return found


def ours(server: Server) -> dict[str, set[str]]:
    """What it holds of the file: without the record and the whole reference data."""
    left_out = (record.GRAPH, publishing.REFERENCE, FOREIGN)
    return {name: lines for name, lines in held(server).items() if name not in left_out}


def smaller(folder: Path, *, without: int) -> Path:
    """The bundled graph without one of its graphs, and with a triple less in another."""
    quads = read_quads(BUNDLED)
    names = sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)})
    left = [quad for quad in quads if quad.graph_name != NamedNode(names[without])]
    path = folder / "smaller.nq"
    path.write_bytes(serialize(left[1:], format=RdfFormat.N_QUADS) or b"")
    return path


@pytest.mark.parametrize("way", ["store", "update"])
def test_publishing_again_and_again(way: str, server: Server, inside: Run, tmp_path: Path) -> None:
    """The store holds what the file does; nothing is sent twice; what is gone is removed, what is not ours stays."""
    foreign = f"{server.store}?graph={quote(FOREIGN, safe='')}"
    body = b"<https://example.org/a> <https://example.org/b> 1 ."
    put = urllib.request.Request(foreign, body, {"Content-Type": "text/turtle"}, method="PUT")
    urllib.request.urlopen(put, timeout=30).close()
    to = (f"--{way}", getattr(server, way))
    first = inside("publish", *to)
    assert first.code == 0, first.err
    assert ours(server) == wanted(BUNDLED)
    assert " 5 put, 0 removed, 0 unchanged" in first.err or way == "update"
    assert " 0 put, 0 removed, 5 unchanged" in inside("publish", *to).err
    path = smaller(tmp_path, without=1)
    plan = inside("publish", "--graph", path, *to, "--dry-run")
    assert plan.code == 0 and plan.text.count("put\t") == 1 and plan.text.count("removed\t") == 1
    assert ours(server) == wanted(BUNDLED), "a dry run writes nothing"
    assert " 1 put, 1 removed, 3 unchanged" in inside("publish", "--graph", path, *to).err
    assert ours(server) == wanted(path)
    assert FOREIGN in held(server)
    assert " 1 removed" in inside("publish", "--graph", path, *to, "--no-reference").err
    assert publishing.REFERENCE not in held(server)


def kill_and_run_again(
    way: str, address: str, times: int, folder: Path, inside: Run, held: Callable[[], dict[str, set[str]]]
) -> None:
    """Kill a publish at TIMES of its requests, from the first to the last; after each, the next has to leave HELD as
    the file is.
    """
    files, to = [BUNDLED, smaller(folder, without=0)], (f"--{way}", address)
    with passing(address) as passage:
        assert inside("publish", f"--{way}", passage.url, "--all").code == 0
        requests = passage.asked
        assert requests >= times
        for number in range(times):
            path = files[number % 2]
            passage.kill(1 + number * (requests - 1) // (times - 1), REACHES[number % 3])
            command = [sys.executable, "-m", "inspectkg", "publish", "--graph", str(path), f"--{way}", passage.url]
            process = subprocess.Popen([*command, "--all"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            passage.victims.put(process)
            assert process.wait(60) == -signal.SIGKILL
            if number % 2:  # what was begun with one file is finished with another
                path = files[0]
            done = inside("publish", "--graph", path, *to)
            assert done.code == 0, done.err
            assert held() == wanted(path)
            again = inside("publish", "--graph", path, *to)
            assert " 0 put, 0 removed" in again.err


@pytest.mark.parametrize(("way", "times"), [("store", 6), ("update", 4)])
def test_a_killed_publish_is_completed_by_the_next(
    way: str, times: int, server: Server, inside: Run, tmp_path: Path
) -> None:
    """Killed at whatever request, run again: nothing is lost, doubled or forgotten."""
    kill_and_run_again(way, getattr(server, way), times, tmp_path, inside, lambda: ours(server))


def test_a_large_graph_goes_in_parts(server: Server, inside: Run, tmp_path: Path) -> None:
    """More triples than one update holds arrive, each once, whatever their text is."""
    path, name = tmp_path / "large.nq", NamedNode("https://example.org/large")
    quads = [
        Quad(NamedNode(f"https://example.org/{n}"), NamedNode("https://example.org/says"), _text(n), name)
        for n in range(1500)
    ]
    path.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    assert inside("publish", "--graph", path, "--update", server.update, "--no-reference").code == 0
    assert ours(server) == wanted(path)


def _text(number: int):
    from pyoxigraph import Literal

    return Literal(f'{number} "quoted" \\ back\nline }} . ; # é 𝄞 ' + "x" * (number % 300), language="en")


def test_what_cannot_be_published(inside: Run, tmp_path: Path, server: Server) -> None:
    """Triples outside named graphs, our own record, no target or two, an address that takes no graphs."""
    path = tmp_path / "flat.ttl"
    path.write_text("<https://example.org/a> <https://example.org/b> 1 .", "utf-8")
    told = inside("publish", "--graph", path, "--store", server.store)
    assert told.code == 2 and "no named graph" in told.err and "flat.ttl" in told.err
    assert inside("publish").code == 2
    assert inside("publish", "--store", server.store, "--update", server.update).code == 2
    wrong = inside("publish", "--store", server.query)
    assert wrong.code == 2 and "\n" not in wrong.err.strip()
    secret = inside("publish", "--store", "http://ann:pw@127.0.0.1/")
    assert secret.code == 2 and "pw" not in secret.err and "environment" in secret.err


def test_the_record_may_not_come_with_a_file() -> None:
    """A file that brings a record would make us remove graphs that we never published."""
    one = NamedNode("https://example.org/a")
    with pytest.raises(InputError, match="record"):
        publishing.named_graphs([Quad(one, one, one, NamedNode(record.GRAPH))])


def test_blank_nodes_have_one_version(tmp_path: Path) -> None:
    """A graph with blank nodes is known again, whatever they are called."""
    texts = [
        "<https://g/> { [] <https://p/> [ <https://q/> 1 ] }",
        "<https://g/> { _:z <https://p/> _:a . _:a <https://q/> 1 }",
    ]
    versions: set[str] = set()
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.trig"
        path.write_text(text, "utf-8")
        versions.add(publishing.version(publishing.named_graphs(read_quads(path))["https://g/"]))
    assert len(versions) == 1


@pytest.mark.skipif(not has_virtuoso(), reason="Virtuoso is not installed: make virtuoso")
@pytest.mark.parametrize("way", ["store", "update"])
def test_publishing_to_virtuoso(
    way: str, virtuoso_server: Server, inside: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Digest authentication and small updates: it holds as many triples in each graph as the file."""
    monkeypatch.setenv("INSPECTKG_USER", virtuoso_server.user)
    monkeypatch.setenv("INSPECTKG_PASSWORD", virtuoso_server.password)
    done = inside("publish", f"--{way}", getattr(virtuoso_server, way), "--all")
    assert done.code == 0, done.err
    assert " 0 put, 0 removed, 5 unchanged" in inside("publish", f"--{way}", getattr(virtuoso_server, way)).err
    for name, lines in wanted(BUNDLED).items():
        text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        request = urllib.request.Request(f"{virtuoso_server.query}?query={quote(text)}", headers={"Accept": "text/csv"})
        with urllib.request.urlopen(request, timeout=60) as response:
            assert int(response.read().split()[-1]) == len(lines)
    monkeypatch.setenv("INSPECTKG_PASSWORD", "wrong-value")
    refused = inside("publish", f"--{way}", getattr(virtuoso_server, way), "--all")
    assert refused.code == 2 and "wrong-value" not in refused.err


def held_by_virtuoso(server: Server) -> dict[str, set[str]]:
    """What Virtuoso holds of the graphs of the file, read by the Graph Store Protocol."""
    found: dict[str, set[str]] = {}
    for name in wanted(BUNDLED):
        address = f"{server.query}-graph-crud?graph={quote(name, safe='')}"
        request = urllib.request.Request(address, headers={"Accept": "text/plain"})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                quads = parse(response.read(), format=RdfFormat.N_TRIPLES)
                found[name] = {str(quad.triple) for quad in quads}
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
    return found


@pytest.mark.skipif(not has_virtuoso(), reason="Virtuoso is not installed: make virtuoso")
def test_a_killed_publish_to_virtuoso_is_completed_by_the_next(
    virtuoso_server: Server, inside: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Oxigraph; what is compared are the triples, not how many there are."""
    monkeypatch.setenv("INSPECTKG_USER", virtuoso_server.user)
    monkeypatch.setenv("INSPECTKG_PASSWORD", virtuoso_server.password)
    address = virtuoso_server.store
    kill_and_run_again("store", address, 4, tmp_path, inside, lambda: held_by_virtuoso(virtuoso_server))


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as found:
        yield found
