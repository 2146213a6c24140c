"""Turtle and its relatives with places: the readings of this project and of Oxigraph agree."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.ontology.loading import ontology_files, reference_files
from inspectkg.shapes.positions.alignment import aligned, skimmed
from inspectkg.shapes.positions.tokens import Unreadable, tokens, unescaped
from inspectkg.shapes.validation import shape_files
from inspectkg.store import bundled_graph

TURTLE, TRIG = ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG
HERE = Path(__file__).parent
HEAD = "@prefix : <http://e/> .\n"

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


def test_relative_names_stand_against_the_file() -> None:
    """Until the text has a base of its own."""
    text = "<> <#p> <a/../b> . @base <http://e/> . <x> <#p> <> ."
    found = list(aligned(text, TURTLE, "b", "file:///d.ttl"))
    assert [str(one[0]) for one in found] == ["<file:///d.ttl>", "<http://e/x>"]
    assert [str(one[4]) for one in found] == ["<file:///b>", "<http://e/>"]


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


def _about(text: str, rdf: ox.RdfFormat, nodes: Collection[object], base: str = "") -> list[object]:
    """What the whole text says of NODES, with the places."""
    return [one for one in aligned(text, rdf, "b", base) if one[0] in nodes or one[4] in nodes]


def _skimmed(text: str, rdf: ox.RdfFormat, nodes: Collection[object], base: str = "") -> list[object] | None:
    triples = [quad.triple for quad in ox.parse(text.encode(), format=rdf, base_iri=base or None)]
    near = [one for one in triples if one.subject in nodes or one.object in nodes]
    try:
        return list(skimmed(text, rdf, nodes, near, base))
    except Unreadable:
        return None


@given(DOCUMENTS, st.data())
def test_skimming_finds_what_reading_all_finds(text: str, data: st.DataObject) -> None:
    """Or gives up, and all is read."""
    triples = list(ox.parse(text, format=TURTLE))
    found = {node for one in triples for node in (one.subject, one.object) if isinstance(node, ox.NamedNode)}
    if found:
        nodes = set(data.draw(st.lists(st.sampled_from(sorted(found, key=str)), min_size=1, max_size=3)))
        assert _skimmed(text, TURTLE, nodes) in (None, _about(text, TURTLE, nodes))


@pytest.mark.parametrize(
    ("text", "rdf"),
    [
        (
            '@prefix : <http://e/> . :x :p 1.5 . :y-1 :p "a. :x b", \'c (d)\' ; :q :x . # :x\n:z :p """[\n:x"""@en .',
            TURTLE,
        ),
        ("PREFIX : <http://e/>\nPREFIX y: <http://f/>\n:x :p <#x>.:b.c :p :x .\n:d :p .5 .", TURTLE),
        ("@base <http://e/x> . <> <p> 1 . <y> <p> <> , <x> .", TURTLE),
        ("<http://e/x> <http://p> 1 . <http://e/\\u0078> <http://p> 2 .", TURTLE),
        (
            (
                "@prefix a: <http://e/> . @prefix : <http://f/> . { a:x :p :y } "
                "GRAPH :g { :y :p a:x . :z :p 1 . } :x { :a :b a:x }"
            ),
            TRIG,
        ),
        (
            '<http://e/x> <http://p> "(_)" <http://g> .\n<http://e/xx> <http://p> <http://e/x> .\n',
            ox.RdfFormat.N_QUADS,
        ),
    ],
)
def test_skimming(text: str, rdf: ox.RdfFormat) -> None:
    """Strings, numbers, comments, directives, graphs and lines are passed over where they say nothing."""
    nodes = {ox.NamedNode("http://e/x")}
    assert _skimmed(text, rdf, nodes, "http://e/") == _about(text, rdf, nodes, "http://e/") != []


@pytest.mark.parametrize(
    "text",
    [
        "@prefix : <http://e/> . :x :p [] .",
        "@prefix : <http://e/> . :x :p (1) .",
        "@prefix : <http://e/> . _:b :p :x .",
        "@prefix e: <http://e/x> . e: <http://p> 1 .",
        "@prefix e: <http://> . e:e\\/x <http://p> 1 . @prefix x: <http://e/long-> . x:x <http://p> 2 .",
    ],
)
def test_what_cannot_be_skimmed_is_read_whole(text: str) -> None:
    """Blank nodes, and namespaces that end within a name."""
    assert _skimmed(text, TURTLE, {ox.NamedNode("http://e/x")}) is None
    assert _about(text, TURTLE, {ox.NamedNode("http://e/x")})
