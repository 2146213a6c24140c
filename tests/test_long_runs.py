"""Whatever is read, it is read in a time that grows with its length, and no faster."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from articles import HEADLINE, OPENING
from saved import STORY, file

from inspectkg.errors import InputError
from inspectkg.loader.documents.jsonld import load
from inspectkg.loader.documents.reader import read_articles
from inspectkg.loader.reading import read

MEGABYTE = 1_000_000
RUNS = {
    "letters": "a", "words": "a ", "brackets": "(", "quotation marks": '"', "digits": "7", "tags": "<div>",
    "an image": "data:image/png;base64,iVBORw0KGgo+/", "spaces": " ", "dashes": "- ", "apostrophes": "\u2019",
    "lines": "\n", "numbers": "1. ", "straight apostrophes": "'", "full stops": ".", "garbled": "a\u00c2\u00a3",
}  # fmt: skip
#: How a story stands around a run in a file of each kind.
AROUND = {
    ".txt": "{head}\n\n{story}\n\n{run}\n\n{story}\n",
    ".md": "# {head}\n\n{story}\n\n{run}\n\n{story}\n",
    ".html": "<html><h1>{head}</h1><p>{story}</p><p>{run}</p><p>{story}</p></html>",
}


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails where what is done takes more of the processor's time: generous, but nothing beside hours."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def _read(path: Path) -> int:
    """How many articles are read from PATH, with all that they state."""
    found = read_articles(path)
    for one in found:
        read(one.text, one.told)
    return len(found)


class TestLongRuns:
    """A megabyte of one thing."""

    @pytest.mark.parametrize("suffix", AROUND)
    @pytest.mark.parametrize("run", RUNS.values(), ids=RUNS.keys())
    def test_a_megabyte(self, tmp_path, run, suffix):
        """In the midst of a story it is read, or refused, in seconds."""
        content = AROUND[suffix].format(head=HEADLINE, story=OPENING, run=run * (MEGABYTE // len(run)))
        path = file(tmp_path, f"a{suffix}", content)
        with within(10):
            if run == "<div>" and suffix != ".txt":
                with pytest.raises(InputError, match="nested more than"):
                    _read(path)
            else:
                assert _read(path) == 1

    def test_lines_that_are_just_short_enough(self, tmp_path):
        """A long line is a long sentence, of which no rule makes more than of its words."""
        lines = "\n".join([("the " * 4_750)] * 10)
        with within(10):
            assert _read(file(tmp_path, "a.txt", f"{HEADLINE}\n{OPENING}\n{lines}")) == 1

    @pytest.mark.parametrize("suffix", AROUND)
    def test_inline_images(self, tmp_path, suffix):
        """Pictures in the page itself, as browsers save them, cost nothing."""
        picture = f'<img src="data:image/png;base64,{"iVBORw0KGgo+/" * 80_000}">'
        path = file(tmp_path, f"a{suffix}", AROUND[suffix].format(head=HEADLINE, story=OPENING, run=picture))
        with within(10):
            assert _read(path) == 1

    @pytest.mark.parametrize(
        "line", ["ENDS", "Get in touch", "Image caption,", "Comments", "Read more", "READ MORE: a dog", "By Al Po"]
    )
    def test_furniture_again_and_again(self, tmp_path, line):
        """Forty thousand lines that are no story: pairs of them would take a minute."""
        with within(6):
            assert _read(file(tmp_path, "a.txt", f"{line}\n" * 40_000)) == 1

    def test_garbled_words_are_shown_short(self, tmp_path):
        """What stands around the garbled place, not all that has no space in it."""
        (article,) = read_articles(file(tmp_path, "a.txt", "x" * 50_000 + "\u00e2\u20ac\u2122" + "y" * 50_000))
        (note,) = article.notes
        assert f"as in '{'x' * 20}\u00e2\u20ac\u2122{'y' * 20}';" in note


class TestStories:
    """A long text, as it may be written."""

    def test_a_long_one(self, tmp_path):
        """Of half a million characters: more than any report."""
        lines = [
            f"Inspectors said that plans were too thin in {number} of 9,000 cases, said officer Jane Smith of Leeds."
            for number in range(5_000)
        ]
        with within(40):
            assert _read(file(tmp_path, "a.txt", "\n".join([HEADLINE, OPENING, *lines]))) == 1

    @pytest.mark.parametrize("suffix", AROUND)
    def test_one_that_is_too_long(self, tmp_path, suffix):
        """Twenty megabytes are refused at once."""
        path = file(
            tmp_path, f"a{suffix}", AROUND[suffix].format(head=HEADLINE, story=OPENING, run=f"{STORY} " * 220_000)
        )
        with within(10), pytest.raises(InputError, match="larger than the limit of 16 MiB"):
            _read(path)


class TestHostileFiles:
    """What is written to make a program search for ever."""

    @pytest.mark.parametrize(
        "content",
        [
            f"<!---->{'<!---->' * 500}<p>x",
            f"<?xml?>{'<!-- x -->' * 300}<p>x",
            "Question: one?\r\n" * 200 + STORY,
            "<html><p>x is.</p>" + "<a" * 300_000,
            "<html><p>x is.</p>" + "<a/b=x" * 150_000,
            f"<html><p>x is.</p><p class='{'c' * 4 * MEGABYTE}'>",
            "<html><p>x is.</p><script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        ],
        ids=["comments", "comments of XML", "labels", "tags", "attributes", "a class", "brackets"],
    )
    @pytest.mark.parametrize("suffix", [".txt", ".xml", ".html"])
    def test_the_beginning_of_a_file(self, tmp_path, content, suffix):
        """Is told soon, whatever it looks like."""
        path = file(tmp_path, f"a{suffix}", content)
        with within(8):
            try:
                assert read_articles(path)
            except InputError:
                assert suffix in (".xml", ".html")

    @pytest.mark.parametrize(
        "script",
        [
            f'{{"a": [{"[]," * 300_000}[]]}}',
            f'{{"@type": "Article"}} --> {" " * 300_000} x',
            f"[{',' * 300_000}",
            f'{{"author": [{",".join(["{}"] * 300_000)}]}}',
        ],
        ids=["lists", "spaces", "commas", "things"],
    )
    def test_the_data_of_a_page(self, script):
        """However long its lists are."""
        with within(6):
            load(script.replace("{}", '{"@id":1}'))
