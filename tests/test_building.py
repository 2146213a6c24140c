"""Building: several articles become one graph, the same whatever the machine and the order."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys

import pyoxigraph as ox
import pytest
from articles import article
from built import claims_of, told, triples_of, typed, values_of, write
from conftest import CHECKOUT
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectkg.export.serialising import serialise
from inspectkg.graph.building import Build, assemble, build
from inspectkg.graph.sources import Source
from inspectkg.loader import lexicon
from inspectkg.loader.documents.article import Article
from inspectkg.loader.documents.folders import bundled_articles
from inspectkg.loader.reading import read
from inspectkg.loader.rules import all_rules
from inspectkg.loader.text import fold
from inspectkg.ontology import labels, loading
from inspectkg.ontology.namespaces import iri


@pytest.fixture(scope="module")
def both() -> Build:
    return build()


class TestBothArticles:
    """Where the two bundled articles speak of the same thing, they meet in the same node."""

    def test_the_unit_belongs_to_the_region_of_the_other(self, both):
        """The unit of one article is in the region of the other."""
        triples = triples_of(both)
        unit, region = iri("pdu:north-tyneside-and-northumberland"), iri("region:north-east")
        assert {value for values in values_of(triples, "ikg:inspects").values() for value in values} == {unit, region}
        assert region in values_of(triples, "org:unitOf")[unit]

    @pytest.mark.parametrize("pledge", ["recruit-1300-probation-officers-2026-03", "fund-45-percent-open"])
    def test_one_pledge_two_claims(self, both, pledge):
        """The 1,300 officers and the 45% are one promise each, claimed by both articles, of one ministry."""
        triples = triples_of(both)
        name = f"pledge:ministry-of-justice-{pledge}"
        claims = claims_of(triples, name)
        documents = {values_of(triples, "schema:appearance")[claim][0] for claim in claims}
        assert len(claims) == len(documents) == 2
        assert values_of(triples, "ikg:pledger")[iri(name)] == [iri("agency:ministry-of-justice")]

    def test_the_deadline_is_on_one_claim_only(self, both):
        """One article is dated and resolves "March", the other leaves it open."""
        triples = triples_of(both)
        claims = claims_of(triples, "pledge:ministry-of-justice-recruit-1300-probation-officers-2026-03")
        latest = values_of(triples, "ikg:deadlineLatest")
        assert [latest[claim] for claim in claims if claim in latest] == [["2026-03-31"]]
        assert sorted(values_of(triples, "ikg:deadlineAsStated")[claim][0] for claim in claims) == [
            "by March",
            "by March next year",
        ]

    def test_nothing_contradicts_and_nothing_is_a_copy(self, both):
        """Two reports on two inspections share their promises alone, and the graph says by which rule."""
        links = triples_of(both, "links")
        assert {link[1] for link in links} == {
            iri(f"{name}") for name in ("rdf:type", "ikg:merges", "ikg:rule", "prov:used")
        }
        merged = values_of(links, "ikg:merges")
        rules = {merged[merge][0].rsplit("/", 2)[1]: None for merge in merged}
        assert list(rules) == ["pledge"]

    def test_no_blank_nodes_and_each_claim_has_evidence(self, both):
        """Every world node has a claim, every claim its words."""
        assert not any(isinstance(term, ox.BlankNode) for quad in both.quads for term in (quad.subject, quad.object))
        triples = triples_of(both)
        asserted = {value for values in values_of(triples, "ikg:asserts").values() for value in values}
        world = set().union(
            *(
                typed(triples, f"ikg:{kind}")
                for kind in ("Finding", "Statistic", "Recommendation", "Pledge", "Inspection", "Rating")
            )
        )
        assert world <= asserted
        assert set(values_of(triples, "ikg:evidence")) == typed(triples, "schema:Claim")

    def test_quotes_are_the_text_at_their_offsets(self, both):
        """Each quote, prefix and suffix is what stands in the article there."""
        triples = triples_of(both)
        exact, prefix, suffix = (values_of(triples, f"oa:{name}") for name in ("exact", "prefix", "suffix"))
        start, end = values_of(triples, "oa:start"), values_of(triples, "oa:end")
        texts = {source.key: source.article.text for source in both.sources}
        for quote, (words,) in exact.items():
            place = quote.replace("/quote/", "/position/")
            text = texts[quote.rsplit("/", 1)[1].split("-")[0]]
            at, to = int(start[place][0]), int(end[place][0])
            assert text[at:to] == words
            assert text[:at].endswith(prefix.get(quote, [""])[0]) and text[to:].startswith(suffix.get(quote, [""])[0])

    def test_what_is_touched_is_described(self, both):
        """Every concept and body that the articles name is told of in the same file."""
        triples = triples_of(both)
        described = values_of(triples, "rdf:type")
        ours = {value for _, _, value in triples if value.startswith("https://w3id.org/inspectkg/id/")}
        assert sorted(ours - described.keys()) == []

    def test_the_summary_names_both(self, both):
        """What was found is told for each article."""
        assert all(path.name in told(both) for path in bundled_articles())


class TestSameBytes:
    """One input, one output."""

    @pytest.mark.parametrize("seed", ["0", "1", "2"])
    def test_the_committed_graph_is_rebuilt(self, tmp_path, seed):
        """Whatever the hash seed, the command line writes the graph of the two articles that is kept here."""
        for suffix in ("ttl", "trig") if seed == "0" else ("trig",):
            output = tmp_path / f"inspections.{suffix}"
            articles = str(CHECKOUT / "loader" / "articles")
            done = subprocess.run(
                [sys.executable, "-m", "inspectkg", "build", articles, "--output", str(output)],
                cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr.decode()
            assert output.read_bytes() == (CHECKOUT / "graph" / output.name).read_bytes()

    def test_the_order_of_sources_does_not_matter(self, tmp_path):
        """Files in any order, or their folder, give the same graph and notes."""
        paths = write(
            tmp_path / "in",
            **{f"a{number}": article(f"Reviews were late in {number} of 50 cases.") for number in range(9)},
        )
        first = build([tmp_path / "in"])
        random.Random(4).shuffle(paths)
        second = build(paths)
        assert serialise(first.quads, "trig") == serialise(second.quads, "trig")
        assert told(first) == told(second)

    def test_progress_is_told(self, tmp_path):
        """Long work says how far it is."""
        told: list[tuple[int, int]] = []
        build(write(tmp_path / "in", a=article("One."), b=article("Two.")), lambda *step: told.append(step))
        assert told == [(1, 2), (2, 2)]


class TestSources:
    """What may stand in a folder."""

    def test_a_bad_file_among_good_ones(self, tmp_path):
        """Good files are built, the bad one is told, and the build knows that it failed."""
        good = write(tmp_path, good=article("The unit was rated 'good'."))
        (tmp_path / "bad.txt").write_bytes(b"caf\x00")
        found = build([tmp_path])
        assert found.failed and [source.article.name for source in found.sources] == ["good.txt"]
        assert any(line.startswith(f"error: {tmp_path / 'bad.txt'}") for line in found.problems)
        assert found.quads == build(good).quads

    def test_a_missing_source(self, tmp_path):
        """A name that is not there is told, the others are built."""
        found = build([tmp_path / "none.txt", *write(tmp_path / "in", a=article("One."))])
        assert found.failed and len(found.sources) == 1
        assert "none.txt" in found.problems[0]

    def test_the_same_text_twice(self, tmp_path):
        """A text in two files is read once, whatever the order, with a note."""
        one, two = write(tmp_path, b=article("One."), a=article("One."))
        found = build([one, two])
        assert [source.article.name for source in found.sources] == ["a.txt"]
        assert sum("read once" in line for line in found.problems) == 1 and not found.failed
        assert found.quads == build([two]).quads

    def test_an_unrelated_text(self, tmp_path):
        """A text about something else is a document and nothing more."""
        found = build(write(tmp_path, bins="Bins late\nTwo-thirds of bins were late in Derby.\n"))
        triples = triples_of(found)
        assert len(typed(triples, "schema:Article")) == 1
        assert typed(triples, "schema:Claim") == set()
        assert "not about a probation inspection" in told(found)


class TestLabels:
    """A label in Turtle is all it takes."""

    LINE = "Inspectors found gribble was poor."

    def test_a_label_added_to_a_copied_file_is_known(self, tmp_path, monkeypatch):
        """A topic with one more label is found by it, with no other change anywhere."""
        shutil.copytree(CHECKOUT / "ontology", tmp_path / "ontology")
        topics = tmp_path / "ontology" / "concepts" / "topics.ttl"
        topics.write_text(
            topics.read_text(encoding="utf-8")
            + f'\n<{iri("topic:staffing")}> <{iri("skos:altLabel")}> "gribble"@en .\n',
            encoding="utf-8",
        )
        monkeypatch.setattr(loading, "FOLDER", tmp_path / "ontology")
        labels.reference.cache_clear()
        lexicon.lexicon.cache_clear()
        try:
            mentions = lexicon.lexicon().topics.find(self.LINE, fold(self.LINE))
        finally:
            monkeypatch.undo()
            labels.reference.cache_clear()
            lexicon.lexicon.cache_clear()
        assert [(mention.span.of(self.LINE), mention.thing.slug) for mention in mentions] == [("gribble", "staffing")]
        assert lexicon.lexicon().topics.find(self.LINE, fold(self.LINE)) == ()


def test_a_file_name_that_is_no_utf8_is_told_as_far_as_it_can_be(tmp_path):
    """The name of a file may be any bytes; the article is read all the same, and its name shows what it can."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - a name as bytes
            file.write(article("The unit was rated good.").encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    built = build([tmp_path])
    assert not built.failed
    assert [source.article.name for source in built.sources] == ["caf\N{REPLACEMENT CHARACTER}.txt"]


_LINES = [line for path in (CHECKOUT / "tests" / "texts").glob("*.txt") for line in path.read_text("utf-8").split("\n")]
_EXAMPLES = [
    example.replace("\x01", filling).replace("\x02", "good")
    for _, rule in all_rules()
    for example in rule.examples
    for filling in ("'good'", "Derby City", "Inspectors")
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(sorted({*_LINES, *_EXAMPLES} - {""})), min_size=1, max_size=12))
def test_any_words_that_a_rule_reads_make_a_graph(lines):
    """Whatever rules read, in whatever company, is written, and every rule that a claim names is described."""
    text = article(*lines, opening="HM Inspectorate of Probation visited Derby City PDU and Kirklees PDU.")
    quads = assemble([Source(Article("any.txt", text), read(text))])
    named = {quad.object for quad in quads if quad.predicate.value == iri("ikg:rule")}
    described = {quad.subject for quad in quads if quad.predicate.value == iri("skos:definition")}
    assert named <= described


def test_a_list_of_grades_that_goes_on_is_described():
    """A grade read because one was read before it in the sentence names a rule of the rule book, as all do."""
    text = article("Leadership was rated 'good', while planning came next as inadequate.")
    assert assemble([Source(Article("list.txt", text), read(text))])
