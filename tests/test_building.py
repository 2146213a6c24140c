"""Building: several articles become one graph, the same whatever the machine and the order."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from articles import article
from conftest import CHECKOUT
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectkg.export.serialising import serialise
from inspectkg.graph.building import Build, assemble, build
from inspectkg.graph.sources import Source
from inspectkg.graph.summary import summary
from inspectkg.loader import lexicon
from inspectkg.loader.documents.article import Article
from inspectkg.loader.documents.folders import bundled_articles
from inspectkg.loader.reading import read
from inspectkg.loader.rules import all_rules
from inspectkg.loader.text import fold
from inspectkg.ontology import labels, loading
from inspectkg.ontology.namespaces import iri

Triple = tuple[str, str, str]


@pytest.fixture(scope="module")
def both() -> Build:
    return build()


def told(built: Build) -> str:
    """What a build says of its articles."""
    return "\n".join(map(summary, built.sources))


def _triples(built: Build, graph: str | None = None) -> set[Triple]:
    wanted = None if graph is None else iri(f"graph:{graph}")
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in built.quads
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
        and (wanted is None or (isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value == wanted))
    }


def _of(triples: set[Triple], predicate: str) -> dict[str, list[str]]:
    """The values of PREDICATE by subject."""
    found: dict[str, list[str]] = {}
    for subject, name, value in sorted(triples):
        if name == iri(predicate):
            found.setdefault(subject, []).append(value)
    return found


def _typed(triples: set[Triple], kind: str) -> set[str]:
    return {subject for subject, name, value in triples if name == iri("rdf:type") and value == iri(kind)}


def _claims(triples: set[Triple], thing: str) -> list[str]:
    return [claim for claim, (asserted,) in _of(triples, "ikg:asserts").items() if asserted == iri(thing)]


def _write(folder: Path, **texts: str) -> list[Path]:
    """Files of TEXTS, by name."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return [folder / f"{name}.txt" for name in texts]


