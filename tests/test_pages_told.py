"""What saved web pages tell of themselves: headline, date, authors, address, language."""

from __future__ import annotations

import pytest
from page_lines import SAVED, json_ld, told
from saved import STORY

from inspectkg.loader.documents.pages import read_page


class TestTold:
    """What a page tells of itself."""

    @pytest.mark.parametrize(
        ("content", "headline"),
        [
            ('{"@type": "NewsArticle", "headline": "A"}', "A"),
            ('[{"@type": "WebSite", "name": "B"}, {"@type": ["Thing", "Article"], "headline": "A"}]', "A"),
            (
                '{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle", "headline": "A"}}]}',
                "A",
            ),
            (
                '{"@type": "Article", "headline": "B"}</script><script type="application/ld+json">{"@type": "NewsArticle", "headline": "A"}',
                "A",
            ),
            ('<!-- {"@type": "https://schema.org/NewsArticle", "headline": "A\nB",} -->', "A B"),
            ("{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;A&quot;}", "A"),
            ('{"@type": "Product", "headline": "B"}', ""),
            ("[" * 100_000, ""),
        ],
    )
    def test_json_ld(self, content, headline):
        """Nested, repeated or badly written, the most telling kind of article is found."""
        assert told(json_ld(content)).headline == headline

    def test_what_cannot_be_read_is_told(self):
        """Broken data and dates are notes; the rest of the page is read."""
        broken = json_ld("{") + '<meta property="article:published_time" content="soon">'
        page = read_page(f"<head>{broken}</head><body><p>{STORY}</p></body>", SAVED)
        assert [line.whole for line in page.lines] == [STORY]
        assert page.notes == (
            "its JSON-LD cannot be read and was left aside",
            "its date 'soon' (published) could not be understood",
        )

    @pytest.mark.parametrize(
        ("written", "day"),
        [
            ("2025-07-30T23:01:00Z", "2025-07-31"), ("2025-01-30T23:59:00.123Z", "2025-01-30"),
            ("2025-07-31T00:01:00+01:00", "2025-07-31"), ("2025-07-31T00:01:00+0100", "2025-07-31"),
            ("2025-07-31", "2025-07-31"), ("2025-07-31 23:59", "2025-07-31"),
            ("Wed, 30 Jul 2025 23:30:00 GMT", "2025-07-31"), ("Thursday 31 July 2025", "2025-07-31"),
            ("0000-00-00", None), ("1066-10-14", None), ("2025-02-30", None), ("9999-12-31T23:59:59-12:00", None),
            ("x" * 1000, None),
        ],
    )  # fmt: skip
    def test_dates(self, written, day):
        """The day is the one in Britain; what is no date is none."""
        found = told(f'<meta property="article:published_time" content="{written}">').published
        assert (found.isoformat() if found else None) == day

    @pytest.mark.parametrize(
        ("address", "url"),
        [
            ("HTTPS://Example.ORG:443/A/b?utm_source=x&id=3&fbclid=y#top", "https://example.org/A/b?id=3"),
            ("http://example.org:8080/é x", "http://example.org:8080/%C3%A9x"),
            ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
            ("https://example.org/", ""), ("https://example.org", ""), ("/a/b", ""), ("javascript:alert(1)", ""),
            ("file:///etc/passwd", ""), ("https://user:secret@example.org/a", ""), ("https://[broken/a", ""),
            ("https://example.org:99999/a", ""), ("https://exa mple.org\n/a", "https://example.org/a"),
            ("https://-/a", ""), ("https://example.org/" + "a" * 3000, ""), ("//example.org/a", ""),
        ],
    )  # fmt: skip
    def test_addresses(self, address, url):
        """One form for one page, on the web and nowhere else."""
        assert told(f'<link rel="canonical" href="{address}">').url == url

    def test_a_relative_address_is_taken_from_where_the_page_was(self):
        """Browsers write where they saved a page from."""
        page = (
            "<!-- saved from url=(0025)https://example.org/a/b -->\n<head><link rel=canonical href=/c></head><p>x</p>"
        )
        assert read_page(page, SAVED).told.url == "https://example.org/c"
        assert read_page(page.replace("canonical", "x"), SAVED).told.url == "https://example.org/a/b"

    @pytest.mark.parametrize(
        ("parts", "authors"),
        [
            ('<meta name="author" content="By Jane Smith and Joe O\'Neil">', ("Jane Smith", "Joe O'Neil")),
            (
                '<meta name="author" content="Ministry of Justice and Home Office, London">',
                ("Ministry of Justice and Home Office, London",),
            ),
            ('<meta property="og:site_name" content="The Eye"><meta name="author" content="The Eye">', ()),
            ('<meta name="author" content="https://example.org/jane">', ()),
            (
                json_ld(
                    '{"@type": "Article", "author": [{"name": "A B"}, {"@id": "#c"}, "A B", 7], "x": {"@id": "#c", "name": "C D"}}'
                ),
                ("A B", "C D"),
            ),
        ],
    )
    def test_authors(self, parts, authors):
        """Names, each once, and nothing else."""
        assert told(parts).authors == authors

    @pytest.mark.parametrize(
        ("lang", "expected"), [("en_GB", "en-gb"), ("cy", "cy"), ("English", ""), ("und", ""), ("", "")]
    )
    def test_language(self, lang, expected):
        """A tag in lower case; that of the story goes before that of the page."""
        assert read_page(f"<html lang='{lang}'><p>{STORY}</p></html>", SAVED).told.language == expected
        inner = read_page(f"<html lang='en'><main lang='{lang}'><p>{STORY}</p></main></html>", SAVED).told.language
        assert inner == (expected or "en")
