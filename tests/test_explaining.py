"""What a statement rests on, shown to a person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import CHECKOUT

from inspectkg.errors import InputError, UsageError
from inspectkg.graph.explaining import explain
from inspectkg.paragraphs import WIDTH
from inspectkg.store import bundled_graph

GRAPH = CHECKOUT / "graph" / "inspections.trig"
OFFICERS = "pledge:ministry-of-justice-recruit-1300-probation-officers-2026-03"


def _flat(text: str) -> str:
    return " ".join(text.split())


class TestByName:
    """By IRI or prefixed name."""

    def test_both_claims_of_one_statement(self):
        """A promise that two articles tell is explained by both, each with its article and its words marked."""
        shown = explain(OFFICERS, GRAPH)
        assert shown.count("\n\n" + "    ") == 2
        assert "bbc-north-east.txt" in shown.replace("\n", " ") or "BBC" in shown
        marked = [_flat(words) for words in re.findall("»(.*?)«", shown, re.DOTALL)]
        assert len(marked) == 2 and all("1,300 probation officers" in words for words in marked)

    def test_full_iri_and_prefixed_name_are_one(self):
        """Both forms of a name show the same."""
        full = OFFICERS.replace("pledge:", "https://w3id.org/inspectkg/id/pledge/")
        assert explain(full, GRAPH) == explain(OFFICERS, GRAPH)

    def test_whatever_a_claim_names(self):
        """A topic or a body shows the statements that name it."""
        assert "»" in explain("topic:police-information-sharing", GRAPH)
        assert "»" in explain("pdu:north-tyneside-and-northumberland", GRAPH)

    def test_an_unknown_name_brings_the_nearest(self):
        """A slip in a name is answered with the name that was meant."""
        with pytest.raises(UsageError, match="did you mean pledge:ministry-of-justice-recruit-1300"):
            explain(OFFICERS.replace("1300", "1301"), GRAPH)

    def test_a_name_that_nothing_is_like(self):
        """Without a near one, the way to find one is told."""
        with pytest.raises(UsageError, match="inspectkg query findings"):
            explain("topic:knitting", GRAPH)


class TestByWords:
    """By some words of the sentence."""

    @pytest.mark.parametrize(
        "words",
        [
            "gaps in the sharing of information",
            "GAPS in the  sharing\nof information",
            '"gaps in the sharing of information"',
        ],
    )
    def test_words_are_found_however_written(self, words):
        """Case, spaces, line breaks and quotation marks around do not matter."""
        assert "gaps in the sharing of information" in _flat(explain(words, GRAPH))

    @pytest.mark.parametrize("words", ["a football match", "", "   "])
    def test_words_that_no_statement_has(self, words):
        """No words, or none that a statement rests on, are told as such."""
        with pytest.raises(UsageError, match="nothing in the graph"):
            explain(words, GRAPH)

    def test_many_are_cut_short(self):
        """Where more statements answer than a screen holds, their number is told."""
        shown = explain("the", GRAPH)
        assert re.search(r"… and \d+ more statements", shown)


class TestForm:
    """How it looks."""

    @pytest.mark.parametrize("wanted", [OFFICERS, "safeguarding", "topic:assessment"])
    def test_it_fits_the_screen(self, wanted):
        """No line is wider than 100 columns."""
        assert max(map(len, explain(wanted, GRAPH).splitlines())) <= WIDTH

    def test_it_tells_who_how_where_and_by_which_rule(self):
        """Speaker, manner, article, line and rule are there."""
        shown = _flat(explain(OFFICERS, GRAPH))
        for words in (
            "said by",
            "Ministry of Justice",
            "rule",
            "Reads a pledge from words such as",
            "article",
            "line ",
            "characters",
        ):
            assert words in shown

    def test_without_the_text_the_quote_alone(self, tmp_path: Path, monkeypatch):
        """Where the article is not at hand, its quote still is."""
        copy = tmp_path / "copy.trig"
        copy.write_bytes(GRAPH.read_bytes())
        monkeypatch.setattr("inspectkg.graph.explaining.bundled_articles", list)
        shown = explain(OFFICERS, copy)
        assert shown.count("»") == 2
        assert "line " not in _flat(shown).split("»")[0].split("article")[1]


def test_a_place_that_is_no_number_is_an_input_error(tmp_path):
    """A graph whose evidence has words for a place is refused with words."""
    graph = tmp_path / "bad.ttl"
    whole = bundled_graph().with_suffix(".ttl").read_text(encoding="utf-8")
    graph.write_text(re.sub(r"oa:start \d+", 'oa:start "x"', whole), encoding="utf-8")
    with pytest.raises(InputError, match="a number of characters was expected"):
        explain("gaps in the sharing", graph)
