"""Graphs are opened as the flat union of their graphs; what is broken or hostile is refused with its place."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, serialize

from inspectkg.errors import InputError
from inspectkg.store import FORMATS, bundled_graph, graph_names, open_store, read_quads, shorten

TRIG = b'<http://g/1> { <http://a> <http://p> "\xc3\xa9" } <http://g/2> { <http://a> <http://p> "\xc3\xa9", 1 }'


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_read(suffix: str, tmp_path: Path) -> None:
    """The suffix says the format, in either case, and every format gives the same union."""
    triples = {quad.triple for quad in read_quads(written(tmp_path, "a.trig", TRIG))}
    data = serialize(sorted(triples, key=str), format=FORMATS[suffix])
    path = written(tmp_path, "b" + suffix.upper(), data or b"")
    assert {quad.triple for quad in read_quads(path)} == triples
    assert {quad.triple for quad in open_store([path, path])} == triples


@pytest.mark.parametrize("named", [False, True])
def test_the_default_graph_is_the_union_each_triple_once(named: bool, tmp_path: Path) -> None:
    """A triple told in two graphs is once in the default graph; named graphs stay where asked for."""
    store = open_store([written(tmp_path, "a.trig", TRIG)], named=named)
    assert len(list(store.quads_for_pattern(None, None, None, DefaultGraph()))) == 2
    assert len(store) == (5 if named else 2)
    assert graph_names(store) == (["http://g/1", "http://g/2"] if named else [])


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    """_:a of one file is not _:a of another, in whichever form."""
    one, two = (written(tmp_path, name, b"_:a <http://p> <http://o> .") for name in ("a.ttl", "b.nq"))
    for named in (False, True):
        assert len({quad.subject for quad in open_store([one, two], named=named)}) == 2


@pytest.mark.parametrize("suffix", [".ttl", ".trig"])
def test_relative_names_stand_against_the_file(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its place below the current folder or its name alone, so that no folder of this machine is in a graph."""
    path = written(tmp_path, f"my shapes{suffix}", b"<> <http://p> <#x> .")
    monkeypatch.chdir(tmp_path.parent)
    assert read_quads(path)[0].subject.value == f"file:///{tmp_path.name}/my%20shapes{suffix}"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (quad,) = open_store([path])
    assert quad.subject.value == f"file:///my%20shapes{suffix}"
    assert quad.object == NamedNode(f"file:///my%20shapes{suffix}#x")


def test_a_byte_order_mark_and_an_empty_file(tmp_path: Path) -> None:
    """Both are no mistakes."""
    assert len(read_quads(written(tmp_path, "a.ttl", b"\xef\xbb\xbf<http://a> <http://p> 1 ."))) == 1
    assert len(open_store([written(tmp_path, f"e{suffix}", b"") for suffix in (".ttl", ".trig", ".nq", ".nt")])) == 0


