"""Persons: who is named, in which role, and who only seems to be."""

from __future__ import annotations

import pytest
from articles import article, slug, told

from inspectkg.loader.people import people, surnames
from inspectkg.loader.statements import PersonNamed
from inspectkg.loader.text import Span, fold


def _people(*lines: str) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in told(PersonNamed, *lines)]


class TestNames:
    """A person is a name beside a role."""

    @pytest.mark.parametrize(
        ("line", "wanted"),
        [
            ("Chief inspector Martin Jones said so.", ("Martin Jones", "Chief inspector")),
            ("Martin Jones, chief inspector of probation, said so.", ("Martin Jones", "chief inspector of probation")),
            ("Ann Cole, Labour MP for Derby, said so.", ("Ann Cole", "Labour MP for Derby")),
            ("Councillor Bo Dyer was shocked.", ("Bo Dyer", "Councillor")),
            ("Prisons minister Lord Timpson said so.", ("Lord Timpson", "Prisons minister")),
            ("Head of the unit Ann Cole said so.", ("Ann Cole", "Head of the unit")),
            (
                "Sir Ian Blott, chair of the Justice Committee, spoke.",
                ("Sir Ian Blott", "chair of the Justice Committee"),
            ),
            (
                "Ann O'Neill-Smith, chief executive of Sunrise Trust, said so.",
                ("Ann O'Neill-Smith", "chief executive of Sunrise Trust"),
            ),
            (
                "Ann Cole, who chairs the Commons justice committee, said so.",
                ("Ann Cole", "chair of the Commons justice committee"),
            ),
        ],
    )
    def test_roles(self, line, wanted):
        """The role may stand before or after the name, and is kept as written."""
        assert _people(line) == [wanted]

    @pytest.mark.parametrize(
        "line",
        [
            "Ann Cole said so.",
            "By Ann Cole, crime reporter",
            "The chief inspector said so.",
            "Justice Secretary North East said so.",
            "Chief inspector Probation Service said so.",
            "Contact us: Ann Cole, press officer",
            "Ann Cole (Image: Ian Blott)",
        ],
    )
    def test_none(self, line):
        """A name without a role, a byline, a role without a name and capitals that are no name are none."""
        assert _people(line) == []

    def test_each_once(self):
        """A person named twice is one, with the role of the first mention."""
        lines = ["Ann Cole, Labour MP for Derby, said so.", "Labour MP Ann Cole said more."]
        assert _people(*lines) == [("Ann Cole", "Labour MP for Derby")]

    def test_the_name_is_in_the_quote(self):
        """The quote of a person is a sentence that names them."""
        lines = ["It rained.", "Ann Cole, Labour MP for Derby, said so."]
        (person,) = told(PersonNamed, *lines)
        assert person.quote.of(article(*lines)) == lines[1]


class TestIdentity:
    """Office-holders are known, others are the article's own."""

    def test_known_in_the_post_alone(self):
        """The chief inspector of that name is the one of the reference data; a councillor of that name is not."""
        (known,) = told(PersonNamed, "Chief inspector of probation Martin Jones said so.")
        (other,) = told(PersonNamed, "Councillor Martin Jones said so.")
        assert known.person is not None and slug(known.person) == "martin-jones"
        assert other.person is None

    def test_surnames_that_two_bear_are_nobodys(self):
        """A title and surname is clear where one Cole is named, and not where two are."""
        text = "Ann Cole, Labour MP for Derby, met Councillor Jo Cole and Councillor Al Reed, said so."
        found = people(text, fold(text), [Span(0, len(text))])
        assert sorted(person.surname for person in found) == ["Cole", "Cole", "Reed"]
        assert list(surnames(found)) == ["reed"]

    def test_honours_are_no_surname(self):
        """A person is called by the surname, whatever letters follow it."""
        text = "Ann Cole OBE, Labour MP for Derby, said so."
        (person,) = people(text, fold(text), [Span(0, len(text))])
        assert person.surname == "Cole"
