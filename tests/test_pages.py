"""Saved web pages: what is story, and what is furniture.

Developed on the pages in tests/pages, written for this project in the markup of the sites they are named after.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from page_lines import SAVED, json_ld, lines, texts
from saved import STORY

from inspectkg.loader.blocks import Kind
from inspectkg.loader.dividing import divide
from inspectkg.loader.documents.pages import read_page
from inspectkg.loader.documents.reader import read_article

PAGES = Path(__file__).parent / "pages"


class TestSites:
    """Whole pages in the markup of the sites that report inspections."""

    @pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
    def test_a_saved_page(self, path):
        """Headline, date, authors and publisher are told; the story's lines are there, each of its kind, and no other."""
        expected = tomllib.loads(path.with_suffix(".expected.toml").read_text("utf-8"))
        article = read_article(path)
        kinds = {span.start: kind.value for span, kind in article.told.kinds}
        found, start = [], 0
        for line in article.text.split("\n"):
            found.append([kinds.get(start, "paragraph"), line])
            start += len(line) + 1
        assert found == expected["lines"]
        assert article.notes == tuple(expected.get("notes", ()))
        for name in ("published", "url", "headline", "publisher", "language"):
            assert getattr(article.told, name) == expected[name], name
        assert list(article.told.authors) == expected["authors"]
        modified = article.told.modified
        assert (modified.date() if modified else None) == expected.get("modified")

    @pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
    def test_what_the_file_tells_of_its_lines_is_what_they_are(self, path):
        """Headings, captions and items stay what the page says; a quotation is a paragraph of speech."""
        article = read_article(path)
        kinds = dict(article.told.kinds)
        blocks = divide(article.text, kinds)
        assert len(blocks) == article.text.count("\n") + 1
        for block, whole in zip(blocks, article.text.split("\n"), strict=True):
            kind = next((kind for span, kind in kinds.items() if span.end == block.span.end), None)
            assert whole.endswith(block.span.of(article.text))
            if kind is Kind.QUOTE:
                assert block.kind is Kind.PARAGRAPH and block.quoted
            elif kind is not None and block.kind is not Kind.LEFT_OUT:
                assert block.kind is kind


