"""Grades: which words are one, which body got it for what, and when."""

from __future__ import annotations

import pytest
from articles import article, reading, slug, told
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.loader.statements import Rating

STANDARDS = ("leadership", "staffing", "services", "assessment", "planning", "reviewing")
GRADES = ("outstanding", "good", "requires improvement", "inadequate")
TWO = "HM Inspectorate of Probation inspected Derby PDU and Nottingham City PDU."


def _ratings(*lines: str, **parts: str) -> list[tuple[str, str, bool]]:
    return [(slug(one.aspect), slug(one.grade), one.outcome) for one in told(Rating, *lines, **parts)]


def _by_body(*lines: str, **parts: str) -> list[tuple[str, str, str]]:
    return [(slug(one.body.iri), slug(one.aspect), slug(one.grade)) for one in told(Rating, *lines, **parts)]


class TestGradeOrWord:
    """An adjective is a grade only where the sentence rates."""

    @pytest.mark.parametrize(
        ("rates", "grade", "describes"),
        [
            ("The unit was rated 'inadequate'.", "inadequate", "The report found inadequate work in assessing risk."),
            ("Inspectors branded the unit inadequate.", "inadequate", "Inspectors saw inadequate plans."),
            ("The unit remains outstanding.", "outstanding", "A string of outstanding talks was held."),
            (
                "The unit has been judged to require improvement.",
                "requires-improvement",
                "The roof requires improvement urgently.",
            ),
            (
                "The unit was rated as requiring improvement.",
                "requires-improvement",
                "Plans requiring improvement were sent back.",
            ),
            (
                "The service requires improvement, according to inspectors.",
                "requires-improvement",
                "The kitchen requires improvement.",
            ),
            ("The unit was handed an inadequate rating.", "inadequate", "The unit was handed an inadequate laptop."),
            ("The unit was good.", "good", "Communication between teams was good."),
            ("Derby City PDU is inadequate.", "inadequate", "The training offer was thin and it was inadequate."),
            ("The whole service was good.", "good", "Support across the service was good."),
            ("The unit was rated good.", "good", "Good news came from the unit's own staff."),
            (
                "The unit was given the lowest possible rating.",
                "inadequate",
                "The unit was given the lowest possible rent.",
            ),
        ],
    )
    def test_a_verb_of_rating_makes_a_grade(self, rates, grade, describes):
        """With a rating verb the word is a grade, inflected or glossed; as a plain adjective it is none."""
        assert _ratings(rates) == [("overall", grade, True)]
        assert _ratings(describes) == []

    @pytest.mark.parametrize(
        "verb", ["rated", "graded", "judged", "deemed", "branded", "labelled", "given", "handed", "awarded"]
    )
    def test_many_verbs(self, verb):
        """The press has many words for rating."""
        assert _ratings(f"Inspectors said the unit was {verb} 'good' overall.") == [("overall", "good", True)]

    @pytest.mark.parametrize(
        "line",
        [
            "Each standard is rated 'outstanding', 'good', 'requires improvement' or 'inadequate'.",
            "Of the 24 units visited, 14 were rated inadequate.",
            "The unit scored 3 of 27 points.",
        ],
    )
    def test_scale_counts_and_scores_are_none(self, line):
        """The list of the four grades, units counted by grade, and points are no grade of the unit."""
        assert _ratings(line) == []

    def test_an_off_scale_word_is_none(self):
        """A machine-spun copy's "poor" is not on the scale."""
        assert _ratings("The unit was rated 'poor' overall.") == []


