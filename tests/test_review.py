"""`inspectkg review`: what it prints, what is expected of articles, and what fails."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st

from inspectkg import cli
from inspectkg.errors import InputError, UsageError
from inspectkg.loader.article_kinds import KINDS
from inspectkg.loader.problems import problem_kinds
from inspectkg.paragraphs import WIDTH, columns_of
from inspectkg.review import report
from inspectkg.review.expectations import BUNDLED, missed, read_expectations, without_expectation, written
from inspectkg.review.reviewing import COUNTS, Item, review

TEXTS = Path(__file__).parent / "texts"
LINES = (
    "The unit was rated 'good' for leadership.",
    "In 2022, inspectors said that four in ten posts were empty.",
    "READ MORE: A dog in court",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article about a unit, and one about something else."""
    made = tmp_path / "articles"
    made.mkdir()
    (made / "derby.txt").write_text(article(*LINES), "utf-8")
    (made / "bins.txt").write_text("Bins late\nThe bins were late again, said the council.\n", "utf-8")
    return made


class TestReviewing:
    """What is counted and listed."""

    def test_counts_of_an_article(self, folder):
        """Statements by kind, sentences read, sentences that hold something and were not."""
        bins, derby = review([folder]).articles
        told = {
            name: derby.counts[name] for name in ("inspections", "ratings", "sentences", "read", "unread", "figure")
        }
        assert told == {"inspections": 1, "ratings": 1, "sentences": 3, "read": 1, "unread": 1, "figure": 1}
        assert set(derby.counts) == {*COUNTS, *problem_kinds()}
        assert not any(bins.counts[name] for name in derby.counts if name != "sentences") and bins.items == ()
        assert (derby.kind, bins.kind) == ("news", "other")

    def test_counts_by_kind_add_up(self, folder):
        """The kinds of articles together are all of them."""
        made = review([folder])
        assert list(made.by_kind) == ["news", "other"]
        assert all(sum(one[name] for one in made.by_kind.values()) == made.counts[name] for name in made.counts)
        assert made.counts["articles"] == 2

    def test_each_item_has_its_place(self, folder):
        """Line and start lead to the words; what concerns the article as a whole has neither."""
        text = article(*LINES)
        whole, figure = sorted(review([folder]).articles[1].items, key=lambda item: item.start or -1)
        assert (whole.problem, whole.line, whole.start, whole.quote) == ("no-publisher", None, None, "")
        assert text[figure.start :].startswith(figure.quote) and text.split("\n")[figure.line - 1] == figure.quote
        assert figure.rule == "findings.not_finding.earlier-inspection"

    def test_what_was_corrected_by_hand_counts_as_read(self, folder):
        """A sentence to which a person added a statement is no longer listed."""
        (folder / "derby.txt.corrections.toml").write_text(
            f'by = "Jane Roe"\n[[add]]\nkind = "statistic"\nquote = "{LINES[1]}"\nnumerator = 4\ndenominator = 10\n'
            'why = "It holds still."\n',
            "utf-8",
        )
        derby = review([folder]).articles[1]
        assert (derby.counts["statistics"], derby.counts["unread"], derby.counts["figure"]) == (1, 0, 0)

    def test_a_bad_file_among_good_ones(self, folder):
        """The others are reviewed, and the review knows that it failed."""
        (folder / "empty.txt").write_bytes(b"")
        made = review([folder])
        assert made.failed and len(made.articles) == 2
        assert any("empty.txt" in line for line in made.messages)