class TestBothArticles:
    """Where the two bundled articles speak of the same thing, they meet in the same node."""

    def test_the_unit_belongs_to_the_region_of_the_other(self, both):
        """The unit of one article is in the region of the other."""
        triples = _triples(both)
        unit, region = iri("pdu:north-tyneside-and-northumberland"), iri("region:north-east")
        assert {value for values in _of(triples, "ikg:inspects").values() for value in values} == {unit, region}
        assert region in _of(triples, "org:unitOf")[unit]

    @pytest.mark.parametrize("pledge", ["recruit-1300-probation-officers-2026-03", "fund-45-percent-open"])
    def test_one_pledge_two_claims(self, both, pledge):
        """The 1,300 officers and the 45% are one promise each, claimed by both articles, of one ministry."""
        triples = _triples(both)
        name = f"pledge:ministry-of-justice-{pledge}"
        claims = _claims(triples, name)
        documents = {_of(triples, "schema:appearance")[claim][0] for claim in claims}
        assert len(claims) == len(documents) == 2
        assert _of(triples, "ikg:pledger")[iri(name)] == [iri("agency:ministry-of-justice")]

    def test_the_deadline_is_on_one_claim_only(self, both):
        """One article is dated and resolves "March", the other leaves it open."""
        triples = _triples(both)
        claims = _claims(triples, "pledge:ministry-of-justice-recruit-1300-probation-officers-2026-03")
        latest = _of(triples, "ikg:deadlineLatest")
        assert [latest[claim] for claim in claims if claim in latest] == [["2026-03-31"]]
        assert sorted(_of(triples, "ikg:deadlineAsStated")[claim][0] for claim in claims) == [
            "by March",
            "by March next year",
        ]

    def test_nothing_contradicts_and_nothing_is_a_copy(self, both):
        """Two reports on two inspections share their promises alone, and the graph says by which rule."""
        links = _triples(both, "links")
        assert {link[1] for link in links} == {
            iri(f"{name}") for name in ("rdf:type", "ikg:merges", "ikg:rule", "prov:used")
        }
        merged = _of(links, "ikg:merges")
        rules = {merged[merge][0].rsplit("/", 2)[1]: None for merge in merged}
        assert list(rules) == ["pledge"]

    def test_no_blank_nodes_and_each_claim_has_evidence(self, both):
        """Every world node has a claim, every claim its words."""
        assert not any(isinstance(term, ox.BlankNode) for quad in both.quads for term in (quad.subject, quad.object))
        triples = _triples(both)
        asserted = {value for values in _of(triples, "ikg:asserts").values() for value in values}
        world = set().union(
            *(
                _typed(triples, f"ikg:{kind}")
                for kind in ("Finding", "Statistic", "Recommendation", "Pledge", "Inspection", "Rating")
            )
        )
        assert world <= asserted
        assert set(_of(triples, "ikg:evidence")) == _typed(triples, "schema:Claim")

    def test_quotes_are_the_text_at_their_offsets(self, both):
        """Each quote, prefix and suffix is what stands in the article there."""
        triples = _triples(both)
        exact, prefix, suffix = (_of(triples, f"oa:{name}") for name in ("exact", "prefix", "suffix"))
        start, end = _of(triples, "oa:start"), _of(triples, "oa:end")
        texts = {source.key: source.article.text for source in both.sources}
        for quote, (words,) in exact.items():
            place = quote.replace("/quote/", "/position/")
            text = texts[quote.rsplit("/", 1)[1].split("-")[0]]
            at, to = int(start[place][0]), int(end[place][0])
            assert text[at:to] == words
            assert text[:at].endswith(prefix.get(quote, [""])[0]) and text[to:].startswith(suffix.get(quote, [""])[0])

    def test_what_is_touched_is_described(self, both):
        """Every concept and body that the articles name is told of in the same file."""
        triples = _triples(both)
        described = _of(triples, "rdf:type")
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
        paths = _write(
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
        build(_write(tmp_path / "in", a=article("One."), b=article("Two.")), lambda *step: told.append(step))
        assert told == [(1, 2), (2, 2)]


class TestSources:
    """What may stand in a folder."""

    def test_a_bad_file_among_good_ones(self, tmp_path):
        """Good files are built, the bad one is told, and the build knows that it failed."""
        good = _write(tmp_path, good=article("The unit was rated 'good'."))
        (tmp_path / "bad.txt").write_bytes(b"caf\x00")
        found = build([tmp_path])
        assert found.failed and [source.article.name for source in found.sources] == ["good.txt"]
        assert any(line.startswith(f"error: {tmp_path / 'bad.txt'}") for line in found.problems)
        assert found.quads == build(good).quads

    def test_a_missing_source(self, tmp_path):
        """A name that is not there is told, the others are built."""
        found = build([tmp_path / "none.txt", *_write(tmp_path / "in", a=article("One."))])
        assert found.failed and len(found.sources) == 1
        assert "none.txt" in found.problems[0]

    def test_the_same_text_twice(self, tmp_path):
        """A text in two files is read once, whatever the order, with a note."""
        one, two = _write(tmp_path, b=article("One."), a=article("One."))
        found = build([one, two])
        assert [source.article.name for source in found.sources] == ["a.txt"]
        assert sum("read once" in line for line in found.problems) == 1 and not found.failed
        assert found.quads == build([two]).quads

    def test_an_unrelated_text(self, tmp_path):
        """A text about something else is a document and nothing more."""
        found = build(_write(tmp_path, bins="Bins late\nTwo-thirds of bins were late in Derby.\n"))
        triples = _triples(found)
        assert len(_typed(triples, "schema:Article")) == 1
        assert _typed(triples, "schema:Claim") == set()
        assert "not about a probation inspection" in told(found)


MOJ = "A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers by"


class TestLinks:
    """What several articles tell of one thing."""

    def _links(self, folder: Path, **texts: str) -> list[Triple]:
        return sorted(_triples(build(_write(folder, **texts)), "links"))

    def _contradictions(self, folder: Path, **texts: str) -> list[Triple]:
        return [link for link in self._links(folder, **texts) if link[1] == iri("ikg:contradicts")]

    def test_contradicting_grades(self, tmp_path):
        """Two grades for one standard of one inspection are linked, once, from the lower IRI to the higher."""
        found = self._links(
            tmp_path, a=article("The unit was rated 'good'."), b=article("The unit was rated 'inadequate'.")
        )
        stem = "rating:derby-city-2025-07-overall"
        assert [link for link in found if link[1] == iri("ikg:contradicts")] == [
            (iri(f"{stem}-good"), iri("ikg:contradicts"), iri(f"{stem}-inadequate"))
        ]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("The unit was rated 'good'.", "The unit was rated 'good'."),
            ("Leadership was rated good.", "Staffing was rated inadequate."),
            ("The unit was rated 'good'.", "The unit had previously been rated inadequate."),
        ],
    )
    def test_grades_that_agree(self, tmp_path, one, other):
        """The same grade, other standards and an earlier grade contradict nothing."""
        assert not [
            link
            for link in self._links(tmp_path, a=article(one), b=article(other, "It rained."))
            if link[1] == iri("ikg:contradicts")
        ]

    def test_contradicting_deadlines(self, tmp_path):
        """One promise with two time limits contradicts itself; with one and none it does not."""
        texts = {"a": article(f"{MOJ} March 2026.'"), "b": article(f"{MOJ} March 2027.'")}
        (link,) = self._contradictions(tmp_path / "two", **texts)
        assert [link[0].rsplit("-", 2)[1:], link[2].rsplit("-", 2)[1:]] == [["2026", "03"], ["2027", "03"]]
        open_one = article("A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers.'")
        assert not self._contradictions(tmp_path / "open", a=texts["a"], b=open_one)
        assert not self._contradictions(tmp_path / "year", a=texts["a"], b=article(f"{MOJ} 2026.'"))

    def test_contradicting_figures(self, tmp_path):
        """Two counts of the same cases on the same topic; not of other cases, nor where one article tells both."""
        one, other = "Reviews were late in 6 of 50 cases.", "Reviews were late in 8 of 50 cases."
        (link,) = self._contradictions(tmp_path / "two", a=article(one), b=article(other))
        assert [end.rsplit("-", 3)[1:3] for end in (link[0], link[2])] == [["6", "50"], ["8", "50"]]
        apart = {"a": article(one), "b": article("Reviews were late in 8 of 40 cases.")}
        assert not self._contradictions(tmp_path / "apart", **apart)
        assert not self._contradictions(tmp_path / "both", a=article(one, other), b=article(other))

    def test_contradicting_counts(self, tmp_path):
        """Two numbers of recommendations of one inspection contradict each other, claim against claim."""
        one, other = "Inspectors made seven recommendations.", "Inspectors made five recommendations."
        (link,) = self._contradictions(tmp_path / "two", a=article(one), b=article(other))
        assert "/claim/" in link[0] and "/claim/" in link[2]
        assert not self._contradictions(tmp_path / "same", a=article(one), b=article(one, "It rained."))

    def test_contradictions_are_told(self, tmp_path):
        """Each in a line: what about, both values, both articles."""
        built = build(
            _write(tmp_path, a=article("The unit was rated 'good'."), b=article("The unit was rated 'inadequate'."))
        )
        told = "Inspection of Derby City, reported 2025-07, overall: good (a.txt), inadequate (b.txt)"
        assert f"note: articles disagree on {told}" in built.problems