class TestStandards:
    """What the grade is given for."""

    @pytest.mark.parametrize(
        ("line", "wanted"),
        [
            ("Leadership was rated good.", [("leadership", "good")]),
            (
                "Staffing and services were both rated inadequate.",
                [("staffing", "inadequate"), ("services", "inadequate")],
            ),
            (
                "The unit was rated good for leadership, staffing and services.",
                [("leadership", "good"), ("staffing", "good"), ("services", "good")],
            ),
            (
                "Leadership was rated good and staffing inadequate, respectively.",
                [("leadership", "good"), ("staffing", "inadequate")],
            ),
            ("Implementation and delivery was rated inadequate.", [("implementation-and-delivery", "inadequate")]),
            (
                "The unit was rated 'outstanding' for its work with victims but 'inadequate' for staffing.",
                [("victim-work", "outstanding"), ("staffing", "inadequate")],
            ),
            (
                "Inspectors graded planning inadequate, and the same grade was given for reviewing.",
                [("planning", "inadequate"), ("reviewing", "inadequate")],
            ),
            (
                "Leadership was graded as requiring improvement, while staffing was found to be inadequate.",
                [("leadership", "requires-improvement"), ("staffing", "inadequate")],
            ),
        ],
    )
    def test_named_standards(self, line, wanted):
        """Shared predicates, "respectively", "the same grade" and standards after "for" are laid where they belong."""
        assert sorted(_ratings(line)) == sorted((aspect, grade, True) for aspect, grade in wanted)

    def test_lists_by_standard(self):
        """A list gives a grade a line, whatever the mark between; "implementation and delivery" is one standard."""
        lines = ["Leadership - Good", "Staffing: Requires improvement", "Implementation and delivery – Inadequate"]
        wanted = [
            ("leadership", "good"),
            ("staffing", "requires-improvement"),
            ("implementation-and-delivery", "inadequate"),
        ]
        assert _ratings("Inspectors set out the ratings:", *lines) == [
            (aspect, grade, True) for aspect, grade in wanted
        ]
        assert _ratings(*(f"• {line}" for line in lines)) == [(aspect, grade, True) for aspect, grade in wanted]

    def test_lines_by_standard_without_bullets(self):
        """Lines of standard and grade are a list, not headings, even without a lead-in."""
        assert _ratings("Leadership - Good", "Staffing: Requires improvement") == [
            ("leadership", "good", True),
            ("staffing", "requires-improvement", True),
        ]

    @given(
        st.lists(
            st.tuples(st.sampled_from(STANDARDS), st.sampled_from(GRADES)), min_size=2, unique_by=lambda one: one[0]
        ),
        st.sampled_from([(", ", "; "), (": ", ", "), (" - ", "; "), (" (", "), "), (" – ", ", "), (": '", "', ")]),
        st.booleans(),
    )
    def test_a_list_in_one_line(self, entries, marks, grade_first):
        """Whatever marks part them, and whichever comes first, each standard has its grade."""
        beside, between = marks
        pairs = [(grade, standard) if grade_first else (standard, grade) for standard, grade in entries]
        line = between.join(beside.join(pair) for pair in pairs) + {" (": ")", ": '": "'"}.get(beside, "")
        wanted = [(standard, grade.replace(" ", "-"), True) for standard, grade in entries]
        assert sorted(_ratings(f"The grades in full: {line}.")) == sorted(wanted)

    def test_a_list_with_more_than_grades_is_none(self):
        """Adjectives in a list of what was seen are no grades."""
        assert _ratings("They saw three things: leadership, good managers; staffing, inadequate desks.") == []

    def test_a_grade_without_a_standard_is_reported(self):
        """A grade in "six of seven areas" names no standard: it is told as unread, not guessed."""
        found = reading("It was rated inadequate in six of seven areas.")
        assert not [one for one in found.statements if isinstance(one, Rating)]
        assert any("grade" in one.reason for one in found.unread)


