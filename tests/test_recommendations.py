"""Recommendations: what the inspectorate asks for, of whom, and how many there are."""

from __future__ import annotations

import pytest
from articles import slugs, told

from inspectkg.loader.recommendations import count_of, mentions_recommendations
from inspectkg.loader.statements import Finding, InspectionReport, Recommendation
from inspectkg.loader.text import fold

COUNT = "The inspectorate made seven recommendations."


def _asked(*lines: str) -> int:
    return len(told(Recommendation, *lines))


class TestRequests:
    """Which sentences ask for something."""

    @pytest.mark.parametrize(
        ("asks", "does_not"),
        [
            ("Inspectors recommended better plans.", "Councillors recommended better plans."),
            ("The report calls on the council to offer tenancies.", "Napo calls on the council to offer tenancies."),
            (
                "The report made four recommendations, including hiring managers.",
                "The report made four recommendations.",
            ),
            ("The watchdog wants managers to check more cases.", "The MP wants managers to check more cases."),
            ("The inspectorate said leaders should improve checks.", "The MP said leaders should improve checks."),
            ("The report said recommendations include training officers.", "All recommendations were accepted."),
            ("The unit was told to review its plans.", "The unit was told it requires improvement."),
            ("Inspectors urged the unit to review plans.", "Members are recommended to note the report."),
        ],
    )
    def test_beside_others_demands(self, asks, does_not):
        """The inspectorate's requests count; a union's, an MP's, a committee's and a bare count do not."""
        assert _asked(asks) == 1
        assert _asked(does_not) == 0

    @pytest.mark.parametrize(
        "line",
        [
            "They include agreeing checks with the police.",
            "One is to train staff.",
            "The most important asks the region to fund an officer.",
            "The unit should review its plans.",
            "Of these, one is for the council.",
        ],
    )
    def test_items_that_follow_a_count(self, line):
        """After the count a few are named; without it the same words ask for nothing."""
        assert _asked(COUNT, line) == 1
        assert _asked(line) == 0

    @pytest.mark.parametrize(
        "line",
        [
            "The region, meanwhile, is invited to look again at its policy.",
            "It is further recommended that the unit reviews its plans.",
            "Top of the list is that leaders find out why officers leave.",
            "Inspectors repeated a plea for the prison service to send dates sooner.",
            "Inspectors would like the health board to open its clinics.",
            "Inspectors pressed the service to see that officers are not left alone.",
            "Chief inspector Ann Cole said: 'I would like to see the region take a closer interest.'",
            "Among them are tightening up the recording of visits.",
            "The one that matters says HMPPS should move staff into the county.",
        ],
    )
    def test_further_forms(self, line):
        """Invitations, pleas, wishes of the chief inspector, and items named behind the count."""
        assert _asked(f"{COUNT} {line}") == 1

    @pytest.mark.parametrize(
        "line",
        [
            "Residents are invited to have their say.",
            "Nobody should shrug at that.",
            "The unit was overwhelmed by the number of people it was asked to supervise.",
            "We would go further: ministers must lift pay.",
            "Chief inspector Ann Cole said: 'I want to pay tribute to the staff.'",
        ],
    )
    def test_not_asked(self, line):
        """Invitations to the public, the writer's own view, and duties that are no request."""
        assert _asked(COUNT, line) == 0

    def test_it_goes_on_from_the_inspectorate(self):
        """What "it" calls for behind the inspectorate's count is the inspectorate's, whoever spoke before."""
        lines = [
            "Police and Crime Commissioner Bo Dyer said: 'We take this seriously.'",
            "In all, the inspectorate has issued seven recommendations. It calls on the police to agree terms.",
        ]
        assert _asked(*lines) == 1

    def test_orders_under_areas_for_improvement(self):
        """Of the items under such a heading, those told as orders ask; those that tell a fault do not."""
        assert _asked("Areas for improvement", "- Ensure that victims are contacted.", "- Reviews were late.") == 1

    def test_a_list_under_its_lead_in(self):
        """Each item of a "should" list is one, the lead-in none."""
        assert _asked("The unit should:", "review every plan", "meet the police each month") == 2
        assert _asked("The report found:", "every plan was thin", "the police were slow") == 0

    def test_a_list_under_a_heading(self):
        """Items under the heading "Recommendations" need no verb of asking; under another heading they do."""
        items = ["1. Review every plan with care.", "2. Train every officer in checks."]
        assert _asked("Recommendations", *items) == 2
        assert _asked("A week in pictures", *items) == 0

    def test_what_is_asked_is_no_finding(self):
        """A sentence that asks for better work does not also find it bad."""
        assert told(Finding, "Inspectors recommended that poor plans be improved.") == []


