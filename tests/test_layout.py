"""The layout of articles: what of a text is the story, and what is furniture."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import HEADLINE, OPENING, article, told
from hypothesis import given
from hypothesis import strategies as st
from saved import file

from inspectkg.loader.blocks import Kind
from inspectkg.loader.dividing import divide
from inspectkg.loader.documents.reader import read_article
from inspectkg.loader.reading import read
from inspectkg.loader.statements import Finding, Statistic

STORY = "The report found that plans were too thin, and that far too many reviews were late last year."


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(block.span.of(text), block.kind.name) for block in divide(text)]


class TestDivide:
    """Each line is a block of its kind."""

    def test_head_and_body(self):
        """The first line without a full stop is the headline, a lone date a date line, the rest paragraphs."""
        assert _kinds(f"Unit rated low\n31-07-2025\n{STORY}\n") == [
            ("Unit rated low", "HEADLINE"),
            ("31-07-2025", "DATE"),
            (STORY, "PARAGRAPH"),
        ]

    def test_a_paragraph_first_is_no_headline(self):
        """A text that begins with a sentence has no headline."""
        assert _kinds(f"{STORY}\nAnother sentence follows.")[0] == (STORY, "PARAGRAPH")

    def test_bullets_are_items_of_the_line_before(self):
        """Items know the line that introduces them, and stand without their bullets."""
        blocks = divide(f"Head\n{STORY}\nThe report found:\n• Plans were late\n• Reviews were thin\n{STORY}")
        assert [block.kind.name for block in blocks[3:]] == ["ITEM", "ITEM", "PARAGRAPH"]
        assert [block.lead for block in blocks] == [None, None, None, 2, 2, None]

    def test_a_list_needs_no_bullets(self):
        """After a line that ends in a colon, lines without a full stop are items; a full stop ends the list."""
        lines = _kinds(f"Head\n{STORY}\nThe report found:\nPlans were late\nReviews were thin\nThat was in May.")
        assert [kind for _, kind in lines[3:]] == ["ITEM", "ITEM", "PARAGRAPH"]

    def test_a_link_does_not_end_a_list(self):
        """READ MORE lines within a list are left out of it."""
        lines = _kinds(
            f"Head\n{STORY}\nThe report found:\nREAD MORE: A dog in court\nPlans were late\nReviews were thin"
        )
        assert [kind for _, kind in lines[3:]] == ["LEFT_OUT", "ITEM", "ITEM"]

    def test_numbers_are_no_part_of_an_item(self):
        """A quote has no list number in front."""
        text = f"Head\n{STORY}\nThe unit should:\n1. Review every plan.\n2. Train every officer."
        assert [line for line, _ in _kinds(text)[3:]] == ["Review every plan.", "Train every officer."]

    def test_short_lines_are_headings(self):
        """A short line without a full stop is a heading, known to what stands under it."""
        blocks = divide(f"Head\n{STORY}\nA long wait\n{STORY}")
        assert blocks[2].kind is Kind.HEADING
        assert blocks[3].heading == 2

    def test_a_dateline_is_no_part_of_the_sentence(self):
        """The place and agency in front of the first sentence are left out."""
        text = "Head\nLEEDS, West Yorkshire (PA) — A unit was late in every way that there is."
        assert _kinds(text)[1][0].startswith("A unit was late")

    def test_what_stands_above_the_date_of_publication_is_furniture(self):
        """A standfirst or picture text between headline and "Published" is no story."""
        text = f"Head\nA picture shows a door. It is shut.\nPublished\n3 July 2025\n{STORY}"
        assert [kind for _, kind in _kinds(text)] == ["HEADLINE", "CAPTION", "DATE", "DATE", "PARAGRAPH"]

    @given(
        st.lists(
            st.sampled_from(
                [STORY, "Head", "• Item one", "1. One", "Get in touch", "Image caption,", "", "  ", "By Al Po"]
            )
        )
    )
    def test_no_line_is_lost(self, lines):
        """Every line that is not blank is one block, in order, without the spaces around it."""
        text = "\n".join(lines)
        blocks = divide(text)
        assert len(blocks) == sum(bool(line.strip()) for line in lines)
        assert all(not block.span.of(text)[0].isspace() and "\n" not in block.span.of(text) for block in blocks)
        assert blocks == sorted(blocks, key=lambda block: block.span)


LAST = "Plans were too thin in 30% of cases."
#: Headings above what readers write, and above other stories.
COMMENTS = (
    "Comments",
    "8 Comments",
    "Comments (8)",
    "Reader comments",
    "Have your say",
    "Join the conversation",
    "Leave a reply",
)
OTHERS = (
    "Related stories", "Related articles", "More stories", "Most read", "Latest news", "You might also like",
    "Recommended for you", "Read next", "Trending", "Sponsored", "From our partners",
)  # fmt: skip
SECTIONS = (
    "Recommendations",
    "Related offending",
    "Comments from the inspector",
    "More staff",
    "Latest inspection",
    "The news",
)


class TestTails:
    """What stands under the headings of readers' comments and of other stories is no part of the story."""

    @staticmethod
    def _figures(folder: Path, suffix: str, heading: str) -> int:
        """How many figures are read of an article whose last part stands under HEADING."""
        story = [HEADLINE, OPENING, STORY, STORY.replace("thin", "slow")]
        last = [LAST.replace("30", f"3{digit}") for digit in range(4)]
        lines = [*story, heading, *last]
        if suffix == ".md":
            content = "\n\n".join([f"# {lines[0]}", *story[1:], f"## {heading}", *last])
        elif suffix == ".html":
            content = f"<html><h1>{HEADLINE}</h1>{''.join(f'<p>{line}</p>' for line in story[1:])}<h2>{heading}</h2>"
            content += "".join(f"<div>{line}</div>" for line in last)
        else:
            content = "\n\n".join(lines)
        article = read_article(file(folder, f"a{suffix}", content))
        return sum(isinstance(one, Statistic) for one in read(article.text, article.told).statements)

    @pytest.mark.parametrize("suffix", [".html", ".md", ".txt"])
    @pytest.mark.parametrize("heading", [*COMMENTS, *OTHERS])
    def test_they_end_the_story(self, tmp_path, heading, suffix):
        """On a page, in Markdown; in a text but for what marks an advert."""
        assert self._figures(tmp_path, suffix, heading) == (4 if (heading, suffix) == ("Sponsored", ".txt") else 0)

    @pytest.mark.parametrize("suffix", [".html", ".md", ".txt"])
    @pytest.mark.parametrize("heading", SECTIONS)
    def test_headings_of_the_story_do_not(self, tmp_path, heading, suffix):
        """However near their words are."""
        assert self._figures(tmp_path, suffix, heading) == 4

    def test_a_line_in_the_midst_of_a_text(self):
        """With headlines under it, and the story behind these, it ends nothing; nor does it before a story."""
        more = [STORY, STORY.replace("thin", "slow"), STORY.replace("late", "poor")]
        text = "\n".join(["Head", *more, "Related stories", "A dog in court", *more])
        assert _kinds(text)[-1] == (more[-1], "PARAGRAPH") and ("Related stories", "LEFT_OUT") in _kinds(text)
        assert _kinds("\n".join(["Head", "Comments", "Most read", *more]))[-1] == (more[-1], "PARAGRAPH")


