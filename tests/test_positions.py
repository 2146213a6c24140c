"""Places in files: the readings of this project and of Oxigraph agree, and every result points at the right words."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.ontology.loading import ontology_files, reference_files
from inspectkg.shapes.positions.alignment import aligned
from inspectkg.shapes.positions.places import Source, find
from inspectkg.shapes.positions.sought import Seeker, Sought
from inspectkg.shapes.positions.tokens import Unreadable, tokens, unescaped
from inspectkg.shapes.report import Path as Way
from inspectkg.shapes.report import Result
from inspectkg.shapes.validation import _renamed, shape_files
from inspectkg.store import bundled_graph

TURTLE, TRIG = ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG
HERE = Path(__file__).parent
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


# ------------------------------------------------------------------ two readings

HAND_WRITTEN = {
    "several subjects a line": ":a :p :b . :c :p :d. :e:e :p :f .",
    "semicolons and commas": ":a :p :b , :c ;; :q :d ; ; :r :e ; .",
    "numbers": ":a :p 1, -1, +1.5, .5, 1e3, 1.e3, .5E-3, 1.0 . :a :p 2.",
    "booleans and names like them": "@prefix true: <http://t/> . :a :p true, false, true:x . true:a a :c.",
    "names with dots and escapes": r":a.b :p.q :c\,d\~ , :e%20f , :g:h:i . :a :p :b.",
    "empty names": ": :p : . :a : :b .",
    "strings": """:a :p "x", 'y', \"\"\"a "b" ""c\nd\"\"\", '''e 'f' ''g\n''', "", '', \"\"\"\"\"\", ''''''.""",
    "suffixes": """:a :p "x"@en-GB, 'y'^^:d, "z"^^<http://d>, "w"@DE .""",
    "escapes": r""":a :p "\t\"\\ \u00e9 \U0001F600", '\'', <http://e/\u00e9> .""",
    "comments": ":a # one . \n :p # 'two\n <http://e/#not-one> , :b#three\n.#",
    "blank nodes": "_:a :p _:b.c . _:b.c :p _:a , [] . [] :p [ ] .",
    "property lists": ':a :p [ :q 1 ; :r [ :s "x" ] ; ] , [ :t "y" ; ] . [ :u "z" ] . [ :v [] ] :w "x" .',
    "collections": ':a :p (), (1), ("x"), ("x" "y"@en :b), ((())), ([ :q "x" ] "y") . ("x" 1) :p () . () :p 1 .',
    "redefined prefixes": "@prefix x: <http://x/> . x:a a x:b . PREFIX x: <http://y/> x:a a x:b . prefix x: <http://z/> x:a a x:b .",  # noqa: E501
    "bases": "@base <http://b/c/> . <> a <d> , <../e> , </f> , <?g> , <#h> , <//i/j> . BASE <k/> <> a <l> .",
    "relative prefixes": "BASE <http://b/c/> PREFIX x: <d#> x:a a x:b . @base <http://n/> . x:a a <o> .",
    "no space": ':a<http://p>"x"@en,"y"^^:d,1;a<http://b>;:q[:r(1 2)],:c.:d:p:e.',
    "carriage returns": ':a :p """x\r\ny""" ;\r\n :q :b .\r:c :p :d .\r\n',
    "letters of the world": ':é :日本 "𝒳", :𝒳 . :a·b :p :c\u203fd .',
    "a version": 'VERSION "1.2"\n:a :p :b . @version "1.1" . :a :p :c .',
}


@pytest.mark.parametrize("text", HAND_WRITTEN.values(), ids=HAND_WRITTEN.keys())
def test_hand_written_documents_are_read_as_oxigraph_reads_them(text: str) -> None:
    """The same triples in the same order, blank nodes included: anything else raises."""
    assert len(list(aligned(HEAD + text, TURTLE, "b"))) == len(list(ox.parse(HEAD + text, format=TURTLE)))


