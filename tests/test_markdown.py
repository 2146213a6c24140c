"""Markdown: the words without the markup, and what the front matter tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saved import STORY

from inspectkg.loader.documents.markdown import read_markdown


def _lines(text: str) -> list[tuple[str, str]]:
    return [(line.kind.value, line.whole) for line in read_markdown(text, Path("a.md")).lines]


class TestMarkdown:
    """Words without markup."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("# Head\n\n*One* **is** [linked](http://x) here.", [("headline", "Head"), ("paragraph", "One is linked here.")]),
            ("Head\n====\n\n> Said so.\n\n> “Marked.”", [("headline", "Head"), ("quotation", "Said so."), ("paragraph", "“Marked.”")]),
            ("x is.\n\n## Sub ##\n\n* a\n* b\n\n3) c\n", [("paragraph", "x is."), ("heading", "Sub"), ("list item", "• a"), ("list item", "• b"), ("list item", "3. c")]),
            ("| a | b |\n|---|---|\n| 1 | 2 |", [("paragraph", "a\tb"), ("paragraph", "1\t2")]),
            ("One &amp; two <b>three</b> \\*four\\*.", [("paragraph", "One & two three *four*.")]),
            ("    indented text", [("paragraph", "indented text")]),
            ("A headline\n31-07-2025\nA line.", [("paragraph", "A headline"), ("paragraph", "31-07-2025"), ("paragraph", "A line.")]),
            ("one  \ntwo", [("paragraph", "one"), ("paragraph", "two")]),
            ("---\nnot front matter\n---\n", [("heading", "not front matter")]),
            ("![A door](x.jpg)\n\n<script>no</script>\n\n<p hidden>no</p>\n\nYes.", [("paragraph", "Yes.")]),
        ],
    )  # fmt: skip
    def test_lines(self, text, expected):
        """Marks of emphasis, links, headings and quotations are gone, the words are there."""
        assert _lines(text) == expected

    def test_a_margin_divides_no_paragraph(self):
        """Lines that were broken at a margin are one; lines of a pasted text are each one."""
        words = STORY.split()
        wrapped = "\n".join(" ".join(words[at : at + 10]) for at in range(0, len(words), 10))
        assert _lines(wrapped) == [("paragraph", STORY)]
        assert _lines(f"{STORY}\n{STORY}\nShort one.\n{STORY}") == [
            ("paragraph", line) for line in (STORY, STORY, "Short one.", STORY)
        ]

    @pytest.mark.parametrize(
        "front",
        [
            "---\ntitle: A title\ndate: 2025-07-31\nauthor: [Jane Smith, {name: Joe Bloggs}]\nlang: en-GB\nurl: https://example.org/a\npublisher: The Eye\n---\n",
            '+++\ntitle = "A title"\ndate = 2025-07-31T00:01:00+01:00\nauthors = ["Jane Smith", "Joe Bloggs"]\nlang = "en_GB"\ncanonical = "https://EXAMPLE.org/a#x"\nsite = "The Eye"\n+++\n',
        ],
    )
    def test_front_matter(self, front):
        """YAML or TOML at the top tells title, date, authors, language, address and publisher, and is no text."""
        page = read_markdown(f"{front}Text is.", Path("a.md"))
        told = page.told
        assert [line.whole for line in page.lines] == ["A title", "Text is."]
        assert (told.headline, told.published, told.authors) == (
            "A title",
            date(2025, 7, 31),
            ("Jane Smith", "Joe Bloggs"),
        )
        assert (told.language, told.url, told.publisher) == ("en-gb", "https://example.org/a", "The Eye")

    @pytest.mark.parametrize(
        "head", ["a: [b", "!!python/object/apply:os.system [ls]", "a: " + "[" * 5000, "\x85: &a [*a]"]
    )
    def test_front_matter_that_cannot_be_read(self, head):
        """Is kept as text, and nothing in it is run."""
        page = read_markdown(f"---\n{head}\n---\nText is.", Path("a.md"))
        assert page.lines[-1].text == "Text is."

    @given(
        st.lists(
            st.sampled_from(
                [
                    "# ",
                    "> ",
                    "* ",
                    "1. ",
                    "`",
                    "**",
                    "[",
                    "](x)",
                    "<p>",
                    "---\n",
                    "word ",
                    "\n",
                    "\n\n",
                    "|",
                    "    ",
                    "\\",
                ]
            ),
            max_size=40,
        )
    )
    def test_any_text(self, parts):
        """No word is lost but in a link's target or a comment, and nothing crashes."""
        page = read_markdown("".join(parts), Path("a.md"))
        assert all(line.text and "\n" not in line.text for line in page.lines)
