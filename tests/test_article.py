"""Reading an article from a file: its text exactly as written, or a plain refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError
from inspectkg.loader.article import LIMIT, Article, bundled_articles, decode, find_articles, read_article


class TestDecode:
    """Bytes are text in a known encoding, or refused with the place."""

    @pytest.mark.parametrize(
        ("data", "text"),
        [
            (b"one\ntwo", "one\ntwo"),
            (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("\ufeffé".encode(), "é"),
            ("é".encode("utf-16"), "é"),
            ("\ufeffé".encode("utf-16-be"), "é"),
            ("a\u0096b\u00a0c".encode(), "a\u0096b\u00a0c"),
        ],
    )
    def test_text(self, data, text):
        """UTF-8 and marked UTF-16 are read, line ends made plain, everything else kept."""
        assert decode(data, Path("a.txt")) == text

    @pytest.mark.parametrize(
        ("data", "wanted", "place"),
        [
            (b"one\ntwo \x92s", "0x92", (2, 5)),
            (b"caf\xe9", "UTF-8", (1, 4)),
            (b"\x89PNG\r\n\x00\x01", "binary", (None, None)),
            (b"text with a \x00 in it", "binary", (None, None)),
        ],
    )
    def test_refused(self, data, wanted, place):
        """A wrong encoding is told with line and column, a binary file as one."""
        with pytest.raises(InputError, match=wanted) as caught:
            decode(data, Path("a.txt"))
        assert (caught.value.line, caught.value.column) == place
        assert str(caught.value).startswith("a.txt")

    @given(
        st.one_of(
            st.binary(),
            st.binary().map(lambda data: b"\xff\xfe" + data),
            st.binary().map(lambda data: b"\xfe\xff" + data),
        )
    )
    def test_nothing_but_input_errors(self, data):
        """Whatever the bytes: a text without carriage returns, or an InputError."""
        try:
            text = decode(data, Path("a.txt"))
        except InputError:
            return
        assert "\r" not in text and "\x00" not in text


class TestRead:
    """Files and folders."""

    def test_an_article(self, tmp_path):
        """An article has the name of its file, its text, and the hash of both's bytes."""
        (tmp_path / "a.txt").write_bytes(b"One.\r\nTwo.")
        article = read_article(tmp_path / "a.txt")
        assert article == Article("a.txt", "One.\nTwo.")
        assert article.sha256 == Article("b.txt", "One.\nTwo.").sha256 != Article("a.txt", "One.").sha256

    @pytest.mark.parametrize(
        ("data", "wanted"),
        [(b"", "empty"), (b" \n\t\n", "empty"), (b"x" * (LIMIT + 1), "larger"), (None, "no such file")],
    )
    def test_refused(self, tmp_path, data, wanted):
        """Missing, empty, blank and huge files are refused by name."""
        path = tmp_path / "a.txt"
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(InputError, match=wanted) as caught:
            read_article(path)
        assert caught.value.path == path

    def test_folders_are_searched(self, tmp_path):
        """A folder stands for its texts, sorted, at any depth; other files in it are left."""
        for name in ("b.txt", "a.md", "deep/c.TEXT", "d.pdf", "e"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x", encoding="utf-8")
        assert [path.name for path in find_articles([tmp_path])] == ["a.md", "b.txt", "c.TEXT"]
        assert find_articles([tmp_path / "d.pdf"]) == [tmp_path / "d.pdf"]
        assert len(find_articles([tmp_path, tmp_path / "a.md"])) == 3

    def test_a_folder_without_any(self, tmp_path):
        """A folder without an article is a mistake worth telling."""
        with pytest.raises(InputError, match="no article in it"):
            find_articles([tmp_path])

    def test_the_bundled_ones(self):
        """Two articles come with inspectkg."""
        assert [path.name for path in bundled_articles()] == ["bbc-north-east.txt", "chronicle-north-tyneside.txt"]