TRIG_WRITTEN = {
    "wrapped": "{ :a :p 1 . :b :p 2 } { } :a :p 3 .",
    "named": ':g { :a :p "x" } GRAPH :h { :a :p [ :q "y" ] . [ :r "z" ] } graph _:i { :a :p (1) . } [] { :a :p 1 }',
    "both": ":a :p :b . :g { :a :p :c ; :q :d ; } _:x :p :a . _:x { _:x :p 1 }",
}


@pytest.mark.parametrize("text", TRIG_WRITTEN.values(), ids=TRIG_WRITTEN.keys())
def test_graphs_of_trig_are_read(text: str) -> None:
    """Named, nameless and empty ones, the last full stop in them left out or not."""
    assert len(list(aligned(HEAD + text, TRIG, "b"))) == len(list(ox.parse(HEAD + text, format=TRIG)))


def test_every_file_of_the_project_is_read() -> None:
    """Ontology, reference data, shapes, test graphs, the bundled graph: what people write and what programs write."""
    files = [*ontology_files(), *reference_files(), *shape_files(), bundled_graph(), *HERE.rglob("*.ttl")]
    for path in files:
        rdf = TRIG if path.suffix == ".trig" else TURTLE
        assert len(list(aligned(path.read_text("utf-8"), rdf, "b"))) > 10, path


NAMES = st.sampled_from([":a", ":b.c", "x:d", "x:", "<http://e/f>", "<g>", "<#h>", r":i\,j", ":é%20"])
STRINGS = st.sampled_from(['"x"', "'y'", '"""z\n"q" """', "''''''", r'"\"\u00e9\n"', '"#"', '""'])
SUFFIXES = st.sampled_from(["", "@en", "@en-GB", "^^x:d", "^^<http://e/d>"])
SPACES = st.sampled_from([" ", "\n", "\r\n", ' # x . ] "\n', "\t  "])
SIMPLE = st.one_of(
    NAMES, NAMES, st.sampled_from(["_:n", "_:m.o", "[]", "[ ]", "()", "1", "-2.5", ".5e3", "true", "false"]),
    st.tuples(STRINGS, SUFFIXES).map("".join),
)  # fmt: skip


def lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    predicates = st.tuples(
        st.one_of(NAMES, st.just("a")), SPACES, st.lists(values, min_size=1, max_size=3).map(" , ".join)
    )
    properties = st.lists(predicates.map("".join), min_size=1, max_size=3).map(" ; ".join)
    return st.one_of(properties.map("[ {} ]".format), st.lists(values, max_size=3).map(" ".join).map("( {} )".format))


VALUES = st.recursive(SIMPLE, lists, max_leaves=8)
SUBJECTS = st.one_of(NAMES, st.just("_:n"), st.just("[]"), lists(VALUES).filter(lambda text: text[0] in "[("))
PROPERTIES = st.lists(
    st.tuples(SPACES, st.one_of(NAMES, st.just("a")), SPACES, st.lists(VALUES, min_size=1, max_size=3).map(" , ".join))
    .map("".join),
    min_size=1, max_size=3,
).map(" ; ".join)  # fmt: skip
DIRECTIVES = st.sampled_from(
    ["@prefix x: <http://x/> .", "PREFIX x: <y#>", "@base <http://f/g/> .", "base <../h>", "# nothing"]
)
STATEMENTS = st.one_of(
    DIRECTIVES, *[st.tuples(SUBJECTS, SPACES, PROPERTIES, SPACES, st.just(".")).map("".join)] * 4
)  # fmt: skip
DOCUMENTS = st.lists(STATEMENTS, max_size=6).map(
    lambda parts: "\n".join(["@base <http://e/> .", "@prefix : <http://e/> .", "@prefix x: <http://x/> .", *parts])
)


@given(DOCUMENTS)
def test_generated_documents_are_read_as_oxigraph_reads_them(text: str) -> None:
    """Nested lists and collections in every place, prefixes and bases that change, any white space."""
    expected = len(list(ox.parse(text, format=TURTLE)))
    found = list(aligned(text, TURTLE, "b"))
    assert len(found) == expected
    for subject, subject_at, predicate, predicate_at, value, value_at in found:
        assert 0 <= subject_at < len(text)
        assert text[predicate_at] in ":<xa" or predicate.value.startswith("http://www.w3.org/1999/")
        if isinstance(value, ox.Literal) and value.datatype.value.endswith("#string"):
            assert text[value_at] in "\"'"
        if isinstance(subject, ox.NamedNode) and not subject.value.endswith("#nil"):
            assert text[subject_at] in ":<x"


