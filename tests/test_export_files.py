"""Exports as other programs take them: JSON-LD by a second processor, tables with metadata, streams of any size."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import run_module
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld as pyld

from inspectkg.errors import InputError, UsageError
from inspectkg.export.context import published
from inspectkg.export.exporting import TABLES, Export, export
from inspectkg.export.framing import frames
from inspectkg.export.selection import Selection
from inspectkg.export.serialising import FORMATS
from inspectkg.export.streaming import streamed
from inspectkg.ontology.namespaces import iri
from inspectkg.store import bundled_graph, read_quads, stream_quads

SAMPLE = Path(__file__).parent / "sample.trig"


def made(quads, profile: str = "evidence") -> Export:
    return export(quads, profile, Selection(), lambda _: None)


@pytest.fixture(scope="module")
def bundled() -> Export:
    return made(read_quads(bundled_graph()))


def triples_of(data: str | bytes, rdf: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(data, format=rdf)}


class TestJsonld:
    """Read by PyLD, a processor of others."""

    @pytest.mark.parametrize("frame", ["", *frames()])
    @pytest.mark.parametrize("profile", ["evidence", "facts", "schema-org"])
    def test_pyld_finds_the_same_statements(self, sample, frame, profile):
        """However they are nested: none is lost, none is told twice."""
        whole = made(sample, profile)
        document = json.loads(whole.written("jsonld", lambda _: None, frame))
        found = pyld.to_rdf(document, {"format": "application/n-quads"})
        expected = triples_of(whole.written("ntriples", lambda _: None), ox.RdfFormat.N_TRIPLES)
        assert isinstance(found, str)
        assert triples_of(found, ox.RdfFormat.N_QUADS) == expected
        assert triples_of(json.dumps(document), ox.RdfFormat.JSON_LD) == expected

    def test_articles_hold_their_claims(self, bundled):
        """And these what they assert, with their words."""
        document = json.loads(bundled.written("jsonld", lambda _: None, "article"))
        articles = [node for node in document["@graph"] if "claims" in node]
        assert len(articles) == 2
        claim = next(claim for claim in articles[0]["claims"] if isinstance(claim["ikg:asserts"], dict))
        assert claim["ikg:asserts"]["@type"]
        assert any("oa:exact" in selector for selector in claim["ikg:evidence"]["oa:hasSelector"])

    def test_bodies_hold_their_inspections(self, bundled):
        """And these what they found."""
        document = json.loads(bundled.written("jsonld", lambda _: None, "body"))
        body = next(node for node in document["@graph"] if node["@id"] == "region:north-east")
        assert body["inspections"][0]["statements"][0]["claims"][0]["ikg:speaker"]

    def test_what_a_file_has_is_part_of_the_published_context(self, bundled):
        """Whoever knows the one, knows the other."""
        whole = published()["@context"]
        document = json.loads(bundled.written("jsonld", lambda _: None))
        assert document["@context"].items() <= whole.items()
        assert whole["ikg:asserts"] == {"@id": iri("ikg:asserts"), "@type": "@id"}

    @given(
        st.lists(
            st.tuples(*[st.sampled_from("abcd")] * 2, st.sampled_from(["ikg:asserts", "ikg:inspects"])), max_size=8
        )
    )
    def test_circles_and_crowds_nest_without_loss(self, edges):
        """Whatever points at whatever."""
        quads = [ox.Quad(node(s), ox.NamedNode(iri(p)), node(o)) for s, o, p in edges]
        for frame in frames():
            data = made(quads).written("jsonld", lambda _: None, frame)
            found = triples_of(data, ox.RdfFormat.JSON_LD)
            assert {str(quad.triple) for quad in quads} <= found

    def test_frames_are_for_jsonld(self, bundled):
        """And only the two that there are."""
        with pytest.raises(UsageError, match="jsonld"):
            bundled.written("turtle", lambda _: None, "body")
        with pytest.raises(UsageError, match="article"):
            bundled.written("jsonld", lambda _: None, "planet")


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(iri(f"claim:{name}"))


def test_graph_names_of_others_are_no_silent_loss():
    """They may tell something that no statement does."""
    quad = ox.Quad(node("a"), ox.NamedNode(iri("ikg:asserts")), node("b"), ox.NamedNode("http://e/g"))
    notes: list[str] = []
    made([quad]).written("turtle", notes.append)
    made([quad]).written("trig", notes.append)
    assert len(notes) == 1 and "named graphs" in notes[0]


class TestStreams:
    """N-Quads and N-Triples of any size."""

    @pytest.mark.parametrize("name", ["nquads", "ntriples"])
    @pytest.mark.parametrize("profile", ["facts", "evidence", "full"])
    def test_a_stream_is_what_would_be_written_from_memory(self, name, profile):
        """The same bytes, whichever way."""
        stream = streamed(bundled_graph(), profile)
        assert stream is not None
        whole = made(read_quads(bundled_graph()), profile).written(name, lambda _: None)
        assert b"".join(stream.written(name)) == whole

    def test_what_only_looks_special_is_streamed(self, tmp_path):
        """Dashes and underscores in words are no blank nodes."""
        path = tmp_path / "a.ttl"
        path.write_text('<http://e/s--t> <http://e/p> "a _:b -- c", "<<( "@en .', encoding="utf-8")
        stream = streamed(path, "evidence")
        assert stream is not None
        assert b"".join(stream.written("nquads")) == made(read_quads(path)).written("nquads", lambda _: None)

    @pytest.mark.parametrize("content", ["_:a <http://e/p> 1 .", "<http://e/s> <http://e/p> [ <http://e/p> 1 ] ."])
    def test_what_needs_the_whole_graph_is_not_streamed(self, tmp_path, inside, content):
        """Blank nodes get their canonical names all the same."""
        path = tmp_path / "a.ttl"
        path.write_text(content, encoding="utf-8")
        assert streamed(path, "evidence") is None
        outcome = inside("export", "-g", path, "-f", "ntriples")
        assert outcome.code == 0
        assert outcome.out == made(read_quads(path)).written("ntriples", lambda _: None)

    @pytest.mark.parametrize("name", ["nquads", "ntriples"])
    @pytest.mark.parametrize("graph", ["", "<http://e/g>", f"<{iri('graph:g')}>"])
    def test_what_is_lost_is_said_either_way(self, inside, tmp_path, name, graph):
        """Whether the graph is held or not: names of graphs of others are, in N-Triples alone."""
        path = tmp_path / "a.nq"
        path.write_text(f"<{iri('pdu:s')}> <http://e/p> <http://e/o> {graph} .\n", encoding="utf-8")
        notes: list[str] = []
        made(read_quads(path)).written(name, notes.append)
        assert inside("export", "-g", path, "-f", name).err == "".join(f"inspectkg: {note}\n" for note in notes)
        assert len(notes) == (name == "ntriples" and "http://e/" in graph)

    def test_a_mistake_has_its_place(self, tmp_path):
        """As when the file is read whole; so has a missing file."""
        path = tmp_path / "a.nt"
        path.write_text("<http://e/s> <http://e/p> <http://e/o> .\nnonsense\n", encoding="utf-8")
        with pytest.raises(InputError, match=r"a\.nt:2"):
            list(stream_quads(path))
        with pytest.raises(InputError, match="no such file"):
            list(stream_quads(tmp_path / "b.nt"))

    def test_as_many_lines_are_held_as_are_asked_for(self, tmp_path):
        """Five times the statements need no more memory but for the files of their pieces."""
        small, large = (self._traced(tmp_path, count, held=1_000) for count in (4_000, 20_000))
        assert large < 1.5 * small
        assert self._traced(tmp_path, 20_000, held=20_000) > 3 * large

    def _traced(self, folder, count: int, held: int) -> int:
        """Bytes that Python holds at most while COUNT statements are exported, HELD at a time."""
        path = self._graph(folder, count)
        tracemalloc.start()
        try:
            stream = streamed(path, "evidence", held)
            assert stream is not None
            assert sum(1 for _ in stream.written("nquads")) > count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def test_memory_does_not_grow_with_the_graph(self, tmp_path):
        """Two hundred thousand statements within the memory that a tenth of them need, and 24 MiB more."""
        pytest.importorskip("resource")
        small, large = (self._peak(tmp_path, count) for count in (20_000, 200_000))
        assert large < small + 24

    @staticmethod
    def _graph(folder, count: int) -> Path:
        """A file of COUNT statements."""
        path = folder / f"{count}.nq"
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                key = hashlib.md5(str(number).encode()).hexdigest()
                file.write(f'<{iri("claim:")}{key}> <{iri("ikg:before")}> "{key * 3}" <{iri("graph:")}g> .\n')
        return path

    def _peak(self, folder, count: int) -> float:
        """MiB that a process holds at most to export COUNT statements."""
        path = self._graph(folder, count)
        script = (
            "import resource, sys; from inspectkg.cli import main; code = main(sys.argv[1:]);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024); sys.exit(code)"
        )
        arguments = ["export", "-g", str(path), "-f", f"nquads={folder / 'out.nq'}"]
        done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
        return float(done.stdout)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> list[Path]:
    """Folders with PROFILE.FORMAT of the sample, as two processes wrote them that differ in what must not matter."""
    environments = (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "en_GB.UTF-8"},
    )
    folders = [tmp_path_factory.mktemp("exports") for _ in environments]
    for folder, environment in zip(folders, environments, strict=True):
        for profile in ("full", "evidence", "schema-org"):
            files = [f"--format={name}={profile}.{name}" for name in FORMATS if profile in profiles_of(name)]
            done = run_module(["export", "-g", SAMPLE, "--profile", profile, *files], folder, env=environment)
            assert done.code == 0, done.err
    return folders


def profiles_of(name: str) -> tuple[str, str]:
    """The profiles that the format NAME is tried with; tables hold claims alone."""
    return "full", "evidence" if name in TABLES else "schema-org"


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_of_whole_exports_are_the_same_everywhere(elsewhere, name):
    """Hash seed, locale and time zone do not show, in no profile."""
    for profile in profiles_of(name):
        one, other = ((folder / f"{profile}.{name}").read_bytes() for folder in elsewhere)
        assert one == other != b""


@pytest.fixture(scope="module")
def stores(tmp_path_factory) -> list[ox.Store]:
    """The bundled graph in a store of Oxigraph's on disk, and in one in memory."""
    disk = ox.Store(str(tmp_path_factory.mktemp("store")))
    disk.bulk_load(path=str(bundled_graph()), format=ox.RdfFormat.TRIG)
    disk.flush()
    memory = ox.Store()
    memory.load(path=str(bundled_graph()), format=ox.RdfFormat.TRIG)
    return [disk, memory]


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_the_same_from_every_store(stores, inside, name):
    """As from the file: no order in which a store has its quads shows, nor what it makes of their values."""
    whole = inside("export", "-f", name).out
    assert whole
    assert [made(store).written(name, lambda _: None) == whole for store in stores] == [True, True]