class TestInspections:
    """Which reports are on one inspection."""

    def _inspections(self, folder: Path, *days: str) -> list[str]:
        texts = {f"a{number}": article(f"It rained on day {number}.", date=day) for number, day in enumerate(days)}
        return sorted(
            name.rsplit("/", 1)[1] for name in _typed(_triples(build(_write(folder, **texts))), "ikg:Inspection")
        )

    def test_a_month_apart_is_one(self, tmp_path):
        """The press goes on writing about a report; years later it is another inspection."""
        assert self._inspections(tmp_path / "near", "31-07-2025", "29-08-2025") == ["derby-city-2025-07"]
        assert self._inspections(tmp_path / "far", "31-07-2025", "31-07-2023") == [
            "derby-city-2023-07",
            "derby-city-2025-07",
        ]

    def test_undated_ones_stay_apart(self, tmp_path):
        """Without a date nothing tells that two articles are on one inspection."""
        assert len(self._inspections(tmp_path, "", "", "31-07-2025")) == 3

    def test_an_earlier_grade_is_of_an_earlier_inspection(self, tmp_path):
        """A previous grade is no outcome, and belongs to the inspection of its month."""
        found = _triples(
            build(_write(tmp_path, a=article("The unit was rated good, up from requires improvement in March 2022.")))
        )
        ratings = {name.rsplit("/", 1)[1] for name in _typed(found, "ikg:Rating")}
        assert ratings == {"derby-city-2025-07-overall-good", "derby-city-2022-03-overall-requires-improvement"}
        (claim,) = _claims(found, "rating:derby-city-2022-03-overall-requires-improvement")
        assert _of(found, "ikg:isOutcome")[claim] == ["false"]

    def test_a_body_that_no_list_has(self, tmp_path):
        """A unit that is new is described in the graph with the region told, and noted."""
        opening = "HM Inspectorate of Probation has visited Trumpton PDU, part of the East Midlands region."
        found = build(_write(tmp_path, a=article("Reviews were late.", opening=opening)))
        triples, unit = _triples(found), iri("pdu:trumpton")
        assert unit in _typed(triples, "ikg:ProbationDeliveryUnit")
        assert _of(triples, "skos:prefLabel")[unit] == ["Trumpton"]
        assert _of(triples, "org:unitOf")[unit] == [iri("region:east-midlands")]
        assert any("no list has this body" in line and "Trumpton" in line for line in found.problems)

    def test_a_listed_body_is_described_by_the_lists(self, tmp_path):
        """What the lists know, an article does not describe anew."""
        found = build(_write(tmp_path, a=article("Reviews were late.")))
        key = found.sources[0].key
        assert iri("pdu:derby-city") in _typed(_triples(found, "reference"), "ikg:ProbationDeliveryUnit")
        assert iri("pdu:derby-city") not in _typed(_triples(found, key), "ikg:ProbationDeliveryUnit")


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