@given(DOCUMENTS)
def test_generated_triples_are_read_from_lines_too(text: str) -> None:
    """The same triples written as N-Triples and N-Quads."""
    triples = [quad.triple for quad in ox.parse(text, format=TURTLE)]
    for rdf in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        lines = (ox.serialize(triples, format=rdf) or b"").decode()
        assert len(list(aligned(lines, rdf, "b"))) == len(triples)


@pytest.mark.parametrize(
    ("text", "rdf"),
    [
        (HEAD + ":a :p <<( :a :b :c )>> .", TURTLE),
        (HEAD + "<< :a :p :b >> :q :c .", TURTLE),
        (HEAD + ":a :p :b {| :q :c |} .", TURTLE),
        (HEAD + ':a :p "x"@en--ltr .', TURTLE),
        ('{"@id": "http://e/a", "http://e/p": 1}', ox.RdfFormat.JSON_LD),
    ],
)
def test_what_this_reader_does_not_know_has_no_places(text: str, rdf: ox.RdfFormat) -> None:
    """RDF 1.2 and other syntaxes: the reader gives up, it does not guess."""
    with pytest.raises(Unreadable):
        list(aligned(text, rdf, "b"))


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


# ------------------------------------------------------------------ tokens


def test_tokens_are_placed_by_code_points() -> None:
    """Characters beyond the Basic Multilingual Plane count once."""
    assert [(text, at) for _, text, at in tokens("'𝒳' :a#x\n.")] == [("'𝒳'", 0), (":a", 4), (".", 9)]
    with pytest.raises(Unreadable):
        list(tokens(":a ~ :b"))
    with pytest.raises(Unreadable):
        list(tokens(':a "open'))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_escapes_are_undone(text: str) -> None:
    """However a string is escaped, it means what it meant."""
    long = "".join(f"\\U{ord(char):08x}" for char in text)
    short = str(ox.Literal(text))[1:-1]
    assert unescaped(long) == unescaped(short) == text


# ------------------------------------------------------------------ places

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
    """20 MB with a result at its end: ten times as much takes about ten times as long."""
    words = "What the inspectors of this unit found, and what it made of it. " * 2
    line = f':s{{0}} a :Thing ; :name "Thing number {{0}}. {words}"@en ; :part [ :n {{0}} ; :of ( "c" ) ] .\n'

    def seconds(count: int) -> float:
        text = HEAD + "".join(map(line.format, range(count)))
        read = Source("big.ttl", text.encode(), TURTLE, [ox.Triple(iri(f"s{count - 1}"), iri("n"), iri("n"))], "b")
        question = Sought(iri(f"s{count - 1}"))
        start = time.process_time()
        assert find([question], [read])[question].line == count + 1
        return time.process_time() - start

    small, large = seconds(10_000), seconds(100_000)
    assert large < 25 * small
    assert large < 60


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ":a :p " + "[ :p " * 20_000 + ":b" + " ]" * 20_000 + " .",
        HEAD + ":a :p " + "( " * 20_000 + ":b" + " )" * 20_000 + " .",
        HEAD + ':a :p """' + '"x ' * 300_000 + '""" .',
        HEAD + ":a :p :" + "b." * 300_000 + "b .",
        HEAD + "#" * 500_000 + "\n:a :p :b .",
        HEAD + " \n" * 300_000 + ":a :p :b .",
    ],
    ids=["lists", "collections", "quotes", "dots", "comment", "space"],
)
def test_hostile_files_take_no_time(text: str) -> None:
    """Deep nesting and long tokens neither exhaust the stack nor take quadratic time."""
    start = time.process_time()
    with contextlib.suppress(SyntaxError):  # Oxigraph's own limits
        assert list(aligned(text, TURTLE, "b"))
    assert time.process_time() - start < 10
