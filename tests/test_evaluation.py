"""The evaluation: figures equal to those of a second program, noted facts checked, and what the command prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from evaluation_cases import ARTICLES, FOLDER, Case, cases
from hypothesis import given
from hypothesis import strategies as st

from inspectkg import cli
from inspectkg.errors import InputError, UsageError
from inspectkg.evaluation import names, report, schema
from inspectkg.evaluation.evaluating import evaluate, evaluation
from inspectkg.evaluation.figures import FACTS, KINDS, MATCHED, Figures, floors, shortfalls
from inspectkg.evaluation.gold import read_gold
from inspectkg.evaluation.matching import overlap, pairs, place
from inspectkg.loader.text import Span
from inspectkg.ontology.labels import reference

FIGURES = json.loads((FOLDER / "figures.json").read_text("utf-8"))
CASES = {case.name: case for case in cases()}
TEXTS = CASES["everything-right"].texts


def flat(figures: Figures) -> dict[str, object]:
    """All figures by name, as figures.json has them."""
    found: dict[str, object] = {
        name: [one.gold, one.said, one.hit, *(round(part, 6) for part in (one.precision, one.recall, one.f1))]
        for name, one in figures.kinds.items()
    }
    values = {**{name: share.value for name, share in figures.matched.items()}, "facts": figures.facts}
    found |= {name: None if value is None else round(value, 6) for name, value in values.items()}
    return {**found, "bad_quotes": figures.bad_quotes, "clean_negatives": [figures.clean.right, figures.clean.of]}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_figures_are_those_of_a_second_program(case: Case) -> None:
    """Another program, by another hand, gives the same for each way of differing."""
    assert flat(evaluation(case.comparisons()).figures) == {**FIGURES["everything-right"], **FIGURES[case.name]}


def test_every_case_has_figures_and_every_figure_differs_once() -> None:
    """No branch is left that no case tells apart."""
    assert CASES.keys() == FIGURES.keys()
    told = {name for name, figures in FIGURES.items() if name != "everything-right" for name in figures}
    assert told == FIGURES["everything-right"].keys()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two articles and the facts noted in them."""
    for name in ARTICLES:
        for suffix in (".txt", ".gold.json"):
            (tmp_path / "articles").mkdir(exist_ok=True)
            (tmp_path / "articles" / f"{name}{suffix}").write_bytes((FOLDER / f"{name}{suffix}").read_bytes())
    return tmp_path / "articles"


class TestDifferences:
    """What is listed, where it stands, and how."""

    def differences(self, name: str) -> list[tuple[int | None, str, str]]:
        found = evaluation(CASES[name].comparisons()).differences
        return [(one.line, one.how, one.kind) for one in found]

    def test_nothing_differs_where_everything_is_right(self):
        assert self.differences("everything-right") == []

    def test_what_is_missed_and_extra_has_its_line(self):
        """A quote noted on one line and told on another is both."""
        assert self.differences("too-little-of-a-quote") == [
            (6, "extra", "findings"), (6, "missed", "findings"),
            (6, "extra", "police_question"), (6, "missed", "police_question"),
        ]  # fmt: skip

    def test_details_of_what_matched_are_listed(self):
        assert self.differences("another-deadline-and-unit") == [
            (13, "differs", kind) for kind in ("by", "deadline", "unit")
        ]

    def test_a_bad_quote_is_listed_as_one(self):
        assert (None, "bad quote", "ratings") in self.differences("quote-not-in-the-text")

    def test_a_figure_that_need_not_be_told_is_not_missed(self):
        """Nor is it extra where it is told."""
        assert (9, "missed", "statistics") not in self.differences("percentage")
        assert not any(how == "extra" for _, how, _ in self.differences("count-told"))


class TestMatching:
    """Quotes, and pairs of them."""

    def test_a_quote_stands_at_its_start_or_anywhere(self):
        assert place("one two one", "one") == Span(0, 3)
        assert place("one two one", "one", "8") == Span(8, 11)
        assert place("one two one", "one", "7") is None

    @pytest.mark.parametrize("quote", ["", " ", "two\none"])
    def test_a_blank_quote_or_one_across_lines_stands_nowhere(self, quote):
        assert place("one two\none", quote) is None

    @given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), max_size=5))
    def test_pairs_are_one_to_one_and_fit(self, table):
        """Nothing is in two pairs, no pair fits with 0, and nothing that fits is left without a pair on both sides."""
        found = pairs(len(table), 4, lambda i, j: table[i][j])
        assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
        assert all(table[i][j] for i, j in found)
        free = [
            (i, j)
            for i in range(len(table))
            for j in range(4)
            if not {i, j + 9} & {k for p in found for k in (p[0], p[1] + 9)}
        ]
        assert not any(table[i][j] for i, j in free)

    @given(*[st.tuples(st.integers(0, 50), st.integers(1, 50))] * 2)
    def test_overlap_is_a_share_and_goes_both_ways(self, one, other):
        one, other = Span(one[0], sum(one)), Span(other[0], sum(other))
        assert 0 <= overlap(one, other) == overlap(other, one) <= 1
        assert (overlap(one, other) == 1) == (one == other)


