"""The catalogue: every numbered question has its answer or its reason, and every header holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from inspectkg.errors import InputError, UsageError
from inspectkg.queries.answers import Table
from inspectkg.queries.catalogue import SavedQuery, catalogue, load_query, names
from inspectkg.queries.describing import describe
from inspectkg.queries.gaps import gaps
from inspectkg.queries.header import HeaderError, mistakes, read_header
from inspectkg.queries.running import run, run_on_files

QUERIES = catalogue()
QUESTIONS = range(1, 37)


# ---------------------------------------------------------------- the questions


@pytest.mark.parametrize("number", QUESTIONS)
def test_each_question_is_answered_or_a_gap_with_a_reason(number: int) -> None:
    """None is forgotten, and none is both."""
    answering = [name for name, query in QUERIES.items() if number in query.numbers]
    missing = [gap for gap in gaps() if gap.number == number]
    assert bool(answering) != bool(missing)
    assert all(gap.question.endswith("?") and gap.reason and gap.instead for gap in missing)


def test_no_number_is_beyond_the_questions() -> None:
    """A number that means nothing would hide a question."""
    found = {number for query in QUERIES.values() for number in query.numbers} | {gap.number for gap in gaps()}
    assert found == set(QUESTIONS)


def test_the_list_of_questions_names_the_gaps(run) -> None:
    """As such, with the reason: for people and for programs."""
    for gap in gaps():
        assert gap.reason.split(".")[0] in " ".join(run("query").text.split())
        rows = json.loads(run("query", "--format", "json").out)["results"]["bindings"]
        (named,) = [row for row in rows if row["question"]["value"] == gap.question]
        assert "name" not in named and gap.reason in named["gap"]["value"]


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize("name", names())
def test_each_header_fits_the_schema(name: str) -> None:
    """And has what the pages need."""
    header = read_header(QUERIES[name].text)
    assert mistakes(header) == []
    assert {"summary", "question", "description", "tags", "expect"} <= header.values.keys()
    for parameter in QUERIES[name].parameters:
        assert parameter.type != "string" or parameter.choices, "what a text may be is known"


@pytest.mark.parametrize("name", names())
def test_the_bundled_graph_answers_as_expected(name: str) -> None:
    """At least as many rows as the header says."""
    answer = run_on_files(QUERIES[name])
    assert len(answer.rows if isinstance(answer, Table) else getattr(answer, "triples", ())) >= QUERIES[name].expect


GOOD = """#+ summary: Things
#+ params:
#+   - name: kind
#+     type: string
#+     variable: wanted
#+ enumerate:
#+   - kind: [one, two]
#+ defaults:
#+   - kind: two
#+ columns:
#+   wanted: what is wanted
#+ expect: 1
SELECT ?wanted WHERE { VALUES ?wanted { UNDEF } }
"""
WRONG = [
    ("#+ params:", "#+ parms:", 2, "did you mean params"),
    ("#+ summary: Things", "#+ summary: [Things]", 1, "`summary` must be a text"),
    ("#+ summary: Things", "#+ summary: a: b", 1, "not valid YAML"),
    ("#+ summary: Things", "#+ summary: &a Things\n#+ question: *a", 1, "write it out"),
    ("#+ summary: Things", "#+ question: Things", 1, "question mark"),
    ("#+ summary: Things", "#+ summary: Things\n#+ summary: More", 2, "stands twice"),
    ("#+     type: string", "#+     type: text", 4, "must be one of slug, iri, string"),
    ("#+     type: string\n", "", 3, "`params[1]` lacks `type`"),
    ("#+     variable: wanted", "#+     variable: wan-ted", 5, "name of letters, digits"),
    ("#+     variable: wanted", "#+     variable: other", None, "no block VALUES ?other"),
    ("#+   - kind: [one, two]", "#+   - kind: one", 7, "must be a list"),
    ("#+   - kind: two", "#+   - colour: two", 9, "is no parameter"),
    ("#+   - kind: two", "#+   - {kind: two, colour: red}", 9, "one `name: value`"),
    ("#+ expect: 1", "#+ expect: many", 12, "must be a whole number"),
    ("#+ expect: 1", "#+ expect: -1", 12, "at least 0"),
    ("#+ expect: 1", "#+ number: [a]", 12, "a whole number from 1"),
]


def own(tmp_path: Path, text: str) -> SavedQuery:
    path = tmp_path / "mine.rq"
    path.write_text(text, "utf-8")
    return load_query(path)


def test_a_header_of_the_users_own(tmp_path: Path) -> None:
    """Its parameters work as ours do: values by name, the default where none is given, no other than those listed."""
    query = own(tmp_path, GOOD)
    assert [row["wanted"] for row in table(query, {}).records()] == ["two"]
    assert [row["wanted"] for row in table(query, {"kind": "one"}).records()] == ["one"]
    with pytest.raises(UsageError, match="did you mean two"):
        run(query, Store(), {"kind": "twoo"})
    assert "two where none is given" in describe(query)


def table(query: SavedQuery, values: dict[str, str]) -> Table:
    answer = run(query, Store(), values)
    assert isinstance(answer, Table)
    return answer


@pytest.mark.parametrize(("right", "wrong", "line", "words"), WRONG, ids=[case[3] for case in WRONG])
def test_a_broken_header_is_told_with_its_line(right, wrong, line, words, tmp_path: Path) -> None:
    """Each mistake, one change away from a good header, before anything is run."""
    assert GOOD.count(right) == 1
    with pytest.raises(InputError) as caught:
        own(tmp_path, GOOD.replace(right, wrong))
    assert words in str(caught.value)
    assert caught.value.line == line
    assert "mine.rq" in str(caught.value)


def test_headers_of_grlc_are_taken(tmp_path: Path) -> None:
    """What grlc alone understands is left alone."""
    text = "#+ endpoint: https://example.org/sparql\n#+ method: GET\n#+ pagination: 100\nSELECT * { ?s ?p ?o }"
    assert own(tmp_path, text).header["method"] == "GET"


@given(st.text(st.sampled_from("#+ab:-[]{}&*!|>'\"%@`\n \t0?"), max_size=60))
def test_any_header_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way."""
    source = "".join(f"#+ {line}\n" for line in text.split("\n"))
    try:
        found = mistakes(read_header(source))
    except HeaderError as error:
        found = [(error.line, str(error))]
    assert all(1 <= line <= source.count("\n") and message for line, message in found)
