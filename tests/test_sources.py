"""Documents on their way into a graph: what they tell of themselves, one page in several files, and texts kept beside."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest
from articles import HEADLINE, OPENING, article
from saved import file

from inspectkg.graph.articles import Card, shortest_names
from inspectkg.graph.building import Build, build
from inspectkg.graph.summary import summary
from inspectkg.graph.texts import INDEX, write_texts
from inspectkg.loader.documents.addresses import compared, normalised
from inspectkg.loader.documents.article import Article, Told
from inspectkg.loader.documents.folders import find_articles
from inspectkg.loader.reading import read
from inspectkg.loader.statements import Finding
from inspectkg.ontology.namespaces import iri
from inspectkg.shapes.validation import validate_quads

URL = "https://www.eye.example/news/unit-inadequate"
FOUND = "Inspectors found that reviews were too thin and too late in most of the cases."
LONG = "Managers were said to be new in post and short of time to look at what officers wrote."
OTHER = "The watchdog praised court reports, which were on time and told judges what they had to know."
MORE = [
    "Victims were kept informed, the report said, and most of them felt that somebody had listened to what they said.",
    "Officers had small caseloads and were glad to work there, which the inspectors put down to a patient manager.",
]


def page(*lines: str, url: str = URL, modified: str = "", language: str = "en-GB", publisher: str = "BBC News") -> str:
    """A saved page about one unit."""
    data = f'{{"@type": "NewsArticle", "datePublished": "2025-07-31", "dateModified": "{modified}", "author": "Jane Smith", "publisher": {{"name": "{publisher}"}}}}'
    body = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in (OPENING, *lines))
    link = f'<link rel="canonical" href="{url}">' if url else ""
    return f'<html lang="{language}">{link}<script type="application/ld+json">{data}</script><h1>{HEADLINE}</h1>{body}</html>'


def values(built: Build, predicate: str) -> set[str]:
    """What the articles of a graph have at PREDICATE."""
    return {
        quad.object.value
        for quad in built.quads
        if quad.predicate.value == iri(predicate) and "/document/" in quad.subject.value
    }


class TestDocumentNode:
    """What a page tells of itself is in the graph."""

    def test_what_is_told(self, tmp_path):
        """Address, authors, dates, language, publisher and the file's hash; the key is that of the address."""
        path = file(tmp_path, "a.html", page(FOUND, modified="2025-08-01T10:00:00Z"))
        built = build([path])
        (source,) = built.sources
        assert source.key == hashlib.sha256(compared(URL).encode()).hexdigest()[:16]
        assert values(built, "schema:url") == {URL}
        assert values(built, "schema:author") == {"Jane Smith"}
        assert values(built, "schema:datePublished") == {"2025-07-31"}
        assert values(built, "schema:dateModified") == {"2025-08-01"}
        assert values(built, "schema:inLanguage") == {"en-gb"}
        assert values(built, "schema:publisher") == {iri("publisher:bbc-news")}
        assert values(built, "ikg:fileSha256") == {hashlib.sha256(path.read_bytes()).hexdigest()}
        assert [
            source.article.text[one.quote.start : one.quote.end]
            for one in source.reading.statements
            if isinstance(one, Finding)
        ] == [FOUND]
        report = validate_quads(built.quads, texts=built.texts)
        assert report.conforms("violation"), [result.message for result in report.results]

    def test_a_publisher_that_no_list_has(self, tmp_path):
        """Has a node of its own; one of whose name a known one is but a part is not that one."""
        built = build([file(tmp_path, "a.html", page(FOUND, publisher="BBC News Watch"))])
        assert values(built, "schema:publisher") == {iri("publisher:bbc-news-watch")}

    def test_what_is_told_goes_before_what_the_text_shows(self):
        """The date and headline of the file's data are believed."""
        text = article(FOUND, date="1 May 1999")
        assert read(text).published != read(text, Told(published=read(article(FOUND)).published)).published
        assert read(text, Told(headline="Another")).headline == "Another"

    @pytest.mark.parametrize("language", ["cy", "fr-FR"])
    def test_another_language_is_not_read(self, tmp_path, language):
        """The document is in the graph, in its language, and nothing that it might say; the summary tells."""
        built = build([file(tmp_path, "a.html", page(FOUND, language=language))])
        assert [one.reading.statements for one in built.sources] == [()]
        assert f"not in English ({language.lower()})" in "\n".join(map(summary, built.sources))
        labels = {
            quad.object
            for quad in built.quads
            if quad.predicate.value == iri("skos:prefLabel") and "/document/" in quad.subject.value
        }
        assert {label.language for label in labels} == {language.lower()}
        assert validate_quads(built.quads, texts=built.texts).conforms("violation")

    def test_speech_without_marks(self, tmp_path):
        """A block quotation is speech of whoever was named before it."""
        said = "Chief inspector Martin Jones said:"
        built = build([file(tmp_path, "a.html", page(said, "<blockquote>Plans were far too thin.</blockquote>"))])
        (finding,) = [one for one in built.sources[0].reading.statements if isinstance(one, Finding)]
        assert (finding.manner, finding.speaker_name or finding.speaker) == ("quoted", "Martin Jones")

    def test_encodings_and_teasers_are_noted(self, tmp_path):
        """What a user should know of how a file was read is among the problems."""
        built = build([file(tmp_path, "a.txt", article("It’s so.").encode("cp1252"))])
        assert "note: a.txt: read as Windows-1252, since it is not UTF-8" in built.problems
        assert not built.failed


