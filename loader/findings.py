"""Reads findings: what the inspectorate praised and criticised, whoever reports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..ontology.namespaces import iri
from .bodies import Body
from .polarity import Cue, cues, is_signpost, polarity
from .rules import any_of, found_by, rules
from .statements import Finding, Rating
from .statistics import Figure
from .story import Sentence, Side
from .text import Span
from .topics import Subject

#: Cues that a judgement needs more than: "We do not say this lightly" judges nobody.
_WEAK: Final = frozenset({"something-left-undone", "rarely-done", "just-so-many"})
_GOOD_GRADES: Final = frozenset({iri("grade:outstanding"), iri("grade:good")})


def read_finding(
    sentence: Sentence, about: Subject, ratings: Sequence[Rating], bodies: tuple[Body, ...], figures: Sequence[Figure]
) -> Finding | None:
    """The finding that SENTENCE tells, ABOUT its topics and agencies; None where it judges nobody.

    FIGURES are the shares it tells. A sentence that only gives a grade is a rating alone; one of the writer's own must
    name a topic to be the inspectorate's judgement.
    """
    if sentence.voice.side is Side.OTHER or is_signpost(sentence.folded) or sentence.folded.endswith(":"):
        return None
    if any_of(rules("findings", "not_finding"), sentence.folded) is not None:
        return None
    found = cues(_without_grades(sentence, ratings))
    found = [cue for cue in found if not _told_of_the_past(sentence.folded, cue)]
    told = polarity(sentence.folded, found, _graded(sentence, ratings), _minorities(figures)) if found else None
    if told is None or not _has_substance(sentence, about, found, figures):
        return None
    return Finding(
        quote=sentence.span,
        speaker=sentence.judge,
        speaker_name=sentence.voice.name,
        manner=sentence.voice.manner,
        rule=f"finding-{_telling(found, told).rule}",
        bodies=bodies,
        polarity=told,
        topics=about.topics,
        agencies=about.agencies,
    )


def tells_of_before(sentence: Sentence) -> bool:
    """Whether the sentence tells what an earlier inspection found."""
    rule = any_of(rules("findings", "not_finding"), sentence.folded)
    return rule is not None and rule.id == "earlier-inspection"


def _has_substance(sentence: Sentence, about: Subject, found: Sequence[Cue], figures: Sequence[Figure]) -> bool:
    """Whether the judgement is of something: a bare "not" is none, and the writer's own words must name a topic."""
    if about.topics or figures:
        return True
    if sentence.voice.side is Side.WRITER:
        return False
    return bool(about.agencies) or any(cue.rule not in _WEAK for cue in found)


def _telling(found: Sequence[Cue], told: str) -> Cue:
    """The first cue of the sign that the sentence was read with."""
    sign = {"positive": "+", "negative": "-"}.get(told)
    return next((cue for cue in found if cue.sign == sign), found[0])


def _minorities(figures: Sequence[Figure]) -> list[Span]:
    """The places of the shares under one half."""
    return [figure.span for figure in figures if figure.share is not None and figure.share < 0.5]


def _without_grades(sentence: Sentence, ratings: Sequence[Rating]) -> str:
    """The sentence with the names of grades blanked, where they were read as grades: those are ratings."""
    text = sentence.folded
    for rating in ratings:
        span = rating.grade_at.shifted(-sentence.span.start)
        text = text[: span.start] + "\x02" * len(span) + text[span.end :]
    return text


def _graded(sentence: Sentence, ratings: Sequence[Rating]) -> list[tuple[Span, str]]:
    """The grades that the sentence gives in this inspection, each with its place and its sign."""
    return [
        (rating.grade_at.shifted(-sentence.span.start), "+" if rating.grade in _GOOD_GRADES else "-")
        for rating in ratings
        if rating.outcome
    ]


def _told_of_the_past(folded: str, cue: Cue) -> bool:
    """Whether the cue tells how things were before, beside words such as "three years ago"."""
    return any(
        match.start() - 60 < cue.span.start < match.end()
        for _, match in found_by(rules("findings", "past"), folded)
    )
