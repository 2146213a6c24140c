"""Reads recommendations: what the inspectorate asks for, of whom, and how many it says there are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..ontology.namespaces import iri
from .bodies import Body
from .numbers import number
from .rules import any_of, found_by, rules
from .statements import Recommendation
from .story import Sentence, Side, Story
from .text import span_of
from .topics import Subject, agencies_named


@dataclass(slots=True)
class Recommendations:
    """Reads the recommendations of an article, one sentence after another: a list goes on where it was announced."""

    story: Story
    announced: int = -10
    """The block in which recommendations were last spoken of."""

    def read(self, sentence: Sentence, about: Subject, bodies: tuple[Body, ...]) -> Recommendation | None:
        """What SENTENCE, ABOUT its topics and agencies, asks for; None where the inspectorate asks for nothing."""
        rule = self._rule(sentence)
        if mentions_recommendations(sentence.folded) or rule:
            self.announced = sentence.block_index
        if rule is None:
            return None
        lead = self.story.lead_of(sentence)
        addressed = _asked(f"{lead} {sentence.folded}")
        return Recommendation(
            quote=sentence.span,
            speaker=sentence.judge,
            speaker_name=sentence.voice.name,
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
        if sentence.voice.side is Side.OTHER or by_others:
            return None
        if sentence.is_item and (listed := any_of(rules("recommendations", "lead"), lead)):
            return listed.id
        if any_of(rules("recommendations", "heading"), heading) and sentence.is_item and not lead:
            return "recommendations-heading"
        if sentence.folded.endswith(":"):
            return None
        rule = any_of(rules("recommendations", "asks"), sentence.folded)
        if rule is None:
            return None
        if rule.id == "one-is-to" and sentence.block_index - self.announced > 2:
            return None
        told_by_writer = rule.id == "should" and sentence.voice.side is Side.WRITER
        return None if told_by_writer and not self._near(sentence) else rule.id

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
        written = match["n"] or match["n2"] if "n2" in match.groupdict() else match["n"]
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
