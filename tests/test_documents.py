"""Documents: one story in every kind of file, what a file is whatever its name, and folders of them."""

from __future__ import annotations

import hashlib
import os
import time
from datetime import date
from pathlib import Path

import pytest
from articles import HEADLINE, OPENING
from hypothesis import given
from hypothesis import strategies as st
from pdfs import Line, pdf, printed
from saved import STORY, file, rss

from inspectkg.errors import InputError
from inspectkg.loader.documents.article import Article
from inspectkg.loader.documents.folders import bundled_articles, find_articles
from inspectkg.loader.documents.reader import LIMIT, LONGEST_TEXT, read_article, read_articles
from inspectkg.loader.reading import read
from inspectkg.loader.statements import Finding, Rating, Recommendation, Statistic

SENTENCES = (
    "The unit was rated 'requires improvement' overall, and its leadership 'good'.",
    "Risk was assessed well in 36 of 50 cases, but information from the police was rarely sought by practitioners.",
)
ITEMS = ("work with the police to share information", "review every plan")


class TestOneStory:
    """The same story says the same, whatever it is kept in."""

    def _files(self, folder: Path) -> list[Path]:
        plain = [HEADLINE, OPENING, *SENTENCES, "The inspectorate recommends that the unit should:"]
        html = "".join(f"<p>{line}</p>" for line in plain[1:]) + f"<ul><li>{'<li>'.join(ITEMS)}</ul>"
        markdown = "\n\n".join([f"# {plain[0]}", *plain[1:]]).replace("Risk was", "**Risk** [was](x)")
        pages = printed(
            [
                (plain[0], 18, True),
                *((line, 11, False) for line in plain[1:]),
                *((f"• {item}", 11, False) for item in ITEMS),
            ]
        )
        return [
            file(folder, "a.txt", "\n".join(["31-07-2025", *plain, *(f"• {item}" for item in ITEMS)])),
            file(folder, "b.md", f"---\ndate: 2025-07-31\n---\n{markdown}\n\n" + "".join(f"- {item}\n" for item in ITEMS)),
            file(folder, "c.html", f"<meta name=date content=2025-07-31><nav>Half of 9 cases</nav><h1>{HEADLINE}</h1>{html}"),
            file(folder, "d.pdf", pdf([[Line("31-07-2025", 72, 790), *pages[0]], *pages[1:]])),
            file(folder, "e.xml", rss(f"<item><title>{HEADLINE}</title><pubDate>Thu, 31 Jul 2025 00:01:00 +0100</pubDate><description><![CDATA[{html}]]></description></item>")),
        ]  # fmt: skip

    def test_the_same_statements(self, tmp_path):
        """Kinds, words, speakers, rules and what they tell are equal in text, Markdown, page, report and feed."""
        found: dict[str, list[tuple[object, ...]]] = {}
        for path in self._files(tmp_path):
            (article,) = read_articles(path)
            reading = read(article.text, article.told)
            assert (reading.headline, reading.published) == (HEADLINE, date(2025, 7, 31)), path
            found[path.name] = [
                (
                    type(one).__name__,
                    one.quote.of(article.text),
                    one.speaker,
                    one.manner,
                    one.rule,
                    getattr(one, "grade", None),
                )
                for one in reading.statements
            ]
        kinds = {name for name, *_ in found["a.txt"]}
        assert kinds >= {kind.__name__ for kind in (Finding, Rating, Recommendation, Statistic)}
        for name, statements in found.items():
            assert statements == found["a.txt"], name


