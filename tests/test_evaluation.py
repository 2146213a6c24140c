"""The evaluation: figures equal to those of a second program, noted facts checked, and what the command prints."""

from __future__ import annotations

import copy
import json

import pytest
from evaluation_cases import FOLDER, Case, cases
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.evaluation import names, schema
from inspectkg.evaluation.evaluating import evaluation
from inspectkg.evaluation.figures import Figures
from inspectkg.evaluation.matching import overlap, pairs, place
from inspectkg.loader.text import Span
from inspectkg.ontology.labels import reference

FIGURES = json.loads((FOLDER / "figures.json").read_text("utf-8"))
CASES = {case.name: case for case in cases()}
TEXTS = CASES["everything-right"].texts


def flat(figures: Figures) -> dict[str, object]:
    """All figures by name, as figures.json has them."""
    found: dict[str, object] = {
        name: [one.gold, one.said, one.hit, *(round(part, 6) for part in (one.precision, one.recall, one.f1))]
        for name, one in figures.kinds.items()
    }
    values = {**{name: share.value for name, share in figures.matched.items()}, "facts": figures.facts}
    found |= {name: None if value is None else round(value, 6) for name, value in values.items()}
    return {**found, "bad_quotes": figures.bad_quotes, "clean_negatives": [figures.clean.right, figures.clean.of]}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_figures_are_those_of_a_second_program(case: Case) -> None:
    """Another program, by another hand, gives the same for each way of differing."""
    assert flat(evaluation(case.comparisons()).figures) == {**FIGURES["everything-right"], **FIGURES[case.name]}


def test_every_case_has_figures_and_every_figure_differs_once() -> None:
    """No branch is left that no case tells apart."""
    assert CASES.keys() == FIGURES.keys()
    told = {name for name, figures in FIGURES.items() if name != "everything-right" for name in figures}
    assert told == FIGURES["everything-right"].keys()


class TestDifferences:
    """What is listed, where it stands, and how."""

    def differences(self, name: str) -> list[tuple[int | None, str, str]]:
        found = evaluation(CASES[name].comparisons()).differences
        return [(one.line, one.how, one.kind) for one in found]

    def test_nothing_differs_where_everything_is_right(self):
        assert self.differences("everything-right") == []

    def test_what_is_missed_and_extra_has_its_line(self):
        """A quote noted on one line and told on another is both."""
        assert self.differences("too-little-of-a-quote") == [
            (6, "extra", "findings"), (6, "missed", "findings"),
            (6, "extra", "police_question"), (6, "missed", "police_question"),
        ]  # fmt: skip

    def test_details_of_what_matched_are_listed(self):
        assert self.differences("another-deadline-and-unit") == [
            (13, "differs", kind) for kind in ("by", "deadline", "unit")
        ]

    def test_a_day_noted_counts_by_its_month(self):
        """As the question with fixed columns tells a deadline."""
        case = copy.deepcopy(CASES["everything-right"])
        case.golds["derby"]["pledges"][0]["deadline"] = "2026-03-09"
        assert evaluation(case.comparisons()).differences == []

    def test_a_bad_quote_is_listed_as_one(self):
        assert (None, "bad quote", "ratings") in self.differences("quote-not-in-the-text")

    def test_a_figure_that_need_not_be_told_is_not_missed(self):
        """Nor is it extra where it is told."""
        assert (9, "missed", "statistics") not in self.differences("percentage")
        assert not any(how == "extra" for _, how, _ in self.differences("count-told"))


class TestMatching:
    """Quotes, and pairs of them."""

    def test_a_quote_stands_at_its_start_or_anywhere(self):
        assert place("one two one", "one") == Span(0, 3)
        assert place("one two one", "one", "8") == Span(8, 11)
        assert place("one two one", "one", "7") is None

    @pytest.mark.parametrize("quote", ["", " ", "two\none"])
    def test_a_blank_quote_or_one_across_lines_stands_nowhere(self, quote):
        assert place("one two\none", quote) is None

    @given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), max_size=5))
    def test_pairs_are_one_to_one_and_fit(self, table):
        """Nothing is in two pairs, no pair fits with 0, and nothing that fits is left without a pair on both sides."""
        found = pairs(len(table), 4, lambda i, j: table[i][j])
        assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
        assert all(table[i][j] for i, j in found)
        free = [
            (i, j)
            for i in range(len(table))
            for j in range(4)
            if not {i, j + 9} & {k for p in found for k in (p[0], p[1] + 9)}
        ]
        assert not any(table[i][j] for i, j in free)

    @given(*[st.tuples(st.integers(0, 50), st.integers(1, 50))] * 2)
    def test_overlap_is_a_share_and_goes_both_ways(self, one, other):
        one, other = Span(one[0], sum(one)), Span(other[0], sum(other))
        assert 0 <= overlap(one, other) == overlap(other, one) <= 1
        assert (overlap(one, other) == 1) == (one == other)


class TestNames:
    """What is compared as the same; the words are data."""

    @pytest.mark.parametrize("kind", ["bodies", "people", "words"])
    def test_the_examples_of_the_data_are_read(self, kind):
        read = {"bodies": names.plain_body, "people": names.person, "words": names.plain_words}[kind]
        assert [(written, read(written)) for written, _ in names.settings()[kind]["examples"]] == [
            tuple(example) for example in names.settings()[kind]["examples"]
        ]

    def test_every_label_of_a_body_is_its_preferred_one(self):
        thing = next(one for one in reference().things("ProbationDeliveryUnit") if one.slug == "derby-city")
        assert {names.body(label) for label in reference().others[thing.iri]} == {names.body(thing.label)}

    def test_vocabularies_are_in_the_reference_data(self):
        """What can be noted exists; standards that are compared too."""
        known = {thing.slug for thing in reference().things("Topic")}
        assert schema.topics() <= known
        assert schema.agencies() <= {
            thing.slug for thing in reference().things("Agency", "Inspectorate", "PoliceForce")
        }
        assert set(names.settings()["aspects"]["compared"]) < schema.aspects()
        assert names.settings()["topics"]["filed_under"].keys() <= known

    def test_a_topic_counts_as_the_nearest_noted(self):
        assert names.topics_noted("risk-of-harm-assessment public-protection nonsense") == {"risk-of-harm"}
        assert names.topics_noted("police-information-sharing") == {"police-information-sharing", "information-sharing"}

    def test_an_agency_counts_as_the_nearest_noted(self):
        """A post counts as the agency it is in; an agency that falls under none is left out."""
        assert names.agencies_noted("head-of-pdu adult-social-care care-quality-commission") == {
            "probation-service", "local-authority",
        }  # fmt: skip
