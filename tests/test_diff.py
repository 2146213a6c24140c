"""`inspectkg diff`: what changed between two graphs, for people and as a patch that makes the one into the other."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from inspectkg.comparison.changes import changes
from inspectkg.comparison.difference import compare
from inspectkg.comparison.facts import Fact
from inspectkg.comparison.kinds import kinds
from inspectkg.comparison.pairing import paired
from inspectkg.comparison.patch import apply
from inspectkg.comparison.report import told
from inspectkg.comparison.writing import markdown, text
from inspectkg.errors import InputError
from inspectkg.export.exporting import export
from inspectkg.export.selection import Selection
from inspectkg.export.serialising import FORMATS, serialise
from inspectkg.graph.building import build
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.paragraphs import WIDTH
from inspectkg.store import bundled_graph, read_quads

SCHEMA = PREFIXES["schema"]


@pytest.fixture
def bundled() -> str:
    return bundled_graph().read_text("utf-8")


@pytest.fixture
def differ(tmp_path):
    """What differs between two graphs, given as text of Turtle or TriG, as the JSON report has it."""

    def call(old: str, new: str, suffix: str = ".trig") -> dict:
        paths = [tmp_path / f"old{suffix}", tmp_path / f"new{suffix}"]
        for path, content in zip(paths, (old, new), strict=True):
            path.write_text(content, "utf-8")
        difference = compare(*paths)
        return told(difference, changes(difference))

    return call


def all_facts(report: dict) -> list[dict]:
    return [fact for article in report["articles"] for body in article["bodies"] for fact in body["facts"]]


def the_change(report: dict) -> dict:
    """The one fact that differs."""
    (fact,) = all_facts(report)
    return fact


def values(fact: dict, name: str) -> tuple[list[str], list[str]]:
    found = next(one for one in fact["properties"] if one["property"].endswith("/" + name))
    return [value["label"] for value in found["old"]], [value["label"] for value in found["new"]]


def test_a_graph_says_the_same_as_itself_in_every_format(tmp_path, sample):
    """Formats, order and layout make no difference."""
    path = tmp_path / "sample.nq"
    path.write_bytes(serialise(sample, "nquads"))
    for name in ("turtle", "ntriples", "trig", "nquads", "jsonld", "rdfxml"):
        other = tmp_path / f"other{FORMATS[name]}"
        other.write_bytes(serialise(sample, name))
        assert not compare(path, other), name
        assert not compare(other, path), name


def test_another_grade_is_a_changed_rating(bundled, differ):
    """Its node has the grade in its name; it is the same rating all the same."""
    rating = "north-east-undated-49f8aa86fbf0074d-victim-work-"
    new = bundled.replace(rating + "outstanding", rating + "good").replace(
        "ikg:aspect aspect:victim-work ;\n        ikg:grade grade:outstanding",
        "ikg:aspect aspect:victim-work ;\n        ikg:grade grade:good",
    )
    report = differ(bundled, new + 'grade:good <http://www.w3.org/2004/02/skos/core#prefLabel> "good"@en .\n')
    change = the_change(report)
    assert (change["kind"], change["change"]) == ("rating", "changed")
    assert values(change, "grade") == (["outstanding"], ["good"])
    assert 'rated "outstanding" for its work with victims' in change["quote"]
    assert report["articles"][0]["label"] == "bbc-north-east.txt"
    assert report["articles"][0]["bodies"][0]["bodies"][0]["label"] == "North East"
    assert [thing["label"] for thing in report["terms"]] == ["good"]
    assert report["things"] == []


def test_another_polarity_is_a_changed_finding(bundled, differ):
    """Though none of its claim's own statements differ."""
    change = the_change(
        differ(bundled, bundled.replace("ikg:polarity polarity:mixed", "ikg:polarity polarity:negative"))
    )
    assert (change["kind"], change["change"]) == ("finding", "changed")
    assert values(change, "polarity") == (["mixed"], ["negative"])


def test_another_sum_is_a_changed_pledge(sample_path, differ):
    """The number is in the name of the pledge."""
    old = sample_path.read_text("utf-8")
    report = differ(old, old.replace("1300", "1400"))
    change = the_change(report)
    assert (change["kind"], change["change"]) == ("pledge", "changed")
    assert values(change, "value") == (["1300.0"], ["1400.0"])
    assert report["terms"] == report["things"] == []


