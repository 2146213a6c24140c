"""Copies of one text are found under other headlines, and what they say counts once."""

from __future__ import annotations

import csv
import io
import time
from datetime import date
from pathlib import Path

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.export.serialising import serialise
from inspectkg.graph.building import build
from inspectkg.graph.copies import Copies, find_copies
from inspectkg.graph.decisions import Decisions
from inspectkg.graph.sources import Source
from inspectkg.loader.documents.article import Article
from inspectkg.loader.reading import read
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.formats import render
from inspectkg.queries.running import run_on_files

STORY = (
    "Inspectors found that managers 'did not share' information with the police in time, which left people at risk.",
    "Reviews of risk were late in 6 of 50 cases that were looked at during the visit to the city in spring.",
    "The report said that staff were knowledgeable and caring, and that leaders had a clear vision for the service.",
    "Home visits were poor, and the work with children's services on safeguarding was not good enough by far.",
)
OTHER = (
    "The watchdog said courts waited too long for reports, and that too few officers were trained to write them.",
    "It found praise for the team that works with victims, whose calls were answered quickly and with kindness.",
    "Staff sickness had led to workloads that were too high, and most of the plans lacked any detail on housing.",
    "Leaders were told to work with the police on curfew checks, which had been missed for months at a time.",
)


def _source(name: str, *lines: str, **parts: str) -> Source:
    text = article(*lines, **parts)
    return Source(Article(name, text), read(text))


def _copies(*sources: Source) -> dict[str, str]:
    """Name of each copy -> name of the article that stands for it."""
    names = {source.key: source.article.name for source in sources}
    found = find_copies(sources, Decisions())
    return {names[copy]: names[original] for copy, original in found.original.items()}


def _rows(graph: Path, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(run_on_files(load_query(query), [graph]), "csv"))))


def _graph(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    path = folder / "graph.trig"
    path.write_bytes(serialise(build([folder]).quads, "trig"))
    return path


class TestFinding:
    """What is a copy, and of what."""

    @pytest.mark.parametrize(
        "lines",
        [
            STORY,
            STORY[:3],
            (*STORY, OTHER[0]),
            tuple(line.replace("'", "\u2019") for line in STORY),
            tuple(line.replace(" ", "\u00a0", 2) for line in STORY),
            (" ".join(STORY[:2]), " ".join(STORY[2:])),
            (STORY[0].replace("managers", "bosses"), *STORY[1:]),
        ],
        ids=["headline", "cut", "longer", "quotes", "spaces", "paragraphs", "a word"],
    )
    def test_an_edited_copy(self, lines):
        """Another headline, a sentence cut or added, other marks and spaces, a word changed: it is the same text."""
        first = _source("first.txt", *STORY)
        copy = _source("copy.txt", *lines, headline="Service is failing the city", date="02-08-2025")
        assert _copies(first, copy) == {"copy.txt": "first.txt"}

    def test_another_story_on_the_same_report(self):
        """A shared quotation, or a shared report, makes no copy."""
        assert _copies(_source("a.txt", *STORY), _source("b.txt", *OTHER, STORY[0])) == {}

    def test_the_same_words_on_another_body(self):
        """Two units told of in the same words are two stories."""
        opening = "HM Inspectorate of Probation has visited Cumbria Probation Delivery Unit."
        assert _copies(_source("a.txt", *STORY), _source("b.txt", *STORY, opening=opening)) == {}

    def test_the_earliest_stands_for_all(self):
        """A group is found through its members; the earliest published stands for it, an undated one never first."""
        sources = [
            _source("long.txt", *STORY, *OTHER[:2], date="03-08-2025"),
            _source("short.txt", *STORY[:3], date="01-08-2025"),
            _source("undated.txt", *STORY, *OTHER[:1], date=""),
            _source("rest.txt", *STORY[2:], *OTHER[:2], date="09-08-2025"),
        ]
        assert _copies(*sources) == dict.fromkeys(["long.txt", "undated.txt", "rest.txt"], "short.txt")
        assert _copies(*reversed(sources)) == _copies(*sources)

    @given(st.permutations(range(4)), st.lists(st.dates(date(2025, 1, 1), date(2025, 3, 1)), min_size=4, max_size=4))
    def test_no_copy_stands_for_another(self, order, days):
        """Whatever the order and the days, there is one original a group, and it is no copy."""
        sources = [
            _source(f"{number}.txt", *STORY, f"Note {number}.", date=f"{days[number]:%d-%m-%Y}") for number in order
        ]
        found: Copies = find_copies(sources, Decisions())
        assert len(set(found.original.values())) == 1 and len(found.original) == 3
        assert not found.original.keys() & set(found.original.values())

    def test_time_grows_with_the_articles(self):
        """Articles are not compared each with each: four times as many take less than ten times as long."""

        def took(count: int) -> float:
            sources = [
                _source(f"{number}.txt", *(f"{word} {number} {line}" for word in "Then So".split() for line in STORY))
                for number in range(count)
            ]
            start = time.process_time()
            find_copies(sources, Decisions())
            return time.process_time() - start

        few = min(took(15) for _ in range(3))
        assert took(60) < 10 * few + 0.1


class TestCountedOnce:
    """Counts are the same with a copy as without; rows keep one a claim."""

    @pytest.mark.parametrize("query", ["agencies-named", "weakest-topics", "recurring-recommendations", "rules-used"])
    def test_counting_queries(self, tmp_path, query):
        """Copies with other marks change no count."""
        alone = _graph(tmp_path / "alone", first=article(*STORY))
        copy = article(*(line.replace("'", '"') for line in STORY), headline="Failing", date="02-08-2025")
        both = _graph(tmp_path / "both", first=article(*STORY), copy=copy)
        assert _rows(alone, query) or query == "recurring-recommendations"
        assert _rows(both, query) == _rows(alone, query)
        assert len(_rows(both, "findings")) == 2 * len(_rows(alone, "findings"))

    def test_what_only_the_copy_says_counts(self, tmp_path):
        """A sentence that the copy adds is evidence of its own."""
        copy = article(*STORY, OTHER[2], headline="Failing", date="02-08-2025")
        graph = _graph(tmp_path / "both", first=article(*STORY), copy=copy)
        counted = {row["topic"]: row["negative"] for row in _rows(graph, "weakest-topics")}
        assert counted["Workload"] == counted["Reviewing"] == "1"

    def test_a_number_that_the_copy_changed(self, tmp_path):
        """It repeats nothing: the contradiction is shown."""
        copy = article(*(line.replace("6 of 50", "8 of 50") for line in STORY), headline="Failing", date="02-08-2025")
        graph = _graph(tmp_path / "both", first=article(*STORY), copy=copy)
        (row,) = _rows(graph, "contradictions")
        assert (row["kind"], {row["value"], row["otherValue"]}) == ("statistic", {"6 of 50", "8 of 50"})
        assert {row["source"], row["otherSource"]} == {"first.txt", "copy.txt"}

    def test_support(self, tmp_path):
        """An inspection told by an article, its copy and another rests on two."""
        copy = article(*STORY, headline="Failing", date="02-08-2025")
        graph = _graph(tmp_path / "three", first=article(*STORY), copy=copy, own=article(*OTHER))
        (row,) = (row for row in _rows(graph, "support") if row["kind"] == "inspection")
        assert (row["independent"], row["articles"]) == ("2", "3")
