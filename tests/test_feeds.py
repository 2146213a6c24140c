"""Feeds saved to disk: each item is an article, or the beginning of one."""

from __future__ import annotations

from datetime import date

import pytest
from saved import file, rss

from inspectkg.errors import InputError
from inspectkg.loader.documents.reader import read_articles


class TestFeeds:
    """Each item of a saved feed is an article."""

    def testrss(self, tmp_path):
        """Title, address, date, author and content; where there is only a description, a note says so."""
        full = "<item><title>One &amp;amp; all</title><link>https://eye.example/1?utm_source=rss</link><pubDate>Wed, 30 Jul 2025 23:01:00 GMT</pubDate><dc:creator>Jane Smith</dc:creator><description>Short.</description><content:encoded><![CDATA[<p>One is.</p><p><a href='x'>The post appeared first</a></p><ul><li>two</ul>]]></content:encoded></item>"
        short = "<item><title>Two</title><guid>https://eye.example/2</guid><description>&lt;p&gt;It begins …&lt;/p&gt;</description></item>"
        first, second = read_articles(file(tmp_path, "feed.rss", rss(full, short, "<item><title>None</title></item>")))
        assert (first.name, first.text) == ("feed.rss#1", "One & all\nOne is.\n• two")
        assert (first.told.url, first.told.published) == ("https://eye.example/1", date(2025, 7, 31))
        assert (first.told.authors, first.told.publisher, first.told.language) == (("Jane Smith",), "The Eye", "en-gb")
        assert first.notes == ("is from a feed of 3 items, of which 1 had no text and were left out",)
        assert (second.name, second.text, second.told.url) == (
            "feed.rss#2",
            "Two\nIt begins …",
            "https://eye.example/2",
        )
        assert second.told.teaser and second.notes == ("has only the beginning or a summary of the article",)
        assert not first.told.teaser and first.file_sha256 == second.file_sha256

    def test_atom(self, tmp_path):
        """The other kind of feed, with escaped or real markup in it."""
        feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Eye</title><link href="https://eye.example/"/>
          <entry><title type="html">&lt;b&gt;One&lt;/b&gt;</title><link rel="self" href="https://eye.example/self"/><link href="/1"/><author><name>Jane Smith</name></author>
          <published>2025-07-30T23:01:00Z</published><updated>2025-08-02T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>is</b>.</p></div></content></entry></feed>"""
        (article,) = read_articles(file(tmp_path, "a.atom", feed))
        assert (article.text, article.told.url) == ("One\nOne is.", "https://eye.example/1")
        assert (article.told.published, article.told.authors) == (date(2025, 7, 31), ("Jane Smith",))
        assert article.told.modified is not None and article.told.modified.date() == date(2025, 8, 2)

    @pytest.mark.parametrize(
        ("content", "wanted"),
        [
            ('<!DOCTYPE r [<!ENTITY a "b">]><rss/>', "DOCTYPE"),
            ('<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>'.encode("utf-16"), "DOCTYPE"),
            ("<urlset><url/></urlset>", "no feed"),
            ("<rss><channel>", "no XML"),
            ("", "no XML"),
            (rss(), "no item"),
            (rss("<item/>" * 5001), "5,001 items"),
            (rss("<item><description>" + "<a>" * 300 + "</a>" * 300 + "</description></item>"), "no XML"),
        ],
    )  # fmt: skip
    def test_refused(self, tmp_path, content, wanted):
        """Entities, other XML, broken and empty feeds are told."""
        with pytest.raises(InputError, match=wanted):
            read_articles(file(tmp_path, "feed.xml", content))