def test_facts_that_only_one_graph_has(bundled, differ):
    """A claim with all that hangs on it is one fact, wherever it went."""
    claims = [quad.subject for quad in read_quads(bundled_graph()) if quad.object == ox.NamedNode(SCHEMA + "Claim")]
    quads = read_quads(bundled_graph())
    finding = next(claim for claim in claims if "-finding-" in claim.value)
    without = serialise([quad for quad in quads if quad.subject != finding], "trig").decode()
    removed = differ(bundled, without)
    assert [(fact["change"], fact["claim"]) for fact in all_facts(removed)] == [("removed", finding.value)]
    added = differ(without, bundled)
    assert [(fact["change"], fact["claim"]) for fact in all_facts(added)] == [("added", finding.value)]
    assert all_facts(added)[0]["quote"] == all_facts(removed)[0]["quote"] != ""


def test_a_fact_at_another_place_is_no_other_fact(bundled, differ):
    """A word more at the top of an article moves all that follows."""
    report = differ(bundled, bundled.replace("oa:start 596", "oa:start 599"))
    assert report["counts"]["factsMoved"] >= 1
    assert all_facts(report) == []


def rating(name: str, quote: str = "The words.", aspect: str = "overall") -> Fact:
    kind = kinds().by_class[PREFIXES["ikg"] + "Rating"]
    said = {kind.known_by[1]: frozenset([aspect]), PREFIXES["ikg"] + "grade": frozenset([name])}
    return Fact(f"claim-{name}", f"rating-{name}", kind, "document", ("body",), said, quote, 0, frozenset())


def test_facts_are_paired_by_what_they_are_known_by():
    """Whatever words they rest on; one on another aspect is another."""
    old, new = rating("good"), rating("inadequate", "Other words.")
    assert paired([old], [new]).pairs == [(old, new)]
    other = rating("inadequate", aspect="reviewing")
    assert paired([old], [other]) == ([], [old], [other])


def test_facts_that_could_be_either_are_not_paired():
    """Which of two grades became which is not guessed; those whose words are the same are told apart by these."""
    olds, news = [rating("good"), rating("outstanding")], [rating("inadequate"), rating("requires-improvement")]
    assert paired(olds, news) == ([], olds, news)
    olds[1], news[1] = rating("outstanding", "Elsewhere."), rating("requires-improvement", "Elsewhere.")
    assert paired(olds, news).pairs == [(olds[0], news[0]), (olds[1], news[1])]


FOREIGN = """@prefix ex: <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:Dog a owl:Class ; rdfs:label "Dog"@en ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:legs ; owl:hasValue 4 ] .
ex:rex a ex:Dog ; rdfs:label "Rex" ; ex:age 3 ; ex:owner [ ex:name "Ann" ] .
"""


def test_graphs_of_others_are_told_by_subject(differ):
    """Terms apart; blank nodes belong to what they hang on."""
    new = FOREIGN.replace("ex:age 3", "ex:age 4").replace("hasValue 4", "hasValue 3").replace('"Ann"', '"Ben"')
    report = differ(FOREIGN, new, ".ttl")
    assert [thing["label"] for thing in report["terms"]] == ["Dog"]
    assert [(thing["label"], thing["change"]) for thing in report["things"]] == [("Rex", "changed")]
    assert values(report["things"][0], "age") == (["3"], ["4"])
    assert values(report["things"][0], "name") == (["Ann"], ["Ben"])


@pytest.mark.parametrize(
    ("old", "new", "added", "removed"),
    [
        ("g:1 { ex:s ex:p 1 }", "g:2 { ex:s ex:p 1 }", 1, 1),
        ("g:1 { ex:s ex:p 1 }", "g:1 { ex:s ex:p 1 } g:2 { ex:s ex:p 1 }", 1, 0),
        ("g:1 { ex:s ex:p 1 } ex:s ex:p 1 .", "g:1 { ex:s ex:p 1 }", 0, 1),
    ],
)
def test_what_is_said_in_another_graph_is_no_other_value(differ, old, new, added, removed):
    """It is counted, and the patch has it; no value went or came."""
    head = "PREFIX ex: <http://e/> PREFIX g: <http://g/> "
    report = differ(head + old, head + new, ".trig")
    assert report["things"] == []
    assert report["counts"]["regraphed"] == 1
    assert (report["counts"]["statementsAdded"], report["counts"]["statementsRemoved"]) == (added, removed)
    other = differ(head + old, head + new.replace("ex:p 1", "ex:p 1, 2"), ".trig")
    assert values(other["things"][0], "p")[0] == []


def test_a_blank_node_more_renames_no_other(differ):
    """RDFC-1.0 would count them all anew."""
    new = FOREIGN + '<https://example.org/a> <https://example.org/p> [ <https://example.org/q> "new" ] .\n'
    assert differ(FOREIGN, new, ".ttl")["counts"]["statementsAdded"] == 2
    assert differ(FOREIGN, new, ".ttl")["counts"]["statementsRemoved"] == 0


