"""The bodies that an article is about."""

from __future__ import annotations

import pytest
from articles import of_kind, reading, slug, told

from inspectkg.loader.bodies import slug as key
from inspectkg.loader.discourse import tell
from inspectkg.loader.dividing import divide
from inspectkg.loader.inspected import find_bodies
from inspectkg.loader.reading import read
from inspectkg.loader.statements import Finding, InspectionReport, Rating


def _bodies(opening: str, *lines: str) -> list[str]:
    return [body.label for body in reading(*lines, opening=opening, headline="A visit is paid").bodies]


class TestNames:
    """Which words name a body."""

    @pytest.mark.parametrize(
        ("opening", "label"),
        [
            ("Inspectors visited Derby City Probation Delivery Unit.", "Derby City"),
            ("Inspectors visited the Derby City PDU.", "Derby City"),
            ("Inspectors visited Hull and East Riding PDU.", "Hull and East Riding"),
            ("Inspectors visited Essex North Probation Delivery Unit.", "Essex North"),
            ("Inspectors visited North Essex PDU.", "Essex North"),
            ("Inspectors visited Northumberland & North Tyneside PDU.", "North Tyneside and Northumberland"),
            ("Inspectors visited the probation service in Derby.", "Derby City"),
            ("Inspectors visited Derby City Prison Delivery Unit.", "Derby City"),
            ("HM Inspectorate of Probation visited the East Midlands region.", "East Midlands"),
            ("Inspectors of probation visited Stockport's Youth Justice Service.", "Stockport Youth Justice Service"),
            ("Inspectors of probation visited Zedtown's Youth Justice Service.", "Zedtown Youth Justice Service"),
        ],
    )
    def test_names(self, opening, label):
        """Names with "and", in another order, short or slightly wrong are the body that the lists know."""
        assert _bodies(opening) == [label]

    @pytest.mark.parametrize(
        ("bare", "beside_noun"),
        [
            ("HM Inspectorate of Probation visited Derby.", "HM Inspectorate of Probation visited Derby PDU."),
            ("Inspectors met Derbyshire Police.", "Inspectors met Derbyshire PDU."),
            ("Inspectors met Derby probation officers.", "Inspectors met the Derby probation service."),
        ],
    )
    def test_a_bare_place_is_no_unit(self, bare, beside_noun):
        """A place is a unit only beside a noun of its kind."""
        assert _bodies(bare) == []
        assert len(_bodies(beside_noun)) == 1

    def test_one_that_no_list_has(self):
        """A unit nobody listed is read under the name the text gives, and marked."""
        (body,) = reading(opening="Inspectors visited Nether Wallop and Trumpton Probation Delivery Unit.").bodies
        assert (body.label, slug(body.iri), body.level, body.listed) == (
            "Nether Wallop and Trumpton", "nether-wallop-and-trumpton", "pdu", False,
        )  # fmt: skip

    def test_a_youth_justice_service(self):
        """Youth justice services are bodies of their own level."""
        (known,) = reading(opening="Derby Youth Justice Service was visited by HM Inspectorate of Probation.").bodies
        (new,) = reading(opening="Inspectors visited Trumpton Youth Justice Service.").bodies
        assert (known.level, known.listed) == ("youth-justice-service", True)
        assert (new.label, new.level, new.listed) == ("Trumpton Youth Justice Service", "youth-justice-service", False)

    def test_a_desk_name_is_no_region(self):
        """The newsroom's region in a tail is not the region inspected."""
        body = "HM Inspectorate of Probation was busy."
        text = f"Watchdog on the road\n{body}\nDo you have a story for News East Midlands?\n"
        assert read(text).bodies == ()

    @pytest.mark.parametrize(
        ("name", "wanted"), [("Hull & East Riding", "hull-and-east-riding"), ("Ynys Môn", "ynys-mon"), ("—", "unnamed")]
    )
    def test_keys(self, name, wanted):
        """The last part of an IRI is plain ASCII, whatever the name."""
        assert key(name) == wanted