class TestLines:
    """How elements become lines."""

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("<p>in<b>spec</b>tors <i>found</i>\n it</p>", ["inspectors found it"]),
            ("<p>a&nbsp;b&shy;c\u200bd &amp; &pound;5 &#146;s</p>", ["a bcd & £5 ’s"]),
            ("<p>one<br><br>two<br>three</p>", ["one", "two three"]),
            ("<p>found:<br>- one<br>2. two</p>", ["found:", "- one", "2. two"]),
            ("loose<p>para<div>block</div>tail", ["loose", "para", "block", "tail"]),
            ("<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>", ["• a", "• b", "• c", "d"]),
            ("<ol><li>a<li value=7>b<li>c</ol><ol start=3><li>d</ol>", ["1. a", "7. b", "8. c", "3. d"]),
            ("<table><tr><th>a<td>b<tr><td>c<td></table>", ["a\tb", "c"]),
            ("<table><tr><td><p>a</p><p>b</p><td><table><tr><td>c<td>d</table></table>", ["a", "b", "c\td"]),
            ("<p><q>Yes</q>, she said.</p>", ["“Yes”, she said."]),
            ("<pre>one\ntwo\n\nthree</pre>", ["one two", "three"]),
            ("<p>x</p><!-- <p>no</p> --><?pi no?><script>no</script><template><p>no</p></template>", ["x"]),
            ("<p>kept</p><p><a href=/x>All of it is a link</a></p>", ["kept"]),
            (f"<p><a href=/x>{STORY}</a></p>", [STORY]),
            ("<p>READ <a href=/x>MORE: a story about a dog</a></p><p>x</p>", ["x"]),
            ("<p>READ MORE: <a href=/x>a story about a dog</a></p><p>x</p>", ["x"]),
            ("<p>x <a name=here>y</p>", ["x y"]),
            (f"<p>x</p><p>READ MORE</p><p><a href=/x>{STORY}</a></p><p>y</p>", ["x", "READ MORE", "y"]),
            (
                f"<p>x</p><h3>Related stories</h3><ul><li><a href=/x>One</a><li><a href=/x>{STORY}</a></ul><p>y</p>",
                ["x", "y"],
            ),
            (f"<p>x</p><h3>Plans</h3><ul><li><a href=/x>One</a><li>{STORY}</ul>", ["x", "Plans", f"• {STORY}"]),
            (f"<p>Read more widely</p><p><a href=/x>{STORY}</a></p>", ["Read more widely", STORY]),
        ],
    )
    def test_lines(self, body, expected):
        """One block a line, words whole, spaces single, what browsers show and no more."""
        assert texts(body) == expected

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            ("<h2>x</h2>", "heading"),
            ("<figure><img><figcaption>x</figcaption></figure>", "caption"),
            ("<blockquote><p>x</p></blockquote>", "quotation"),
            ("<blockquote>“x”</blockquote>", "paragraph"),
            ("<blockquote>'x'</blockquote>", "paragraph"),
            ("<ul><li><p>x</p></ul>", "list item"),
            ("<figure class=wp-block-table><table><tr><td>x</table></figure>", "paragraph"),
            ("<table><caption>x</caption></table>", "caption"),
            ('<div class="wp-caption"><img><p class="wp-caption-text">x</p></div>', "caption"),
            ('<p class="caption">x</p>', "caption"),
            ('<div class="image-caption">x</div>', "caption"),
            ('<div><img><span class="media__caption">x</span></div>', "caption"),
            ('<div class="c-caption"><p>x</p></div>', "caption"),
            ('<div class="has-caption"><p>x</p></div>', "paragraph"),
        ],
    )
    def test_kinds(self, body, kind):
        """What an element is, its lines are."""
        assert lines(f"<p>{STORY}</p>{body}")[1][0] == kind

    @pytest.mark.parametrize(
        "element",
        [
            '<div class="ad-slot">{}</div>', '<div class="RelatedArticles__List">{}</div>', "<nav>{}</nav>",
            '<div id="comments"><p>{}</p></div>', '<article class="comment"><p>{}</p></article>', "<footer>{}</footer>",
            "<p hidden>{}</p>", '<p style="color: red; display: none">{}</p>', '<p class="sr-only">{}</p>',
            '<p aria-hidden="true">{}</p>', "<aside><p>{}</p></aside>", '<section class="in_article_newsletter">{}</section>',
            '<div class="social-share"><p>{}</p></div>', '<div role="complementary">{}</div>', "<noscript><p>{}</p></noscript>",
        ],
    )  # fmt: skip
    def test_furniture_is_left_out(self, element):
        """Adverts, links, comments, newsletters and hidden words are no story; the same words beside them are."""
        body = f"<h1>Head</h1><p>{STORY}</p>"
        assert texts(body + element.format("Half of 100 cases.")) == ["Head", STORY]
        assert texts(f"{body}<div class=text>Half of 100 cases.</div>") == ["Head", STORY, "Half of 100 cases."]

    @pytest.mark.parametrize(
        "body",
        [
            '<div class="article share-enabled"><h1>Head</h1><p>{}</p></div>',
            '<form class="comments"><main><h1>Head</h1><p>{}</p></main></form>',
            '<body class="newsletter"><div id="related"><h1>Head</h1><p>{}</p></div>',
            '<main class="tags"><h1>Head</h1><h2 id="comments">Comments</h2><p>{}</p></main>',
        ],
    )
    def test_what_holds_the_headline_is_the_story(self, body):
        """Whatever classes the site gave it."""
        assert texts(body.format(STORY))[-1] == STORY
        assert texts(body.format(STORY))[0] == "Head"

    def test_a_link_that_nobody_closed_swallows_nothing(self):
        """A page that forgot to close a link is read as it is shown."""
        assert len(texts(f"<h1>Head</h1><div><a href=/x>{'<p>One is.</p>' * 6}</div>")) == 7

    @pytest.mark.parametrize("text", ["<div>{}</div>", "<article><p>{}</p></article>"])
    def test_other_stories_are_none_of_it(self, text):
        """Articles in the element of the story, when its headline stands outside them and it is longer."""
        card = text.replace("div", "article").format(f"<h3><a href=/x>Other</a></h3>{STORY}")
        story = text.replace("article", "div").format(f"<h1>Head</h1>{f'<p>{STORY}</p>' * 4}")
        found = texts(f"<main>{story}<section><h2>More of ours</h2>{card * 6}</section></main>")
        assert found == ["Head", *[STORY] * 4, "More of ours"]

    def test_a_story_told_in_articles(self):
        """Reports of the hour under one headline are all of the story."""
        post = f"<article><h2>12:01</h2>{f'<p>{STORY}</p>' * 3}</article>"
        assert texts(f"<main><h1>Head</h1><p>{STORY}</p>{post * 3}</main>").count(STORY) == 10

    @pytest.mark.parametrize("count", [1, 5])
    def test_the_story_is_found_among_others(self, count):
        """The element that holds most of the page's text, not the first that calls itself an article."""
        cards = '<article class="card"><h3><a href=/x>Other story</a></h3></article>' * count
        page = f"<div id=list>{cards}</div><div id=text><h1>Head</h1>{f'<p>{STORY}</p>' * 4}</div>"
        assert texts(page) == ["Head", *[STORY] * 4]

    def test_the_data_of_a_page_stands_in_for_its_story(self):
        """Where the page itself shows none, and only then."""
        data = json_ld('{"@type": "NewsArticle", "headline": "Head", "articleBody": "One is.\\nTwo is."}')
        page = read_page(f"<head>{data}</head><body><div id=app></div></body>", SAVED)
        assert [line.whole for line in page.lines] == ["Head", "One is.", "Two is."]
        assert "JSON-LD" in page.notes[0]
        shown = read_page(f"<head>{data}</head><body><h1>Head</h1><p>Shown is.</p></body>", SAVED)
        assert [line.whole for line in shown.lines] == ["Head", "Shown is."] and shown.notes == ()
