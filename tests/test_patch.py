"""Patches of `inspectkg diff`: each makes the old graph into the new, and what is none is refused."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.comparison.difference import compare
from inspectkg.comparison.patch import apply, patch
from inspectkg.errors import InputError
from inspectkg.store import read_quads

NODES = st.sampled_from([ox.NamedNode(f"https://example.org/{name}") for name in "abc"])
BLANKS = st.sampled_from([ox.BlankNode(name) for name in "xyz"])
LITERALS = st.builds(ox.Literal, st.text(max_size=5)) | st.builds(
    lambda value, tag: ox.Literal(value, language=tag), st.text(max_size=3), st.sampled_from(["en", "en-gb"])
)
GRAPHS = st.sampled_from([ox.DefaultGraph(), ox.NamedNode("https://example.org/g")])
QUADS = st.lists(st.builds(ox.Quad, NODES | BLANKS, NODES, NODES | BLANKS | LITERALS, GRAPHS), max_size=12)


def flattened(quads) -> list[ox.Quad]:
    return [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]


def canonical(quads) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".jsonld"])
@given(shared=QUADS, old=QUADS, new=QUADS)
def test_the_patch_makes_the_old_graph_into_the_new(tmp_path_factory, suffix, shared, old, new):
    """Whatever they hold; where they say the same, there is nothing to change."""
    folder = tmp_path_factory.mktemp("patch")
    formats = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD}
    sides = [shared + old, shared + new]
    for name, quads in zip(("old", "new"), sides, strict=True):
        ox.serialize(set(quads), str(folder / f"{name}{suffix}"), format=formats[suffix])
    difference = compare(folder / f"old{suffix}", folder / f"new{suffix}")
    before, after = (canonical(read_quads(folder / f"{name}{suffix}")) for name in ("old", "new"))
    if difference.flat:  # JSON-LD of which one has named graphs, the other not
        before, after = canonical(flattened(before)), canonical(flattened(after))
    assert canonical(apply(patch(difference), before)) == after
    assert bool(difference) == (before != after)


def test_a_patch_that_is_none_is_refused():
    """With its line."""
    with pytest.raises(InputError, match=r"^2: is no line of an RDF Patch"):
        apply("TX .\nD broken\nTC .\n", [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("<https://e.org/a> <https://e.org/p> .", "2:"),
        ("<https://e.org/a> <https://e.org/p> <https://e.org/b> <https://e.org/g> .", "2:"),
        ("<https://e.org/a b> <https://e.org/p> 'x' .", "2:"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(tmp_path, line, words):
    """Though the lines before it were never given to the parser."""
    path = tmp_path / "a.nt"
    path.write_text(f'<https://e.org/a> <https://e.org/p> "right" .\n{line}\n', "utf-8")
    with pytest.raises(InputError) as caught:
        compare(path, path)
    assert str(caught.value).startswith(f"{path}:{words}")
