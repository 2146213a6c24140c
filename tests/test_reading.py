"""Reading an article whole: what holds for every statement, on any text."""

from __future__ import annotations

import pytest
from articles import article, of_kind, reading, slug
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspectkg.loader.documents.folders import bundled_articles
from inspectkg.loader.documents.reader import read_article
from inspectkg.loader.reading import read
from inspectkg.loader.rulebook import rulebook
from inspectkg.loader.statements import Finding, InspectionReport, Pledge, Rating, Recommendation, Statistic
from inspectkg.ontology.labels import reference

LINES = [
    *sorted({line for path in bundled_articles() for line in read_article(path).text.split("\n")}),
    "Neighbouring Nottingham City PDU was rated good.",
    "Both services were rated 'inadequate'.",
    "• Leadership - Good",
    "1. Review every plan with care.",
    "Recommendations",
    "Published",
    "3 July 2025",
    "'",
    "“Nobody",
    "She added:",
    "Of the 46 cases, nine were late, and just 3 of them (33%) were seen.",
    "İ ẞ ǅ 1/2 of ½ 50٪ \x96 \u2028 x",
    "Derby City Council will spend up to £5m by March and recruit two officers.",
    "The unit should:",
    "Trumpton PDU was late.",
]
TEXTS = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


class TestAnyText:
    """Nothing that a text says can break the reading of it."""

    @FEW
    @given(TEXTS)
    def test_every_quote_is_the_text_at_its_place(self, text):
        """A quote is not empty, holds no line break and no space around it, and lies in the text."""
        for one in read(text).statements:
            quote = one.quote.of(text)
            assert 0 <= one.quote.start < one.quote.end <= len(text)
            assert quote == quote.strip() != ""
            assert "\n" not in quote

    @FEW
    @given(TEXTS)
    def test_every_statement_is_well_formed(self, text):
        """Speakers, rules, topics, grades and numbers are such that the graph can hold them."""
        known = reference().preferred
        for one in read(text).statements:
            assert one.speaker.startswith("https://") and one.manner in {"quoted", "reported", "narrated"}
            assert one.rule in rulebook()
            if isinstance(one, Rating):
                assert one.aspect in known and one.grade in known and one.quote.covers(one.grade_at)
            elif isinstance(one, Finding | Recommendation | Statistic):
                assert one.bodies and {*one.topics} <= known.keys()
            if isinstance(one, Statistic) and one.numerator is not None:
                assert one.denominator is not None and 0 <= one.numerator <= one.denominator
            if isinstance(one, Pledge):
                assert (one.value is None) == (one.unit is None)

    @FEW
    @given(TEXTS)
    def test_it_is_deterministic(self, text):
        """The same text gives the same reading."""
        assert read(text) == read(text)

    @settings(max_examples=150)
    @given(st.text(max_size=300))
    def test_random_text(self, text):
        """Characters thrown together are read as saying nothing, without an error."""
        assert read(text).statements == ()

    @FEW
    @given(st.text(st.sampled_from(list("\"'“”‘’ .,:;()\n-–£%1a")), max_size=80))
    def test_random_marks_in_an_article(self, marks):
        """Marks and numbers thrown into an article do not break it."""
        read(article(f"Inspectors said {marks} the unit was rated 'inadequate' in 30% of cases {marks}", marks))

    @pytest.mark.parametrize("text", ["", "\n", " ", "a", ".", "'", "\u2028", "Get in touch", "\ufeff"])
    def test_hardly_any_text(self, text):
        """The shortest texts are read as saying nothing."""
        assert read(text).statements == ()

    def test_a_text_that_stops_in_mid_word(self):
        """What a cut text says up to the cut is read."""
        text = article("Inspectors found plans were too thin.", "The report also said revi").rstrip("\n")
        assert len(of_kind(Finding, text)) == 1

    def test_the_text_without_its_last_line_end(self):
        """A missing line end at the end changes nothing."""
        text = article("Inspectors found plans were too thin.")
        assert read(text).statements == read(text.rstrip("\n")).statements


