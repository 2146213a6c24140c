"""Whole articles against the facts a careful reader found in them.

Developed on the two bundled articles and the texts in tests/texts, all written for this project, whose facts were noted
before the rules had seen them. The floors keep what was reached; they say nothing of texts that nobody has looked at.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from gold import QUOTED, Tally, compare, read_gold, rows_by_source

from inspectkg.graph.building import build
from inspectkg.loader.documents.folders import bundled_articles
from inspectkg.loader.documents.reader import read_article
from inspectkg.shapes.validation import validate_quads

TEXTS = Path(__file__).parent / "texts"
WRITTEN = sorted(TEXTS.glob("*.txt"))
KINDS = ("ratings", *QUOTED)
#: F1 over the texts of tests/texts, rounded down.
FLOORS = {"ratings": 0.93, "findings": 0.90, "recommendations": 0.91, "statistics": 0.93, "pledges": 0.84}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory):
    """The answers of the saved queries about all the texts."""
    graph = tmp_path_factory.mktemp("texts") / "texts.trig"
    return rows_by_source([*bundled_articles(), *WRITTEN], graph, (*KINDS, "inspections", "people"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", bundled_articles(), ids=lambda path: path.stem)
def test_the_bundled_articles_are_read_without_a_mistake(answers, path: Path, kind: str) -> None:
    """Every fact noted is told, and none beside."""
    tally = Tally()
    rows = answers.get(kind, {}).get(path.name, [])
    compare(kind, read_gold(TEXTS / f"{path.stem}.gold.json"), rows, read_article(path).text, tally)
    assert tally.noted == tally.told == tally.hit


@pytest.mark.parametrize("kind", KINDS)
def test_the_written_texts_are_read_as_well_as_before(answers, kind: str) -> None:
    """The share of facts told and right does not fall."""
    tally = Tally()
    for path in WRITTEN:
        gold, rows = read_gold(path.with_suffix(".gold.json")), answers.get(kind, {}).get(path.name, [])
        compare(kind, gold, rows, read_article(path).text, tally)
    assert tally.f1 >= FLOORS[kind], tally


@pytest.mark.parametrize("path", [path for path in WRITTEN if "negative" in path.stem], ids=lambda path: path.stem)
def test_an_article_about_something_else_yields_nothing(answers, path: Path) -> None:
    """Grades, figures and promises of other stories are left alone."""
    assert not any(path.name in by_source for by_source in answers.values())


@pytest.mark.parametrize("path", [*bundled_articles(), *WRITTEN], ids=lambda path: path.stem)
def test_every_quote_stands_where_it_says(answers, path: Path) -> None:
    """A quote is the text at its start, and never crosses a line."""
    text = read_article(path).text
    for by_source in answers.values():
        for row in by_source.get(path.name, []):
            if "quote" in row:
                start = int(row["start"])
                assert text[start : start + len(row["quote"])] == row["quote"]
                assert "\n" not in row["quote"]


def test_the_graph_of_all_texts_conforms() -> None:
    """Whatever is read, earlier grades, several bodies and unlisted ones too, makes a graph that breaks no shape."""
    built = build([*bundled_articles(), *WRITTEN])
    report = validate_quads(built.quads, texts=built.texts)
    assert report.conforms("violation"), [str(result.shape) for result in report.results]
