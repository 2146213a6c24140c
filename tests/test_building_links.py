"""Building: articles that tell the same are linked, contradict each other, or are on different inspections."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import article
from built import Triple, claims_of, triples_of, typed, values_of, write

from inspectkg.graph.building import build
from inspectkg.ontology.namespaces import iri

MOJ = "A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers by"


class TestLinks:
    """What several articles tell of one thing."""

    def _links(self, folder: Path, **texts: str) -> list[Triple]:
        return sorted(triples_of(build(write(folder, **texts)), "links"))

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
            write(tmp_path, a=article("The unit was rated 'good'."), b=article("The unit was rated 'inadequate'."))
        )
        told = "Inspection of Derby City, reported 2025-07, overall: good (a.txt), inadequate (b.txt)"
        assert f"note: articles disagree on {told}" in built.problems


class TestInspections:
    """Which reports are on one inspection."""

    def _inspections(self, folder: Path, *days: str) -> list[str]:
        texts = {f"a{number}": article(f"It rained on day {number}.", date=day) for number, day in enumerate(days)}
        return sorted(
            name.rsplit("/", 1)[1] for name in typed(triples_of(build(write(folder, **texts))), "ikg:Inspection")
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
        found = triples_of(
            build(write(tmp_path, a=article("The unit was rated good, up from requires improvement in March 2022.")))
        )
        ratings = {name.rsplit("/", 1)[1] for name in typed(found, "ikg:Rating")}
        assert ratings == {"derby-city-2025-07-overall-good", "derby-city-2022-03-overall-requires-improvement"}
        (claim,) = claims_of(found, "rating:derby-city-2022-03-overall-requires-improvement")
        assert values_of(found, "ikg:isOutcome")[claim] == ["false"]

    def test_a_body_that_no_list_has(self, tmp_path):
        """A unit that is new is described in the graph with the region told, and noted."""
        opening = "HM Inspectorate of Probation has visited Trumpton PDU, part of the East Midlands region."
        found = build(write(tmp_path, a=article("Reviews were late.", opening=opening)))
        triples, unit = triples_of(found), iri("pdu:trumpton")
        assert unit in typed(triples, "ikg:ProbationDeliveryUnit")
        assert values_of(triples, "skos:prefLabel")[unit] == ["Trumpton"]
        assert values_of(triples, "org:unitOf")[unit] == [iri("region:east-midlands")]
        assert any("no list has this body" in line and "Trumpton" in line for line in found.problems)

    def test_a_listed_body_is_described_by_the_lists(self, tmp_path):
        """What the lists know, an article does not describe anew."""
        found = build(write(tmp_path, a=article("Reviews were late.")))
        key = found.sources[0].key
        assert iri("pdu:derby-city") in typed(triples_of(found, "reference"), "ikg:ProbationDeliveryUnit")
        assert iri("pdu:derby-city") not in typed(triples_of(found, key), "ikg:ProbationDeliveryUnit")