class TestOnePageInSeveralFiles:
    """A page is read once."""

    def test_the_same_text(self, tmp_path):
        """Is told, and is no failure."""
        built = build([file(tmp_path, "a.html", page(FOUND)), file(tmp_path, "b.html", page(FOUND))])
        assert [one.article.name for one in built.sources] == ["a.html"] and not built.failed
        assert built.problems[0] == f"note: {tmp_path / 'b.html'}: the same text as another file; read once, as a.html"

    @pytest.mark.parametrize(
        ("old", "new"), [("2025-08-01", "2025-08-02"), ("", "2025-08-01"), ("2025-08-01T09:00Z", "2025-08-01T09:01Z")]
    )
    def test_the_state_changed_last_is_read(self, tmp_path, old, new):
        """However long the other is."""
        paths = [
            file(tmp_path, "z.html", page(FOUND, modified=new)),
            file(tmp_path, "a.html", page(FOUND, FOUND * 2, modified=old)),
        ]
        built = build(paths)
        assert [one.article.name for one in built.sources] == ["z.html"]
        which = "an earlier" if old else "another"
        assert built.problems[0] == f"note: {tmp_path / 'a.html'}: {which} state of the page that z.html has; left out"

    def test_else_the_longer(self, tmp_path):
        """Where no file tells when it was changed, the one whose story says more; which is earlier is not known."""
        comments = ["<h2>Comments</h2>", *["So many words of mine that say nothing of the unit or its work."] * 9]
        built = build(
            [
                file(tmp_path, "a.html", page(FOUND)),
                file(tmp_path, "b.html", page(FOUND, "More was said.")),
                file(tmp_path, "c.html", page(FOUND, *comments)),
            ]
        )
        assert [one.article.name for one in built.sources] == ["b.html"]
        assert built.problems[:2] == [
            f"note: {tmp_path / name}: another state of the page that b.html has; left out"
            for name in ("a.html", "c.html")
        ]

    def test_different_stories_with_one_address(self, tmp_path):
        """Many sites call all their pages by one address: each story is read, known by its text, and it is said."""
        first = file(tmp_path, "a.html", page(FOUND, LONG))
        other = file(tmp_path, "b.html", page(OTHER, *MORE).replace("Derby City", "Cumbria"))
        again = file(tmp_path, "c.html", page(OTHER, *MORE).replace("Derby City", "Cumbria"))
        built = build([first, other, again])
        assert [(one.article.name, one.article.told.url) for one in built.sources] == [("a.html", ""), ("b.html", "")]
        assert [one.key for one in built.sources] == [one.article.sha256[:16] for one in built.sources]
        warning, note = built.problems[:2]
        assert warning.startswith(
            f"warning: {first}, {other}, {again}: tell one address, {URL}, and different stories;"
        )
        assert note == f"note: {again}: the same text as another file; read once, as b.html"
        assert not built.failed and values(built, "schema:url") == set()
        assert validate_quads(built.quads, texts=built.texts).conforms("violation")

    def test_a_teaser_stands_back(self, tmp_path):
        """The page itself goes before the item of a feed, though that was changed later."""
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Eye</title><entry><title>{HEADLINE}</title><link href="{URL}"/><updated>2030-01-01</updated><summary>Short.</summary></entry></feed>'
        built = build([file(tmp_path, "a.atom", feed), file(tmp_path, "b.html", page(FOUND))])
        assert [one.article.name for one in built.sources] == ["b.html"]

    @pytest.mark.parametrize(
        "address",
        [
            "http://www.eye.example/news/unit-inadequate", f"{URL}/", f"{URL}?amp=1", f"{URL}?amp", f"{URL}/amp", f"{URL}/amp/",
            f"{URL}.amp", f"{URL}?outputType=amp&utm_source=x", "https://m.eye.example/news/unit-inadequate",
            "https://amp.eye.example/news/unit-inadequate", "https://eye.example/amp/news/unit-inadequate",
        ],
    )  # fmt: skip
    def test_one_page_by_several_addresses(self, tmp_path, address):
        """With http or https, a slash at the end, for telephones: it is one page; its address is one that there is."""
        paths = [file(tmp_path, "a.html", page(FOUND, url=address)), file(tmp_path, "b.html", page(FOUND))]
        built = build(paths)
        assert len(built.sources) == 1
        assert values(built, "schema:url") <= {normalised(address), URL}
        assert build(paths[:1]).sources[0].key == build(paths[1:]).sources[0].key

    @pytest.mark.parametrize("address", [f"{URL}-amp", f"{URL}?page=2", "https://www.m.example/news/unit-inadequate"])
    def test_addresses_that_only_look_alike(self, address):
        """What may be another page is one."""
        assert compared(address) != compared(URL)

    def test_a_short_text_at_two_addresses(self, tmp_path):
        """One text is a copy of itself, however short."""
        built = build([file(tmp_path, f"{name}.html", page(FOUND, url=f"{URL}-{name}")) for name in "ab"])
        assert len(built.sources) == 2
        assert sum(quad.predicate.value == iri("ikg:copyOf") for quad in built.quads) == 1

    def test_two_addresses_are_two_articles(self, tmp_path):
        """A text that two sites publish is two documents, copies of each other where they are long enough."""
        sentences = [
            FOUND,
            "Managers were said to be new in post and short of time to look at what officers wrote.",
            "Courts got their advice late, and victims were told too little of what had been decided about them.",
        ]
        built = build([file(tmp_path, f"{name}.html", page(*sentences, url=f"{URL}-{name}")) for name in "ab"])
        assert len(built.sources) == 2 and len(built.texts) == 1
        assert any(quad.predicate.value == iri("ikg:copyOf") for quad in built.quads)
        assert validate_quads(built.quads, texts=built.texts).conforms("violation")

    def test_a_pasted_copy_has_no_address(self, tmp_path):
        """The file that tells where its text is from is the one that is read."""
        saved = file(tmp_path, "z.html", page(FOUND))
        text = build([saved]).sources[0].article.text
        built = build([saved, file(tmp_path, "a.txt", text)])
        assert [one.article.name for one in built.sources] == ["z.html"]


