"""`publish --flat` keeps the default graph the union of what is published, and takes none that is somebody else's."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from servers import Server, oxigraph

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.endpoints.flat import flat_lines
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.running import run_on_files
from inspectkg.store import parse_quads, read_quads

BUNDLED = Path(__file__).parents[1] / "graph" / "inspections.trig"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as found:
        yield found


def flat(server: Server) -> set[str]:
    """What the server's default graph holds."""
    request = urllib.request.Request(f"{server.store}?default", headers={"Accept": "application/n-triples"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return {str(quad.triple) for quad in parse(response.read(), format=RdfFormat.N_TRIPLES)}


def written(path: Path) -> set[str]:
    """What it has to hold of the file PATH, as Oxigraph writes it."""
    return {str(quad.triple) for quad in read_quads(path)}


def put_by_others(server: Server, text: bytes) -> None:
    request = urllib.request.Request(f"{server.store}?default", text, {"Content-Type": "text/turtle"}, method="PUT")
    urllib.request.urlopen(request, timeout=30).close()


@pytest.mark.parametrize("way", ["store", "update"])
def test_the_default_graph_follows(way: str, server: Server, inside: Run, tmp_path: Path) -> None:
    """It holds each triple once, is not sent twice, follows the file, and is emptied when it is not wanted any more."""
    to = (f"--{way}", getattr(server, way), "--no-reference")
    first = inside("publish", *to, "--flat")
    assert first.code == 0, first.err
    assert flat(server) == written(BUNDLED)
    assert " 0 put, 0 removed, 5 unchanged" in inside("publish", *to, "--flat").err
    path = tmp_path / "smaller.nq"
    path.write_bytes(serialize(read_quads(BUNDLED)[1:], format=RdfFormat.N_QUADS) or b"")
    assert " 2 put, 0 removed, 3 unchanged" in inside("publish", "--graph", path, *to, "--flat").err
    assert flat(server) == written(path)
    assert " 1 removed" in inside("publish", "--graph", path, *to).err
    assert flat(server) == set()


@pytest.mark.parametrize("way", ["store", "update"])
def test_a_default_graph_of_others_stays(way: str, server: Server, inside: Run) -> None:
    """Nothing is replaced that was not published from here, and nothing else is begun then."""
    put_by_others(server, b"<https://example.org/a> <https://example.org/b> 1 .")
    before = flat(server)
    refused = inside("publish", f"--{way}", getattr(server, way), "--flat", "--all")
    assert refused.code == 2 and "not published from here" in refused.err and "put," not in refused.err
    assert flat(server) == before and len(before) == 1
    put_by_others(server, b"")


def test_questions_are_answered_from_the_default_graph(server: Server, inside: Run) -> None:
    """With the rows of the embedded store, and without naming any graph."""
    assert inside("publish", "--store", server.store, "--flat").code == 0
    for name in ("bodies-by-grade", "evidence", "rating-shares", "region-dossier", "weakest-topics"):
        query = load_query(name)
        assert run_on_endpoint(query, server.query) == run_on_files(query, [BUNDLED]), name
    assert inside("publish", "--store", server.store).code == 0


def test_blank_nodes_of_two_graphs_stay_two() -> None:
    """They have one name in each graph, and are two nodes all the same."""
    text = b'<https://g/1> { [] <https://p/> "one" } <https://g/2> { [] <https://p/> "two" }'
    lines = flat_lines(parse_quads(text, RdfFormat.TRIG))
    assert len({line.split()[0] for line in lines}) == 2 == len(lines)
    one = NamedNode("https://a/")
    both = [Quad(one, one, one, NamedNode("https://g/1")), Quad(one, one, one, NamedNode("https://g/2"))]
    assert flat_lines(both, [f"{one} {one} {one} .\n"]) == [f"{one} {one} {one} .\n"]