class TestReport:
    """What is printed."""

    @pytest.mark.parametrize("counts", [False, True])
    def test_text_fits_its_width(self, counts):
        """All the texts of the tests, and names and words of any length."""
        text = report.render(review([TEXTS]), format="text", counts=counts)
        assert max(map(columns_of, text.splitlines())) <= WIDTH
        assert ("earlier-inspection (findings.toml)" in text) is not counts

    def test_text_cannot_steer_a_terminal(self, tmp_path):
        """Control characters of an article are made visible."""
        (tmp_path / "odd\x1b[31m.txt").write_text(
            article("In 2022, inspectors said \x1b[2Jfour in ten posts."), "utf-8"
        )
        made = review([tmp_path])
        assert all("\x1b" not in report.render(made, format=name) for name in ("text", "markdown", "csv"))

    def test_csv_has_every_column(self, folder):
        """One row for each thing not understood; with counts, one for each article."""
        rows = list(csv.DictReader(io.StringIO(report.render(review([folder]), format="csv"))))
        assert list(rows[0]) == list(Item._fields)
        assert [row["quote"] for row in rows] == [LINES[1], ""]
        rows = list(csv.DictReader(io.StringIO(report.render(review([folder]), format="csv", counts=True))))
        assert [(row["article"], row["articleKind"], row["ratings"]) for row in rows] == [
            ("bins.txt", "other", "0"),
            ("derby.txt", "news", "1"),
        ]

    def test_json_has_everything(self, folder):
        """Articles with their counts and what was not understood; kinds with what to do."""
        value = json.loads(report.render(review([folder]), format="json"))
        derby = value["articles"][1]
        assert derby["counts"]["ratings"] == 1 and derby["bodies"] == ["Derby City"]
        assert derby["notUnderstood"][0]["line"] == 5
        assert set(value["problemKinds"]) == set(problem_kinds())
        assert value["articleKinds"]["news"]["articles"] == 1 and value["missed"] == []
        assert (
            "notUnderstood"
            not in json.loads(report.render(review([folder]), format="json", counts=True))["articles"][1]
        )

    def test_markdown_has_tables(self, folder):
        text = report.render(review([folder]), format="markdown")
        assert text.count("\n| --- ") == 3 and LINES[1] in text

    def test_an_unknown_format_is_refused(self, folder):
        with pytest.raises(UsageError, match="text, json, csv, markdown"):
            report.render(review([folder]), format="xml")


