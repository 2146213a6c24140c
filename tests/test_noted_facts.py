"""Noted facts: good files are read, mistakes are told with their place, and articles are paired with them."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from evaluation_cases import ARTICLES, FOLDER, articles, broken, cases
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError
from inspectkg.evaluation import schema
from inspectkg.evaluation.evaluating import evaluate
from inspectkg.evaluation.gold import read_gold

TEXTS = cases()[0].texts

NARNIA = '"body": "Narnia PDU", "aspect": "staffing"'
TWICE = "Inspectors found that information from Derbyshire Police came late, and in six out of 50 cases it never came."
MISTAKES = {
    "syntax": (b'{"inspected": [,]}', r"gold.json:1:16: is not valid JSON"),
    "encoding": (b'{"kind": "\xff"}', "is not UTF-8"),
    "nested": (b"[" * 100_000, "is nested too deeply"),
    "twice": (b'{"kind": "a", "kind": "b"}', "the key kind stands twice"),
    "no-number": (b'{"kind": NaN}', "NaN is no number"),
    "no-object": (b"[]", "expected an object"),
    "huge": (b" " * (1 << 21), "larger than the limit of 1 MiB"),
    "empty": (b"{}", "`inspected`, `ratings`, .* missing"),
    "unknown-key": (broken('"people"', '"peeple"'), r"unknown key 'peeple': did you mean people\?"),
    "unknown-inner-key": (broken('"count": 4', '"cuont": 4'), r"recommendations: unknown key 'cuont'"),
    "unknown-topic": (broken('"planning"', '"planing"'), r"findings\[2\]\.topics\[0\]: \"planing\" .* planning"),
    "unknown-agency": (broken('["courts"]', '["court"]'), r"items\[1\]\.agencies\[0\]: \"court\" .* courts"),
    "unknown-force": (broken("derbyshire-constabulary", "derby-police"), r"agencies\[0\]: \"derby-police\""),
    "unknown-aspect": (broken('"staffing"', '"staffng"'), r"ratings\[1\]\.aspect: \"staffng\" .* staffing"),
    "unknown-grade": (broken('"inadequate"', '"poor"'), r"ratings\[1\]\.grade: .* there are outstanding, good"),
    "wrong-type": (broken("1300", '"1300"'), r"pledges\[0\]\.value: \"1300\": expected a number"),
    "too-great": (broken("1300", "1e400"), r"pledges\[0\]\.value: Infinity: expected a number"),
    "no-day": (broken("2025-07-31", "2025-02-30"), r"published: \"2025-02-30\": expected the day"),
    "no-deadline": (broken('"2026-03"', '"March"'), r"deadline: \"March\": expected YYYY"),
    "quote-elsewhere": (broken("Courts should", "Court should"), r"items\[1\]: these words are not in the article"),
    "quote-across-lines": (broken("Courts should", "Courts\\nshould"), r"items\[1\]\.quote: .* within one line"),
    "more-than-all": (broken('"numerator": 6,', '"numerator": 60,'), r"statistics\[0\]: 60 of 50 cannot be"),
    "of-nothing": (broken('"numerator": 6, "denominator": 50', '"numerator": 0, "denominator": 0'), "0 of 0 cannot be"),
    "no-denominator": (broken('"denominator": 50', '"denominator": null'), r"statistics\[0\]: has a .* no denominator"),
    "no-numerator": (broken('"numerator": 6,', '"numerator": null,'), r"statistics\[0\]: has a den.* no numerator"),
    "no-figure": (broken('"percent": 25', '"percent": null'), r"statistics\[1\]: has no number"),
    "finding-twice": (
        broken("Leaders were praised for their warmth, and morale was high.", TWICE),
        r"findings\[1\]: is the same as findings\[0\]: one entry a sentence",
    ),
    "grade-twice": (
        broken('"overall", "grade": "good", "previous": true', '"overall", "grade": "requires improvement"'),
        r"ratings\[2\]: is the same as ratings\[0\]",
    ),
    "nothing-inspected": (
        broken('{"name": "Derby City Probation Delivery Unit", "kind": "pdu", "region": null}', ""),
        "inspected: is empty beside 3 ratings and 3 findings",
    ),
    "grade-of-nowhere": (
        broken('"body": "Derby City Probation Delivery Unit", "aspect": "staffing"', NARNIA),
        r'ratings\[1\]\.body: "Narnia PDU" is none of the bodies inspected: .* "previous": true',
    ),
    "blank-quote": (broken("Courts should be told sooner.", " "), r"items\[1\]\.quote: .* the exact words"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two articles and the facts noted in them."""
    return articles(tmp_path / "articles")