class TestNames:
    """What messages call an article."""

    def test_as_many_folders_as_are_needed(self):
        """The name alone where no other has it."""
        files = ["one/x/leader.txt", "one/y/leader.txt", "two/y/leader.txt", "two/a.txt"]
        kept = [(Card(0, Path(name), Path(name).name, "", "", (True, 0.0, 1)), [Path(name)]) for name in files]
        assert shortest_names(kept) == ["x/leader.txt", "one/y/leader.txt", "two/y/leader.txt", "a.txt"]

    def test_two_files_of_one_name(self, tmp_path, inside):
        """Summary, notes, index and decisions tell them apart; the graph has the file's name."""
        for folder, line in (("north", FOUND), ("south", OTHER)):
            file(tmp_path, f"in/{folder}/leader.txt", article(line, "It’s so.").encode("cp1252"))
        built = build([tmp_path / "in"])
        assert {summary(one).partition(",")[0] for one in built.sources} == {"north/leader.txt", "south/leader.txt"}
        assert "note: north/leader.txt: read as Windows-1252, since it is not UTF-8" in built.problems
        assert values(built, "ikg:fileName") == {"leader.txt"}
        inside("build", "in", "--output", "g.nq")
        rows = csv.DictReader(io.StringIO((tmp_path / "g.nq.texts" / INDEX).read_text("utf-8")), delimiter="\t")
        assert {row["file"] for row in rows} == {"north/leader.txt", "south/leader.txt"}


