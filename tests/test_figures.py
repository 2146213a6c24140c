"""Figures and days from text to answer: what a graph tells is what its articles say, and nothing made of two."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import article
from conftest import Run

from inspectkg.evaluation.answers import read_articles
from inspectkg.graph.building import Build, build
from inspectkg.shapes.validation import Report, validate_quads


def built_from(folder: Path, *texts: str) -> Build:
    """The graph of TEXTS, each an article of its own."""
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8", newline="")
    return build([folder])


def told(folder: Path, *texts: str) -> list[tuple[str | None, ...]]:
    """The figures that TEXTS tell by the saved question: numerator, denominator, percent."""
    built_from(folder, *texts)
    return sorted(
        (
            tuple(row.get(name) for name in ("numerator", "denominator", "percent"))
            for _, rows in read_articles(sorted(folder.glob("*.txt")))
            for row in rows["statistics"]
        ),
        key=str,
    )


def checked(built: Build) -> Report:
    return validate_quads(built.quads, texts=built.texts)


class TestNumbersStayApart:
    """Two figures of one inspection that look alike are two."""

    @pytest.mark.parametrize(
        ("one", "other", "wanted"),
        [
            ("2 of 5 cases", "2.5% of cases", [("2", "5", None), (None, None, "2.5")]),
            ("1,234,567 of 2,345,678 cases", "1,234,568 of 2,345,678 cases",
             [("1234567", "2345678", None), ("1234568", "2345678", None)]),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("together", [True, False])
    def test_in_one_article_or_two(self, tmp_path, one, other, wanted, together):
        lines = [f"Plans were late in {figure}." for figure in (one, other)]
        texts = [article(*lines)] if together else [article(line) for line in lines]
        assert told(tmp_path, *texts) == wanted
        assert checked(build([tmp_path])).conforms("violation")


class TestPercentages:
    """A share in round words is no claim that can be wrong; a sum that is, is kept and said."""

    @pytest.mark.parametrize(
        "words", ["around one in four cases (27%)", "almost one in five cases (18%)", "two-thirds of cases (64%)"]
    )
    def test_round_words_break_no_shape(self, tmp_path, words):
        assert checked(built_from(tmp_path, article(f"Plans were late in {words}."))).conforms("warning")

    def test_a_source_that_contradicts_itself_is_kept_and_said(self, inside: Run, tmp_path):
        """The graph is built, the shapes warn, and `review` shows the words."""
        folder = tmp_path / "in"
        folder.mkdir()
        built = built_from(folder, article("Plans were late in 150 of 300 cases (30%)."))
        report = checked(built)
        assert report.conforms("violation") and not report.conforms("warning")
        assert inside("build", folder, "--output", "g.trig").code == 0
        shown = " ".join(inside("review", folder).text.split())
        assert "its own numbers do not make: 150 of 300 (50%), but 30%" in shown


class TestDays:
    """The day of a deadline is kept, and the question with fixed columns has its month."""

    MOJ = "A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers"

    @pytest.mark.parametrize(
        ("words", "latest", "month"),
        [
            ("by 9 March 2026", "2026-03-09", "2026-03"),
            ("before 1 April 2026", "2026-03-31", "2026-03"),
            ("by March 2026", "2026-03-31", "2026-03"),
        ],
    )
    def test_the_last_day_and_its_month(self, inside: Run, tmp_path, words, latest, month):
        (tmp_path / "a.txt").write_text(article(f"{self.MOJ} {words}.'"), encoding="utf-8")
        inside("build", tmp_path / "a.txt", "--output", "g.trig")
        due = inside("query", "pledges-due", "--graph", "g.trig", "-p", "before=2026-04-01", "--format", "csv").text
        assert [line.split(",")[0] for line in due.splitlines()[1:]] == [latest]
        promised = inside("query", "pledges", "--graph", "g.trig", "--format", "csv").text
        assert promised.splitlines()[1].split(",")[5] == month

    def test_one_promise_told_to_the_day_and_to_the_month(self, inside: Run, tmp_path):
        """It is due on the day, each claim keeps its own, nothing contradicts, and the graph says why they met."""
        texts = [article(f"{self.MOJ} {words}.'") for words in ("by 9 March 2026", "by March 2026", "from our budget")]
        built = built_from(tmp_path, *texts)
        values = sorted(
            (quad.subject.value.split("/id/")[1].split("/")[0], quad.object.value)
            for quad in built.quads
            if quad.predicate.value.endswith("/deadlineLatest")
        )
        assert values == [("claim", "2026-03-09"), ("claim", "2026-03-31"), ("pledge", "2026-03-09")]
        rules = {quad.object.value.rsplit("/", 1)[1] for quad in built.quads if quad.predicate.value.endswith("/rule")}
        assert {"merge-less-exact-deadline", "merge-open-deadline"} <= rules
        assert checked(built).conforms("violation")
        assert not any("disagree" in problem for problem in built.problems)
