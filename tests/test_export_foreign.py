"""Graphs that others made, or added to ours: their names, their properties, their blank nodes."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from inspectkg.cli import main
from inspectkg.export.canonical import canonical_lines
from inspectkg.export.exporting import Export, export
from inspectkg.export.selection import Selection
from inspectkg.export.serialising import FORMATS, serialise
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.store import bundled_graph, read_quads

Capture = pytest.CaptureFixture[str]
FOREIGN = ["urn:x:notes", "mailto:a@example.org", "tag:example.org,2025:n", "http://example.org/größe", "file:///a#b"]
SUFFIXES = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "trig": ".trig",
    "nquads": ".nq",
    "rdfxml": ".rdf",
    "jsonld": ".jsonld",
}


def made(quads: list[ox.Quad], selection: Selection) -> Export:
    return export(quads, "evidence", selection, lambda _: None)


def bundled_with(turtle: str) -> list[ox.Quad]:
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    return [*read_quads(bundled_graph()), *ox.parse(head + turtle, format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize("predicate", FOREIGN)
@pytest.mark.parametrize("format", sorted(FORMATS))
def test_properties_of_any_scheme(predicate: str, format: str) -> None:
    """A thing of ours may have been told more of, in any words: no format falls over it."""
    quads = bundled_with(f'pdu:north-tyneside-and-northumberland <{predicate}> region:north-east, "much" .')
    notes: list[str] = []
    written = export(quads, "evidence", Selection(), notes.append).written(format, notes.append)
    if format in SUFFIXES:
        read = ox.parse(written, format=ox.RdfFormat.from_extension(SUFFIXES[format][1:]))
        assert sum(quad.predicate.value == predicate for quad in read) == 2


@pytest.mark.parametrize("selection", [Selection(), Selection(regions=("north-east",))])
def test_blank_nodes_are_named_by_what_is_exported(selection: Selection) -> None:
    """The names of RDFC-1.0 depend on the whole graph: those of a part are the part's own."""
    quads = bundled_with("""
        region:north-east rdfs:seeAlso [ rdfs:label "a" ], [ rdfs:label "b" ] .
        <http://example.org/a> rdfs:seeAlso [ rdfs:label "c" ], [ rdfs:label "d" ], [ rdfs:label "e" ] .
    """)
    lines = made(quads, selection).lines
    text = "".join(f"{line} .\n" for line in lines)
    assert ("_:c14n4" in text) == (not selection)
    assert list(lines) == canonical_lines(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def test_what_a_file_said_of_itself_names_no_blank_node() -> None:
    """Our description takes its place: the names are those of what is left."""
    more = "".join(f'region:north-east rdfs:seeAlso _:{name} . _:{name} rdfs:label "{name}" . ' for name in "abcdef")
    with_description = bundled_with(more + "dataset:d rdfs:seeAlso _:a, _:c, _:e .")
    assert made(with_description, Selection()).lines == made(bundled_with(more), Selection()).lines


def test_xml_names_of_any_script() -> None:
    """A property may be named in any letters that XML knows, and only digits have to be refused."""
    node = ox.NamedNode("http://example.org/s")
    quads = [ox.Quad(node, ox.NamedNode(f"http://example.org/{name}"), node) for name in ("größe", "日本", "a·b")]
    assert set(ox.parse(serialise(quads, "rdfxml"), format=ox.RdfFormat.RDF_XML)) == set(quads)


def test_datasets_of_others_describe_no_export() -> None:
    """What a table says of itself is of the export, even where the graph tells of other datasets."""
    quads = bundled_with('<http://a.example/d> a dcat:Dataset ; dcterms:title "Another" .')
    exported = made(quads, Selection())
    beside = json.loads(exported.beside("a.csv", b""))
    inside = json.loads(exported.folder(lambda _: None)["csv-metadata.json"])
    assert beside["@id"] == inside["@id"] != "http://a.example/d"
    assert b"Another" not in exported.written("graphml", lambda _: None)


@pytest.mark.parametrize("suffix", [".nq", ".ttl", ".jsonld"])
def test_what_inspectkg_did_not_name_has_no_licence_of_ours(suffix: str, tmp_path: Path, capsys: Capture) -> None:
    """Nobody here knows who made it and under which licence it is: counts and checksum are all that can be told."""
    graph, out = tmp_path / "cats.ttl", tmp_path / f"out{suffix}"
    graph.write_text("<http://a.example/a> <http://a.example/p> <https://w3id.org/inspectkg/id/region/wales> .")
    assert main(["export", "--graph", str(graph), "--output", str(out)]) == 0
    assert capsys.readouterr().err.count("no title, creator or licence") == 1
    said = {quad.predicate.value for quad in read_quads(out)}
    assert PREFIXES["void"] + "triples" in said
    assert said.isdisjoint(PREFIXES["dcterms"] + name for name in ("license", "creator", "title", "rights"))


def test_descriptions_of_other_graphs_are_other_things() -> None:
    """Without articles to be known by, a dataset is known by what it says."""
    node = ox.NamedNode("http://a.example/a")
    lines = [made([ox.Quad(node, node, ox.Literal(text))], Selection()).lines for text in ("a", "b")]
    first, second = ({line.split(" ")[0] for line in found if "/id/dataset/" in line} for found in lines)
    assert first.isdisjoint(second)


def test_a_network_links_things_alone() -> None:
    """Who spoke may be told as a text, or as somebody without an IRI: neither is a node of a network."""
    claim = (
        "<https://w3id.org/inspectkg/id/claim/of-somebody> a schema:Claim ; ikg:asserts finding:49f8aa86fbf0074d-596"
    )
    quads = bundled_with(f'{claim} ; ikg:speaker "Ann", [], <http://a.example/ann> ; schema:appearance "here" .')
    network = made(quads, Selection()).written("graphml", lambda _: None).decode()
    assert 'target="http://a.example/ann"' in network
    assert "Ann<" not in network and 'target="here"' not in network


@pytest.mark.parametrize("format", ["ntriples", "nquads", "turtle"])
def test_a_pipe_by_name(format: str, tmp_path: Path, run: Callable[..., Any]) -> None:
    """What comes from another program cannot be read again."""
    pipe, source = tmp_path / "graph.nq", tmp_path / "source.nq"
    source.write_bytes(made(read_quads(bundled_graph()), Selection()).written("nquads", lambda _: None))
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(source.read_bytes()))
    writer.start()
    written = run("export", "--graph", pipe, "--format", format)
    writer.join()
    assert written.code == 0
    assert written.out == run("export", "--graph", source, "--format", format).out


def test_a_name_that_misleads_is_told(tmp_path: Path, run: Callable[..., Any]) -> None:
    """It is done all the same: some programs want other suffixes."""
    assert (
        "holds turtle, but programs will take it for ntriples" in run("export", "-f", f"turtle={tmp_path / 'x.nt'}").err
    )
    for fine in ("turtle=x.ttl", "turtle=x.txt", "csvw=x.csv", "nquads=x.NQ"):
        name, _, file = fine.partition("=")
        assert "by its name" not in run("export", "-f", f"{name}={tmp_path / file}").err