def test_blank_nodes_alike_are_counted(differ):
    """Two owners of whom the same is said are two."""
    new = FOREIGN.replace('[ ex:name "Ann" ]', '[ ex:name "Ann" ], [ ex:name "Ann" ]')
    assert differ(FOREIGN, new, ".ttl")["counts"]["statementsAdded"] > 0
    assert differ(FOREIGN, FOREIGN.replace("[ ex:name", "[ a ex:Man ; ex:name"), ".ttl")["same"] is False


def test_blank_nodes_made_to_take_for_ever_are_refused(tmp_path):
    """Nine that are all linked to each other would keep RDFC-1.0 busy for minutes."""
    path = tmp_path / "tangle.nt"
    path.write_text(
        "".join(f"_:x{a} <https://e.org/p> _:x{b} .\n" for a in range(9) for b in range(9) if a != b), "utf-8"
    )
    with pytest.raises(InputError, match=r"tangle\.nt: .*give them IRIs"):
        compare(path, path)


def test_blank_nodes_may_hang_deep_in_each_other(differ):
    """A chain of a hundred is the same as itself, and another where its end is; beyond reason, it is refused."""
    chain = "".join(f"_:x{a} <https://e.org/p> _:x{a + 1} .\n" for a in range(100))
    assert differ(chain, chain.replace("_:x", "_:y"), ".nt")["same"] is True
    assert differ(chain, f'{chain}_:x100 <https://e.org/p> "end" .\n', ".nt")["same"] is False
    longer = "".join(f"_:x{a} <https://e.org/p> _:x{a + 1} .\n" for a in range(200))
    with pytest.raises(InputError, match=r"old\.nt: .*nested more than 128 deep: give them IRIs"):
        differ(longer, longer, ".nt")


def test_a_corrected_article_is_the_same_article(tmp_path):
    """Without an address, its IRI follows its text; its file name tells that it is the same."""
    said = "Derby PDU was rated 'inadequate' by HM Inspectorate of Probation. Inspectors found that plans were late."
    for side, story in (("old", said), ("new", said.replace("'inadequate'", "'good'"))):
        (tmp_path / side).mkdir()
        (tmp_path / side / "derby.txt").write_text(f"Derby probation unit rated\n\n{story}\n", "utf-8")
        (tmp_path / f"{side}.nq").write_bytes(serialise(build([tmp_path / side / "derby.txt"]).quads, "nquads"))
    difference = compare(tmp_path / "old.nq", tmp_path / "new.nq")
    report = told(difference, changes(difference))
    counts = report["counts"]
    assert (counts["factsAdded"], counts["factsRemoved"]) == (0, 0)
    (fact,) = (fact for fact in all_facts(report) if fact["kind"] == "rating")
    grades = {one["property"]: [value["label"] for value in one["new"]] for one in fact["properties"]}
    assert grades[PREFIXES["ikg"] + "grade"] == ["good"]


def test_many_blank_nodes_of_one_subject_take_linear_time(differ):
    """What they hang on is looked at once, not once for each."""
    address = '<https://e.org/a> <https://e.org/p> _:x{0} .\n_:x{0} <https://e.org/n> "{0}" .\n'
    start = time.process_time()
    made = differ("", "".join(address.format(number) for number in range(4_000)), ".nt")
    assert made["counts"]["statementsAdded"] == 8_000 and made["counts"]["things"] == 1
    assert time.process_time() - start < 15


def test_what_exports_say_of_themselves_is_told_apart(bundled, tmp_path):
    """One changed fact leaves the description's nodes what they are, and is all that is listed."""
    changed = bundled.replace("ikg:polarity polarity:mixed", "ikg:polarity polarity:negative")
    for name, graph in (("old", bundled), ("new", changed)):
        quads = list(ox.parse(graph, format=ox.RdfFormat.TRIG))
        lines = export(quads, "evidence", Selection(), lambda _: None)
        (tmp_path / f"{name}.nq").write_text("".join(f"{line} .\n" for line in lines.lines), "utf-8")
    difference = compare(tmp_path / "old.nq", tmp_path / "new.nq")
    report = told(difference, changes(difference))
    assert report["counts"]["factsChanged"] == 1 and report["things"] == []
    assert 0 < report["counts"]["descriptions"] < 9
    assert "what the files say of themselves (counts, checksums) differs, too" in " ".join(text(report).split())


def test_relative_names_are_the_same_in_both_files(differ):
    """Though a file's own name is what they stand against."""
    text = '<#a> <https://example.org/p> "x" .\n'
    assert differ(text, text, ".ttl")["same"] is True
    assert differ(text, text.replace("#a", "#b"), ".ttl")["counts"]["things"] == 2


