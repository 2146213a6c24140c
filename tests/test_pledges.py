"""Pledges: what responsible bodies say they will do, how much of it, and by when."""

from __future__ import annotations

import pytest
from articles import article, slug, told

from inspectkg.loader.statements import Pledge

MOJ = "A Ministry of Justice spokesperson said: "


def _pledges(*lines: str, **parts: str) -> list[tuple[str, str, float | None, str | None]]:
    return [(slug(one.pledger), one.kind, one.value, one.unit) for one in told(Pledge, *lines, **parts)]


class TestPromises:
    """What is a promise, and what only looks like one."""

    @pytest.mark.parametrize(
        ("promise", "kind"),
        [
            ("We are hiring 1,000 officers.", "recruit"),
            ("We will recruit 1,000 officers.", "recruit"),
            ("We are on track to recruit 1,000 officers.", "recruit"),
            ("We plan to train 1,000 officers.", "train"),
            ("We're boosting funding by 45%.", "fund"),
            ("We will be spending £9m.", "fund"),
            ("We will open an office.", "open"),
            ("We will publish that plan.", "publish"),
        ],
    )
    def test_forms(self, promise, kind):
        """Progressive, future, "on track to" and "plan to" promise, each with its kind."""
        (pledge,) = told(Pledge, f"{MOJ}'{promise}'")
        assert (slug(pledge.pledger), pledge.kind) == ("ministry-of-justice", kind)

    @pytest.mark.parametrize(
        "line",
        [
            f"{MOJ}'We have taken on 14 trainees.'",
            f"{MOJ}'We will carefully consider the findings.'",
            f"{MOJ}'We recruit with care.'",
            f"{MOJ}'It would be wrong to comment.'",
            "Inspectors will return next year.",
            "The inspectorate will publish 40 reports.",
            "Napo said it will ballot 500 members.",
            "The MP said she will write 20 letters.",
            "A charity said it will train 20 volunteers.",
            "Members of the committee will meet in May.",
        ],
    )
    def test_none(self, line):
        """Things done, vague words, and the plans of unions, MPs, charities and the inspectorate are none."""
        assert told(Pledge, line) == []

    def test_an_assurance_alone_is_none(self):
        """An assurance is none behind its attribution, either."""
        assert told(Pledge, f"{MOJ}'This will ensure offenders are watched.'") == []

    def test_an_assurance_of_effect_is_none(self):
        """A sentence such as "this will ensure" promises nothing of its own."""
        lines = [f"{MOJ}'We will recruit 20 officers.", "'This will ensure offenders are watched.'"]
        assert _pledges(*lines) == [("ministry-of-justice", "recruit", 20, "officers")]


