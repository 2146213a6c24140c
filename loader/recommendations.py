"""Reads recommendations: what the inspectorate asks for, of whom, and how many it says there are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..ontology.namespaces import iri
from .bodies import Body
from .numbers import number
from .rules import any_of, found_by, rules
from .statements import Recommendation
from .story import INSPECTORATE, Sentence, Side, Story
from .text import span_of
from .topics import Subject, agencies_named

#: A request without the word stands no more blocks behind the last that spoke of recommendations.
_NEAR: Final = 2


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
        addressed = _asked(f"{lead} {sentence.folded}") | _addressed_in(self.story.plain_lead_of(sentence), lead)
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
        if self._of_others(sentence, (sentence.folded, lead, heading)):
            return None
        listed = _listed(sentence, lead, heading) or self._numbered(sentence)
        if listed is not None or sentence.folded.endswith(":"):
            return listed
        rule = any_of(rules("recommendations", "asks"), sentence.folded)
        return rule.id if rule is not None and self._fits(rule.id, sentence) else None

    def _numbered(self, sentence: Sentence) -> str | None:
        """The rule by which a line that says "Recommendation 3:" before the sentence makes it one."""
        start = self.story.folded.rfind("\n", 0, sentence.block.span.start) + 1
        first = sentence.span.start == sentence.block.span.start
        named = self.story.folded[start : sentence.block.span.start].strip().startswith("recommendation")
        return "recommendations-heading" if named and first else None

    def _of_others(self, sentence: Sentence, lines: tuple[str, ...]) -> bool:
        """Whether what the sentence may ask for is asked by others: somebody who speaks, a committee, the writer."""
        if any(any_of(rules("recommendations", "not_asked"), line) for line in lines):
            return True
        if sentence.voice.side is Side.WRITER:
            if any_of(rules("recommendations", "opinion"), sentence.folded):
                self.opinion = sentence.block_index
            return self.opinion == sentence.block_index
        return sentence.voice.side is Side.OTHER and not self._goes_on(sentence)

    def _fits(self, rule: str, sentence: Sentence) -> bool:
        """Whether the place and the voice of the sentence bear out what the words of RULE say."""
        writer = sentence.voice.side is Side.WRITER
        if rule == "one-is-to":
            return sentence.block_index - self.announced <= _NEAR
        if rule == "i-want":
            return sentence.voice.side is Side.INSPECTORATE
        if rule == "plea-for" and writer:
            return self._near(sentence) or any_of(rules("attribution", "inspectorate"), sentence.folded) is not None
        return rule != "should" or not writer or self._near(sentence)

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
        return sentence.block_index - self.announced <= _NEAR or mentions_recommendations(sentence.folded)


def _listed(sentence: Sentence, lead: str, heading: str) -> str | None:
    """The rule by which an item of a list is a request, told by the line that leads into it or by its heading."""
    if not sentence.is_item:
        return None
    if (listed := any_of(rules("recommendations", "lead"), lead)) is not None:
        return listed.id
    neutral = not lead or any_of(rules("recommendations", "neutral_lead"), lead) is not None
    if any_of(rules("recommendations", "heading"), heading) and neutral:
        return "recommendations-heading"
    faults = any(any_of(rules("recommendations", "heading_of_faults"), line) for line in (heading, lead))
    orders = any_of(rules("recommendations", "order"), sentence.folded) is not None
    return "ordered-under-a-heading" if faults and orders else None


def mentions_recommendations(folded: str) -> bool:
    """Whether the sentence speaks of recommendations at all."""
    return re.search(r"\brecomm?end", folded) is not None


def count_of(folded: str) -> tuple[int, str] | None:
    """The number of recommendations that a folded sentence states, with the rule that read it; None without one."""
    guarded = any_of(rules("recommendations", "not_asked"), folded) is not None
    for rule, match in found_by(rules("recommendations", "count")[::-1], folded):
        if guarded and rule.id != "all-of-so-many":
            continue
        written = next((value for name, value in match.groupdict().items() if name.startswith("n") and value), None)
        if written:
            return int(number(written)), rule.id
    return None


def _asked(folded: str) -> set[str]:
    return {iri(f"agency:{rule.value}") for rule in rules("agencies", "asked").fitting(folded) if rule.search(folded)}


def _addressed_in(plain: str, folded: str) -> set[str]:
    """The agencies that the line which introduces a list asks: "HM Prison and Probation Service should:"."""
    found: set[str] = set()
    for _, match in found_by(rules("agencies", "addressed"), folded):
        span = span_of(match, "whom")
        found |= agencies_named(span.of(plain), span.of(folded))
    return found


def _addressees(sentence: Sentence, about: Subject) -> set[str]:
    """Those of the agencies ABOUT the sentence that are asked: named behind a verb of asking, or before "should"."""
    found: set[str] = set()
    for _, match in found_by(rules("agencies", "addressed"), sentence.folded):
        span = span_of(match, "whom")
        found |= agencies_named(span.of(sentence.plain), span.of(sentence.folded))
    return found & set(about.agencies)