class TestWhole:
    """What an article tells of itself."""

    def test_the_inspection_is_claimed_where_the_body_is_named(self):
        """Each body inspected is reported at the first sentence that names it."""
        text = article("Inspectors found plans were too thin.")
        (report,) = of_kind(InspectionReport, text)
        assert report.quote.of(text).startswith("HM Inspectorate of Probation has visited Derby City")

    def test_statements_stand_in_the_order_of_the_text(self):
        """Statements follow the article."""
        for path in bundled_articles():
            starts = [one.quote.start for one in read(read_article(path).text).statements]
            assert starts == sorted(starts) and starts

    @pytest.mark.parametrize(
        ("text", "publisher"),
        [
            ("Head\nThe Northern Bugle | Published 3 May 2025\nIt rained.\n", "the northern bugle"),
            ("Head\nIt rained.\nFollow Bugle Online on X and Facebook\n", "bugle online"),
            ("Head\nIt rained.\n", None),
        ],
    )
    def test_a_publisher_that_no_list_has(self, text, publisher):
        """The name that the text shows is kept; without one there is none."""
        name = read(text).publisher_name
        assert (name.lower() if name else None) == publisher

    def test_a_publisher_that_the_lists_know(self):
        """The bundled articles show whose they are."""
        assert [slug(read(read_article(path).text).publisher or "/none") for path in bundled_articles()] == [
            "bbc-news",
            "chroniclelive",
        ]

    def test_what_was_left_unread_is_told(self):
        """A figure or grade from which nothing was read is listed with its place."""
        text = article("The roof requires improvement urgently.")
        (unread,) = read(text).unread
        assert unread.span.of(text) == "The roof requires improvement urgently."


class TestLimits:
    """What is no prose is not read, and told."""

    def test_a_line_too_long_for_an_article_is_reported(self):
        """A line of 30,000 characters is data: it is reported, and the rest is read."""
        found = reading("one of two of " * 2500, "The unit was rated good.")
        assert any("too long for a line" in one.reason for one in found.unread)
        assert any(isinstance(one, Rating) for one in found.statements)

    def test_a_sentence_too_long_is_reported(self):
        """A list of a thousand grades in one sentence takes no time, and gives nothing."""
        found = reading("The unit was rated " + "good, " * 1000 + "good.")
        assert any("too long for a sentence" in one.reason for one in found.unread)
        assert not any(isinstance(one, Rating) for one in found.statements)


class TestOddArticles:
    """What is odd about an article never ends in a mistake of the program's own."""

    @pytest.mark.parametrize(
        "line",
        [
            "Inspectors made a hundred and more recommendations.",
            "The ministry said it would recruit a hundred and more officers within one hundred and some months.",
            "Inspectors looked at a hundred and odd cases and found gaps in one hundred and more.",
            "The unit was rated good in all two hundred and more areas.",
        ],
    )
    def test_words_that_only_begin_as_a_number(self, line: str):
        """In "a hundred and more" the number is a hundred."""
        assert reading(line).bodies

    def test_an_article_that_is_all_titles(self):
        """Where only a headline names the unit, the headline is what tells of its inspection."""
        found = read("HM Inspectorate of Probation rates Derby City Probation Delivery Unit 'good'\n")
        assert [type(one) for one in found.statements] == [InspectionReport, Rating]
        assert read("A national inspection by HM Inspectorate of Probation\n").statements

    def test_a_name_that_a_full_stop_divides(self):
        """A person whose initial looks like the end of a sentence is named in the sentence the name begins in."""
        found = reading("Council leader Coun. Ann Smith said it was late.", "It came from chief inspector Jo B. Hall.")
        assert found.statements


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Daily Mail", "daily-mail"), ("By Jane Smith, BBC News", "bbc-news"), ("Hull Daily Mail", None),
        ("South Wales Guardian", None), ("Sky News Australia", None),
    ],
)  # fmt: skip
def test_a_longer_name_is_another_publisher(line, publisher):
    """Nothing is guessed."""
    found = read(
        f"Unit rated good\n{line}\n3 October 2025\n\nCumbria PDU was rated good by HM Inspectorate of Probation.\n"
    )
    assert (found.publisher or "").rpartition("/")[2] == (publisher or "")