class TestInspected:
    """Which of the bodies named is the one inspected."""

    def test_the_region_of_a_unit_is_not(self):
        """A region told only as the unit's region was not inspected."""
        assert _bodies("Inspectors visited Derby PDU, part of the East Midlands region.") == ["Derby City"]

    def test_a_unit_told_for_comparison_is_not(self):
        """A neighbour is no second inspection, a unit visited as well is one."""
        assert _bodies("Inspectors visited Derby PDU.", "Unlike Nottingham City PDU, it was late.") == ["Derby City"]
        assert _bodies("Inspectors visited Derby PDU and Nottingham City PDU.") == ["Derby City", "Nottingham City"]

    def test_the_unlisted_unit_keeps_the_region_that_the_text_tells(self):
        """The link from a new unit to its region comes from the article."""
        opening = "Inspectors visited Trumpton PDU, part of the East Midlands region."
        (report,) = told(InspectionReport, opening=opening)
        assert report.region is not None and report.region.label == "East Midlands"

    def test_the_name_may_come_last(self):
        """A finding before the unit is named is about that unit."""
        text = "Visit\nInspectors found plans were too thin.\nThe visit was to Derby PDU.\n"
        (finding,) = of_kind(Finding, text)
        assert [body.label for body in finding.bodies] == ["Derby City"]

    def test_both_means_both(self):
        """The words "both units" speak of the two inspected; a sentence without a name of the last one named."""
        text = (
            "Visits\nInspectors visited Derby PDU and Nottingham City PDU.\nBoth units had strong leaders.\n"
            "Nottingham City PDU had weak plans.\nReviews were too thin.\n"
        )
        found = [[slug(body.iri) for body in one.bodies] for one in of_kind(Finding, text)]
        assert found == [["derby-city", "nottingham-city"], ["nottingham-city"], ["nottingham-city"]]

    def test_none_without_the_inspectorate(self):
        """A unit named in a text that tells of no inspection was not inspected."""
        assert _bodies("Derby PDU held a fête.") == []

    def test_a_mention_knows_its_place(self):
        """Mentions are spans of the text."""
        text = "Visit\nInspectors visited Derby PDU.\n"
        bodies = find_bodies(tell(text, divide(text)))
        assert [mention.span.of(text) for mention in bodies.mentions] == ["Derby"]


UNRELATED = {
    "football": [
        "Rovers through after inspection",
        "The ground inspectors passed the pitch at Derby after a second inspection.",
        "Rovers won 3 of 4, an outstanding run.",
    ],
    "bins": [
        "Bins rated inadequate",
        "Derby City Council's bin service was rated inadequate by a review.",
        "Two-thirds of bins were late.",
    ],
    "court": [
        "Man avoids jail",
        "A man was sentenced at Derby Crown Court.",
        "He will work with the probation service in Derby for two years.",
    ],
    "care": [
        "Care home rated inadequate",
        "The Care Quality Commission rated a home in Derby inadequate.",
        "It found medicines were late in 30% of cases.",
    ],
    "school": ["School rated good", "Ofsted inspectors rated a school in Derby good.", "Leaders were praised."],
    "prison": [
        "Prison 'awash' with drugs",
        "HM Inspectorate of Prisons found drugs at HMP Foston.",
        "It made seven recommendations.",
    ],
}


class TestUnrelated:
    """Texts about something else yield the article and nothing else."""

    @pytest.mark.parametrize("name", UNRELATED)
    def test_nothing_is_read(self, name):
        """Neither bodies nor statements come from another story's inspection, grades or figures."""
        found = read("\n".join(UNRELATED[name]))
        assert (found.bodies, found.statements) == ((), ())
        assert found.headline == UNRELATED[name][0]


class TestTwoUnits:
    """Two units told in turn: each grade and finding goes to its own."""

    OPENING = "HM Inspectorate of Probation has visited Derby City PDU and Kirklees PDU."

    def graded(self, *lines: str) -> set[tuple[str, str]]:
        found = reading(*lines, opening=self.OPENING).statements
        return {(slug(one.body.iri), slug(one.grade)) for one in found if isinstance(one, Rating)}

    @pytest.mark.parametrize(
        "line",
        [
            "Derby City was rated 'good' and Kirklees 'inadequate'.",
            "The grades were 'good' for Derby City and 'inadequate' for Kirklees.",
            "Derby City and Kirklees were rated 'good' and 'inadequate' respectively.",
            "Derby City was rated 'good', while Kirklees was rated 'inadequate'.",
        ],
    )
    def test_each_grade_goes_to_its_unit(self, line: str):
        """However the two are told in one sentence."""
        assert self.graded(line) == {("derby-city", "good"), ("kirklees", "inadequate")}

    def test_the_former_and_the_latter(self):
        """They are the first and the second of two."""
        told = self.graded("The former was rated 'good'.", "The latter was rated 'inadequate'.")
        assert told == {("derby-city", "good"), ("kirklees", "inadequate")}

    def test_a_heading_names_the_unit_of_what_follows(self):
        """Sentences without a name belong to the unit of their heading."""
        found = self.graded("Kirklees", "The unit was rated 'inadequate'.", "Derby City", "The unit was rated 'good'.")
        assert found == {("derby-city", "good"), ("kirklees", "inadequate")}