class TestOfWhom:
    """Partners that a recommendation names, and whom it is asked of."""

    def test_named_and_asked(self):
        """Everybody named is concerned; only whoever is asked is addressed."""
        (asked,) = told(Recommendation, "The report calls on the police to answer requests.")
        (named,) = told(Recommendation, COUNT, "They include agreeing checks with Derbyshire Constabulary.")
        assert (slugs(asked.agencies), slugs(asked.addressees)) == ({"police"}, {"police"})
        assert (slugs(named.agencies), slugs(named.addressees)) == ({"derbyshire-constabulary"}, set())

    def test_the_region_is_the_probation_service(self):
        """The region as the one asked is the Probation Service; the unit itself is nobody apart."""
        (region,) = told(Recommendation, COUNT, "The most important asks the region to fund an officer.")
        (unit,) = told(Recommendation, "Inspectors urged the unit to review plans.")
        assert slugs(region.addressees) == {"probation-service"}
        assert unit.addressees == ()

    def test_the_lead_in_names_whom_a_list_is_for(self):
        """The addressee of a list is the addressee of each item."""
        first, second = told(Recommendation, "The Probation Service should:", "review every plan", "train all staff")
        assert slugs(first.addressees) == slugs(second.addressees) == {"probation-service"}


class TestCount:
    """How many recommendations there are."""

    @pytest.mark.parametrize(
        ("line", "count"),
        [
            ("The inspectorate made seven recommendations.", 7),
            ("It made half a dozen recommendations.", 6),
            ("There are nine areas for improvement.", 9),
            ("All nine recommendations have been accepted.", 9),
            ("4 recomendations were made.", 4),
            ("The report's five key recommendations are sound.", 5),
            ("The report sets out four changes.", 4),
            ("The number of recommendations has dropped from nine to three.", 3),
        ],
    )
    def test_stated(self, line, count):
        """A count in words or digits, even misspelt; of a change the later one."""
        (told_count,) = (one.recommendation_count for one in told(InspectionReport, line) if one.recommendation_count)
        assert told_count == count

    @pytest.mark.parametrize(
        "line",
        [
            "Three things caught my eye.",
            "Recommendations were made.",
            "All seven recommendations from 2022 were accepted.",
            "Napo made seven recommendations.",
        ],
    )
    def test_none(self, line):
        """What counts something else, or for somebody else, states no number of recommendations."""
        assert [one for one in told(InspectionReport, line) if one.recommendation_count] == []

    def test_wherever_it_stands(self):
        """A picture text may tell the number."""
        assert 7 in [
            one.recommendation_count
            for one in told(InspectionReport, "Image caption,", "Inspectors made seven recommendations")
        ]

    def test_the_length_of_a_numbered_list(self):
        """A list numbered without a gap is as long as it is; one with a gap tells no number."""
        full = ["Recommendations", "1. Review every plan with care.", "2. Train every officer in checks."]
        gap = [full[0], full[1], full[2].replace("2.", "3.")]
        assert 2 in [one.recommendation_count for one in told(InspectionReport, *full)]
        assert {one.recommendation_count for one in told(InspectionReport, *gap)} == {None}

    def test_functions(self):
        """The count is told with its rule, and the word is known misspelt."""
        assert count_of(fold(COUNT)) == (7, "made-so-many")
        assert count_of("no number here") is None
        assert mentions_recommendations("recomendations") and not mentions_recommendations("records")
