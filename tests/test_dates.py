"""Dates: the day an article came out, and the time limits that it tells."""

from __future__ import annotations

from datetime import date

import pytest
from articles import OPENING, article, reading
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.loader.dates import deadline, easter, full_date, publication_date
from inspectkg.loader.dividing import divide
from inspectkg.loader.text import fold

DAY = date(2025, 7, 31)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


class TestPublication:
    """The day the article came out is told by its head."""

    @pytest.mark.parametrize(
        "line",
        [
            "03-07-2025",
            "3 July 2025",
            "3rd July 2025",
            "July 3, 2025",
            "2025-07-03",
            "03/07/2025",
            "3.7.2025",
            "Thursday 3 July 2025",
            "Published 3 July 2025",
            "Published: 2025-07-03",
            "• Posted on 3 July 2025 by the desk",
            "Date of meeting: 3 July 2025",
            "3 July 2025, 14:05",
        ],
    )
    def test_forms(self, line):
        """Day first where it is all digits; with month names in either order."""
        assert reading(date=line).published == date(2025, 7, 3)

    @pytest.mark.parametrize("line", ["Thursday", "3 days ago", "July 2025", "31/02/2025", "Published on Thursday", ""])
    def test_none(self, line):
        """A weekday, an age or an impossible day is no date, nor is it guessed."""
        assert reading(date=line).published is None

    def test_a_date_in_the_story_is_not_it(self):
        """The day of the visit is not the day of the article."""
        opening = f"{OPENING[:-1]}, where they stayed for a week, read fifty files and spoke with many of the staff."
        assert reading("Inspectors came on 3 May 2025.", date="", opening=opening).published is None

    @given(DAYS)
    def test_every_day_in_every_form(self, day):
        """A date survives being written and read."""
        forms = [
            day.isoformat(),
            day.strftime("%d-%m-%Y"),
            day.strftime("%d/%m/%Y"),
            f"{day.day} {day:%B %Y}",
            f"{day:%B} {day.day}, {day.year}",
        ]
        assert {full_date(fold(form)) for form in forms} == {day}

    def test_from_blocks(self):
        """The function wants the folded text and its blocks."""
        text = article(date="3 July 2025")
        assert publication_date(fold(text), divide(text)) == date(2025, 7, 3)


@pytest.mark.parametrize(
    ("above", "told"),
    [
        (["The first in a series of posts on inspections."], True),
        (["The first in a series of posts on inspections.", "Another sentence of the story."], False),
    ],
)
def test_a_day_below_the_first_paragraph(above: list[str], told: bool) -> None:
    """A blog tells its day below its lead; further down, a day alone is part of the story."""
    text = "\n".join(["Leeds probation: a summary", *above, "12 September 2024", OPENING])
    assert publication_date(fold(text), divide(text)) == (date(2024, 9, 12) if told else None)


def _due(words: str, published: date | None = DAY) -> tuple[str | None, str | None]:
    found = deadline(fold(words), published)
    assert found is not None
    return (found.latest.isoformat() if found.latest else None, found.grain)


class TestEaster:
    """The feast that deadlines are told by."""

    @pytest.mark.parametrize("day", ["1981-04-19", "2008-03-23", "2024-03-31", "2026-04-05", "2038-04-25"])
    def test_known_years(self, day):
        """The Sunday of the church's tables, early and late ones among them."""
        assert easter(int(day[:4])).isoformat() == day

    @given(st.integers(1900, 2099))
    def test_a_sunday_in_spring(self, year):
        """Easter is a Sunday from 22 March to 25 April."""
        found = easter(year)
        assert found.weekday() == 6
        assert date(year, 3, 22) <= found <= date(year, 4, 25)


