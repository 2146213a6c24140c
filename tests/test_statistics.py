"""Figures: shares as they are written, and what only looks like one."""

from __future__ import annotations

import pytest
from articles import told

from inspectkg.loader.statements import Statistic
from inspectkg.loader.statistics import Figure, figures
from inspectkg.loader.text import fold


def _figures(line: str) -> list[tuple[float | None, float | None, float | None]]:
    return [(one.numerator, one.denominator, one.percent) for one in figures(fold(line))]


def _one(line: str) -> Figure:
    (figure,) = figures(fold(line))
    return figure


class TestShares:
    """A share is kept as it is written, never converted."""

    @pytest.mark.parametrize(
        ("line", "wanted"),
        [
            ("Risk was weighed up in six out of 50 cases.", (6, 50, None)),
            ("Risk was weighed up in 41 of the 52 cases.", (41, 52, None)),
            ("Fifty-six of 1,120 cases were late.", (56, 1120, None)),
            ("One in four plans was late.", (1, 4, None)),
            ("Two-thirds of officers were new.", (2, 3, None)),
            ("A quarter of officers were new.", (1, 4, None)),
            ("Half of the cases were late.", (1, 2, None)),
            ("It was late in 30% of cases.", (None, None, 30)),
            ("It was late in 30 per cent of cases.", (None, None, 30)),
            ("It was late in 52.5 percent of cases.", (None, None, 52.5)),
            ("Plans were late (24/47).", (24, 47, None)),
            ("Of the 30 cases, nine had no plan.", (9, 30, None)),
            ("It has 2,064 people, of whom 187 are women.", (187, 2064, None)),
            ("The unit scored 15 points out of a possible 21.", (15, 21, None)),
        ],
    )
    def test_forms(self, line, wanted):
        """Digits, words, fractions, percentages and scores are each one figure."""
        assert _figures(line) == [wanted]

    @pytest.mark.parametrize(
        ("line", "wanted"),
        [
            ("Checks were made in 41 of 52 cases (79 per cent).", [(41, 52, 79)]),
            ("Just over half of relevant cases (24/47) were late.", [(24, 47, None)]),
            ("Empty posts had fallen from 40% to 6%.", [(None, None, 40), (None, None, 6)]),
            ("Around one in four cases (27%) lacked a plan.", [(None, None, 27)]),
            ("Almost one in five (18%) were late.", [(None, None, 18)]),
            ("Just under 1 in 5 reviews (18 per cent) were late.", [(None, None, 18)]),
            ("Almost one in five reviews - about 18% - were late.", [(None, None, 18)]),
            ("Two-thirds (64%) of officers had left.", [(None, None, 64)]),
            ("Plans were late in 27% of cases (around one in four).", [(None, None, 27)]),
            ("Plans were late in 64% (two-thirds).", [(None, None, 64)]),
            ("Plans were late in 24 of 47 cases (just over half).", [(24, 47, None)]),
            ("One in four plans (13 of 52) were late.", [(13, 52, None)]),
            ("Around 150 of 300 cases (48%) were late.", [(None, None, 48)]),
            ("About 150 of 300 cases (50%) were late.", [(150, 300, 50)]),
            ("One in four plans (25%) were late.", [(1, 4, 25)]),
            ("One in four plans (80%) were late.", [(1, 4, 80)]),
            ("Almost one in four plans (80%) were late.", [(1, 4, 80)]),
            ("Plans were late in 150 of 300 cases (30%).", [(150, 300, 30)]),
            ("Plans were late in 30% of cases (150 of 300).", [(150, 300, 30)]),
            ("It lost 60% of its officers (half of them women).", [(None, None, 60), (1, 2, None)]),
            ("Plans were good in 60% of cases and reviews in 3 of 10.", [(None, None, 60), (3, 10, None)]),
            (
                "They read 46 cases: engagement was done well in 33, planning in just 16.",
                [(33, 46, None), (16, 46, None)],
            ),
        ],
    )
    def test_several(self, line, wanted):
        """Two ways of telling one share are one figure; two shares are two, on the number named before if need be."""
        assert _figures(line) == wanted

    @pytest.mark.parametrize(
        ("line", "qualifier"),
        [
            ("Fewer than half of cases were late.", "under"),
            ("Just under 60% of cases were late.", "under"),
            ("Nearly a third of cases were late.", "under"),
            ("More than 60% of cases were late.", "over"),
            ("Well over half of cases were late.", "over"),
            ("About a third of cases were late.", "about"),
            ("Some 12 per cent of cases were late.", "about"),
            ("Just 38% of cases were late.", None),
            ("Only a third of cases were late.", None),
        ],
    )
    def test_bounds(self, line, qualifier):
        """Under, over and about are kept; "only" is no bound."""
        assert _one(line).qualifier == qualifier

    @pytest.mark.parametrize(
        ("line", "population"),
        [
            ("It was late in six out of 50 relevant safeguarding cases.", "relevant safeguarding cases"),
            ("Two-thirds of officers had left.", "officers"),
            ("It was 'thin' in 30% of plans.", "plans"),
            ("The rate was 30%.", ""),
            ("A third (34% of plans) were late.", "plans"),
            ("Two-thirds of officers (64%) had left.", "officers"),
        ],
    )
    def test_population(self, line, population):
        """Whom or what the figure counts is kept in the article's words."""
        assert _one(line).population == population


class TestDecoys:
    """Numbers that are no share of anything the inspection found."""

    @pytest.mark.parametrize(
        ("decoy", "share"),
        [
            ("Officers aged 24 to 60 manage 40 cases.", "Officers manage 24 of 60 cases."),
            ("Call 0800 555 111 by 5pm.", "It was late in 5 of 11 calls."),
            ("It happened on 31/07/2025.", "It happened in 31/72 cases."),
            ("It was rated good in 2022.", "It was rated good in 20 of 22 areas."),
            ("Staff waited half an hour.", "Half of staff waited."),
            ("The second half of the year was slow.", "Half of the plans were slow."),
            ("I would bet that half of the units are late.", "Half of the units are late."),
            ("The unit spent £4m of £10m.", "The unit filled 4 of 10 posts."),
            ("Of the six recommendations, one is for the council.", "Of the six plans, one was late."),
            ("Inspectors said 51 out of 50 cases were late.", "Inspectors said 50 out of 51 cases were late."),
            ("One of only four in the country.", "One in four plans was late."),
        ],
    )
    def test_beside_a_share(self, decoy, share):
        """Ages, dates, times, sums and guesses are none; the nearest share is one."""
        assert figures(fold(decoy)) == []
        assert len(figures(fold(share))) == 1

    @pytest.mark.parametrize(
        "line",
        [
            "Napo said 80% of officers were exhausted.",
            "The MP said one in four officers had left.",
            "A Ministry of Justice spokesperson said 80% of posts were filled.",
        ],
    )
    def test_other_peoples_figures(self, line):
        """What unions, MPs and ministries count is no figure of the inspection."""
        assert told(Statistic, line) == []
        _, _, claim = line.partition(" said ")
        assert len(told(Statistic, f"The report said {claim}")) == 1

    def test_the_reports_figure(self):
        """The same figure in the report is one."""
        (figure,) = told(Statistic, "The report said 80% of officers were exhausted.")
        assert (figure.percent, figure.polarity) == (80, "negative")

    def test_a_figure_of_a_request_is_none(self):
        """What inspectors ask for in so many cases is a recommendation, no figure."""
        assert told(Statistic, "Inspectors recommended that plans be checked in 50% of cases.") == []
        assert told(Statistic, "The government will be increasing funding by 45%.") == []
