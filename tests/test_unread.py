"""What was not understood: which sentences, names, speakers and dates are listed, and which are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from articles import OPENING, article
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectkg.errors import RuleError
from inspectkg.loader import problems as module
from inspectkg.loader import unresolved
from inspectkg.loader.article_kinds import KINDS, article_kind
from inspectkg.loader.lexicon import Matcher, lexicon
from inspectkg.loader.problems import holds, problem_kinds, problems
from inspectkg.loader.reading import read
from inspectkg.loader.rules import rules
from inspectkg.loader.sentences import LONGEST_SENTENCE
from inspectkg.loader.statements import Unread
from inspectkg.loader.unresolved import not_understood
from inspectkg.ontology.labels import Thing

MOJ = "A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers"


def listed(text: str) -> list[Unread]:
    """What is not understood of TEXT, but for its publisher, whom no small article shows."""
    return [one for one in not_understood(read(text), text) if one.problem != "no-publisher"]


def found(*lines: str, **parts: str) -> list[tuple[str, str]]:
    """The problems of an article of LINES, each with the words it stands at."""
    text = article(*lines, **parts)
    return [(one.problem, one.span.of(text)) for one in listed(text)]


#: Examples that are not one paragraph of an article -> the article.
WHOLE = {
    "unlisted-body": lambda line: article("Reviews were late.", opening=line),
    "no-body": lambda line: article(opening=line),
    "unknown-publisher": lambda line: article("Reviews were late.", line),
    "no-publisher": lambda line: article("Reviews were late.", headline=line),
    "no-date": lambda line: article("Reviews were late.", headline=line, date=""),
    "date-without-year": lambda line: article("Reviews were late.", date=line),
    "date-relative": lambda line: article("Reviews were late.", date=line),
    "date-impossible": lambda line: article("Reviews were late.", date=line),
    "open-deadline": lambda line: article(line, date=""),
    "line-too-long": lambda _: article("one of two of " * 2500),
    "sentence-too-long": lambda _: article("The unit was rated " + "good, " * (LONGEST_SENTENCE // 6) + "good."),
}


class TestProblems:
    """The list of problems is data."""

    @pytest.mark.parametrize("slug", [slug for slug in problems() if slug != "ambiguous-label"])
    def test_each_is_said_of_its_example(self, slug):
        """The example shows what the message means; the right article beside it has nothing of the kind."""
        example = problems()[slug].example
        text = WHOLE.get(slug, article)(example)
        assert slug in {one.problem for one in not_understood(read(text), text)}

    def test_an_article_that_is_understood_has_none(self):
        """A reading without a doubt is silent."""
        assert found("Inspectors found that plans were too thin.", "The unit was rated 'good' for leadership.") == []

    def test_every_kind_is_used_and_tells_what_to_do(self):
        """No kind without a problem, no message without its words."""
        assert {one.kind.slug for one in problems().values()} == set(problem_kinds())
        assert all(kind.label and kind.advice.endswith(".") for kind in problem_kinds().values())
        assert {f"{name}-unread" for name in holds()} <= set(problems())

    def test_a_problem_of_an_unknown_kind_is_a_mistake(self, monkeypatch):
        """The list cannot contradict itself in silence."""
        content = {"kind": {}, "problem": {"x": {"kind": "nothing", "message": "", "example": ""}}}
        monkeypatch.setattr(module, "_content", lambda: content)
        monkeypatch.setattr(module, "problem_kinds", dict)
        with pytest.raises(RuleError, match="problem x: no kind nothing"):
            module.problems.__wrapped__()


class TestSentences:
    """Sentences from which nothing was read."""

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("The roof requires improvement urgently.", "grade-unread"),
            ("Derbyshire Police was asked for a comment.", "agency-unread"),
            ("Inspectors said: 'We do not say this lightly.'", "judgement-unread"),
            ("The average for all units this year is one in four.", "figure-unread"),
            ("Figures released to parliament say that half of officers are new.", "figure-unread"),
            ("The unit has 14 vacancies.", "figure-unread"),
            ("There are 52 cases per officer.", "figure-unread"),
        ],
    )
    def test_what_holds_something_is_listed(self, line, problem):
        assert found(line) == [(problem, line)]

    @pytest.mark.parametrize(
        "line",
        [
            "The weather stayed fine.",
            "The report has 44 pages.",
            "Officers come in four days a week.",
            "Reviews were late because of 14 vacancies.",
            "The unit's head, Ann Ashby, said: 'Nobody should shrug at that.'",
            "Ministers said reviews were poor in six of 50 cases.",
        ],
    )
    def test_what_holds_nothing_or_is_said_by_others_is_not(self, line):
        assert found(line) == []

    def test_all_that_a_sentence_holds_is_named_once(self):
        """One entry, of the kind that tells most."""
        text = article("In 2022, inspectors said that four in ten posts were poor and the police were slow.")
        (one,) = listed(text)
        assert one.kind == "figure"
        assert one.reason == "a figure and a judgement and an agency, but no statement was read"

    def test_the_rule_that_left_it_out_is_named(self):
        """A sentence that a rule leaves out on purpose is listed too, with the rule."""
        (one,) = listed(article("In 2022, inspectors said that four in ten posts were empty."))
        assert one.rule == "findings.not_finding.earlier-inspection"

    def test_a_line_that_introduces_a_list_is_read_with_it(self):
        """Whom a list addresses is no sentence of its own; without a list it is."""
        lead = "Derbyshire Police should:"
        assert found(lead, "• share information with the unit") == []
        assert found(lead, "The weather stayed fine for the rest of the day.") == [("agency-unread", lead)]

    def test_a_number_of_recommendations_is_read_where_it_is_used(self):
        """The sentence that tells it is not listed, and another number is."""
        told = "The inspectorate has made nine recommendations: six for the unit and three for the police."
        assert found(told) == []
        assert ("other-count", "It made seven recommendations.") in found(told, "It made seven recommendations.")

    def test_a_person_named_does_not_hide_a_judgement(self):
        """Naming somebody is no reading of what they said."""
        line = "Chief inspector Martin Jones said: 'We do not say this lightly.'"
        assert found(line) == [("judgement-unread", line)]


class TestDeadlines:
    """Promises whose time does not go with the day of publication."""

    def test_one_that_was_over_before_the_article_came_out(self):
        """Either the day or the deadline is wrong; one that still lies ahead is in order."""
        past, ahead = f"{MOJ} by March 2019.'", f"{MOJ} by March 2029.'"
        assert found(past) == [("deadline-before-publication", past)]
        assert found(ahead) == []


class TestNames:
    """Names that could not be resolved."""

    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("It was better at Trumpton probation unit.", "Trumpton"),
            ("The youth offending team in Camberwick Green did well.", "Camberwick Green"),
            ("Subject: Inspection of Trumpton PDU.", "Trumpton"),
            ("They met the Chigley and Trumpton Magna youth justice service.", "Chigley and Trumpton Magna"),
        ],
    )
    def test_a_unit_that_no_list_has(self, line, name):
        """A capitalised name before or behind the noun."""
        text = article(line)
        assert [one.words for one in listed(text) if one.problem == "unknown-unit"] == [name]

    @pytest.mark.parametrize(
        "line",
        [
            "Other probation units were visited.",
            "The PDU was visited in June.",
            "Derby City probation unit was visited.",
            "Each youth justice service in England and Wales has a board.",
            "Inspection of Derby City PDU.",
            "Report on the Derby City PDU.",
        ],
    )
    def test_what_is_no_name(self, line):
        """Words that open a sentence, months, countries, and bodies that the lists know."""
        assert [problem for problem, _ in found(line) if problem == "unknown-unit"] == []

    def test_a_label_that_several_things_bear(self, monkeypatch):
        """It is read as none of them, and listed with all."""
        known = lexicon()
        shared = [
            ("gribble", Thing(f"https://example.org/{name}", "Agency", name, False), "") for name in ("Ash", "Birch")
        ]
        monkeypatch.setattr(unresolved, "lexicon", lambda: replace(known, organisations=Matcher(shared)))
        text = article("Inspectors met gribble.")
        assert [one.words for one in listed(text)] == ["gribble may be Ash or Birch"]

    def test_a_name_is_listed_once(self):
        """However often it is written."""
        line = "It was better at Trumpton probation unit."
        assert [problem for problem, _ in found(line, line)] == ["unknown-unit"]

    def test_a_person_without_a_role(self):
        """Who speaks and is not introduced is listed; who is introduced is not."""
        stranger = "Mina Achterberg said: 'It was always going to end in tears.'"
        assert found(stranger) == [("unknown-person", stranger)]
        assert found(stranger.replace("Achterberg", "Achterberg, head of the unit,")) == []

    def test_an_inspectorate_without_a_body(self):
        """An article from which nothing is read although it tells of the inspectorate is not passed over."""
        assert found(opening="HM Inspectorate of Probation has found a team in trouble.") == [("no-body", "")]
        assert found(opening="The bins were late again in Derby, said the council.") == []

    def test_a_publisher_that_is_shown_and_not_known(self):
        """Its name is given; a line that is a date is no name."""
        told = {}
        for line in ("Vale Observer, 6 March 2025", "Thursday, 6 March 2025"):
            text = article("Reviews were late.", date=line)
            told[line[:4]] = [(one.problem, one.words) for one in not_understood(read(text), text)]
        assert told == {"Vale": [("unknown-publisher", "Vale Observer")], "Thur": [("no-publisher", "")]}


class TestSpeakers:
    """Quotations without a speaker."""

    def test_each_paragraph_once(self):
        """A quotation that opens a story is nobody's until somebody is named."""
        line = "It rained. 'Plans were too thin and came far too late. Nobody had looked at them.' That was all."
        assert [problem for problem, _ in found(line)] == ["unknown-speaker"]

    def test_one_with_a_speaker_is_not_listed(self):
        assert found("Inspectors said: 'Plans were too thin and came far too late.'") == []