class TestTexts:
    """The folder of texts beside a graph."""

    def test_texts_and_index(self, tmp_path):
        """Each text by its hash, and a line that tells file and address."""
        articles = [
            Article("b\tc.html", "Two.", Told(url=URL), "2" * 64),
            Article("a.txt", "One.", file_sha256="1" * 64),
        ]
        write_texts(articles, tmp_path / "g.texts")
        rows = list(csv.DictReader(io.StringIO((tmp_path / "g.texts" / INDEX).read_text("utf-8")), delimiter="\t"))
        assert sorted((row["text_sha256"], row["file_sha256"], row["file"], row["url"]) for row in rows) == sorted(
            [(articles[1].sha256, "1" * 64, "a.txt", ""), (articles[0].sha256, "2" * 64, "b\\tc.html", URL)]
        )
        assert {row["text_sha256"] + ".txt" for row in rows} == {
            path.name for path in (tmp_path / "g.texts").glob("*.txt")
        }

    def test_what_is_stale_goes_and_what_is_not_ours_stays(self, tmp_path):
        """A rebuild removes the texts of its own that it no longer needs."""
        old, new, folder = Article("a.txt", "Old."), Article("a.txt", "New."), tmp_path / "g.texts"
        write_texts([old], folder)
        mine = file(folder, f"{'f' * 64}.txt", "not named in the index")
        notes = file(folder, "notes.txt", "mine")
        write_texts([new], folder)
        assert {path.name for path in folder.iterdir()} == {INDEX, f"{new.sha256}.txt", mine.name, notes.name}

    def test_an_index_names_no_other_file(self, tmp_path):
        """Whatever stands in an index, nothing but a text is removed."""
        folder = tmp_path / "g.texts"
        file(tmp_path, "precious.txt", "x")
        file(folder, INDEX, "../precious\n" + "../" * 20 + "x\n\x00\n")
        write_texts([Article("a.txt", "New.")], folder)
        assert (tmp_path / "precious.txt").exists()


class TestCommandLine:
    """Pages from the command line: built, asked, explained and checked."""

    def test_all_commands(self, tmp_path, inside):
        """The source of an answer is the address, and every command finds the text."""
        file(tmp_path, "in/a.html", page(FOUND))
        file(tmp_path, "in/b.docx", "x")
        done = inside("build", "in", "--output", "g.trig")
        assert done.code == 0, done.err
        assert "1 file of another kind was left alone" in done.err
        asked = inside("query", "findings", "--graph", "g.trig", "--format", "csv")
        (row,) = csv.DictReader(io.StringIO(asked.text))
        assert (row["source"], row["quote"]) == (URL, FOUND)
        explained = inside("explain", "too thin and too late", "--graph", "g.trig")
        assert URL in explained.text and f"»{FOUND}«" in explained.text.replace("\n    ", " ")
        assert inside("validate", "g.trig").code == 0
        stored = next(Path(tmp_path, "g.trig.texts").glob("*.txt"))
        stored.write_text("changed", encoding="utf-8")
        assert inside("validate", "g.trig").code == 1

    def test_a_bad_file_among_good_ones(self, tmp_path, inside):
        """What can be read is written, the code is 2."""
        file(tmp_path, "in/a.html", page(FOUND))
        file(tmp_path, "in/b.pdf", b"%PDF-1.4 junk")
        done = inside("build", "in", "--output", "g.trig")
        assert done.code == 2 and (tmp_path / "g.trig").exists()
        assert "in/b.pdf: is damaged" in done.err

    @pytest.mark.parametrize("seed", ["0", "3"])
    def test_the_same_bytes(self, tmp_path, run, seed):
        """Whatever the hash seed, the time zone and the locale."""
        for path in (Path(__file__).parent / "pages").glob("*.html"):
            file(tmp_path, f"in/{path.name}", path.read_bytes())
        run("build", "in", "--output", "g.nq", env={"PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"})
        digest = hashlib.sha256(
            (tmp_path / "g.nq").read_bytes() + (tmp_path / "g.nq.texts" / INDEX).read_bytes()
        ).hexdigest()
        built = build([tmp_path / "in"])
        from inspectkg.export.serialising import serialise

        write_texts([source.article for source in built.sources], tmp_path / "other")
        here = serialise(built.quads, "nquads", note=print) + (tmp_path / "other" / INDEX).read_bytes()
        assert hashlib.sha256(here).hexdigest() == digest


def test_the_texts_kept_beside_a_graph_are_no_articles(tmp_path: Path) -> None:
    """A graph may be written into the folder of its articles, and built again from it."""
    (tmp_path / "one.txt").write_text("A story about something else altogether.\n", "utf-8")
    kept = tmp_path / "graph.trig.texts"
    kept.mkdir()
    (kept / "index.tsv").write_text("text_sha256\n", "utf-8")
    (kept / f"{'0' * 64}.txt").write_text("A story about something else altogether.\n", "utf-8")
    assert [path.name for path in find_articles([tmp_path]).paths] == ["one.txt"]