class TestNames:
    """What is compared as the same; the words are data."""

    @pytest.mark.parametrize("kind", ["bodies", "people", "words"])
    def test_the_examples_of_the_data_are_read(self, kind):
        read = {"bodies": names.plain_body, "people": names.person, "words": names.plain_words}[kind]
        assert [(written, read(written)) for written, _ in names.settings()[kind]["examples"]] == [
            tuple(example) for example in names.settings()[kind]["examples"]
        ]

    def test_every_label_of_a_body_is_its_preferred_one(self):
        thing = next(one for one in reference().things("ProbationDeliveryUnit") if one.slug == "derby-city")
        assert {names.body(label) for label in reference().others[thing.iri]} == {names.body(thing.label)}

    def test_vocabularies_are_in_the_reference_data(self):
        """What can be noted exists; standards that are compared too."""
        known = {thing.slug for thing in reference().things("Topic")}
        assert schema.topics() <= known
        assert schema.agencies() <= {
            thing.slug for thing in reference().things("Agency", "Inspectorate", "PoliceForce")
        }
        assert set(names.settings()["aspects"]["compared"]) < schema.aspects()
        assert names.settings()["topics"]["filed_under"].keys() <= known

    def test_a_topic_counts_as_the_nearest_noted(self):
        assert names.topics_noted("risk-of-harm-assessment public-protection nonsense") == {"risk-of-harm"}
        assert names.topics_noted("police-information-sharing") == {"police-information-sharing", "information-sharing"}

    def test_an_agency_counts_as_the_nearest_noted(self):
        """A post counts as the agency it is in; an agency that falls under none is left out."""
        assert names.agencies_noted("head-of-pdu adult-social-care care-quality-commission") == {
            "probation-service", "local-authority",
        }  # fmt: skip


def broken(change: str, by: str) -> bytes:
    """The facts noted in derby.txt with one mistake in them."""
    text = (FOLDER / "derby.gold.json").read_text("utf-8")
    assert change in text
    return text.replace(change, by, 1).encode()


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
    "unknown-force": (broken("derbyshire-constabulary", "derby-police"), r"findings\[0\]\.agencies\[0\]: \"derby-police\""),
    "unknown-aspect": (broken('"staffing"', '"staffng"'), r"ratings\[1\]\.aspect: \"staffng\" .* staffing"),
    "unknown-grade": (broken('"inadequate"', '"poor"'), r"ratings\[1\]\.grade: .* there are outstanding, good"),
    "wrong-type": (broken("1300", '"1300"'), r"pledges\[0\]\.value: \"1300\": expected a number"),
    "too-great": (broken("1300", "1e400"), r"pledges\[0\]\.value: Infinity: expected a number"),
    "no-day": (broken("2025-07-31", "2025-02-30"), r"published: \"2025-02-30\": expected the day"),
    "no-deadline": (broken('"2026-03"', '"March"'), r"deadline: \"March\": expected YYYY"),
    "quote-elsewhere": (broken("Courts should", "Court should"), r"items\[1\]: these words are not in the article"),
    "quote-across-lines": (broken("Courts should", "Courts\\nshould"), r"items\[1\]\.quote: .* within one line"),
    "blank-quote": (broken("Courts should be told sooner.", " "), r"items\[1\]\.quote: \" \": expected the exact words"),
}  # fmt: skip


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
            "note: other.txt: no facts are noted in a other.gold.json; left out",
        ]

    def test_an_article_that_is_there_twice_is_compared_once(self, folder):
        """As it is read once; the other is noted."""
        for suffix in (".txt", ".gold.json"):
            (folder / f"zz{suffix}").write_bytes((folder / f"derby{suffix}").read_bytes())
        made = evaluate([folder])
        assert list(made.by_article) == ["derby.txt", "football.txt"]
        assert "zz.txt: the same text as another file" in made.notes[0]

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
        assert max(map(len, text.splitlines())) <= report.WIDTH
        assert all(f"\n{name} " in text for name in (*KINDS, *MATCHED))
        assert "»Nobody wrote this.«" in text
        assert "derby.txt" in text

    def test_a_long_name_of_an_article_is_wrapped(self, made):
        long = "x" * 150
        made.by_article[long] = made.by_article["derby.txt"]
        text = report.render(made, "text", articles=True)
        assert max(map(len, text.splitlines())) <= report.WIDTH
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

    def test_files_instead(self, run, folder, tmp_path):
        outcome = run(
            "evaluate", folder, "--format", "json=a.json", "--format", "csv=b.csv", "--by", "article", "--details"
        )
        assert (outcome.code, outcome.text) == (0, "")
        assert json.loads((tmp_path / "a.json").read_text("utf-8"))["articles"]
        assert (tmp_path / "b.csv").read_bytes().startswith(b"article,line,how")

    def test_a_floor_that_is_missed_ends_with_1(self, run, folder):
        """After the figures; what falls short is said beside them."""
        path = folder / "derby.gold.json"
        path.write_bytes(broken("Dr Ann Ashby", "Dr Bea Birch"))
        assert run("evaluate", folder, "--min", "inspected=1").code == 0
        outcome = run("evaluate", folder, "--min", "inspected=1", "--min", "people=0.5")
        assert outcome.code == cli.FALLS_SHORT
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
    def test_a_wrong_call_ends_with_2(self, run, folder, arguments, words):
        outcome = run("evaluate", *arguments)
        assert (outcome.code, outcome.text) == (2, "")
        assert words in outcome.err
