"""Findings: what the inspectorate praised and criticised, whoever tells it."""

from __future__ import annotations

import pytest
from articles import article, slug, slugs, told

from inspectkg.loader.polarity import cues, is_signpost
from inspectkg.loader.statements import Finding, Rating, Recommendation
from inspectkg.loader.text import fold


def _polarities(*lines: str) -> list[str]:
    return [one.polarity for one in told(Finding, *lines)]


class TestWhose:
    """Only the inspectorate's judgements are findings."""

    @pytest.mark.parametrize(
        ("finding", "opinion"),
        [
            ("The report said staff were exhausted.", "Napo said staff were exhausted."),
            ("Inspectors warned that plans were too thin.", "Councillors warned that plans were too thin."),
            ("The chief inspector said leaders had failed.", "The MP said leaders had failed."),
            (
                "The inspectorate said reviews had improved.",
                "A Ministry of Justice spokesperson said reviews had improved.",
            ),
            ("Practitioners told inspectors they felt trusted.", "One officer told inspectors it was chaos."),
            ("Inspectors said women were let down.", "A charity said women were let down."),
            ("Plans were too thin.", "In my view plans were too thin."),
            ("Inspectors said plans were too thin.", "The head of the unit said plans were too thin."),
            ("Probation inspectors said reviews were late.", "Ofsted inspectors said reviews were late."),
        ],
    )
    def test_beside_an_opinion(self, finding, opinion):
        """The same words are a finding in the report's mouth and none in another's."""
        assert len(told(Finding, finding)) == 1
        assert told(Finding, opinion) == []

    @pytest.mark.parametrize(
        "line",
        [
            "'Plans were too thin,' the report said.",
            "The report said: 'Plans were too thin.'",
            "Plans, the report said, were too thin.",
            "Plans were too thin, according to inspectors.",
            "It was noted that plans were too thin.",
            "A review by the inspectorate found plans were too thin.",
        ],
    )
    def test_wherever_the_speaker_stands(self, line):
        """Attribution before, after, inside and by a passive."""
        (finding,) = told(Finding, line)
        assert (finding.polarity, slug(finding.speaker)) == ("negative", "hmi-probation")

    def test_each_sentence_of_a_speech(self):
        """A speech of several sentences is a finding a sentence, each with its own quote."""
        line = "Inspectors said: 'Plans were too thin. Reviews were late.'"
        found = told(Finding, line)
        assert [one.quote.of(article(line)) for one in found] == [
            "Inspectors said: 'Plans were too thin.",
            "Reviews were late.'",
        ]
        assert {one.manner for one in found} == {"quoted"}


class TestPolarity:
    """Praise, criticism, and both."""

    @pytest.mark.parametrize(
        ("line", "polarity"),
        [
            ("Inspectors found staff were motivated.", "positive"),
            ("Inspectors found plans were too thin.", "negative"),
            ("Leadership was strong, but plans were too thin.", "mixed"),
            ("Leadership was strong; however, plans were too thin.", "mixed"),
            ("Plans were too thin while staff were highly motivated.", "mixed"),
            ("Despite strong leadership, plans were too thin.", "mixed"),
            ("Although plans were too thin, leadership was strong.", "mixed"),
            ("Plans were not thorough.", "negative"),
            ("Plans were rarely thorough.", "negative"),
            ("Plans were thorough.", "positive"),
            ("Inspectors found no shortage of officers.", "positive"),
            ("Inspectors found a shortage of officers.", "negative"),
            ("There was praise for how staff dealt with poor attendance.", "positive"),
            ("Identification of victims needed improvement.", "negative"),
            ("Identification of victims had improved.", "positive"),
            ("Reviews were thorough in only 8 of 40 cases.", "negative"),
            ("Reviews were thorough in 38 of 40 cases.", "positive"),
        ],
    )
    def test_signs(self, line, polarity):
        """Negated praise is criticism, denied criticism praise, and praise for a minority of cases is criticism."""
        assert _polarities(line) == [polarity]

    def test_cues_know_their_place(self):
        """A cue is a span of the sentence, its negation with it, and has the sign that the two make."""
        folded = fold("Plans were not thorough.")
        assert [(cue.span.of(folded), cue.sign) for cue in cues(folded)] == [("not thorough", "-")]


