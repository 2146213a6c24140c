"""Names of blank nodes: those of RDFC-1.0, on easy and hard graphs, and never for ever."""

from __future__ import annotations

import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg import cli
from inspectkg.errors import InputError
from inspectkg.export.canonical import canonical_lines

NODES = [ox.BlankNode(name) for name in "abcdef"]
PREDICATES = [ox.NamedNode("http://e/p"), ox.NamedNode("http://e/q")]


def oxigraph(quads: list[ox.Quad]) -> list[str]:
    """What the second implementation makes of QUADS."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def edges(pairs) -> list[ox.Quad]:
    """A graph whose nodes are told apart by nothing but their edges."""
    return [ox.Quad(ox.BlankNode(f"n{a}"), PREDICATES[0], ox.BlankNode(f"n{b}")) for a, b in pairs]


SUBJECTS = st.sampled_from([*NODES, ox.NamedNode("http://e/s")])
OBJECTS = st.sampled_from([*NODES, ox.NamedNode("http://e/o"), ox.Literal("x")])
GRAPHS = st.sampled_from([ox.DefaultGraph(), NODES[0], ox.NamedNode("http://e/g")])


@given(st.lists(st.builds(ox.Quad, SUBJECTS, st.sampled_from(PREDICATES), OBJECTS, GRAPHS), max_size=12))
def test_any_small_graph_is_named_as_oxigraph_names_it(quads):
    """Two implementations of the Recommendation agree."""
    assert canonical_lines(quads) == oxigraph(quads)


@pytest.mark.parametrize(
    "pairs",
    [
        [(i, (i + 1) % 30) for i in range(30)],
        [(i, (i + 1) % 3) for i in range(3)] + [(3 + i, 3 + (i + 1) % 3) for i in range(3)],
        [(i, j) for i in range(5) for j in range(5) if i != j],
        [(i, i ^ bit) for i in range(8) for bit in (1, 2, 4)],
        [(i, j) for i in range(3) for j in range(3, 6)],
    ],
    ids=["ring", "two triangles", "clique", "cube", "bipartite"],
)
def test_graphs_without_any_mark_are_named_as_oxigraph_names_them(pairs):
    """Rings, cliques and cubes, where no node differs from the next."""
    assert canonical_lines(edges(pairs)) == oxigraph(edges(pairs))


@pytest.mark.parametrize(
    "pairs",
    [
        [(i, j) for i in range(12) for j in range(12) if i != j],
        [(i, j) for i in range(12) for j in range(12, 24)],
        [(i, (i + 1) % 5_000) for i in range(5_000)],
        [(i, i ^ (1 << bit)) for i in range(256) for bit in range(8)],
    ],
    ids=["clique of 12", "12 by 12", "ring of 5,000", "cube of 8 dimensions"],
)
def test_poison_is_refused_within_seconds(pairs):
    """Naming these would take hours; the message says what to do."""
    begun = time.process_time()
    with pytest.raises(InputError, match="give them IRIs"):
        canonical_lines(edges(pairs))
    assert time.process_time() - begun < 60


def test_many_nodes_that_differ_are_named():
    """Ten thousand shapes, each with its own path, are no poison."""
    quads = [ox.Quad(ox.BlankNode(f"n{i}"), PREDICATES[0], ox.Literal(str(i))) for i in range(10_000)]
    assert len(canonical_lines(quads)) == 10_000


def test_a_list_is_named():
    """The cells of sh:in and owl:oneOf hang in each other, and differ by what they hold."""
    turtle = f"<http://e/s> <http://e/p> ( {' '.join(map(str, range(300)))} ) ."
    quads = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    assert canonical_lines(quads) == oxigraph(quads)


def test_the_file_that_cannot_be_named_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`export` says which file it is, as it does of a mistake in its grammar."""
    path = tmp_path / "tangle.nt"
    lines = (f"_:x{a} <https://e.org/p> _:x{b} .\n" for a in range(9) for b in range(9) if a != b)
    path.write_text("".join(lines), "utf-8")
    assert cli.main(["export", "--graph", str(path)]) == 2
    assert "tangle.nt: has blank nodes" in capsys.readouterr().err
