"""PDF reports: printed lines become headings, paragraphs and items again."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfs import Line, pdf
from saved import file

from inspectkg.errors import InputError
from inspectkg.loader.documents.pdf import read_pdf
from inspectkg.loader.documents.reader import read_article, read_articles


class TestPdf:
    """Printed lines become paragraphs again."""

    def test_a_report(self):
        """Heads, feet and page numbers are gone; broken words, lines, lists and pages are mended; headings are told."""

        def around(number: int) -> list[Line]:
            return [Line("An inspection of Anytown PDU", 72, 800, 8), Line(f"Page {number} of 3", 280, 30, 9)]

        first = [
            Line("An inspection of the unit in", 72, 740, 20, bold=True), Line("Anytown", 72, 716, 20, bold=True),
            Line("Inspectors found that the work of the unit was inade-", 72, 680),
            Line("quate in most cases, and that a well-known office was", 72, 666),
            Line("left without a head. The well-", 72, 652), Line("known one is closed.", 72, 638),
            Line("Leadership", 72, 610, bold=True),
            Line("The report asks the unit to do these things at once:", 72, 590),
            Line("•", 72, 570), Line("review all of the plans that were made in the year", 86, 570),
            Line("before", 86, 556), Line("• train staff", 72, 542),
            Line("It ends with a sentence that goes on to the next", 72, 500),
        ]  # fmt: skip
        second = [Line("page, and there it ends.", 72, 760), Line("1. A numbered one", 72, 720), Line("12", 300, 60)]
        data = pdf([[*around(1), *first], [*around(2), *second], [*around(3), Line("Done.", 72, 700)]])
        assert [(line.kind.value, line.whole) for line in read_pdf(data, Path("a.pdf"))] == [
            ("headline", "An inspection of the unit in Anytown"),
            ("paragraph", "Inspectors found that the work of the unit was inadequate in most cases, and that a well-known office was left without a head. The well-known one is closed."),
            ("heading", "Leadership"),
            ("paragraph", "The report asks the unit to do these things at once:"),
            ("list item", "• review all of the plans that were made in the year before"),
            ("list item", "• train staff"),
            ("paragraph", "It ends with a sentence that goes on to the next page, and there it ends."),
            ("list item", "1. A numbered one"),
            ("paragraph", "Done."),
        ]  # fmt: skip

    def test_columns_follow_each_other(self):
        """The right column comes after the left one, in the order in which it was set."""
        left = [Line(f"left column line {number} of three", 50, 700 - 14 * number) for number in range(3)]
        right = [Line(f"right column line {number} of three", 320, 700 - 14 * number) for number in range(3)]
        text = " ".join(line.text for line in read_pdf(pdf([[*left, *right]]), Path("a.pdf")))
        assert text == " ".join(line.text for line in (*left, *right))

    def test_what_the_file_says_of_its_making_is_not_believed(self, tmp_path):
        """The day a file was made is not the day the report came out."""
        page = [[Line("A report", 72, 700, 20), Line("It is said here.", 72, 660)]]
        article = read_article(file(tmp_path, "a.pdf", pdf(page, "/Title (Template) /CreationDate (D:19990101)")))
        assert article.text == "A report\nIt is said here."
        assert (article.told.published, article.told.headline) == (None, "")

    @pytest.mark.parametrize(
        ("data", "wanted"),
        [
            (b"%PDF-1.4 junk", "damaged"),
            (pdf([[Line("Text.", 72, 700)]])[:300], "damaged"),
            (pdf([[Line("Text.", 72, 700)]], encrypt="/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ") >> /ID [(a) (a)]"), "password"),
            (pdf([[]]), "only pictures"),
            (pdf([[]] * 501), "501 pages"),
            (pdf([[Line("x y z " * 200, 0, 700 - number / 2, 0.5) for number in range(100)]]), "100,000 characters on page 1"),
        ],
        ids=["junk", "cut", "locked", "pictures", "pages", "characters"],
    )  # fmt: skip
    def test_refused(self, tmp_path, data, wanted):
        """Damaged, locked, empty and huge files are told."""
        with pytest.raises(InputError, match=wanted):
            read_articles(file(tmp_path, "a.pdf", data))

    def test_without_the_library(self, tmp_path, monkeypatch):
        """The message says how to install it."""

        def missing(name: str) -> None:
            raise ImportError(name)

        monkeypatch.setattr(importlib, "import_module", missing)
        with pytest.raises(InputError, match=r"pip install 'inspectkg\[pdf\]'"):
            read_articles(file(tmp_path, "a.pdf", pdf([[]])))

    @given(st.lists(st.integers(0, 2000), max_size=6), st.binary(min_size=1, max_size=4))
    def test_damage_is_an_input_error(self, places, junk):
        """Bytes changed anywhere: lines, or an InputError."""
        data = bytearray(pdf([[Line("Text is here.", 72, 700)]]))
        for place in places:
            data[place % len(data) : place % len(data) + len(junk)] = junk
        try:
            read_pdf(bytes(data), Path("a.pdf"))
        except InputError:
            return
