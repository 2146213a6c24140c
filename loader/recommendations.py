"""Reads recommendations: what the inspectorate asks for, of whom, and how many it says there are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..ontology.namespaces import iri
from .bodies import Body
from .numbers import number
from .rules import any_of, found_by, rules
from .statements import Recommendation
from .story import INSPECTORATE, Sentence, Side, Story
from .text import span_of
from .topics import Subject, agencies_named


@dataclass(slots=True)
class Recommendations:
    """Reads the recommendations of an article, one sentence after another: a list goes on where it was announced."""

    story: Story
    announced: int = -10
    """The block in which recommendations were last spoken of."""
    inspectorates: int = -10
    """The block in which the inspectorate was last named as making them."""

    opinion: int = -10
    """The block in which the writer began to tell a view of their own."""

    def read(self, sentence: Sentence, about: Subject, bodies: tuple[Body, ...]) -> Recommendation | None:
        """What SENTENCE, ABOUT its topics and agencies, asks for; None where the inspectorate asks for nothing."""
        rule = self._rule(sentence)
        if mentions_recommendations(sentence.folded) or rule:
            self.announced = sentence.block_index
            named = any_of(rules("attribution", "inspectorate"), sentence.folded) is not None
            self.inspectorates = sentence.block_index if named else self.inspectorates
        if rule is None:
            return None
        lead = self.story.lead_of(sentence)
        addressed = _asked(f"{lead} {sentence.folded}")
        return Recommendation(
            quote=sentence.span,
            speaker=INSPECTORATE if sentence.voice.side is Side.OTHER else sentence.judge,
            speaker_name="" if sentence.voice.side is Side.OTHER else sentence.voice.name,
            manner=sentence.voice.manner,
            rule=f"recommendation-{rule}",
            bodies=bodies,
            topics=about.topics,
            agencies=tuple(sorted({*about.agencies, *addressed})),
            addressees=tuple(sorted(addressed | _addressees(sentence, about))),
        )

    def _rule(self, sentence: Sentence) -> str | None:
        """The rule by which the sentence is a request of the inspectorate's."""
        lead, heading = self.story.lead_of(sentence), self.story.heading_of(sentence)
        lines = (sentence.folded, lead, heading)
        by_others = any(any_of(rules("recommendations", "not_asked"), line) for line in lines)
        if sentence.voice.side is Side.WRITER and any_of(rules("recommendations", "opinion"), sentence.folded):
            self.opinion = sentence.block_index
        if sentence.voice.side is Side.WRITER and self.opinion == sentence.block_index:
            return None
        if by_others or (sentence.voice.side is Side.OTHER and not self._goes_on(sentence)):
            return None
        if sentence.is_item and (listed := any_of(rules("recommendations", "lead"), lead)):
            return listed.id
        if any_of(rules("recommendations", "heading"), heading) and sentence.is_item and not lead:
            return "recommendations-heading"
        if sentence.is_item and any_of(rules("recommendations", "order"), sentence.folded):
            faults = any(any_of(rules("recommendations", "heading_of_faults"), line) for line in (heading, lead))
            if faults:
                return "ordered-under-a-heading"
        if sentence.folded.endswith(":"):
            return None
        rule = any_of(rules("recommendations", "asks"), sentence.folded)
        if rule is None:
            return None
        if rule.id == "one-is-to" and sentence.block_index - self.announced > 2:
            return None
        if rule.id == "i-want" and sentence.voice.side is not Side.INSPECTORATE:
            return None
        if rule.id == "plea-for" and sentence.voice.side is Side.WRITER and not self._near(sentence):
            named = any_of(rules("attribution", "inspectorate"), sentence.folded)
            return rule.id if named else None
        told_by_writer = rule.id == "should" and sentence.voice.side is Side.WRITER
        return None if told_by_writer and not self._near(sentence) else rule.id

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether "It calls on …" or "Another says …" goes on from a request told before in the paragraph.

        Where it does, whoever seems to speak in it does not: only the inspectorate makes recommendations here.
        """
        rule = any_of(rules("recommendations", "goes_on"), sentence.folded)
        if rule is None or rule.id == "one-of-them":
            return rule is not None and self.announced == sentence.block_index
        return self.inspectorates == sentence.block_index and sentence.voice.manner == "reported"

    def _near(self, sentence: Sentence) -> bool:
        """Whether recommendations were spoken of just before."""
        return sentence.block_index - self.announced <= 2 or mentions_recommendations(sentence.folded)


def mentions_recommendations(folded: str) -> bool:
    """Whether the sentence speaks of recommendations at all."""
    return re.search(r"\brecomm?end", folded) is not None


def count_of(folded: str) -> tuple[int, str] | None:
    """The number of recommendations that a folded sentence states, with the rule that read it; None without one."""
    if any_of(rules("recommendations", "not_asked"), folded):
        return None
    for rule, match in found_by(rules("recommendations", "count")[::-1], folded):
        written = next((value for name, value in match.groupdict().items() if name.startswith("n") and value), None)
        if written:
            return int(number(written)), rule.id
    return None


def _asked(folded: str) -> set[str]:
    return {iri(f"agency:{rule.value}") for rule in rules("agencies", "asked") if rule.search(folded)}


def _addressees(sentence: Sentence, about: Subject) -> set[str]:
    """Those of the agencies ABOUT the sentence that are asked: named behind a verb of asking, or before "should"."""
    found: set[str] = set()
    for _, match in found_by(rules("agencies", "addressed"), sentence.folded):
        span = span_of(match, "whom")
        found |= agencies_named(span.of(sentence.plain), span.of(sentence.folded))
    return found & set(about.agencies)