class TestNoise:
    """Furniture yields nothing; the same words in the story do."""

    @pytest.mark.parametrize(
        "lines",
        [
            ["READ MORE: Plans were too thin in 30% of cases"],
            ["Image caption,", "Plans were too thin in 30% of cases"],
            ["(Image: plans were too thin in 30% of cases)"],
            [STORY.replace("thin", "slow"), "Get in touch", "Plans were too thin in 30% of cases."],
            [STORY.replace("thin", "slow"), "Notes to editors", "Plans were too thin in 30% of cases."],
            [
                STORY.replace("thin", "slow"),
                "Our newsletter is free. Sign up here.",
                "Plans were too thin in 30% of cases.",
            ],
            [STORY.replace("thin", "slow"), "Follow us on Facebook and X.", "Plans were too thin in 30% of cases."],
        ],
    )
    def test_furniture_says_nothing(self, lines):
        """Captions, links, newsletter tails and notes to editors hold no figure of the inspection."""
        assert told(Statistic, *lines) == []

    def test_the_story_does(self):
        """The same sentence in a paragraph is read."""
        (figure,) = told(Statistic, "Plans were too thin in 30% of cases.")
        assert figure.percent == 30

    @pytest.mark.parametrize(
        ("furniture", "story"),
        [
            ("By Jane Smith, reporter", "By contrast, plans were too thin."),
            ("Get in touch", "Getting in touch was hard: plans were too thin."),
            ("Share", "Share prices fell, and plans were too thin."),
            ("ENDS", "It ends badly: plans were too thin."),
        ],
    )
    def test_a_sentence_that_begins_like_furniture_is_read(self, furniture, story):
        """Only the whole form of a furniture line counts."""
        assert divide(f"Head\n{STORY}\n{furniture}")[-1].kind is Kind.LEFT_OUT
        assert divide(f"Head\n{STORY}\n{story}")[-1].kind is Kind.PARAGRAPH
        assert len(told(Finding, story)) == 1

    @pytest.mark.parametrize(
        "line",
        [
            "Plans were too\u00a0thin.",
            "Plans\u00a0were too thin.",
            "Inspectors said \x93plans were too thin\x94.",
            "\tPlans were too thin.  ",
        ],
    )
    def test_odd_characters_stay_in_the_quote(self, line):
        """Hard spaces and Windows-1252 marks are read, and kept as written."""
        text = article(line)
        (finding,) = told(Finding, line)
        assert finding.quote.of(text) == line.strip()
        assert finding.polarity == "negative"

    def test_typos_stay_in_the_quote(self):
        """The source's words are not mended."""
        line = "Insepctors wer told taht plans were too thin."
        (finding,) = told(Finding, line)
        assert finding.quote.of(article(line)) == line
