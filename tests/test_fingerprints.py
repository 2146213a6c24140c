"""Fingerprints: what was mended is closed, what came back is opened again, and nothing else looks new."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.shapes.formats.registry import render
from inspectkg.shapes.identity import Identity
from inspectkg.shapes.linting.faults import COMPONENT
from inspectkg.shapes.validation import validate_files

FOREIGN = Path(__file__).parent / "foreign"
SHAPES = FOREIGN / "people-shapes.ttl"
PEOPLE = (FOREIGN / "people.ttl").read_text("utf-8")
HEAD = "@prefix : <http://e/> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"

Alerts = Callable[..., set[str]]


@pytest.fixture
def alerts(tmp_path: Path) -> Alerts:
    """The alerts that code scanning keeps for a text: it knows each by its rule, its file and its fingerprint."""

    def call(text: str, name: str = "data.ttl") -> set[str]:
        (tmp_path / name).write_text(text, "utf-8")
        (run,) = json.loads(render(validate_files([tmp_path / name], [SHAPES]), "sarif"))["runs"]
        found = [
            f"{entry['ruleId']} {entry['partialFingerprints']['primaryLocationLineHash']}"
            for entry in run["results"]
            if not entry["properties"]["component"].startswith(COMPONENT)
        ]
        assert len(set(found)) == len(found)
        return set(found)

    return call


def test_unrelated_edits_change_no_alert(alerts: Alerts) -> None:
    """New lines, other prefixes, another order, new people: the same ten alerts."""
    first = alerts(PEOPLE)
    assert len(first) == 10
    lines = PEOPLE.splitlines(keepends=True)
    prefixes, ann, rest = "".join(lines[:5]), "".join(lines[5:7]), "".join(lines[7:])
    zoe = ':aaa a foaf:Person ; foaf:name "Zoe" ; foaf:mbox <mailto:z@e> ; foaf:based_near [ foaf:nick "x" ] .\n'
    for changed in (
        "# a comment\n\n" + PEOPLE.replace(" ; ", "\n    ;\n  "),
        prefixes + rest + ann,
        prefixes + zoe + "[ foaf:nick 'y' ] .\n" + rest + ann + zoe,
    ):
        assert alerts(changed) == first
    spelt = re.sub(r"(?<![\w:]):(\w+)", r"<people#\1>", PEOPLE.replace("@prefix : <https://example.org/people#> .", ""))
    assert alerts("BASE <https://example.org/>\n" + spelt.replace("foaf:", "f:")) == first


def test_what_is_mended_is_closed_and_what_comes_back_is_known(alerts: Alerts) -> None:
    """Exactly the alerts of the mended fault go; with the old text they are what they were."""
    first = alerts(PEOPLE)
    mended = (
        ('"thirty"', "30", 2),  # no integer, and so not above the bound either
        ('"Bob" , "Robert"', '"Bob"', 1),
        ("-4", "4", 1),
        ("<mailto:eve@example.org>", '<mailto:eve@example.org> ; foaf:name "Eve"', 1),
    )
    for fault, text, count in mended:
        left = alerts("\n\n" + PEOPLE.replace(fault, text))
        assert left < first and len(first - left) == count, fault
    assert alerts(PEOPLE) == first


def test_another_wrong_value_is_another_alert(alerts: Alerts) -> None:
    """The old one is closed, the new one opened."""
    first, second = alerts(PEOPLE), alerts(PEOPLE.replace("-4", "-5"))
    assert len(first - second) == len(second - first) == 1


def test_mending_one_fault_of_a_nameless_node_leaves_its_other_fault(alerts: Alerts) -> None:
    """Ann's friend lacks name and mailbox: with a name, one alert is closed and none opened."""
    first = alerts(PEOPLE)
    second = alerts(PEOPLE.replace('foaf:nick "cid"', 'foaf:nick "cid" ; foaf:name "Cid"'))
    assert second < first and len(first - second) == 1


def test_nameless_nodes_are_told_apart_by_what_they_say(alerts: Alerts) -> None:
    """Three friends at one place: mending one leaves the alerts of the others."""
    friend = "[ a foaf:Person ; foaf:nick '{}' ; foaf:mbox <mailto:{}@e> ]"
    friends = [friend.format(name, name) for name in "abc"]
    text = HEAD + ':x a foaf:Person ; foaf:name "X" ; foaf:mbox <mailto:x@e> ; foaf:knows '
    first = alerts(text + " , ".join(friends) + " .")
    assert len(first) == 3
    assert alerts(text + " ,\n ".join(reversed(friends)) + " .") == first
    named = friends[1].replace("[", "[ foaf:name 'B' ;")
    assert alerts(text + " , ".join([friends[0], named, friends[2]]) + " .") < first


def test_alike_nodes_are_counted(alerts: Alerts) -> None:
    """Where nothing tells two nodes apart there are two alerts; mending either closes one."""
    one = "[] a foaf:Person ; foaf:mbox <mailto:a@e> .\n"
    two = alerts(HEAD + one * 2 + one.replace("a@e", "b@e"))
    assert len(two) == 3
    left = alerts(HEAD + one + one.replace("a@e", "b@e"))
    assert left < two


# ------------------------------------------------------------------ identity


def keys(text: str) -> Counter[str]:
    triples = [quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)]
    identity = Identity(triples)
    nodes = {node for t in triples for node in (t.subject, t.object) if isinstance(node, ox.BlankNode)}
    return Counter(map(identity.key, nodes))


NODES = st.sampled_from(["_:a", "_:b", "_:c", "_:d", ":x", ":y"])
TRIPLES = st.lists(
    st.tuples(NODES, st.sampled_from([":p", ":q", "a", "foaf:name"]), NODES | st.sampled_from(['"v"', '"w"', "1"])),
    max_size=12,
)


@given(TRIPLES, st.randoms(use_true_random=False))
def test_keys_depend_on_neither_order_nor_labels(triples, random) -> None:
    """Whatever graph of nodes without IRIs, circles included."""
    text = [" ".join(triple) + " ." for triple in triples]
    shuffled = random.sample(text, len(text))
    labels = dict(zip("abcd", random.sample("klmn", 4), strict=True))
    renamed = re.sub(r"_:(\w)", lambda found: f"_:{labels[found[1]]}", "\n".join(shuffled))
    assert keys("\n".join(text)) == keys(renamed)


def test_nodes_have_keys_of_their_own_where_anything_tells_them_apart() -> None:
    """A place, a class, a name, a value, or what lies beyond."""
    for text in (
        ":x :p [] . :y :p [] .",
        ":x :p [] ; :q [] .",
        "[ a :A ] . [ a :B ] .".replace("] .", "] :q 1 ."),
        '[] foaf:name "A" . [] foaf:name "B" .',
        ":x :p [ :q 1 ] , [ :q 2 ] .",
        ":x :p [ :q [ :r 1 ] ] , [ :q [ :r 2 ] ] .",
        ":x :p ( 1 2 3 4 5 6 ) .",
    ):
        found = keys(text)
        assert len(found) >= 2 and set(found.values()) == {1}, text
    assert Identity([]).key(ox.NamedNode("http://e/a")) == "" == Identity([]).key(None)


def test_keys_take_linear_time() -> None:
    """Twenty thousand nodes at one hub, and a chain as long."""
    hub = ":x :p " + " , ".join(f"[ :n {number} ]" for number in range(20_000)) + " ."
    chain = "\n".join(f"_:n{number} :p _:n{number + 1} ." for number in range(20_000))
    assert len(keys(hub)) == 20_000
    assert len(keys(chain)) < 20
