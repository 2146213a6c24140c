"""Topics and agencies: what a sentence is about, in words that no label has, and what it resumes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import slugs, told
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.loader.dividing import divide
from inspectkg.loader.statements import Finding
from inspectkg.loader.story import Sentence
from inspectkg.loader.text import Span, fold, straighten
from inspectkg.loader.topics import NOTHING, Subject, broader, subject
from inspectkg.ontology.labels import reference
from inspectkg.ontology.namespaces import iri

#: Topics that are annotated under another name.
ANNOTATED_AS = {"public-protection": "risk-of-harm"}


def about(line: str, before: Subject = NOTHING) -> Subject:
    """The subject of LINE, taken as one sentence."""
    block = divide(f"A headline\n{line}")[-1]
    return subject(Sentence(Span(0, len(line)), straighten(line), fold(line), block, 1), before)


def topics(line: str, before: Subject = NOTHING) -> set[str]:
    """The slugs of the topics of LINE."""
    return slugs(about(line, before).topics)


def agencies(*lines: str) -> set[str]:
    """The slugs of the agencies of the last of LINES, which follow each other."""
    before = NOTHING
    for line in lines:
        before = about(line, before)
    return slugs(before.agencies)


def annotated() -> Iterator[tuple[str, set[str], set[str], set[str], set[str]]]:
    """Each annotated sentence with its topics and those found, its agencies and those found."""
    rows = [
        [part.strip() for part in f"{line}||".split("|")[:3]]
        for line in (Path(__file__).parent / "topics.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    known = {topic for _, wanted, _ in rows for topic in wanted.split()}
    before = NOTHING
    for written, wanted, named in rows:
        line = written.removeprefix("+ ")
        before = about(line, before if line != written else NOTHING)
        found = {lifted for topic in before.topics for lifted in _lifted(topic, known)}
        yield line, set(wanted.split()), found, set(named.split()), slugs(before.agencies)


def _lifted(topic: str, known: set[str]) -> set[str]:
    """The nearest annotated topic that TOPIC is or falls under."""
    level = {topic}
    while level:
        here = {ANNOTATED_AS.get(slug, slug) for slug in slugs(tuple(level))} & known
        if here:
            return here
        level = {parent for one in level for parent in reference().linked(one, "skos:broader")}
    return set()


class TestAnnotatedSentences:
    """Sentences marked by hand are read as they were marked, but for a few."""

    def test_topics(self):
        """At least nine in ten of the topics found are right, and nine in ten of those marked are found."""
        rows = list(annotated())
        right = sum(len(wanted & found) for _, wanted, found, _, _ in rows)
        assert right / sum(len(found) for _, _, found, _, _ in rows) >= 0.9
        assert right / sum(len(wanted) for _, wanted, _, _, _ in rows) >= 0.9

    def test_police_information_sharing(self):
        """No sentence is said to be on information from the police that is not, and few that are are missed."""
        question = "police-information-sharing"
        said = [(question in wanted, question in found) for _, wanted, found, _, _ in annotated()]
        assert said.count((False, True)) == 0
        assert said.count((True, False)) <= 0.1 * sum(wanted for wanted, _ in said)

    def test_agencies(self):
        """At least nine in ten agencies are right and found."""
        rows = [(named, found) for _, _, _, named, found in annotated()]
        right = sum(len(named & found) for named, found in rows)
        assert right / sum(len(found) for _, found in rows) >= 0.88
        assert right / sum(len(named) for named, _ in rows) >= 0.88


class TestNearWords:
    """Words that look like a topic's and mean something else."""

    @pytest.mark.parametrize(
        ("line", "other", "topic"),
        [
            ("The sentence plan was weak.", "The team has a credible plan.", "planning"),
            ("Caseloads were too high.", "Women are 9% of the caseload.", "workload"),
            ("Its partners did too little.", "Men went home to their partners.", "multi-agency-working"),
            ("Premises were poor.", "Approved premises were full.", "premises-and-access"),
            ("Officers got training.", "He found a training place in a garage.", "training-and-development"),
            ("Judges trusted its reports.", "The report judges reviews to be late.", "court-work"),
            ("People released in May had no home.", "Figures released in May were bad.", "resettlement"),
            ("Boys had a say in their plans.", "Ministers had talks.", "engagement"),
            ("The risk was missed.", "The office is at risk of closure.", "risk-of-harm"),
            ("The board was absent.", "The health board was absent.", "leadership"),
        ],
    )
    def test_near_words(self, line, other, topic):
        """The topic is found in the first sentence and not in the second."""
        assert topic in topics(line)
        assert topic not in topics(other)

    @pytest.mark.parametrize(
        ("line", "named"),
        [
            ("Decisions about out-of-court disposals were slow.", set()),
            ("The courts were slow.", {"courts"}),
            ("Children supervised by the YJS did well.", set()),
            ("Links with the youth justice service were strong.", {"youth-justice-services"}),
            ("Merseyside police was slow to reply.", {"merseyside-police"}),
            ("When police replied it was late.", {"police"}),
            ("The force took three weeks to answer.", {"police"}),
            ("The force of the argument was lost.", set()),
        ],
    )
    def test_agencies(self, line, named):
        """An agency is named by words that mean it, however small they are written."""
        assert agencies(line) == named


class TestWhatIsResumed:
    """What a sentence takes from the one before."""

    KENT = "Kent Police sent the unit little information."

    def test_the_force(self):
        """The words "the force" mean the one named last, at any distance."""
        assert agencies(self.KENT, "The force was slow.") == {"kent-police"}
        assert agencies(self.KENT, "Plans were thin.", "The force was slow.") == {"kent-police"}
        assert agencies("Plans were thin.", "The force was slow.") == {"police"}

    def test_two_forces(self):
        """Of two forces named, "the force" may be either, and "both forces" are both."""
        two = "Kent Police and Sussex Police sent the unit little information."
        assert agencies(two, "The force was slow.") == {"police"}
        assert agencies(two, "Both forces were slow.") == {"kent-police", "sussex-police"}

    @pytest.mark.parametrize(
        "line",
        ["The replies were thin.", "Nothing was done with them.", "What came back was late.", "Most were unread."],
    )
    def test_replies(self, line):
        """Replies are those of the police where the sentence before tells of them, and otherwise nobody's."""
        resumed = about(line, about(self.KENT))
        assert {"police-information-sharing", "information-sharing"} <= slugs(resumed.topics)
        assert slugs(resumed.agencies) == {"kent-police"}
        assert agencies(line) == set()
        assert "police-information-sharing" not in topics(line, about("Plans were thin."))

    def test_in_an_article(self):
        """The resumed force is that of the finding that is read."""
        _, second = told(Finding, f"Inspectors found {self.KENT}", "The replies were used poorly, inspectors found.")
        assert "kent-police" in slugs(second.agencies)

    @given(st.text(max_size=200), st.text(max_size=200))
    def test_whatever_is_written(self, first, second):
        """Any text has a subject, of known topics, in one order."""
        found = about(second.replace("\n", " ") or "x", about(first.replace("\n", " ") or "x"))
        assert list(found.topics) == sorted(set(found.topics))
        assert set(found.topics) <= {thing.iri for thing in reference().things("Topic")}
        assert not any(iri("topic:safeguarding") in broader(one) for one in found.topics) or (
            iri("topic:safeguarding") not in found.topics
        )