class TestNotedFacts:
    """Files of noted facts: good ones are read, mistakes are told with their place."""

    @pytest.mark.parametrize("name", ARTICLES)
    def test_good_ones_are_read_as_they_are(self, name):
        path = FOLDER / f"{name}.gold.json"
        assert read_gold(path, TEXTS[name]) == json.loads(path.read_text("utf-8"))

    @pytest.mark.parametrize("name", MISTAKES)
    def test_a_mistake_is_told_with_its_place(self, tmp_path, name):
        data, message = MISTAKES[name]
        path = tmp_path / "derby.gold.json"
        path.write_bytes(data)
        with pytest.raises(InputError, match=message) as caught:
            read_gold(path, TEXTS["derby"])
        assert str(path) in str(caught.value)

    def test_all_mistakes_are_told_at_once(self, tmp_path):
        """Those that are left are counted."""
        gold = json.loads((FOLDER / "derby.gold.json").read_text("utf-8"))
        gold["findings"][0]["topics"] = [f"topic {number}" for number in range(30)]
        gold["findings"][1]["polarity"] = "good"
        path = tmp_path / "derby.gold.json"
        path.write_text(json.dumps(gold), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_gold(path, TEXTS["derby"])
        assert "findings[0].topics[1]" in str(caught.value)
        assert str(caught.value).endswith("and 11 more")

    def test_the_schema_is_valid(self):
        """By the dialect that it names; each property is described or explains itself by its words."""
        from jsonschema import Draft202012Validator

        Draft202012Validator.check_schema(json.loads(schema.SCHEMA.read_text("utf-8")))

    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(),
            lambda inner: (
                st.lists(inner) | st.dictionaries(st.sampled_from(["inspected", "findings", "quote", "x"]), inner)
            ),
        )
    )
    def test_anything_else_is_a_mistake_in_words(self, value):
        """Whatever JSON stands in the file: no other error, and each message in one line."""
        found = schema.mistakes(value)
        assert found
        assert not any("\n" in message for message in found)


class TestFolders:
    """Which articles and facts are compared."""

    def test_articles_are_read_and_compared(self, folder):
        """With the reader itself: the inspected body, and the figures of a plain sentence."""
        made = evaluate([folder])
        assert list(made.by_article) == ["derby.txt", "football.txt"]
        assert made.figures.kinds["inspected"].hit == 1
        assert made.figures.clean.value == 1
        assert made.notes == ()

    def test_facts_may_be_kept_apart(self, folder, tmp_path):
        apart = tmp_path / "apart"
        apart.mkdir()
        for path in folder.glob("*.json"):
            path.rename(apart / path.name)
        assert list(evaluate([folder, apart]).by_article) == ["derby.txt", "football.txt"]

    def test_what_has_no_counterpart_is_noted(self, folder):
        (folder / "derby.txt").rename(folder / "other.txt")
        made = evaluate([folder])
        assert list(made.by_article) == ["football.txt"]
        assert [re.sub(r" .*/", " ", note) for note in made.notes] == [
            "note: derby.gold.json: no article has this name, so it was left out",
            "note: other.txt: has no other.gold.json, so it was left out",
        ]

    def test_an_article_that_is_there_twice_is_compared_once(self, folder):
        """As it is read once; the other is noted."""
        for suffix in (".txt", ".gold.json"):
            (folder / f"zz{suffix}").write_bytes((folder / f"derby{suffix}").read_bytes())
        made = evaluate([folder])
        assert list(made.by_article) == ["derby.txt", "football.txt"]
        assert "zz.txt: has the same text as another" in made.notes[0]

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
    def test_names_that_are_no_text_are_compared_too(self, folder):
        """A file may be called anything."""
        for suffix in (".txt", ".gold.json"):
            (folder / f"derby{suffix}").rename(os.fsdecode(os.fsencode(folder) + b"/\xff" + suffix.encode()))
        assert list(evaluate([folder]).by_article) == ["football.txt", "\ufffd.txt"]

    def test_two_articles_of_one_name_are_refused(self, folder):
        (folder / "derby.md").write_text("Another.", encoding="utf-8")
        with pytest.raises(InputError, match=r"has the same name as .*derby\.md"):
            evaluate([folder])

    def test_nothing_to_compare_is_refused(self, tmp_path):
        with pytest.raises(InputError, match="nothing to compare"):
            evaluate([tmp_path])

    def test_mistakes_in_all_files_are_told_at_once(self, folder):
        for name in ARTICLES:
            (folder / f"{name}.gold.json").write_text("{}", encoding="utf-8")
        with pytest.raises(InputError) as caught:
            evaluate([folder])
        assert all(f"{name}.gold.json: does not fit" in str(caught.value) for name in ARTICLES)

    def test_an_article_that_cannot_be_read_is_refused(self, folder):
        """Figures of the rest would not be those of the folder."""
        (folder / "football.txt").write_bytes(b"\x00\x01")
        with pytest.raises(InputError, match=r"football\.txt: is a binary file"):
            evaluate([folder])
