"""When statements of several articles speak of one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from articles import article, told
from hypothesis import example, given
from hypothesis import strategies as st

from inspectkg.graph.identity import (
    SAME_INSPECTION_DAYS,
    Identity,
    _grouped,
    body_key,
    deadline_key,
    statistic_key,
)
from inspectkg.graph.sources import Source, digest
from inspectkg.graph.terms import decimal
from inspectkg.loader.bodies import Body
from inspectkg.loader.documents.article import Article
from inspectkg.loader.reading import read
from inspectkg.loader.statements import Pledge, Rating, Statistic
from inspectkg.ontology.namespaces import iri

NUMBERS = st.one_of(st.integers(0, 10**7).map(float), st.floats(0, 1e6))
MOJ = "A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers"


def _source(*lines: str, name: str = "a.txt", **parts: str) -> Source:
    text = article(*lines, **parts)
    return Source(Article(name, text), read(text))


def _pledge_key(identity: Identity, source: Source) -> str:
    (pledge,) = (one for one in source.reading.statements if isinstance(one, Pledge))
    return identity.pledge(source, pledge)


class TestInspections:
    """One inspection a body and report."""

    @pytest.mark.parametrize(
        ("level", "slug", "key"),
        [
            ("pdu", "pdu:essex-north", "essex-north"),
            ("region", "region:wales", "region-wales"),
            ("youth-justice-service", "yjs:derby", "yjs-derby"),
            ("national", "agency:hmpps", "national-hmpps"),
        ],
    )
    def test_levels_do_not_meet(self, level, slug, key):
        """A region and a unit of one name are two bodies."""
        assert body_key(Body(iri(slug), "A name", level)) == key

    @given(st.lists(st.dates(date(2020, 1, 1), date(2027, 12, 31)), min_size=1, max_size=8))
    def test_groups_span_half_a_year(self, days):
        """Reports are grouped from the first on; no group lasts longer than half a year, and no day is left out."""
        dated = sorted((day, str(number)) for number, day in enumerate(days))
        groups = _grouped("body", "body", dated)
        months = {key: group.month for group in groups for key in group.documents}
        assert len({group.key for group in groups}) == len(groups)
        assert months.keys() == {key for _, key in dated}
        for month in set(months.values()):
            group = [day for day, key in dated if months[key] == month]
            assert f"{group[0]:%Y-%m}" == month
            assert (group[-1] - group[0]).days <= SAME_INSPECTION_DAYS + 31

    def test_national_reports_join_within_three_weeks(self):
        """A national service is inspected for another theme every few weeks."""
        days = [date(2025, 3, day) for day in (1, 22, 23)]
        groups = _grouped("body", "body", [(day, str(day)) for day in days], national=True)
        assert [group.documents for group in groups] == [["2025-03-01", "2025-03-22"], ["2025-03-23"]]
        assert len({group.key for group in groups}) == 2
        assert {group.rule for group in groups} == {"national-reports-within-three-weeks"}

    def test_the_month_is_that_of_the_first_report(self):
        """A later article joins the inspection of the first, whatever the order they are given in."""
        first, later = _source(date="31-07-2025"), _source("It rained.", date="29-08-2025")
        (body,) = first.reading.bodies
        for order in ([first, later], [later, first]):
            identity = Identity.settled(order)
            assert identity.inspection(later, body) == identity.inspection(first, body) == "derby-city-2025-07"

    def test_an_undated_one_is_its_documents(self):
        """Without a date the inspection is told apart by the document."""
        source = _source(date="")
        (body,) = source.reading.bodies
        identity = Identity.settled([source])
        assert identity.month(source, body) is None
        assert identity.inspection(source, body) == f"derby-city-undated-{source.key}"

    def test_earlier_inspections(self):
        """An earlier grade belongs to the month told with it, or to an inspection that only this document tells of."""
        source = _source("The unit was rated good, up from requires improvement in March 2022.")
        undated = _source("The unit had previously been rated good.")
        keys = [
            Identity.settled([one]).earlier_inspection(one, rating)
            for one in (source, undated)
            for rating in one.reading.statements
            if isinstance(rating, Rating) and not rating.outcome
        ]
        assert keys == ["derby-city-2022-03", f"derby-city-earlier-{undated.key}"]


class TestPledges:
    """One promise, however many tell of it."""

    def test_an_open_one_joins_the_only_dated_one(self):
        """Without a time limit a promise is the one that another article dates, where there is just one."""
        dated, open_one, other = _source(f"{MOJ} by March 2026.'"), _source(f"{MOJ}.'"), _source(f"{MOJ} by 2027.'")
        two = Identity.settled([open_one, dated])
        three = Identity.settled([open_one, dated, other])
        stem = "ministry-of-justice-recruit-1300-officers"
        assert _pledge_key(two, open_one) == _pledge_key(two, dated) == f"{stem}-2026-03"
        assert _pledge_key(three, open_one) == f"{stem}-open"
        assert _pledge_key(three, other) == f"{stem}-2027"

    def test_a_month_joins_the_only_day_in_it(self):
        """Whoever tells the day and whoever tells the month tell of one promise; with two days nobody knows which."""
        day, month, open_one = (
            _source(f"{MOJ} by 9 March 2026.'"),
            _source(f"{MOJ} by March 2026.'"),
            _source(f"{MOJ}.'"),
        )
        other = _source(f"{MOJ} by 20 March 2026.'")
        stem = "ministry-of-justice-recruit-1300-officers"
        three, all_of_them = Identity.settled([month, open_one, day]), Identity.settled([other, month, open_one, day])
        assert {_pledge_key(three, one) for one in (day, month, open_one)} == {f"{stem}-2026-03-09"}
        assert [_pledge_key(all_of_them, one) for one in (other, month, open_one, day)] == [
            f"{stem}-2026-03-20", f"{stem}-2026-03", f"{stem}-open", f"{stem}-2026-03-09",
        ]  # fmt: skip

    def test_one_without_a_quantity_is_its_documents(self):
        """Two articles that say "we will publish a plan" need not mean one promise."""
        line = "A Ministry of Justice spokesperson said: 'We will publish a plan.'"
        one, other = _source(line), _source(line, "It rained.")
        identity = Identity.settled([one, other])
        assert _pledge_key(identity, one) != _pledge_key(identity, other)

    @pytest.mark.parametrize(
        ("words", "key"),
        [
            ("by March 2026", "2026-03"),
            ("by 9 March 2026", "2026-03-09"),
            ("by 2028", "2028"),
            ("by the autumn", "2025"),
            ("soon", None),
        ],
    )
    def test_deadlines_are_as_exact_as_told(self, words, key):
        """A month is a month, a year a year, and none is none."""
        (pledge,) = told(Pledge, f"{MOJ} {words}.'")
        assert deadline_key(pledge) == key


class TestKeys:
    """Keys tell apart what differs, and nothing else."""

    def test_figures(self):
        """The same numbers on another topic are another figure; a qualifier is part of one."""
        lines = [
            "Plans were late in 30% of cases.",
            "Reviews were late in 30% of cases.",
            "Plans were late in over 30% of cases.",
        ]
        keys = [statistic_key("x", one) for line in lines for one in told(Statistic, line)]
        assert len(set(keys)) == 3
        assert all(key.startswith("x-30-") for key in keys)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("2 of 5 cases", "2.5% of cases"),
            ("1,234,567 of 2,345,678 cases", "1,234,568 of 2,345,678 cases"),
            ("1 of 25 cases (4%)", "1 of 25 cases"),
        ],
    )
    def test_other_numbers_are_another_figure(self, one, other):
        """However near two figures look, written down or rounded, each keeps its own numbers."""
        both = [f"Plans were late in {numbers}." for numbers in (one, other)]
        keys = [statistic_key("x", figure) for line in both for figure in told(Statistic, line)]
        assert len(set(keys)) == 2

    @given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
    @example((2.0, 5.0), (2.5, 25.0))
    @example((1_234_567.0, 1_234_568.0), (0.12345, 0.123456))
    def test_a_figure_is_told_apart_by_its_numbers(self, one, other):
        """Fractions, percentages, and fractions with one: two share a key where they are written alike, else never."""
        (blank,) = told(Statistic, "Plans were late in 30% of cases.")
        forms = [
            tuple(None if n is None else decimal(n).value for n in form)
            for a, b in (one, other)
            for form in ((a, b, None), (None, None, a), (a, b, a))
        ]
        keys = [
            statistic_key("x", replace(blank, **dict(zip(("numerator", "denominator", "percent"), form, strict=True))))
            for form in [tuple(None if n is None else float(n) for n in form) for form in forms]
        ]
        assert len(set(keys)) == len(set(forms))

    @pytest.mark.parametrize(("one", "other"), [(2.5, 25.0), (0.125, 0.12), (1_234_567.25, 1_234_567.26)])
    def test_another_quantity_is_another_promise(self, one, other):
        """A promise of two and a half million is none of two, nor of five."""
        source = _source(f"{MOJ}.'")
        (pledge,) = (told for told in source.reading.statements if isinstance(told, Pledge))
        identity = Identity.settled([source])
        assert len({identity.pledge(source, replace(pledge, value=value)) for value in (one, other)}) == 2

    def test_the_document_is_its_text(self):
        """A document's key comes from its text, not from the name of its file."""
        assert _source(name="a.txt").key == _source(name="b.txt").key != _source("More.").key

    @given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x1f")), min_size=1, max_size=3))
    def test_digests_tell_parts_apart(self, parts):
        """Where one part ends and the next begins matters."""
        assert digest(*parts) == digest(*parts)
        assert digest(*parts) != digest(*parts, "")
        assert len(digest(*parts)) == 8

    @pytest.mark.parametrize(
        ("value", "written"), [(6.0, "6"), (52.5, "52.5"), (1300, "1300"), (0.0, "0"), (700_000_000.0, "700000000")]
    )
    def test_decimals(self, value, written):
        """A number has one form, the shortest."""
        assert decimal(value).value == written