class TestWhoseAndWhen:
    """Earlier grades, other bodies' grades, and other inspectorates'."""

    @pytest.mark.parametrize(
        "line",
        [
            "The unit lost its 'good' rating.",
            "The unit had previously been rated good.",
            "The unit, once branded 'good', has changed.",
            "The unit was rated good at its last inspection.",
        ],
    )
    def test_an_earlier_grade_is_no_outcome(self, line):
        """What the unit was before is kept apart from what it is now."""
        assert _ratings(line) == [("overall", "good", False)]

    @pytest.mark.parametrize(("year", "outcome"), [("2019", False), ("2025", True)])
    @pytest.mark.parametrize(
        "line", ["When the unit was inspected in {} it was rated good.", "In {} it was rated good."]
    )
    def test_a_year_is_past_unless_it_is_the_article_s(self, line, year, outcome):
        """Where only a year tells when, the year in which the article came out is now."""
        assert _ratings(line.format(year), date="31-07-2025") == [("overall", "good", outcome)]

    def test_a_body_without_a_name_in_a_national_article_has_no_rating(self):
        """The grade of some unit is not that of the service as a whole, and is reported."""
        opening = "HM Inspectorate of Probation has published its annual report."
        lines = ["A unit in the north was rated 'inadequate'.", "The London region was rated 'good'."]
        found = reading(*lines, opening=opening)
        ratings = [one for one in found.statements if isinstance(one, Rating)]
        assert [(slug(one.body.iri), one.outcome) for one in ratings] == [("london", False)]
        assert "grade-of-nothing" in {one.problem for one in found.unread}

    def test_from_and_to(self):
        """Both grades of a change are read, with the month of the earlier one."""
        found = told(Rating, "The unit was rated good, up from requires improvement in March 2022.")
        assert [(slug(one.grade), one.outcome, one.month) for one in found] == [
            ("good", True, None),
            ("requires-improvement", False, "2022-03"),
        ]

    def test_a_sibling_told_for_comparison(self):
        """A neighbour's grade is the neighbour's, and no outcome of this inspection."""
        (found,) = told(Rating, "Neighbouring Nottingham City PDU was rated good.")
        assert (slug(found.body.iri), found.outcome) == ("nottingham-city", False)

    @pytest.mark.parametrize(
        ("theirs", "its"),
        [
            (
                "Ofsted rated the council's children's services inadequate.",
                "Inspectors rated the unit's services inadequate.",
            ),
            (
                "HM Inspectorate of Prisons judged HMP Foston inadequate.",
                "HM Inspectorate of Probation judged the unit inadequate.",
            ),
            ("The Care Quality Commission rated a care home outstanding.", "Inspectors rated the unit outstanding."),
        ],
    )
    def test_other_inspectorates(self, theirs, its):
        """Ofsted, the CQC and the prison inspectorate use the same words for other things."""
        assert _ratings(theirs) == []
        assert len(_ratings(its)) == 1

    def test_both_units(self):
        """A grade of both units is the grade of each."""
        assert _by_body("Both units were rated good.", opening=TWO) == [
            ("derby-city", "overall", "good"),
            ("nottingham-city", "overall", "good"),
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "The former was rated 'good' for leadership and the latter was rated 'inadequate' for staffing.",
            "Derby was rated 'good' for leadership and Nottingham City was rated 'inadequate' for staffing.",
            "The latter was rated 'inadequate' for staffing and the former was rated 'good' for leadership.",
        ],
    )
    def test_each_clause_has_its_body(self, line):
        """Though a standard is named between the grade and the next body."""
        wanted = {("derby-city", "leadership", "good"), ("nottingham-city", "staffing", "inadequate")}
        assert set(_by_body(line, opening=TWO)) == wanted

    def test_of_three_bodies_the_former_is_one_of_the_two_named_last(self):
        """Where not just two were named before, it is neither."""
        three = "HM Inspectorate of Probation inspected Derby City PDU, Croydon PDU and Southwark PDU."
        line = "The former was rated 'good'."
        assert _by_body("Staff at Croydon and Southwark were met.", line, opening=three) == [
            ("croydon", "overall", "good")
        ]

    def test_they_have_their_grades_respectively(self):
        """In the order they were named; of as many grades as bodies only."""
        line = "They were rated 'good' and 'inadequate' respectively."
        assert _by_body(line, opening=TWO) == [
            ("derby-city", "overall", "good"),
            ("nottingham-city", "overall", "inadequate"),
        ]
        assert _by_body("They were rated 'good', 'good' and 'inadequate' respectively.", opening=TWO) == []

    def test_the_region_of_a_unit_has_not_its_grade(self):
        """Though the region was inspected too."""
        region = "HM Inspectorate of Probation has rated the North East probation region 'requires improvement'."
        unit = "It rated North Tyneside and Northumberland PDU, in the North East region, 'inadequate'."
        assert set(_by_body(unit, opening=region)) == {
            ("north-east", "overall", "requires-improvement"),
            ("north-tyneside-and-northumberland", "overall", "inadequate"),
        }

    def test_two_bodies_in_turn(self):
        """Each unit gets its own grade; a line without a name belongs to the one before."""
        lines = [
            "Derby PDU was rated good.",
            "Leadership was rated outstanding.",
            "Nottingham City PDU was rated inadequate.",
        ]
        assert _by_body(*lines, opening=TWO) == [
            ("derby-city", "overall", "good"),
            ("derby-city", "leadership", "outstanding"),
            ("nottingham-city", "overall", "inadequate"),
        ]


class TestHeadline:
    """A grade that only the headline gives."""

    def test_it_counts_where_the_text_has_none(self):
        """The headline's overall grade is read, and known to be the headline's."""
        (found,) = told(Rating, "It was a long week.", headline="Derby City probation unit rated inadequate")
        assert (slug(found.grade), found.rule) == ("inadequate", "rating-in-headline")

    def test_it_yields_to_the_text(self):
        """Where the text gives the overall grade, the headline adds no second claim."""
        line = "The unit was rated 'inadequate'."
        (found,) = told(Rating, line, headline="Derby City probation unit rated inadequate")
        assert found.quote.of(article(line, headline="Derby City probation unit rated inadequate")) == line

    def test_two_grades_in_it_are_none(self):
        """Which one is the unit's cannot be known."""
        found = reading("The visit was in May.", headline="Watchdog: unit is 'inadequate', region 'good'")
        assert not [one for one in found.statements if isinstance(one, Rating)]
        assert "two-overall-grades" in {one.problem for one in found.unread}

    def test_an_adjective_in_it_is_none(self):
        """A headline on "inadequate staffing" gives no grade."""
        assert _ratings("It was a long week.", headline="Inadequate staffing at a probation unit") == []

    def test_the_grade_stands_where_it_is_said_to(self):
        """The place of the grade is the place of its words in the text."""
        text = article("The unit was rated 'inadequate'.")
        (found,) = told(Rating, "The unit was rated 'inadequate'.")
        assert found.grade_at.of(text) == "inadequate"