def test_lines_written_otherwise_say_the_same(tmp_path):
    """Escapes, spaces, comments, and the datatype of plain strings."""
    one, other = tmp_path / "one.nt", tmp_path / "other.nt"
    one.write_text('<https://e.org/a> <https://e.org/p> "é" .\n<https://e.org/a> <https://e.org/p> "b" .\n', "utf-8")
    other.write_text(
        '# as others write it\n<https://e.org/a>\t<https://e.org/p> "\\u00e9".\n'
        '<https://e.org/a> <https://e.org/p> "b"^^<http://www.w3.org/2001/XMLSchema#string> . # so\n',
        "utf-8",
    )
    assert not compare(one, other)


def test_what_people_read(bundled, tmp_path):
    """One change in text and in Markdown, whose marks in the words are guarded."""
    (tmp_path / "old.trig").write_text(bundled, "utf-8")
    (tmp_path / "new.trig").write_text(bundled.replace("ikg:polarity polarity:mixed", "ikg:polarity polarity:negative"))
    difference = compare(tmp_path / "old.trig", tmp_path / "new.trig")
    report = told(difference, changes(difference))
    lines = text(report).splitlines()
    assert lines[0].startswith("Facts: 0 added, 0 removed, 1 changed")
    assert max(map(len, lines)) <= WIDTH
    at = lines.index("bbc-north-east.txt")
    assert lines[at : at + 4] == [
        "bbc-north-east.txt",
        "  North East",
        "    ~ finding changed",
        "        polarity: mixed → negative",
    ]
    assert (
        "## bbc-north-east.txt\n\n### North East\n\n- `~` finding changed\n  - polarity: mixed → negative\n"
        in markdown(report)
    )


def test_words_that_are_markup_are_only_words(differ):
    """A label of somebody else's cannot write the page, nor steer a terminal."""
    report = differ(FOREIGN, FOREIGN.replace('"Rex"', '"<b>*Rex*\\u001b[1m"'), ".ttl")
    assert "\\<b\\>\\*Rex\\*" in markdown(report)
    assert "\x1b" not in markdown(report) + text(report)


def test_the_command(run, sample_path, tmp_path):
    """0 the same, 1 different, 2 unreadable; several formats at once; standard output has the result alone."""
    same = run("diff", sample_path, sample_path)
    assert (same.code, same.text, same.err) == (0, "The graphs say the same.\n", "")
    assert run("diff", sample_path, sample_path, "--format", "patch").out == b""
    changed = tmp_path / "changed.trig"
    changed.write_text(sample_path.read_text("utf-8").replace("polarity:negative", "polarity:positive"), "utf-8")
    other = run("diff", sample_path, changed, "--format", "json", "--format", "patch=changes.rdfp")
    assert other.code == 1
    assert json.loads(other.out)["same"] is False
    made = apply((tmp_path / "changes.rdfp").read_text("utf-8"), read_quads(sample_path))
    assert made == set(read_quads(changed))
    assert run("diff", sample_path, "missing.ttl").code == 2
    assert run("diff", sample_path, Path(__file__)).code == 2


def test_only_one_file_holds_named_graphs(run, sample_path, tmp_path, sample):
    """They are left out on both sides, and that is said."""
    (tmp_path / "flat.ttl").write_bytes(serialise(sample, "turtle"))
    outcome = run("diff", sample_path, "flat.ttl")
    assert outcome.code == 0
    assert "compared without them" in outcome.err


def test_without_anything_to_compare_with_the_texts_are_left_alone(checkout, tmp_path):
    """`make diff-graph` says so and passes: it must not stop CI."""
    script = [checkout / "tests" / "diff-graph.sh", sys.executable, tmp_path, "no-such-commit"]
    done = subprocess.run(["bash", *map(str, script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "There is no no-such-commit to compare with" in done.stderr


@pytest.mark.parametrize("target", ["markdown=old.nt", "patch=new.nt", "json=link.nt"])
def test_a_report_never_takes_the_place_of_what_is_compared(run, tmp_path, target):
    """By whatever name: a slip of the pen must not cost the data."""
    (tmp_path / "old.nt").write_text("<http://e/s> <http://e/p> <http://e/o> .\n", "utf-8")
    (tmp_path / "new.nt").write_text("", "utf-8")
    (tmp_path / "link.nt").symlink_to("old.nt")
    outcome = run("diff", "old.nt", "new.nt", "--format", target)
    assert outcome.code == 2 and "would overwrite what is read" in outcome.err
    assert (tmp_path / "old.nt").read_text("utf-8") and not (tmp_path / "new.nt").read_text("utf-8")