@pytest.mark.parametrize(
    ("name", "data", "words", "line"),
    [
        ("a.ttl", b"@prefix a: <http://x/> .\na:b a:c 1\na:d a:e 2 .", "not closed", 3),
        ("a.ttl", b"\n\nzz:a zz:b 1 .", "declare it", 3),
        ("a.ttl", b"<http://x/a b> <http://p> 1 .", "escape it", 1),
        ("a.trig", "<http://a> <http://p> 'é' .".encode("latin-1"), "UTF-8", 1),
        ("a.trig", b"<http://g> { <http://a> ", "cut off", 1),
        ("a.nq", b"\x7fELF\x02\x01\x01\x00\x00", "binary", None),
        ("a.ttl", "<http://a> <http://p> 1 .".encode("utf-16"), "UTF-8", None),
        ("a.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "DOCTYPE", None),
        ("a.rdf", b"<x>\n<y></x>", "mismatched tag", 2),
        ("a.rdf", b"<x/>", "namespaces are required", None),
        ("a.rdf", b"\n\n<rdf:RDF/>", "unbound prefix: declare it with xmlns", 3),
        ("a.rdf", b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n", "the file is cut off", 2),
        ("a.rdf", b"", "the file is cut off", 1),
        ("a.rdf", b"<x>\n<y", "unclosed token: the file is cut off", 2),
        ("a.nt", b"<http://a> <http://p> 'x' .", "", 1),
        ("a.nt", b'<http://a> <http://p> "x"\n<http://a> <http://p> "y" .', "line before this place", 2),
        ("a.ttl", b"<http://a> <http://p> .", "a value was expected", 1),
        ("a.ttl", b'<http://a>\n "p" 1 .', "a property was expected", 2),
        ("a.ttl", b'\n"a" <http://p> 1 .', "a subject was expected", 2),
        ("a.jsonld", b'{"http://p":\n }', "a value, or a bracket that closes, is missing", 2),
        ("a.jsonld", b'{"a":' * 5000 + b"1" + b"}" * 5000, "deep", None),
        ("a.jsonld", b"[" * 100000, "deep", None),
        ("a.jsonld", b'{"@context": "http://127.0.0.1:1/c", "a": 1}', "nothing is fetched", None),
        ("a.jsonld", b'{"a": 1', "curly bracket to end", None),
        ("a.jsonld", b'{\n"@id": "http://x/a b", "http://p": 1}', "escape it with %", 2),
        ("a.jsonld", b'{"http://p": {"@value": "x", "@language": "en us"}}', "en-gb was expected", 1),
        ("a.txt", b"", "must end in .ttl", None),
    ],
)
def test_mistakes_are_told_with_their_place(
    name: str, data: bytes, words: str, line: int | None, tmp_path: Path
) -> None:
    """What is wrong, in which file and line, and what to do about it, in one short line."""
    path = written(tmp_path, name, data)
    for read in (read_quads, lambda path: open_store([path]), lambda path: open_store([path], named=True)):
        with pytest.raises(InputError) as caught:
            read(path)
        text = str(caught.value)
        assert words in text and str(path) in text and len(text) < 350 + len(str(path)) and "\n" not in text
        assert line is None or caught.value.line == line


def test_missing_large_and_folder(tmp_path: Path) -> None:
    """A file that is not there, too large, or a folder is told as such."""
    for path, words in ((tmp_path / "no.ttl", "no such file"), (tmp_path, "folder")):
        with pytest.raises(InputError, match=words):
            read_quads(path)
    with pytest.raises(InputError, match="limit"):
        read_quads(written(tmp_path, "big.nt", b"#" * 2_000_000), limit=1_000_000)


def test_checking_json_takes_linear_time(tmp_path: Path) -> None:
    """A string that never closes, full of escapes, does not stall the check of depth."""
    path = written(tmp_path, "a.jsonld", b'{"a": "' + b'\\"' * 2_000_000)
    start = time.process_time()
    with pytest.raises(InputError):
        read_quads(path)
    assert time.process_time() - start < 5


def test_brackets_in_strings_do_not_count(tmp_path: Path) -> None:
    """Depth is of the JSON, not of what its strings hold."""
    data = b'{"http://p": "' + b"[{" * 500 + b'", "@id": "http://a"}'
    assert len(read_quads(written(tmp_path, "a.jsonld", data))) == 1


def test_long_messages_are_shortened() -> None:
    """Oxigraph's list of everything that the grammar allows is cut to what helps."""
    message = "error at 1:22: expected one of Prefix not found, ['%'], ['-' | '0' ..= '9'],\n ['.'], [':'], ['_']"
    assert shorten(message) == "a prefix is used that no PREFIX line declares"
    assert len(shorten("x" * 5000)) < 200


def test_the_bundled_graph_is_part_of_the_package() -> None:
    """It lies inside the package, in a format that keeps its named graphs."""
    assert bundled_graph().parent.name == "graph" and bundled_graph().suffix == ".trig"
    assert bundled_graph().is_relative_to(Path(sys.modules["inspectkg"].__file__ or "").parent)


def test_it_imports_nothing_heavy() -> None:
    """Opening a graph needs pyoxigraph alone."""
    code = "import sys, inspectkg.store; print([m for m in ('rdflib', 'yaml', 'click', 'json') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