class TestFurtherForms:
    """Promises as releases, papers and articles put them."""

    @pytest.mark.parametrize(
        "promise",
        [
            "An extra £450m is being put into probation.",
            "Every practitioner is being retrained.",
            "From April we will base two detectives in the office.",
            "No officer will be asked to hold more than 45 cases.",
            "Every case will have been looked at by a senior officer by the end of October.",
            "Ten more officers are going to be joining the team.",
            "Twenty-six officers start with us next month.",
            "Victims can expect to see a new drop-in centre.",
            "Work has begun on a £400,000 refit.",
            "We have started recruiting 12 officers.",
            "A second hub is planned for the spring.",
            "We plan on taking on four apprentices.",
            "We are looking to recruit six officers.",
            "We have ordered a review of every case.",
        ],
    )
    def test_promised(self, promise):
        """The passive, the future perfect, the present of a day to come and money set aside promise as "will" does."""
        assert len(told(Pledge, f"{MOJ}'{promise}'")) == 1

    @pytest.mark.parametrize(
        "words",
        [
            "The public are being let down.",
            "We will leave no stone unturned.",
            "We will work closely with Derbyshire Constabulary.",
            "We hope that this will speed up 20 checks.",
            "Residents would be appalled by six in 10 of these.",
            "We have drafted in ten managers.",
            "The committee will invite us back in six months.",
            "Work was already under way.",
        ],
    )
    def test_not_promised(self, words):
        """Fears, empty words, hopes, claims, deeds done and the plans of others promise nothing."""
        assert told(Pledge, f"{MOJ}'{words}'") == []

    @pytest.mark.parametrize(
        ("words", "value", "unit"),
        [
            ("train half a dozen advocates", 6, "advocates"),
            ("spend eight million pounds", 8_000_000, "GBP"),
            ("double our team of restorative justice volunteers to 24", 24, "restorative justice volunteers"),
            ("double the number of navigators, from six to 12", 12, "navigators"),
            ("spend between £2m and £3m", 3_000_000, "GBP"),
            ("answer requests within 24 hours", 24, "hours"),
            ("cut the average to 38", 38, "average"),
        ],
    )
    def test_amounts(self, words, value, unit):
        """Dozens, pounds in words, numbers raised to others, ranges, hours and levels."""
        (pledge,) = told(Pledge, f"{MOJ}'We will {words}.'")
        assert (pledge.value, pledge.unit) == (value, unit)

    def test_two_promises_and_a_deed(self):
        """What was done in one half of a sentence does not hide what is promised in the other."""
        line = f"{MOJ}'We have recruited 1,057 trainees, and will bring in at least 1,300 more by March.'"
        assert [pledge[2:] for pledge in _pledges(line)] == [(1300, "trainees")]

    def test_the_author_of_a_release(self):
        """Whoever signs a release promises where it says "we"; in an unsigned text nobody does, nor in a union's."""
        promise = "We are putting £140,000 into a new space."
        assert _pledges(promise, date="Derby City Council, 31-07-2025")[0][0] == "derby-city-council"
        assert _pledges(promise) == []
        assert _pledges(promise, date="Napo, 31-07-2025") == []

    @pytest.mark.parametrize(
        ("line", "pledger"),
        [
            ("Derbyshire's police and crime commissioner, Nicolle Ashby, has awarded £180,000 to it.", "pcc"),
            (
                "Ann Cole, who runs the East Midlands probation region, said: 'We will spend £180,000.'",
                "probation-service",
            ),
            ("Ann Cole, who has led the unit since 2023, said: 'We will spend £180,000.'", "derby-city"),
            ("The Welsh Government has pledged £180,000.", "welsh-government"),
            ("Chief Inspector Ann Cole, of Derbyshire Police, said it will spend £180,000.", "derbyshire-constabulary"),
            ("The government has promised £180,000 and says it will help.", "ministry-of-justice"),
        ],
    )
    def test_more_pledgers(self, line, pledger):
        """Commissioners, heads told of by what they run, and governments, each for themselves."""
        assert _pledges(line)[0][:4:2] == (pledger, 180_000)


class TestQuantities:
    """How much is promised."""

    @pytest.mark.parametrize(
        ("words", "value", "unit", "up_to"),
        [
            ("recruit 1,300 probation officers", 1300, "probation officers", False),
            ("recruit another 1,300 probation officers", 1300, "probation officers", False),
            ("train twenty new officers", 20, "officers", False),
            ("spend £9m", 9_000_000, "GBP", False),
            ("spend up to £700 million more", 700_000_000, "GBP", True),
            ("spend £85,000", 85_000, "GBP", False),
            ("increase funding by 45%", 45, "percent", False),
            ("increase funding by up to 45 per cent", 45, "percent", True),
            ("open an office", None, None, False),
        ],
    )
    def test_one(self, words, value, unit, up_to):
        """A number with its noun, a sum in full, a percentage; "more" and "another" are no part of the unit."""
        (pledge,) = told(Pledge, f"{MOJ}'We will {words}.'")
        assert (pledge.value, pledge.unit, pledge.up_to) == (value, unit, up_to)

    def test_several_in_a_sentence(self):
        """One pledge a quantity, each with its own time limit."""
        promises = (
            "boosting funding by 45%, investing up to £7 million more by 2028, and we will recruit 50 officers by March"
        )
        line = f"{MOJ}'We are {promises}.'"
        found = [
            (one.kind, one.value, one.deadline.latest.isoformat() if one.deadline else None)
            for one in told(Pledge, line)
        ]
        assert found == [("fund", 45, None), ("fund", 7_000_000, "2028-12-31"), ("recruit", 50, "2026-03-31")]

    def test_so_many_more(self):
        """Such as "another ten" counts what was counted before."""
        assert _pledges(f"{MOJ}'We will recruit 20 officers and another 10 will start in January.'")[1][2:] == (
            10,
            "officers",
        )

    def test_a_number_of_days_is_no_quantity(self):
        """The days of a time limit are not what is promised."""
        (pledge,) = told(Pledge, f"{MOJ}'We will publish the plan within 100 days.'")
        assert (pledge.value, pledge.deadline and pledge.deadline.stated) == (None, "within 100 days")


