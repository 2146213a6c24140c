"""Places in files: every result points at the right words, or at no words at all."""

from __future__ import annotations

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from inspectkg.shapes.positions.places import Source, find
from inspectkg.shapes.positions.sought import Seeker, Sought
from inspectkg.shapes.reading import _renamed
from inspectkg.shapes.report import Path as Way
from inspectkg.shapes.report import Result

TURTLE, TRIG = ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG
HEAD = "@prefix : <http://e/> .\n"
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://e/{name}")


def source(text: str, name: str = "d.ttl", rdf: ox.RdfFormat = TURTLE) -> Source:
    data = text.encode()
    triples = (quad.triple for quad in ox.parse(data.removeprefix(b"\xef\xbb\xbf"), format=rdf))
    return Source(name, data, rdf, _renamed(triples, "data-0"), "data-0")


def place(text: str, *sought: ox.NamedNode | ox.Literal | ox.BlankNode, rdf: ox.RdfFormat = TURTLE) -> str:
    """Where SOUGHT stands in TEXT."""
    question = Sought(*sought)
    return str(find([question], [source(text, rdf=rdf)])[question])


LAYOUT = """\
@prefix : <http://e/> .
:x :knows :ann .
:ann :age 1 ; :name '''Ann
  Ashby''' , "𝒳" ; :age 2 . :bob a :Person ; :knows [ :name "Cid" ] .
  :ann a :Person .
"""


def spot(words: str, text: str = LAYOUT) -> str:
    """Line and column where the only WORDS of TEXT begin."""
    before, after = text.split(words)
    assert after
    return f"d.ttl:{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"


def test_the_most_exact_place_is_given() -> None:
    """The value, else the property, else the node: where it is said what it is, as a subject, as a value."""
    ann, name, age = iri("ann"), iri("name"), iri("age")
    assert place(LAYOUT, ann, age, ox.Literal("2", datatype=INTEGER)) == spot("2 . :bob") == "d.ttl:4:25"
    assert place(LAYOUT, ann, name, ox.Literal("𝒳")) == spot('"𝒳"') == "d.ttl:4:14"
    assert place(LAYOUT, ann, name, ox.Literal("Ann\n  Ashby")) == spot("'''Ann")
    assert place(LAYOUT, ann, name) == spot(":name '''Ann")
    assert place(LAYOUT, ann, name, ox.Literal("Other")) == spot(":name '''Ann")
    assert place(LAYOUT, ann, iri("email")) == spot(":ann a")
    assert place(LAYOUT, iri("x"), iri("email")) == spot(":x :knows")
    assert place(LAYOUT, iri("Person")) == spot(":Person ; :knows")
    assert place(LAYOUT, ox.BlankNode("data-0-1")) == spot("[ :name")
    assert place(LAYOUT, ox.BlankNode("data-0-1"), name) == spot(':name "Cid"')


def test_line_ends_and_byte_order_marks_do_not_count() -> None:
    """A file from Windows has the same lines and columns."""
    crlf = "\ufeff" + LAYOUT.replace("\n", "\r\n")
    assert place(crlf, iri("ann"), iri("age"), ox.Literal("2", datatype=INTEGER)) == "d.ttl:4:25"
    assert place("\ufeff<http://e/a> <http://e/b> 1 .", iri("a")) == "d.ttl:1:1"


def test_every_line_format_has_places() -> None:
    """N-Triples, N-Quads and TriG."""
    line = '<http://e/a>  <http://e/p> "x"@en .\n<http://e/a> <http://e/p> \''
    line = line.replace("'", '"y"^^<http://e/d> .\n')
    value = ox.Literal("y", datatype=iri("d"))
    assert place(line, iri("a"), iri("p"), value, rdf=ox.RdfFormat.N_TRIPLES) == "d.ttl:2:27"
    quads = line.replace(" .\n", " <http://e/g> .\n")
    assert place(quads, iri("a"), iri("p"), value, rdf=ox.RdfFormat.N_QUADS) == "d.ttl:2:27"
    assert place(HEAD + ":g {\n :a :p :b }", iri("a"), iri("p"), iri("b"), rdf=TRIG) == "d.ttl:3:8"


def test_of_several_files_the_most_exact_counts() -> None:
    """The first file that names a node is not the place of what another says about it."""
    files = [
        source(HEAD + ":x :p :a .", "1.ttl"),
        source(HEAD + "\n:a :q 1 .", "2.ttl"),
        source(HEAD + ":a a :C .", "3.ttl"),
    ]
    wanted = [Sought(iri("a")), Sought(iri("a"), iri("q")), Sought(iri("x")), Sought(iri("nobody"))]
    found = find(wanted, files)
    assert [str(found.get(question)) for question in wanted] == ["3.ttl:2:1", "2.ttl:3:4", "1.ttl:2:1", "None"]