class TestDeadlines:
    """A time limit is the last day it can mean, as exact as it is told."""

    @pytest.mark.parametrize(
        ("words", "latest", "grain"),
        [
            ("by March 2026", "2026-03-31", "month"),
            ("by March next year", "2026-03-31", "month"),
            ("by March", "2026-03-31", "month"),
            ("by September", "2025-09-30", "month"),
            ("by July", "2025-07-31", "month"),
            ("in February 2028", "2028-02-29", "month"),
            ("by 2028", "2028-12-31", "year"),
            ("by the end of 2026", "2026-12-31", "month"),
            ("by the end of the year", "2025-12-31", "month"),
            ("by the end of next year", "2026-12-31", "month"),
            ("before Christmas", "2025-12-31", "month"),
            ("by the end of the financial year", "2026-03-31", "month"),
            ("this year", "2025-12-31", "year"),
            ("next year", "2026-12-31", "year"),
            ("within six months", "2026-01-31", "month"),
            ("within 100 days", "2025-11-30", "month"),
            ("within eight weeks", "2025-09-30", "month"),
            ("over the next three years", "2028-12-31", "year"),
            ("by the spring of 2026", "2026-12-31", "year"),
            ("by the autumn", "2025-12-31", "year"),
            ("by the spring", "2026-12-31", "year"),
            ("this autumn", "2025-12-31", "year"),
            ("over the summer", "2025-12-31", "year"),
            ("from 1 April", "2026-04-01", "day"),
            ("from 1 April 2027", "2027-04-01", "day"),
            ("by 9 March 2026", "2026-03-09", "day"),
            ("by 9th March", "2026-03-09", "day"),
            ("by the 9th of March next year", "2026-03-09", "day"),
            ("by March 9, 2026", "2026-03-09", "day"),
            ("by March 9th", "2026-03-09", "day"),
            ("by Monday, 9 March 2026", "2026-03-09", "day"),
            ("no later than 31 March 2026", "2026-03-31", "day"),
            ("by 09/03/2026", "2026-03-09", "day"),
            ("by 2026-03-09", "2026-03-09", "day"),
            ("before 1 April 2026", "2026-03-31", "day"),
            ("before 1 April", "2026-03-31", "day"),
            ("ahead of 1 April next year", "2026-03-31", "day"),
            ("before 01/04/2026", "2026-03-31", "day"),
            ("by 31 July", "2025-07-31", "day"),
            ("from 1 July", "2025-07-31", "month"),
            ("around 9 March 2026", "2026-03-31", "month"),
            ("by 31 June 2026", "2026-06-30", "month"),
            ("from next month", "2025-08-31", "month"),
            ("later this month", "2025-07-31", "month"),
            ("by Easter", "2026-04-30", "month"),
            ("before Easter 2027", "2027-03-31", "month"),
            ("in the new year", "2026-12-31", "year"),
            ("for twelve months", "2026-07-31", "month"),
            ("within a year", "2026-12-31", "year"),
            ("by 2028/29", "2029-03-31", "month"),
            ("in the next financial year", "2027-03-31", "month"),
        ],
    )
    def test_resolved_from_the_day_of_publication(self, words, latest, grain):
        """Relative limits count from the day the article came out."""
        assert _due(f"we will act {words}.") == (latest, grain)

    @pytest.mark.parametrize(
        "words",
        ["by March", "by 9 March", "by 31/02/2026", "next year", "within six months", "before Christmas", "this year"],
    )
    def test_relative_without_a_date_stays_open(self, words):
        """Without a date of publication the words are kept and nothing is guessed."""
        assert _due(words, None) == (None, None)

    @pytest.mark.parametrize("words", ["within 9,000 years", "within 99999 months", "within 999999999999 days"])
    def test_no_calendar_reaches_so_far(self, words):
        """A limit beyond what anybody promises keeps its words and stays open."""
        assert _due(words) == (None, None)

    @pytest.mark.parametrize(
        ("words", "latest"),
        [("by March 2026", "2026-03-31"), ("by 9 March 2026", "2026-03-09"), ("by 2028", "2028-12-31")],
    )
    def test_absolute_without_a_date(self, words, latest):
        """A limit with its year needs no date of publication."""
        assert _due(words, None)[0] == latest

    @pytest.mark.parametrize(
        "words", ["we will act.", "they may not act", "since March 2024", "two years ago", "about 2,028 people"]
    )
    def test_none(self, words):
        """What is no limit is none."""
        assert deadline(fold(words), DAY) is None

    def test_the_words_are_kept(self):
        """What was stated, and where, is part of a deadline."""
        line = "We will act by March next year, we said."
        found = deadline(fold(line), DAY)
        assert found is not None and found.span.of(line) == "by March next year"

    @given(
        DAYS,
        st.sampled_from(
            [
                "by march",
                "by 9 march",
                "before 1 april",
                "within 3 months",
                "within 10 days",
                "next year",
                "by the autumn",
                "this year",
            ]
        ),
    )
    def test_never_before_the_article(self, day, words):
        """A limit that counts from the article does not lie before it."""
        found = deadline(words, day)
        assert found is not None and found.latest is not None and found.latest >= day
