"""What an evaluation prints, the floors that can be set, and the command `inspectkg evaluate`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from evaluation_cases import Case, articles, broken, cases

from inspectkg.commands.exits import FALLS_SHORT
from inspectkg.errors import UsageError
from inspectkg.evaluation import report
from inspectkg.evaluation.evaluating import evaluation
from inspectkg.evaluation.figures import FACTS, KINDS, MATCHED, floors, shortfalls
from inspectkg.paragraphs import WIDTH

CASES = {case.name: case for case in cases()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two articles and the facts noted in them."""
    return articles(tmp_path / "articles")


class TestFloors:
    """`--min`."""

    def test_floors_are_read(self):
        assert floors(["facts=0.5", "topics=1"]) == [("facts", 0.5), ("topics", 1.0)]

    @pytest.mark.parametrize(
        "value", ["facts", "facts=", "facts=x", "facts=2", "facts=-1", "facts=nan", "nothing=0.5", "=1"]
    )
    def test_others_are_refused(self, value):
        with pytest.raises(UsageError, match=re.escape(f"--min {value}")):
            floors([value])

    def test_every_figure_can_have_a_floor(self):
        figures = evaluation(CASES["everything-right"].comparisons()).figures
        assert shortfalls(figures, [(name, 1.0) for name in ("facts", *KINDS, *MATCHED)]) == []

    @pytest.mark.parametrize(
        ("case", "name"),
        [("polarity-differs", "polarity"), ("nothing-told", "deadline"), ("body-is-another", "facts")],
    )
    def test_what_falls_short_is_named(self, case, name):
        figures = evaluation(CASES[case].comparisons()).figures
        assert [line.split()[0].rstrip(":") for line in shortfalls(figures, [(name, 0.99)])] == [name]

    @pytest.mark.parametrize(
        ("case", "words"),
        [("quote-elsewhere", "not in their text"), ("article-about-something-else-is-read", "left alone")],
    )
    def test_any_floor_asks_for_true_quotes_and_unrelated_articles_left_alone(self, case, words):
        figures = evaluation(CASES[case].comparisons()).figures
        assert shortfalls(figures, []) == []
        assert any(words in line for line in shortfalls(figures, [("facts", 0.0)]))


class TestReport:
    """What is printed."""

    @pytest.fixture
    def made(self):
        return evaluation([*CASES["quote-not-in-the-text"].comparisons()])

    def test_text_fits_its_width_and_names_every_figure(self, made):
        text = report.render(made, "text", articles=True, details=True)
        assert max(map(len, text.splitlines())) <= WIDTH
        assert all(f"\n{name} " in text for name in (*KINDS, *MATCHED))
        assert "»Nobody wrote this.«" in text
        assert "derby.txt" in text

    def test_a_long_name_of_an_article_is_wrapped(self, made):
        long = "x" * 150
        made.by_article[long] = made.by_article["derby.txt"]
        text = report.render(made, "text", articles=True)
        assert max(map(len, text.splitlines())) <= WIDTH
        assert text.count("x") >= 150

    def test_text_cannot_steer_a_terminal(self):
        case = CASES["everything-right"]
        case = Case(
            "hostile", case.texts, case.golds, {"people": [{"source": "derby.txt", "name": "\x1b[31mEve\u202e"}]}
        )
        text = report.render(evaluation(case.comparisons()), "text", details=True)
        assert "Eve" in text
        assert all(char.isprintable() or char == "\n" for char in text)

    def test_json_has_all_and_more_when_asked(self, made):
        plain = json.loads(report.render(made, "json"))
        assert plain.keys() == {"facts", "kinds", "matched", "bad_quotes", "clean"}
        assert plain["kinds"].keys() == KINDS.keys()
        assert plain["bad_quotes"] == 2
        more = json.loads(report.render(made, "json", articles=True, details=True))
        assert more["articles"].keys() == {"derby.txt", "football.txt"}
        assert {one["how"] for one in more["differences"]} >= {"missed", "extra", "bad quote"}

    def test_csv_is_one_table(self, made):
        figures = report.render(made, "csv", articles=True).splitlines()
        assert figures[0] == "article,name,gold,said,hit,precision,recall,f1,right,of,value"
        assert len(figures) == 1 + 3 * (len(KINDS) + len(MATCHED) + 3)
        assert report.render(made, "csv", details=True).startswith(
            "article,line,how,kind,fact\r\nderby.txt,,bad quote,"
        )

    def test_markdown_has_tables(self, made):
        text = report.render(made, "markdown", articles=True, details=True)
        assert text.startswith("| kind | gold |")
        assert "| 0.000 |" in text or "| 1.000 |" in text

    def test_an_unknown_format_is_refused(self, made):
        with pytest.raises(UsageError, match="choose one of text"):
            report.render(made, "xml")

    def test_facts_is_the_mean_of_the_kinds_noted(self, made):
        values = [made.figures.kinds[name].f1 for name in FACTS]
        assert made.figures.facts == pytest.approx(sum(values) / len(values))


class TestCommand:
    """`inspectkg evaluate`."""

    def test_figures_on_standard_output_and_nothing_else(self, run, folder):
        (folder / "lonely.gold.json").write_text("{}", encoding="utf-8")
        outcome = run("evaluate", folder)
        assert outcome.code == 0
        assert outcome.text.startswith("kind ")
        assert outcome.err.count("note:") == 1
        assert (
            outcome.out == run("evaluate", folder, env={"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Tokyo"}).out
        )

    def test_files_instead(self, inside, folder, tmp_path):
        outcome = inside(
            "evaluate", folder, "--format", "json=a.json", "--format", "csv=b.csv", "--by", "article", "--details"
        )
        assert (outcome.code, outcome.text) == (0, "")
        assert json.loads((tmp_path / "a.json").read_text("utf-8"))["articles"]
        assert (tmp_path / "b.csv").read_bytes().startswith(b"article,line,how")

    def test_a_floor_that_is_missed_ends_with_1(self, inside, folder):
        """After the figures; what falls short is said beside them."""
        path = folder / "derby.gold.json"
        path.write_bytes(broken("Dr Ann Ashby", "Dr Bea Birch"))
        assert inside("evaluate", folder, "--min", "inspected=1").code == 0
        outcome = inside("evaluate", folder, "--min", "inspected=1", "--min", "people=0.5")
        assert outcome.code == FALLS_SHORT
        assert outcome.err == "inspectkg: falls short: people 0.0000, at least 0.5 is asked for\n"
        assert outcome.text.startswith("kind ")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], "Missing argument 'FOLDER...'"),
            (["missing"], "missing: no such folder"),
            (["articles/derby.txt"], "is a file, a folder was expected"),
            (["articles", "--min", "fcats=1"], "unknown figure 'fcats'"),
            (["articles", "--format", "xml"], "unknown format 'xml'"),
            (["articles", "--by", "day"], "'day' is not 'article'"),
        ],
    )
    def test_a_wrong_call_ends_with_2(self, inside, folder, arguments, words):
        outcome = inside("evaluate", *arguments)
        assert (outcome.code, outcome.text) == (2, "")
        assert words in outcome.err