class TestFiles:
    """What is in a file, whatever it is called."""

    def test_a_text_stays_as_it_is(self, tmp_path):
        """A text file's text is what stands in it; the hashes are those of text and file."""
        data = b"One.\r\n\r\n  Two.\tThree."
        article = read_article(file(tmp_path, "a.txt", data))
        assert article == Article("a.txt", "One.\n\n  Two.\tThree.", file_sha256=hashlib.sha256(data).hexdigest())
        assert article.sha256 == hashlib.sha256(b"One.\n\n  Two.\tThree.").hexdigest()

    @pytest.mark.parametrize("name", ["a.txt", "a", "a.docx", "a.xml", "a.HTM", "a.mht"])
    def test_a_page_by_any_name(self, tmp_path, name):
        """What begins as a page is one."""
        page = f"<!-- saved --><!DOCTYPE html><html><h1>Head</h1><p>{STORY}</p></html>"
        assert read_article(file(tmp_path, name, page)).text == f"Head\n{STORY}"

    @pytest.mark.parametrize("name", ["a.txt", "a", "a.html", "a.pdf"])
    def test_a_report_by_any_name(self, tmp_path, name):
        """What begins as a PDF file is one."""
        assert read_article(file(tmp_path, name, pdf([[Line("It is.", 72, 700)]]))).text == "It is."

    def test_a_web_archive(self, tmp_path):
        """The page in an MHTML file, with its own encoding and address."""
        archive = (
            "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/a\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n'
            "----b\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n"
            "Content-Location: https://example.org/a?x=3D1\r\n\r\n<h1>Head</h1><p>It=92s o=\r\nne.</p>\r\n----b\r\n"
            "Content-Type: text/css\r\n\r\np { }\r\n----b--\r\n"
        )
        article = read_article(file(tmp_path, "a.mhtml", archive))
        assert (article.text, article.told.url) == ("Head\nIt’s one.", "https://example.org/a?x=3D1")
        with pytest.raises(InputError, match="without a page"):
            read_article(file(tmp_path, "b.mhtml", archive.replace("text/html; charset", "text/plain; charset")))

    @pytest.mark.parametrize(
        ("name", "data", "wanted"),
        [
            ("a.txt", None, "no such file"), ("a.txt", b"", "empty"), ("a.txt", b" \n\t\n", "empty"),
            ("a.md", b"\n", "empty"), ("a.html", b"", "no story"), ("a.html", b"<h1>Head</h1>", "no story"),
            ("a.html", b"<div id=app></div><script>run()</script>", "save it from there"),
            ("a.html", b"\x00\x01\x02", "binary"), ("a.docx", b"PK\x03\x04..", "Word"), ("a.txt", b"{\\rtf1 x}", "rich text"),
            ("a.doc", b"\xd0\xcf\x11\xe0..", "old Word"), ("a.txt", b"\x1f\x8b..", "gzip"),
            ("a.txt", b"x" * (LIMIT + 1), "larger than the limit of 16 MiB"),
            ("a.txt", b"x\n" * (LONGEST_TEXT // 2 + 1), "8,388,610 characters, more than"),
            ("a.html", b"<p>" + b"x is. " * 1_600_000, "characters, more than the 8,388,608"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )  # fmt: skip
    def test_refused(self, tmp_path, name, data, wanted):
        """Missing, empty, foreign and huge files are told by name."""
        path = tmp_path / name if data is None else file(tmp_path, name, data)
        with pytest.raises(InputError, match=wanted) as caught:
            read_articles(path)
        assert caught.value.path == path

    def test_one_article_was_expected(self, tmp_path):
        """A feed of two is no article."""
        feed = rss(*["<item><description>It is.</description></item>"] * 2)
        with pytest.raises(InputError, match="2 articles"):
            read_article(file(tmp_path, "a.rss", feed))

    @given(st.binary(max_size=200), st.sampled_from(["a.html", "a.md", "a.xml", "a.mhtml", "a.txt", "a"]))
    def test_any_bytes(self, tmp_path_factory, data, name):
        """Whatever the file: articles, or an InputError."""
        path = file(tmp_path_factory.getbasetemp(), name, data)
        try:
            assert all(article.text.strip() for article in read_articles(path))
        except InputError:
            return

    def test_a_long_text_takes_no_time_to_open(self, tmp_path):
        """Two megabytes of Markdown are opened in seconds."""
        path = file(tmp_path, "a.md", f"{STORY}\n\n" * 20_000)
        start = time.process_time()
        assert read_article(path).text.count("\n") == 19_999
        assert time.process_time() - start < 10


class TestFolders:
    """A folder stands for the articles in it."""

    def test_every_kind_of_file_is_found(self, tmp_path):
        """At any depth, sorted; other files are counted, hidden ones and the list of what was fetched are not."""
        names = ["b.txt", "a.md", "deep/c.HTML", "deep/er/d.pdf", "e.rss", "f.mhtml"]
        for name in [*names, "x", "y.jpg", "deep/z.docx", ".hidden.txt", ".git/a.txt", "fetched.tsv"]:
            file(tmp_path, name, "x")
        found = find_articles([tmp_path])
        assert [path.relative_to(tmp_path).as_posix() for path in found.paths] == sorted(names)
        assert found.notes == [f"note: {tmp_path}: 3 files of other kinds were left alone"]
        assert find_articles([tmp_path, tmp_path / "a.md", tmp_path / "x"]).paths == [*found.paths, tmp_path / "x"]

    def test_links_lead_round_in_no_circle(self, tmp_path):
        """Links to folders are not followed, and told; links to files are read."""
        file(tmp_path, "in/a.txt", "x")
        (tmp_path / "in" / "loop").symlink_to(tmp_path)
        (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "in" / "a.txt")
        (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
        found = find_articles([tmp_path / "in"])
        assert [path.name for path in found.paths] == ["a.txt", "b.txt"]
        assert [note.split(": ")[-1] for note in found.notes] == [
            "1 file of another kind was left alone",
            "1 link to a folder was left alone",
        ]

    def test_what_browsers_save_beside_a_page(self, tmp_path):
        """The folder of a page's pictures and frames holds no articles; a folder called alike without a page does."""
        page = f"<html><h1>Head</h1><p>{STORY}</p></html>"
        for name in (
            "A.html",
            "A_files/saved_resource.html",
            "A_files/in/ad.htm",
            "b.HTM",
            "b.files/x.html",
            "c_files/d.html",
        ):
            file(tmp_path, name, page)
        found = find_articles([tmp_path])
        assert [path.relative_to(tmp_path).as_posix() for path in found.paths] == ["A.html", "b.HTM", "c_files/d.html"]
        assert found.notes == [f"note: {tmp_path}: 2 folders that belong to saved pages were left alone"]
        assert len(find_articles([tmp_path / "A_files"]).paths) == 2

    def test_a_folder_without_any(self, tmp_path):
        """A folder without an article is a mistake worth telling; the other sources are found."""
        file(tmp_path, "in/a.txt", "x")
        (tmp_path / "none").mkdir()
        found = find_articles([tmp_path / "none", tmp_path / "in"])
        assert len(found.paths) == 1
        assert [(error.path, "no article in it" in error.message) for error in found.errors] == [
            (tmp_path / "none", True)
        ]

    def test_where_pages_were_fetched(self, tmp_path):
        """The list that lies beside them tells address and encoding of those that do not tell theirs."""
        listed = "url\tfinal_url\tstatus\tcontent_type\tsha256\tfile\n" + "".join(
            f"https://example.org/old\thttps://example.org/{name}\t200\ttext/html; charset={charset}\t0\t{name}.html\n"
            for name, charset in (("a", "windows-1251"), ("b", "utf-8"))
        )
        file(tmp_path, "fetched.tsv", listed)
        page = f"<p>{STORY} «работа».</p>"
        first = read_article(file(tmp_path, "a.html", page.encode("cp1251")))
        own = read_article(file(tmp_path, "b.html", f"<link rel=canonical href=/own>{page}"))
        other = read_article(file(tmp_path, "c.html", page))
        assert (first.told.url, "работа" in first.text) == ("https://example.org/a", True)
        assert (own.told.url, other.told.url) == ("https://example.org/own", "")

    @pytest.mark.parametrize("content", ["url\tsomething\n", b"\xff\xfe\xfa", ""])
    def test_a_broken_list(self, tmp_path, content):
        """Is told by name."""
        file(tmp_path, "fetched.tsv", content)
        with pytest.raises(InputError) as caught:
            read_article(file(tmp_path, "a.html", f"<p>{STORY}</p>"))
        assert str(caught.value.path).endswith("fetched.tsv")

    def test_the_bundled_ones(self):
        """Two articles come with inspectkg."""
        assert [path.name for path in bundled_articles()] == ["bbc-north-east.txt", "chronicle-north-tyneside.txt"]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder")
    def test_a_folder_that_cannot_be_searched(self, tmp_path):
        """The rest is found, the folder is told."""
        file(tmp_path, "a.txt", "x")
        (tmp_path / "shut").mkdir(mode=0)
        found = find_articles([tmp_path])
        assert [path.name for path in found.paths] == ["a.txt"]
        assert "cannot be searched" in str(found.errors[0])