class TestDates:
    """Days and deadlines that could not be resolved."""

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("Thursday 5 June", "date-without-year"),
            ("Published 31 July", "date-without-year"),
            ("2 hours ago", "date-relative"),
            ("31-06-2025", "date-impossible"),
            ("30 February 2025", "date-impossible"),
        ],
    )
    def test_a_day_that_cannot_be_told(self, line, problem):
        """The line is shown, and that the day is wanting is not said a second time."""
        assert [name for name, words in found(date=line) if words == line] == [problem]
        assert "no-date" not in [name for name, _ in found(date=line)]

    def test_a_deadline_is_open_without_a_day_of_publication(self):
        """With one it is resolved."""
        line = f"{MOJ} by March.'"
        assert ("open-deadline", line) in found(line, date="")
        assert found(line) == []

    def test_a_deadline_beyond_reason(self):
        """What no calendar reaches stays open, and is listed."""
        assert [problem for problem, _ in found(f"{MOJ} within 5,000 months.'")] == ["open-deadline"]

    @pytest.mark.parametrize(
        ("words", "vague"), [("in due course", True), ("by March 2026", False), ("in Derby", False)]
    )
    def test_a_time_that_is_no_deadline(self, words, vague):
        assert [problem for problem, _ in found(f"{MOJ} {words}.'")] == ["vague-deadline"] * vague


