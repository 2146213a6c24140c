"""Lists the sentences from which nothing was read although they hold what statements are made of, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .lexicon import lexicon
from .polarity import cues
from .problems import holds
from .recommendations import count_of
from .rules import Rule, any_of, rules
from .statements import (
    InspectionReport,
    PersonNamed,
    Pledge,
    Recommendation,
    Statement,
    Statistic,
    Unread,
)  # fmt: skip
from .statistics import Figure, spaced
from .story import Sentence, Side, Story
from .text import Span
from .topics import agencies_in

#: The rules that leave out what looks like a finding: file and kind, and whether they are for the writer's words alone.
_LEAVING_OUT: Final = (
    ("findings", "not_finding", False),
    ("polarity", "signpost", False),
    ("recommendations", "not_asked", False),
    ("statistics", "no_figure", False),
    ("findings", "own_voice", True),
)


@dataclass(slots=True)
class UnreadSentences:
    """Looks for them in one STORY, whose statements are FOUND; FIGURES are its shares, by sentence."""

    story: Story
    figures: Mapping[Span, Sequence[Figure]]
    found: Sequence[Statement]
    _counts: frozenset[int | None] = frozenset()
    """The numbers of recommendations that were read."""

    def __post_init__(self) -> None:
        """Gather the numbers, once."""
        counts = {one.recommendation_count for one in self.found if isinstance(one, InspectionReport)}
        self._counts = frozenset(counts - {None})

    def beside(self, listed: Iterable[Unread]) -> Iterator[Unread]:
        """The sentences that hold something from which no statement was read, but for those LISTED already.

        A line that introduces a list is read where an item of the list is.
        """
        known = {one.span for one in listed}
        by_quote: dict[Span, list[Statement]] = {}
        for one in self.found:
            by_quote.setdefault(one.quote, []).append(one)
        used = {sentence.block.lead for sentence in self.story.sentences if by_quote.get(sentence.span)}
        for sentence in self.story.sentences:
            introduces = sentence.block_index in used and sentence.folded.endswith(":")
            if sentence.span not in known and not introduces and sentence.voice.side is not Side.OTHER:
                yield from self._sentence(sentence, by_quote.get(sentence.span, []))

    def _sentence(self, sentence: Sentence, read: list[Statement]) -> Iterator[Unread]:
        telling = [one for one in read if not isinstance(one, PersonNamed) and not _names_a_body(one)]
        if telling:
            if self._figure(sentence) == "share" and not any(
                isinstance(one, Statistic | Pledge | Recommendation) for one in telling
            ):
                yield Unread(sentence.span, "figure-beside-others", rule=_left_out_by(sentence))
        elif (held := self._held(sentence)) and not (
            held == ["agency"] and any(isinstance(one, PersonNamed) for one in read)
        ):
            words = " and ".join(holds()[name] for name in held)
            yield Unread(sentence.span, f"{held[0]}-unread", words, _left_out_by(sentence))
        for span in spaced(sentence.folded):
            yield Unread(sentence.span, "spaced-number", span.of(sentence.plain))
        yield from self._count(sentence)

    def _figure(self, sentence: Sentence) -> str:
        """Whether the sentence holds a "share", else a "count" of what the work consists of; "" for neither."""
        found = [rule for rule in rules("review", "number").fitting(sentence.folded) if rule.search(sentence.folded)]
        if self.figures.get(sentence.span) or any(not rule.value for rule in found):
            return "share"
        return "count" if found else ""

    def _held(self, sentence: Sentence) -> list[str]:
        """What the sentence holds that statements are made of, the most telling first."""
        told = sentence.voice.side is Side.INSPECTORATE
        there = {
            "grade": bool(lexicon().grades.find(sentence.plain, sentence.folded)),
            "figure": bool(self._figure(sentence)),
            "judgement": told and bool(cues(sentence.folded)),
            "agency": bool(agencies_in(sentence)),
        }
        return [name for name in holds() if there[name]]

    def _count(self, sentence: Sentence) -> Iterator[Unread]:
        """A number of recommendations that differs from the one that was read."""
        told = count_of(sentence.folded)
        if told is not None and self._counts and told[0] not in self._counts:
            yield Unread(sentence.span, "other-count", str(told[0]))


def _names_a_body(statement: Statement) -> bool:
    """Whether the statement only says that a body was inspected, which the first sentence that names it bears."""
    return isinstance(statement, InspectionReport) and statement.recommendation_count is None


def _left_out_by(sentence: Sentence) -> str:
    """The rule by which the sentence is no finding and no request of the inspectorate's, or ""."""
    for file, kind, writer in _LEAVING_OUT:
        rule: Rule | None = None
        if not writer or sentence.voice.side is Side.WRITER:
            rule = any_of(rules(file, kind), sentence.folded)
        if rule is not None:
            return f"{file}.{kind}.{rule.id}"
    return ""