class TestNoFinding:
    """Sentences with words of judgement that judge nobody."""

    @pytest.mark.parametrize(
        ("nothing", "something"),
        [
            ("Not everything was strong.", "Leadership was not strong."),
            ("There was better news elsewhere.", "There was better news on staffing, where vacancies had halved."),
            ("Fieldwork took place in May.", "Fieldwork found weak plans."),
            (
                "Inspectors examined 62 cases in May.",
                "Inspectors examined 62 cases and found risk assessments were poor.",
            ),
            (
                "The previous inspection, in 2022, found staff were exhausted.",
                "The inspection found staff were exhausted.",
            ),
            ("Leaders must act now.", "Leaders acted too late."),
            ("The unit covers three districts with poor roads.", "The unit's plans were poor."),
            ("Plans are made for each person.", "Plans are poor for each person."),
        ],
    )
    def test_beside_one(self, nothing, something):
        """Signposts, method, earlier inspections, demands, background and bare facts are none."""
        assert told(Finding, nothing) == []
        assert len(told(Finding, something)) == 1

    def test_a_bare_grade_is_a_rating_alone(self):
        """A grade is a rating; a grade with its reason is a finding, too."""
        assert told(Finding, "The unit was rated 'inadequate'.") == []
        reason = "The unit was rated 'inadequate' because plans were too thin."
        assert len(told(Finding, reason)) == len(told(Rating, reason)) == 1

    def test_a_recommendation_is_none(self):
        """What should be better is asked for, not found."""
        line = "Inspectors recommended better plans."
        assert told(Finding, line) == []
        assert len(told(Recommendation, line)) == 1

    @pytest.mark.parametrize(
        ("line", "announces"), [("Not everything was strong.", True), ("Plans were not strong.", False)]
    )
    def test_signposts(self, line, announces):
        """A signpost announces a judgement and gives none."""
        assert is_signpost(fold(line)) == announces


class TestSubject:
    """The topics and agencies of a finding."""

    @pytest.mark.parametrize(
        ("line", "topic"),
        [
            ("Inspectors found staff morale was poor.", "culture"),
            ("Inspectors found plans were too thin.", "planning"),
            ("Inspectors found reviews were late.", "reviewing"),
            ("Inspectors found court reports were poor.", "court-reports"),
            ("Inspectors found leaders were weak.", "leadership"),
            ("Inspectors found vacancies were a problem.", "vacancies"),
            ("Inspectors found too little unpaid work was done.", "unpaid-work"),
            ("Inspectors found the I.T. system was unreliable.", "data-and-ict"),
        ],
    )
    def test_topics(self, line, topic):
        """A topic is found by its labels and by clauses that mean it."""
        (finding,) = told(Finding, line)
        assert topic in slugs(finding.topics)

    @pytest.mark.parametrize(
        ("line", "agencies"),
        [
            ("Inspectors found requests to the police were late.", {"police"}),
            ("Inspectors found requests to Derbyshire Constabulary were late.", {"derbyshire-constabulary"}),
            ("Inspectors found checks with children's services were late.", {"childrens-services"}),
            ("Inspectors found links with HMP Foston and the courts were poor.", {"prison-service", "courts"}),
            ("Inspectors found the unit's plans were late.", set()),
            ("Inspectors found the Probation Service was slow.", set()),
        ],
    )
    def test_agencies(self, line, agencies):
        """Partners are named, a force in place of the police; the inspected service itself is none."""
        (finding,) = told(Finding, line)
        assert slugs(finding.agencies) == agencies

    def test_police_information_sharing_needs_the_police(self):
        """The topic is made of information sharing and a police body in the sentence."""
        (police,) = told(Finding, "Replies from the police to requests for information were late.")
        (council,) = told(Finding, "Replies from the council to requests for information were late.")
        assert {"police-information-sharing", "information-sharing"} <= slugs(police.topics)
        assert "information-sharing" in slugs(council.topics)
        assert "police-information-sharing" not in slugs(council.topics)

    def test_police_information_however_it_is_put(self):
        """Getting records from a force is information sharing with the police, too."""
        line = "It was noted that the service had difficulty getting records from Derbyshire Constabulary."
        (finding,) = told(Finding, line)
        assert {"police-information-sharing", "information-sharing"} <= slugs(finding.topics)

    def test_an_anaphor_resumes_the_agencies_before(self):
        """The words "these agencies" stand for those of the sentence before, and without one nobody."""
        _, resumed = told(
            Finding,
            "Replies from the police to requests for information were late.",
            "Information was rarely shared by these agencies.",
        )
        (alone,) = told(Finding, "Information was rarely shared by these agencies.")
        assert (slugs(resumed.agencies), slugs(alone.agencies)) == ({"police"}, set())
        assert "police-information-sharing" in slugs(resumed.topics)

    def test_the_narrower_topic_covers_the_broader(self):
        """Where one stretch of words means a topic and a narrower one, the narrower is filed."""
        (finding,) = told(Finding, "Inspectors found court reports were poor.")
        assert "court-work" not in slugs(finding.topics)
