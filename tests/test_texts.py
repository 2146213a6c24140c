"""Whole articles against the facts a careful reader found in them.

Developed on the two bundled articles and the texts in tests/texts, all written for this project, whose facts were noted
before the rules had seen them. The floors keep what was reached; they say nothing of texts that nobody has looked at,
which stand in tests/unseen: they are measured for the README, and have no floor, so that nobody works towards one.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from readme_figures import TEXTS, developed

from inspectkg.evaluation.figures import KINDS, MATCHED, Figures, added
from inspectkg.graph.building import build
from inspectkg.loader.documents.folders import bundled_articles
from inspectkg.shapes.validation import validate_quads

WRITTEN = sorted(TEXTS.glob("*.txt"))
ABOUT_SOMETHING_ELSE = [
    path for path in WRITTEN if '"inspected": []' in path.with_suffix(".gold.json").read_text("utf-8")
]
#: F1 of kinds, and the share of details right where facts matched, over the texts of tests/texts, rounded down.
FLOORS = {
    "inspected": 1.00,
    "ratings": 0.96,
    "findings": 0.90,
    "statistics": 0.94,
    "recommendations": 0.96,
    "counts": 0.97,
    "pledges": 0.92,
    "people": 0.98,
    "topics": 0.84,
    "agencies": 0.91,
    "asked_of": 0.90,
    "police_question": 0.92,
    "polarity": 0.92,
    "deadline": 0.95,
    "by": 0.95,
    "unit": 1.00,
    "body_kind": 1.00,
    "published": 1.00,
    "own_body": 0.98,
}


@pytest.fixture(scope="module")
def written() -> Figures:
    """The figures of the texts in tests/texts."""
    return added(developed().by_article[path.name] for path in WRITTEN)


@pytest.mark.parametrize("path", bundled_articles(), ids=lambda path: path.stem)
def test_the_bundled_articles_are_read_without_a_mistake(path: Path) -> None:
    """Every fact is told as it was noted, and none beside; readers differ about topics, which have their floor."""
    assert [one for one in developed().differences if one.article == path.name and one.kind != "topics"] == []
    assert developed().by_article[path.name].kinds["findings"].hit > 5


@pytest.mark.parametrize("name", FLOORS)
def test_the_written_texts_are_read_as_well_as_before(written, name: str) -> None:
    """The share of facts told and right does not fall."""
    value = written.value(name)
    assert value is not None
    assert value >= FLOORS[name]


def test_every_figure_has_a_floor() -> None:
    """What is measured is kept."""
    assert FLOORS.keys() == {*KINDS, *MATCHED}


@pytest.mark.parametrize("path", ABOUT_SOMETHING_ELSE, ids=lambda path: path.stem)
def test_an_article_about_something_else_yields_nothing(path: Path) -> None:
    """Grades, figures, promises and people of other stories are left alone."""
    figures = developed().by_article[path.name]
    assert (figures.clean.right, figures.clean.of) == (1, 1)
    assert not any(tally.said for tally in figures.kinds.values())


def test_every_quote_stands_where_it_says() -> None:
    """A quote is the text at its start, and never crosses a line."""
    assert [one for one in developed().differences if one.how == "bad quote"] == []


def test_the_graph_of_all_texts_conforms() -> None:
    """Whatever is read, earlier grades, several bodies and unlisted ones too, makes a graph that breaks no shape."""
    built = build([*bundled_articles(), *WRITTEN])
    report = validate_quads(built.quads, texts=built.texts)
    assert report.conforms("violation"), [str(result.shape) for result in report.results]