def test_a_shape_stands_where_it_is_made_one() -> None:
    """By its type or path, else by a target or a constraint; labels of it in an earlier file, or line, are no place."""
    head = HEAD + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    files = [
        source(head + ':P sh:name "a" . :N sh:name "n" . :T sh:minCount 1 .', "1.ttl"),
        source(head + ':P sh:name "b" .\n:P sh:path :p . :N sh:targetNode :x . :X sh:property :P, :N, :T .', "2.ttl"),
        source(head + ":T a sh:PropertyShape .", "3.ttl"),
    ]
    wanted = [Sought(iri(name)) for name in "PNT"]
    found = find(wanted, files)
    assert [str(found[question]) for question in wanted] == ["2.ttl:4:1", "2.ttl:4:17", "3.ttl:3:1"]


def test_formats_without_places_tell_the_file() -> None:
    """JSON-LD and RDF/XML."""
    text = '{"@id": "http://e/a", "http://e/p": 1}'
    assert place(text, iri("a"), iri("p"), rdf=ox.RdfFormat.JSON_LD) == "d.ttl"


def way(operator: str, *parts: Way) -> Way:
    return Way(operator=operator, parts=parts)


P, Q, R = (Way(iri=f"http://e/{name}") for name in "pqr")


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (P, iri("b"), "2:7"),
        (way("^", P), iri("z"), "4:7"),
        (way("/", P, Q), iri("c"), "3:7"),
        (way("/", P, Q, R), iri("d"), "3:18"),
        (way("|", R, P), iri("b"), "2:7"),
        (way("/", way("^", P), R), iri("e"), "4:15"),
        (way("^", way("/", R, P)), iri("y"), "5:7"),
        (way("*", way("|", P, Q, R)), iri("d"), "3:18"),
        (way("+", way("|", P, Q)), iri("c"), "3:7"),
        (way("?", P), iri("b"), "2:7"),
        (way("?", P), iri("a"), "2:4"),
        (way("/", P, Q), iri("nowhere"), "2:4"),
        (way("/", P, Q), None, "2:4"),
        (way("^", P), None, "2:1"),
    ],
)
def test_a_longer_path_leads_to_its_last_step(path: Way, value: ox.NamedNode | None, expected: str) -> None:
    """The triple that holds the value, wherever the path goes; without it, where the path leaves the node."""
    text = HEAD + ":a :p :b .\n:b :q :c . :c :r :d .\n:z :p :a ; :r :e .\n:y :r :z .\n"
    read = source(text)
    question = Seeker(read.triples).sought(Result("violation", "", "", iri("a"), path=path, value=value))
    assert str(find([question], [read])[question]) == f"d.ttl:{expected}"


def test_a_large_file_is_read_in_linear_time(tmp_path: Path) -> None:
    """8 MB with a result at its end: ten times as much takes about ten times as long."""
    words = "What the inspectors of this unit found, and what it made of it. " * 2
    line = f':s{{0}} a :Thing ; :name "Thing number {{0}}. {words}"@en ; :part [ :n {{0}} ; :of ( "c" ) ] .\n'

    def seconds(count: int) -> float:
        text = HEAD + "".join(map(line.format, range(count)))
        read = Source("big.ttl", text.encode(), TURTLE, [ox.Triple(iri(f"s{count - 1}"), iri("n"), iri("n"))], "b")
        question = Sought(iri(f"s{count - 1}"))
        start = time.process_time()
        assert find([question], [read])[question].line == count + 1
        return time.process_time() - start

    small, large = seconds(4_000), seconds(40_000)
    assert large < 25 * small
    assert large < 24


def test_readings_that_differ_give_no_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """If Oxigraph gave its triples in another order, or others, the file alone would be told."""
    text = HEAD + ":a :p 1 .\n:b :p [ :q 2 ] ."
    question = Sought(iri("b"))
    assert str(find([question], [source(text)])[question]) == "d.ttl:3:1"
    read = source(text)
    real = list(ox.parse(text, format=TURTLE))
    swapped = [real[0], real[2], real[1]]
    changed = [*real[:2], ox.Quad(iri("b"), iri("p"), ox.Literal("other"))]
    for other in (swapped, changed, real[:2], [*real, real[0]]):
        monkeypatch.setattr("inspectkg.shapes.positions.alignment.ox.parse", lambda *_, other=other, **__: iter(other))
        assert str(find([question], [read])[question]) == "d.ttl"