class TestPledger:
    """Who promises."""

    @pytest.mark.parametrize(
        ("line", "pledger"),
        [
            ("The government will recruit 50 officers.", "ministry-of-justice"),
            ("Ministers are recruiting 50 officers.", "ministry-of-justice"),
            ("The MoJ said it will recruit 50 officers.", "ministry-of-justice"),
            ("HMPPS said it will recruit 50 officers.", "hmpps"),
            ("The Probation Service said it will recruit 50 officers.", "probation-service"),
            ("The City of Derby Corporation will recruit 50 officers.", "city-of-derby-corporation"),
            ("The London Borough of Tower Hamlets will recruit 50 officers.", "london-borough-of-tower-hamlets"),
            ("Members of Denbighshire council said it will recruit 50 officers.", "denbighshire-council"),
            (
                "Superintendent Ann Cole told members of the panel that Cleveland Police would recruit 50 officers.",
                "cleveland-police",
            ),
            ("Derbyshire Constabulary said it will recruit 50 officers.", "derbyshire-constabulary"),
            ("Derby City Council said it will recruit 50 officers.", "derby-city-council"),
            ("The head of the unit said it will recruit 50 officers.", "derby-city"),
        ],
    )
    def test_bodies(self, line, pledger):
        """Ministries, services, forces, councils by name, and the unit itself."""
        assert _pledges(line) == [(pledger, "recruit", 50, "officers")]

    def test_a_minister_pledges_for_the_ministry(self):
        """A prisons minister speaks for the Ministry of Justice, not for the prisons, and is named."""
        (pledge,) = told(Pledge, "Prisons minister Ann Cole said: 'We will recruit 20 officers.'")
        assert (slug(pledge.pledger), pledge.speaker_name) == ("ministry-of-justice", "Ann Cole")

    def test_the_council_is_the_only_one_named(self):
        """The words "the council" mean the one council of the article, and in general where there are two."""
        promise = "The council said it will open an office."
        (one,) = told(Pledge, promise, "Derby City Council runs the town hall.")
        (two,) = told(Pledge, promise, "Derby City Council runs the town hall.", "Amber Valley Council does not.")
        assert (slug(one.pledger), one.pledger_label) == ("derby-city-council", "Derby City Council")
        assert slug(two.pledger) == "local-authority"

    def test_the_police_are_the_only_force_named(self):
        """The words "the constabulary" mean the one force of the article, and in general where there are two."""
        promise = "The Constabulary said it will recruit 10 investigators."
        (one,) = told(Pledge, promise, "Derbyshire Constabulary has cells.")
        (two,) = told(Pledge, promise, "Derbyshire Constabulary has cells.", "Cheshire Constabulary has none.")
        assert (slug(one.pledger), slug(two.pledger)) == ("derbyshire-constabulary", "police")


class TestDeadlines:
    """By when."""

    def test_relative_needs_the_date(self):
        """A limit relative to publication is open in an undated article, its words kept."""
        line = f"{MOJ}'We will recruit 20 officers by March.'"
        (dated,) = told(Pledge, line)
        (undated,) = told(Pledge, line, date="")
        assert dated.deadline is not None and undated.deadline is not None
        assert dated.deadline.latest is not None and dated.deadline.latest.isoformat() == "2026-03-31"
        assert (undated.deadline.latest, undated.deadline.stated) == (None, "by march")

    def test_its_words_are_in_the_text(self):
        """Where the limit is stated is a span of the article."""
        line = f"{MOJ}'We will recruit 20 officers by March next year.'"
        (pledge,) = told(Pledge, line)
        assert pledge.deadline is not None
        assert pledge.deadline.span.of(article(line)).strip() == "by March next year"

    def test_none_is_none(self):
        """A promise without a limit has none."""
        (pledge,) = told(Pledge, f"{MOJ}'We will recruit 20 officers.'")
        assert pledge.deadline is None
