"""Short texts, one trap each, against what a careful reader finds in them; classes.toml says how a case is written.

The cases were written by someone who had not seen the rules. What is read wrongly is listed in `known_gaps`, and has to
leave that list as soon as it is read right.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from cases import FIELDS, KINDS, QUERIES, Case, cases, classes, differences, known_gaps
from pyoxigraph import Store

from inspectkg.evaluation.answers import read_articles
from inspectkg.graph.building import build
from inspectkg.queries.answers import Table
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.running import run
from inspectkg.store import add_union

CASES = cases()
LEAST = 4


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[dict[str, str]]]]:
    """What the saved queries answer on one graph of all the texts, by file name and query."""
    folder = tmp_path_factory.mktemp("cases")
    paths: list[Path] = []
    for case in CASES:
        paths.append(folder / f"{case.name}.txt")
        paths[-1].write_text(case.text, encoding="utf-8", newline="")
    found = {article.name: rows for article, rows in read_articles(paths)}
    earlier = _earlier(paths)
    for rows in found.values():
        for row in rows.get("statistics", []):
            row["previous"] = str(row in earlier).lower()
    return found


def _earlier(paths: list[Path]) -> list[dict[str, str]]:
    """The rows of the shares that were so before the inspection reported."""
    store = Store()
    add_union(store, build(paths).quads)
    answer = run(load_query("statistics"), store, {"previous": ["true"]})
    assert isinstance(answer, Table)
    return [dict(row) for row in answer.records()]


def _parameter(case: Case):
    marks = [pytest.mark.xfail(reason="a known gap", strict=True)] if case.known_gap else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_a_case_is_read_as_a_reader_would(answers, case: Case) -> None:
    """Every fact of the kinds that the case writes is told, and none beside."""
    rows = answers[f"{case.name}.txt"]
    found = differences(case, {query: rows.get(query, []) for query in QUERIES})
    assert not found, "\n".join([f"{case.file}.toml, {case.name}:", *found, "", case.text])


def test_every_class_has_its_cases() -> None:
    """A class has four cases or more, and no case is of a class that the list lacks."""
    counted = Counter((case.file, case.group) for case in CASES)
    listed = {(file, group) for file, groups in classes().items() for group in groups}
    assert {one: counted[one] for one in listed if counted[one] < LEAST} == {}
    assert set(counted) <= listed


def test_the_cases_are_well_formed() -> None:
    """Names and texts are unique, kinds and fields known, and quoted words stand once in the text."""
    assert [name for name, times in Counter(case.name for case in CASES).items() if times > 1] == []
    assert [text for text, times in Counter(case.text for case in CASES).items() if times > 1] == []
    for case in CASES:
        assert case.facts, f"{case.name} writes no facts"
        assert set(case.facts) <= KINDS, f"{case.name} writes a kind that does not exist"
        for kind in FIELDS.keys() & case.facts.keys():
            for fact in case.facts[kind]:
                assert fact, f"{case.name} writes an empty fact"
                assert set(fact) <= FIELDS[kind], f"{case.name} writes a field that {kind} do not have"
                for words in (fact[name] for name in ("starts", "ends") if name in fact):
                    assert case.text.count(words) == 1, f"{case.name}: not once in the text: {words}"


def test_known_gaps_are_cases_of_their_file() -> None:
    """A gap names a case, once, so that none is listed that nobody checks."""
    for file in classes():
        gaps = known_gaps(file)
        assert len(gaps) == len(set(gaps)), file
        assert set(gaps) <= {case.name for case in CASES if case.file == file}, file


RATING = {"body": "Leeds", "aspect": "overall", "grade": "good", "previous": "false", "quote": "a"}
GOOD = {"aspect": "overall", "grade": "good"}


@pytest.mark.parametrize(
    ("kind", "noted", "rows", "lines"),
    [
        ("ratings", [GOOD], [], 1),
        ("ratings", [], [RATING], 1),
        ("ratings", [GOOD], [RATING, {**RATING, "quote": "b"}], 0),
        ("ratings", [{**GOOD, "body": "Leeds PDU"}], [RATING], 0),
        ("ratings", [{**GOOD, "body": "York"}], [RATING], 2),
        ("ratings", [{**GOOD, "previous": True}], [RATING], 2),
        ("statistics", [{"percent": 30}], [{"percent": "30"}], 0),
        ("statistics", [{"percent": 30}], [{"percent": "30", "numerator": "3"}], 2),
        ("pledges", [{"by": "HMPPS"}], [{"by": "HMPPS", "deadline": "2026"}], 2),
        ("findings", [{"starts": "\u201cPlans"}], [{"quote": '"Plans were late'}], 0),
        ("findings", [{"starts": "Plans", "ends": "late"}], [{"quote": "Plans were late. Why?"}], 2),
        ("findings", [{"starts": "Plans", "topics": ["planning"]}], [{"quote": "Plans", "topics": "staffing"}], 2),
        ("recommendations", [{"starts": "It", "agencies": []}], [{"quote": "It", "agencies": "police"}], 2),
        ("inspected", ["Leeds"], [{"body": "Leeds"}, {"body": "York"}], 1),
        ("published", "", [{"body": "Leeds", "published": "2025-01-02"}], 1),
        ("published", "", [{"body": "Leeds"}], 0),
        ("count", 3, [{"body": "Leeds", "recommendationCount": "4"}], 2),
        ("count", 0, [], 1),
    ],
)
def test_what_is_missed_or_extra_is_said(kind: str, noted, rows, lines: int) -> None:
    """A fact that no row tells and a row that tells no fact are a line each."""
    case = Case("ratings", "glosses", "x", "a text", {kind: noted}, known_gap=False)
    assert len(differences(case, {kind if kind in FIELDS else "inspections": rows})) == lines


@pytest.mark.parametrize("query", QUERIES)
def test_a_text_about_something_else_may_not_have_a_row(query: str) -> None:
    """Whatever is read from it is said."""
    case = Case("others", "sport", "x", "a text", {"nothing": True}, known_gap=False)
    assert differences(case, {}) == []
    assert len(differences(case, {query: [{"quote": "a"}]})) == 1
