"""Pages that are broken or made to be slow: read or refused, always in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_lines import SAVED
from saved import STORY

from inspectkg.errors import InputError
from inspectkg.loader.blocks import Kind
from inspectkg.loader.documents.article import composed
from inspectkg.loader.documents.pages import read_page


class TestHostilePages:
    """Whatever is saved as a page: lines, or an input error, soon."""

    @given(
        st.lists(
            st.sampled_from(
                [
                    "<",
                    ">",
                    "/",
                    "p",
                    "h1",
                    "a href=x",
                    "table",
                    "tr",
                    "td",
                    " ",
                    "&#",
                    "x;",
                    "=",
                    '"',
                    "é",
                    "\x00",
                    "br",
                    "li",
                    "\n",
                    "script",
                    "!--",
                    "figure",
                    "blockquote",
                    "\ud800",
                ]
            ),
            max_size=60,
        )
    )
    def test_any_text(self, parts):
        """No crash; every line has words, and what is told of it covers it."""
        page = read_page("".join(parts).encode("utf-8", "replace").decode(), SAVED)
        whole, kinds = composed(page.lines)
        assert all(
            line.text and line.text == " ".join(line.text.split(" ")) and "\n" not in line.text for line in page.lines
        )
        assert [span.of(whole) for span, _ in kinds] == [
            line.whole for line in page.lines if line.kind is not Kind.PARAGRAPH
        ]

    @given(
        st.lists(
            st.sampled_from(
                [
                    "<p>",
                    "</p>",
                    "<div class=x>",
                    "</div>",
                    "<table>",
                    "<tr>",
                    "<td>",
                    "</table>",
                    "<li>",
                    "<ul>",
                    "<a href=x>",
                    "</a>",
                    "<h1>",
                    "<blockquote>",
                    "<q>",
                    "<figure>",
                    "word ",
                    "A sentence that is long enough to count. ",
                ]
            ),
            max_size=40,
        )
    )
    def test_any_markup(self, parts):
        """However tags are nested, no word is said twice."""
        page = read_page("".join(parts), SAVED)
        assert sum(line.text.count("word") for line in page.lines) <= parts.count("word ")

    @pytest.mark.parametrize(
        ("page", "count"),
        [
            ("<p>Some words here that are a sentence.</p>" * 100_000, 100_000),
            (f"<p class='{'a ' * 500_000}'>{STORY}</p>", 1),
            ("<div>" * 1500 + f"<p>{STORY}</p>", 1),
            ("a<br>1. " * 100_000, 100_000),
            ("<table><tr><td>" * 600 + "x", 1),
            ("<p>x" + "\x0b" * 200_000 + "y", 1),
            ("<a href=x>" * 30_000 + "x", 0),
            ("<" * 1_000_000, 1),
        ],
        ids=["paragraphs", "attribute", "nesting", "breaks", "tables", "spaces", "links", "brackets"],
    )
    def test_time_is_linear(self, page, count):
        """A hundred thousand of anything takes seconds, not hours."""
        start = time.process_time()
        assert len(read_page(page, SAVED).lines) == count
        assert time.process_time() - start < 6

    @pytest.mark.parametrize(
        ("page", "wanted"),
        [
            ("<div>" * 50_000 + "x", "nested more than"),
            ("<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">x", "more than 500 attributes"),
            ("<p " + " ".join(f"a{number}='>'" for number in range(50_000)) + ">x", "more than 500 attributes"),
        ],
    )
    def test_what_would_exhaust_the_parser(self, page, wanted):
        """Is refused at once."""
        start = time.process_time()
        with pytest.raises(InputError, match=wanted) as caught:
            read_page(page, SAVED)
        assert caught.value.path == SAVED and time.process_time() - start < 2