class TestArticleKinds:
    """What kind of text an article is."""

    @pytest.mark.parametrize("rule", rules("article-kinds", "line"), ids=lambda rule: rule.id)
    def test_each_rule_tells_a_kind(self, rule):
        """A line that only this rule reads makes the article one of its kind."""
        assert rule.value in KINDS
        assert article_kind(f"{OPENING}\n{rule.examples[0]}\n") == rule.value

    def test_the_most_rules_decide(self):
        """One line in a reporter's words makes no release of a paper."""
        assert article_kind(article("Notes to editors")) == "inspectorate-release"
        assert article_kind(article("Notes to editors", "READ MORE: Dogs", "By Jane Smith, reporter")) == "news"

    def test_a_text_without_a_sign_is_other(self):
        assert article_kind(article("Reviews were late.")) == "other"
        assert article_kind("") == "other"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from([one.example for one in problems().values()] + ["Reviews were late in 6 of 50 cases.", "•"])
    )
)
def test_any_mixture_is_listed_in_order_and_once(lines):
    """Whatever is wrong together: every entry stands in the text, once, and the same text gives the same list."""
    text = article(*lines)
    first = not_understood(read(text), text)
    assert first == sorted(set(first)) == not_understood(read(text), text)
    assert all(one.reason and 0 <= one.span.start <= one.span.end <= len(text) for one in first)