def expect(folder: Path, text: str, name: str = "expected.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


class TestExpectations:
    """Bounds as data."""

    @pytest.mark.parametrize("sources", [[], [TEXTS]], ids=["bundled", "texts"])
    def test_what_is_expected_here_is_read(self, sources):
        """A drop in what is read from the articles kept here fails; `make expected` after an intended change."""
        made = review(sources)
        files = made.expectations if sources else (BUNDLED,)
        assert files and missed(made, files, anywhere=False) == []
        assert without_expectation(made, files) == []

    def test_what_is_written_is_met_and_a_drop_is_not(self, folder):
        """Exact numbers of what is read now; one statement fewer is told."""
        path = expect(folder, written(review([folder])))
        assert missed(review([folder]), [path], anywhere=False) == []
        (folder / "derby.txt").write_text(article(*LINES[1:]), "utf-8")
        short = missed(review([folder]), [path], anywhere=False)
        assert ("derby.txt", "ratings", "1", "0") in [one[1:] for one in short]

    @pytest.mark.parametrize(
        ("text", "short"),
        [
            ('["derby.txt"]\nratings = 1\nfindings = { min = 0 }\nunread = { max = 1 }\nkind = "news"', []),
            ('["derby.txt"]\nratings = { min = 2 }', [("derby.txt", "ratings", "at least 2", "1")]),
            ('["derby.txt"]\nfigure = { max = 0 }', [("derby.txt", "figure", "at most 0", "1")]),
            ('["derby.txt"]\nsentences = { min = 4, max = 5 }', [("derby.txt", "sentences", "4 to 5", "3")]),
            ('["derby.txt"]\nkind = "blog"', [("derby.txt", "kind", "blog", "news")]),
            ('["articles/derby.txt"]\nratings = 2', [("articles/derby.txt", "ratings", "2", "1")]),
            ("[all]\narticles = 2\nratings = { min = 1 }", []),
            ("[kind.news]\narticles = 2", [("kind.news", "articles", "2", "1")]),
            ("[kind.blog]\narticles = { min = 1 }", [("kind.blog", "articles", "at least 1", "0")]),
        ],
    )
    def test_bounds(self, folder, text, short):
        """Exactly, at least, at most; of an article, a kind of articles, or all."""
        path = expect(folder, text)
        assert [one[1:] for one in missed(review([folder]), [path], anywhere=False)] == short

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('["derbi.txt"]\nratings = 1', ":1: no article 'derbi.txt' was read; did you mean derby.txt or"),
            ('\n["derby.txt"]\nrating = 1', ":2: derby.txt: rating is no count; did you mean ratings"),
            ('["derby.txt"]\nratings = "1"', ":1: derby.txt: ratings must be a whole number"),
            ('["derby.txt"]\nratings = true', "must be a whole number"),
            ('["derby.txt"]\nratings = -1', "must be a whole number"),
            ('["derby.txt"]\nratings = {}', "must be a whole number"),
            ('["derby.txt"]\nratings = { min = 3, max = 2 }', "must be a whole number"),
            ('["derby.txt"]\nratings = { least = 3 }', "must be a whole number"),
            ('["derby.txt"]\nkind = "paper"', "no kind of article is called 'paper'"),
            ("[kind.paper]\narticles = 1", ":1: no kind of article is called 'paper'"),
            ('[all]\nkind = "news"', "all: kind is no count"),
            ('["derby.txt"]\narticles = 1', "articles is no count"),
            ("ratings = 1", ":1: ratings must be a table"),
            ("", "expects nothing"),
            ("[all]\nratings = = 1", ":2:11: is not valid TOML"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, folder, text, message):
        """Misspelt names, bounds that are none, files that are broken or empty."""
        path = expect(folder, text)
        with pytest.raises(InputError) as caught:
            missed(review([folder]), [path], anywhere=False)
        assert str(caught.value).startswith(f"{path}:") and message in str(caught.value)

    def test_a_file_holds_for_its_folder(self, folder):
        """Articles of other folders are not meant by the names in it; a file that is named means all."""
        inner = folder / "inner"
        inner.mkdir()
        shutil.copy(folder / "bins.txt", inner / "rubbish.txt")
        (inner / "rubbish.txt").write_text("Rubbish\nThe bins were late, said the council.\n", "utf-8")
        path = expect(inner, "[all]\narticles = 1")
        assert missed(review([folder]), [path], anywhere=False) == []
        assert [one.found for one in missed(review([folder]), [path], anywhere=True)] == ["3"]

    def test_articles_of_one_name(self, folder):
        """Written with their folders; the bare name is refused."""
        inner = folder / "inner"
        inner.mkdir()
        (inner / "derby.txt").write_text(article(LINES[0]), "utf-8")
        text = written(review([folder]))
        assert '["articles/derby.txt"]' in text and '["inner/derby.txt"]' in text
        assert missed(review([folder]), [expect(folder, text)], anywhere=False) == []
        with pytest.raises(InputError, match=r"several articles are called 'derby\.txt': name the folder too"):
            missed(review([folder]), [expect(folder, '["derby.txt"]\nratings = 1')], anywhere=False)

    @given(st.text(min_size=1, max_size=20).filter(lambda name: not re.search(r"[/\x00]", name) and name not in ".."))
    def test_any_name_can_be_written(self, name):
        """Quotation marks, line breaks and what is no text in a file's name make no broken file."""
        made = review([TEXTS / "14-negative-court-report.txt"])
        article_of = type(made.articles[0])
        first = made.articles[0]
        fields = {slot: getattr(first, slot) for slot in article_of.__slots__} | {"name": name, "files": (Path(name),)}
        text = written(type(made)((article_of(**fields),)))
        assert list(tomllib.loads(text)) == [name.encode("utf-8", "replace").decode()]


class TestCommand:
    """`inspectkg review`."""

    @pytest.fixture
    def run(self, monkeypatch, tmp_path, capfd):
        monkeypatch.chdir(tmp_path)

        def call(*arguments):
            code = cli.main(["review", *map(str, arguments)])
            return code, *capfd.readouterr()

        return call

    def test_without_a_source(self, run):
        """The bundled articles, held against what is expected of them."""
        code, out, err = run()
        assert (code, err) == (0, "")
        assert "bbc-north-east.txt: news, undated" in out and "by March" in out

    def test_the_folders_own_expectations(self, run, folder):
        """Taken without being named; what is missed is in the report, and ends with code 1."""
        expect(folder, '["derby.txt"]\nratings = 2')
        code, out, err = run(folder)
        assert code == 1
        assert "derby.txt: ratings: expected 2, found 1" in out
        assert "nothing is expected of bins.txt" in err and "1 expectation was missed" in err
        assert json.loads(run(folder, "--format", "json")[1])["missed"][0]["what"] == "ratings"

    def test_a_file_that_is_named_goes_before(self, run, folder, tmp_path):
        """--expect is checked in place of the folder's."""
        expect(folder, '["derby.txt"]\nratings = 2')
        other = expect(tmp_path, '["derby.txt"]\nratings = 1', "other.toml")
        assert run(folder, "--expect", other)[0] == 0

    def test_writing_expectations(self, run, folder):
        """What is written replaces what was missed, and is met from then on."""
        path = expect(folder, '["gone.txt"]\nratings = 2')
        assert run(folder)[0] == 2
        assert run(folder, "--write-expect", path)[0] == 0
        assert run(folder)[0] == 0

    def test_the_report_to_a_file(self, run, folder, tmp_path):
        """As every format."""
        code, out, err = run(folder, "--format", f"csv={tmp_path / 'list.csv'}")
        assert (code, out) == (0, "") and "wrote" in err
        assert (tmp_path / "list.csv").read_text("utf-8").startswith("article,articleKind,")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["missing.txt"], "no such file"),
            (["articles", "--expect", "missing.toml"], "no such file"),
            (["articles", "--format", "xml"], "unknown format"),
            (["articles", "--format", "csv", "--format", "json"], "only one format"),
        ],
    )
    def test_wrong_calls(self, run, folder, arguments, message):
        """Nothing on standard output, what is wrong on standard error, code 2."""
        code, out, err = run(*arguments)
        assert (code, out) == (2, "") and message in err

    def test_expectations_of_hostile_files(self, run, folder, tmp_path):
        """Binary, huge and deeply nested files are refused, and earlier output stays."""
        for data in (b"\x00\x01", b"#" * (2 << 20), b"x = " + b"[" * 5000):
            (tmp_path / "bad.toml").write_bytes(data)
            assert run(folder, "--expect", tmp_path / "bad.toml")[0] == 2

    def test_build_takes_no_expectations_for_an_article(self, folder, monkeypatch, tmp_path):
        """Whether it lies in the folder or is named."""
        monkeypatch.chdir(tmp_path)
        expect(folder, '["derby.txt"]\nratings = 1')
        assert cli.main(["build", *map(str, sorted(folder.iterdir()))]) == 0

    def test_build_counts_what_is_much(self, tmp_path, monkeypatch, capfd):
        """A few notes are told each, many by article."""
        monkeypatch.chdir(tmp_path)
        line = "In 2022, inspectors said that {} in ten posts were empty."
        for much in (False, True):
            lines = [line.format(number) for number in ("two", "three", "four", "five", "six") * (3 if much else 1)]
            (tmp_path / "derby.txt").write_text(article(*(f"{text} {n}" for n, text in enumerate(lines))), "utf-8")
            assert cli.main(["build", "derby.txt"]) == 0
            err = capfd.readouterr().err
            assert ("note: derby.txt: not understood: figures 15" in err) is much
            assert ("`inspectkg review` with the same files shows" in err) is much
            assert ("note: derby.txt:4: a figure and a judgement" in err) is not much


def test_kinds_and_counts_have_names_of_their_own():
    """A name in a file of expectations means one thing."""
    assert len({*COUNTS, *problem_kinds(), "articles", "kind", "all"}) == len(COUNTS) + len(problem_kinds()) + 3
    assert set(KINDS) >= {"inspectorate-release", "news", "council-paper", "government-response", "blog", "other"}
    assert read_expectations(BUNDLED)
