"""Tells what a sentence is about: its topics and the partner agencies it names, by label, by rule or by anaphor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .lexicon import lexicon
from .rules import any_of, found_by, rules
from .story import INSPECTORATE, Sentence
from .text import Span, span_of

#: Kinds of bodies that are the inspected service itself, or speak for it, and so are no partner agency.
_OWN_KINDS: Final = frozenset(
    "public-service public-service-2014-2021 private-provider-2014-2021 probation-delivery-unit-generic staff-group "
    "probation-division office-holder parliament government parliamentary-committee programme".split()
)
_PROCESS: Final = iri("topic:inspection-process")
_POLICE: Final = iri("agency:police")
_FORCE: Final = iri("force:")
_SHARING: Final = iri("topic:information-sharing")
_SAFEGUARDING: Final = iri("topic:safeguarding")
#: Some papers write a force's second word small: "Merseyside police".
_SMALL_NAME: Final = re.compile(r"(\b[A-Z][\w'-]+ )(police|constabulary)\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about: topics and agencies as IRIs, sorted."""

    topics: tuple[str, ...]
    agencies: tuple[str, ...]
    forces: tuple[str, ...] = ()
    """The police forces named last, in the sentence or before it: those that "the force" means further on."""


NOTHING: Final = Subject((), ())


def subject(sentence: Sentence, before: Subject, leave_out: Sequence[Span] = ()) -> Subject:
    """The subject of SENTENCE; BEFORE is that of the sentence before it, which an anaphor may resume.

    LEAVE_OUT are stretches of the sentence that name no topic, such as the population of a figure.
    """
    topics = _with_implied(_stated(sentence, leave_out))
    resumed = _SHARING in _with_broader(before.topics) and any_of(rules("topics", "resumed"), sentence.folded)
    if resumed and _SHARING not in _with_broader(topics):
        topics.add(_SHARING)
    agencies = _same_forces(set(agencies_in(sentence)), sentence.folded, before)
    if not agencies and (resumed or any_of(rules("topics", "anaphor"), sentence.folded)):
        agencies = set(before.agencies)
    topics = _with_implied(topics | _composed(topics, agencies))
    if len(topics) > 1:
        topics.discard(_PROCESS)
    if any(_SAFEGUARDING in broader(topic) for topic in topics):
        topics.discard(_SAFEGUARDING)
    named = tuple(sorted(agency for agency in agencies if agency.startswith(_FORCE)))
    return Subject(tuple(sorted(topics)), tuple(sorted(agencies)), named or before.forces)


def _same_forces(agencies: set[str], folded: str, before: Subject) -> set[str]:
    """AGENCIES, with the forces named before in place of the police where the sentence says "the force"."""
    if _POLICE in agencies:
        for rule in rules("topics", "same_force"):
            if rule.search(folded) and (len(before.forces) == 1 or (rule.value == "all" and before.forces)):
                return (agencies - {_POLICE}) | set(before.forces)
    return agencies


def _stated(sentence: Sentence, leave_out: Sequence[Span]) -> set[str]:
    """The topics that a label or a rule finds; where two lie in the same words, the narrower one alone.

    Words within a longer label mean nothing of their own: the premises of "approved premises" are none.
    """
    idle = [
        (span_of(match), iri(f"topic:{rule.value}"))
        for rule, match in found_by(rules("topics", "idle"), sentence.folded)
    ]
    named = [
        (mention.span, mention.thing.iri)
        for mention in lexicon().topics.find(sentence.plain, sentence.folded)
        if not mention.ambiguous
    ]
    meant = [
        (span_of(match), iri(f"topic:{rule.value}"))
        for rule, match in found_by(rules("topics", "topic"), sentence.folded)
    ]
    found = named + [one for one in meant if not any(at.covers(one[0]) and at != one[0] for at, _ in named)]
    found = [(span, topic) for span, topic in found if not any(left.covers(span) for left in leave_out)]
    found = [
        (span, topic)
        for span, topic in found
        if not any(at.covers(span) and (topic == silent or silent in broader(topic)) for at, silent in idle)
    ]
    return {
        topic for span, topic in found if not any(topic in broader(other) and span.overlaps(at) for at, other in found)
    }


@cache
def broader(topic: str) -> frozenset[str]:
    """Every topic that TOPIC falls under."""
    parents = reference().linked(topic, "skos:broader")
    return frozenset(parents).union(*(broader(parent) for parent in parents))


def _with_implied(topics: Iterable[str]) -> set[str]:
    """TOPICS and those they imply, as the ontology says (`ikg:impliesTopic`)."""
    stated = set(topics)
    return stated.union(*(reference().linked(topic, "ikg:impliesTopic") for topic in stated))


def _with_broader(topics: Iterable[str]) -> set[str]:
    stated = set(topics)
    return stated.union(*(broader(topic) for topic in stated))


def _composed(topics: set[str], agencies: set[str]) -> set[str]:
    """The topics that are made of a stated one and an agency, as the ontology says (`ikg:composedOfTopic`)."""
    kinds = agencies | {_POLICE for agency in agencies if agency.startswith(_FORCE)}
    parts = _with_broader(topics)
    return {composed for composed, part, agency in _compositions() if part in parts and agency in kinds}


@cache
def _compositions() -> tuple[tuple[str, str, str], ...]:
    facts = reference()
    return tuple(
        (thing.iri, part, agency)
        for thing in facts.things("Topic")
        for part in facts.linked(thing.iri, "ikg:composedOfTopic")
        for agency in facts.linked(thing.iri, "ikg:composedWithAgency")
    )


def agencies_in(sentence: Sentence) -> tuple[str, ...]:
    """The partner agencies that the sentence names (IRIs, sorted); a named police force replaces the police."""
    return tuple(sorted(agencies_named(sentence.plain, sentence.folded) - {sentence.voice.speaker}))


def agencies_named(plain: str, folded: str) -> set[str]:
    """The partner agencies (IRIs) that a stretch of text names; a named police force replaces the police."""
    written = _SMALL_NAME.sub(lambda match: match[1] + match[2].title(), plain)
    found = [
        (mention.span, mention.thing.iri)
        for mention in lexicon().organisations.find(written, folded)
        if not mention.ambiguous and _is_partner(mention.thing.iri)
    ]
    found += [
        (span_of(match), iri(f"agency:{rule.value}")) for rule, match in found_by(rules("agencies", "agency"), folded)
    ]
    idle = [span_of(match) for _, match in found_by(rules("agencies", "no_agency"), folded)]
    agencies = {agency for span, agency in found if not any(span.overlaps(at) for at in idle)}
    if any(agency.startswith(_FORCE) for agency in agencies):
        agencies.discard(_POLICE)
    return agencies


@cache
def _is_partner(agency: str) -> bool:
    kinds = {kind.rsplit("/", 1)[1] for kind in reference().linked(agency, "ikg:bodyKind")}
    return agency != INSPECTORATE and not kinds & _OWN_KINDS
