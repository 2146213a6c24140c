"""Reads findings: what the inspectorate praised and criticised, whoever reports it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..ontology.namespaces import iri
from .bodies import Body
from .clauses import clauses
from .polarity import Cue, cues, is_signpost, polarity, undisputed
from .rules import any_of, found_by, rules
from .statements import Finding, Rating
from .statistics import Figure
from .story import Sentence, Side
from .text import Span, span_of
from .topics import Subject

#: Cues that a judgement needs more than: "We do not say this lightly" judges nobody.
#: A sentence of so many words says more than that something was not done.
_LONG: Final = 7
#: Words that the writer picked out of the report.
_PICKED: Final = re.compile(r"(?<![\w'])['\"][a-z](?:[^'\"]|(?<=\w)'(?=\w)){4,60}['\"](?!\w)")
_SEEN: Final = "what-inspectors-saw"
_WEAK: Final = frozenset({"something-left-undone", "rarely-done", "just-so-many"})
_GOOD_GRADES: Final = frozenset({iri("grade:outstanding"), iri("grade:good")})


def read_finding(
    sentence: Sentence,
    about: Subject,
    ratings: Sequence[Rating],
    bodies: tuple[Body, ...],
    figures: Sequence[Figure],
    *,
    introduced: str = "",
    goes_on: bool = False,
) -> Finding | None:
    """The finding that SENTENCE tells, ABOUT its topics and agencies; None where it judges nobody.

    FIGURES are the shares it tells, INTRODUCED the folded line or heading that it stands under; GOES_ON: the sentence
    before it in its paragraph is a finding. A sentence that only gives a grade is a rating alone; one of the writer's
    own must name a topic, or go on from a finding, to be the inspectorate's judgement.
    """
    if sentence.voice.side is Side.OTHER or is_signpost(sentence.folded) or sentence.folded.endswith(":"):
        return None
    if any_of(rules("findings", "not_finding"), sentence.folded) is not None or " | " in sentence.folded:
        return None
    found = [cue for cue in cues(_without_grades(sentence, ratings)) if not _is_idle(sentence.folded, cue)]
    substance = _has_substance(sentence, about, found, figures, goes_on=goes_on)
    if not (substance if found else _is_told(sentence, about, goes_on=goes_on)):
        return None
    shares = _shares(sentence.folded, figures)
    told = polarity(sentence.folded, found, _graded(sentence, ratings), shares) if found or shares else None
    if told is None and not ratings:
        told = undisputed(introduced)
    if told is None:
        return None
    return Finding(
        quote=sentence.span,
        speaker=sentence.judge,
        speaker_name=sentence.voice.name,
        manner=sentence.voice.manner,
        rule=f"finding-{_telling(found, told)}",
        bodies=bodies,
        polarity=told,
        topics=about.topics,
        agencies=about.agencies,
    )


def tells_of_before(sentence: Sentence) -> bool:
    """Whether the sentence tells what an earlier inspection found."""
    rule = any_of(rules("findings", "not_finding"), sentence.folded)
    return rule is not None and rule.id == "earlier-inspection"


def tells_whom_inspectors_heard(sentence: Sentence) -> bool:
    """Whether the sentence says only whom inspectors listened to: what follows it is what they heard."""
    rule = any_of(rules("findings", "not_finding"), sentence.folded)
    return rule is not None and rule.id == "whom-inspectors-heard"


def _has_substance(
    sentence: Sentence, about: Subject, found: Sequence[Cue], figures: Sequence[Figure], *, goes_on: bool
) -> bool:
    """Whether the judgement is of something: a bare "not" is none, and the writer's own words must name a topic."""
    if about.topics or figures:
        return sentence.voice.side is not Side.WRITER or any_of(rules("findings", "own_voice"), sentence.folded) is None
    if sentence.voice.side is Side.WRITER:
        picked = _PICKED.search(sentence.folded) is not None
        return (goes_on or picked) and any_of(rules("findings", "own_voice"), sentence.folded) is None
    long = len(sentence.folded.split()) >= _LONG
    return bool(about.agencies) or long or any(cue.rule not in _WEAK for cue in found)


def _is_told(sentence: Sentence, about: Subject, *, goes_on: bool) -> bool:
    """Whether inspectors tell, without a word of judgement, what they saw: of a topic, and not of themselves."""
    told = sentence.voice.side is Side.INSPECTORATE or (goes_on and sentence.voice.side is Side.WRITER)
    if not told or not about.topics:
        return False
    if sentence.voice.side is Side.WRITER and any_of(rules("findings", "own_voice"), sentence.folded) is not None:
        return False
    return any_of(rules("findings", "no_sight"), sentence.folded) is None


def _telling(found: Sequence[Cue], told: str) -> str:
    """The rule of the first cue of the sign that the sentence was read with."""
    sign = {"positive": "+", "negative": "-"}.get(told)
    return next((cue.rule for cue in found if cue.sign == sign), found[0].rule if found else _SEEN)


def _shares(folded: str, figures: Sequence[Figure]) -> list[tuple[Span, float]]:
    """The shares with their places, but for those told to compare another with."""
    return [
        (figure.span, 1 - figure.share if _is_of_the_rest(folded, figure) else figure.share)
        for figure in figures
        if figure.share is not None and any_of(rules("statistics", "compared"), folded[: figure.span.start]) is None
    ]


def _is_of_the_rest(folded: str, figure: Figure) -> bool:
    """Whether the share is of those left out: "in all but four of the 60 cases"."""
    return any_of(rules("polarity", "rest"), folded[: figure.span.start]) is not None


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


def _is_idle(folded: str, cue: Cue) -> bool:
    """Whether the cue tells how things were before, beside words such as "three years ago", or what is hoped for."""
    before = any(
        match.start() - 60 < cue.span.start < match.end() and not cue.span.covers(span_of(match))
        for _, match in found_by(rules("findings", "past"), folded)
    )
    return before or any(
        clause.covers(cue.span) and any_of(rules("findings", "hope"), clause.of(folded)) for clause in clauses(folded)
    )
