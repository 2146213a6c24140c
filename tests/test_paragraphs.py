"""Lines for a terminal: as wide as it is, and whole where somebody copies from them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspectkg.paragraphs import WIDTH, columns_of, fitted, wrapped

PATH = "/srv/reports/" + "a-rather-long-folder/" * 6 + "waivers.toml"
words = st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=30), max_size=60)


def test_a_path_longer_than_a_line_is_not_broken() -> None:
    """Neither at a hyphen nor at the edge: it can be copied."""
    assert wrapped(f"the file {PATH} has no waivers in it", "  note  ") == [
        "  note  the file",
        f"        {PATH}",
        "        has no waivers in it",
    ]


def test_the_first_line_begins_otherwise_than_the_rest() -> None:
    """START once; then MARGIN, by default as wide as START; nothing without words."""
    text = "word " * 40
    assert [line[:4] for line in wrapped(text, "- a ")] == ["- a ", "    ", "    "]
    assert [line[:3] for line in wrapped(text, "- a ", "> ")] == ["- a", "> w", "> w"]
    assert wrapped(" \n ", "name") == []
    assert wrapped("two  spaces\tand  a tab ") == ["two  spaces and  a tab"]


def test_wide_characters_count_as_the_columns_they_take() -> None:
    """A Chinese character takes two columns; a margin stands under what it is the margin of."""
    assert max(map(columns_of, wrapped("報告 " * 40))) <= WIDTH
    assert wrapped("評 " * 60, "報告 ")[1].startswith("     評")


@given(words, st.integers(8, 120))
def test_no_word_is_lost_or_broken(found: list[str], width: int) -> None:
    """Every word comes out whole and in order, in lines that hold no more than fits."""
    lines = wrapped(" ".join(found), width=width)
    assert [word for line in lines for word in line.split()] == " ".join(found).split()
    assert all(columns_of(line) <= width or len(line.split()) == 1 for line in lines)


@given(words, st.integers(2, 120))
def test_a_cell_fits_whatever_its_words_are(found: list[str], width: int) -> None:
    """A word longer than the cell is broken; no character is lost."""
    lines = fitted(" ".join(found), width)
    assert all(columns_of(line) <= width for line in lines)
    assert "".join("".join(line.split()) for line in lines) == "".join("".join(found).split())
