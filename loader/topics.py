"""Tells what a sentence is about: its topics and the partner agencies it names, by label, by rule or by anaphor."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about: topics and agencies as IRIs, sorted."""

    topics: tuple[str, ...]
    agencies: tuple[str, ...]


NOTHING: Final = Subject((), ())


def subject(sentence: Sentence, before: Subject, leave_out: Sequence[Span] = ()) -> Subject:
    """The subject of SENTENCE; BEFORE is that of the sentence before it, which an anaphor may resume.

    LEAVE_OUT are stretches of the sentence that name no topic, such as the population of a figure.
    """
    agencies = set(agencies_in(sentence))
    if not agencies and before.agencies and any_of(rules("topics", "anaphor"), sentence.folded):
        agencies |= set(before.agencies)
    topics = _stated(sentence, leave_out)
    topics |= _composed(topics, agencies)
    topics |= {implied for topic in topics for implied in reference().linked(topic, "ikg:impliesTopic")}
    if len(topics) > 1:
        topics.discard(_PROCESS)
    return Subject(tuple(sorted(topics)), tuple(sorted(agencies)))


def _stated(sentence: Sentence, leave_out: Sequence[Span]) -> set[str]:
    """The topics that a label or a rule finds; where two lie in the same words, the narrower one alone."""
    found = [
        (mention.span, mention.thing.iri)
        for mention in lexicon().topics.find(sentence.plain, sentence.folded)
        if not mention.ambiguous
    ]
    found += [
        (span_of(match), iri(f"topic:{rule.value}"))
        for rule, match in found_by(rules("topics", "topic"), sentence.folded)
    ]
    found = [(span, topic) for span, topic in found if not any(left.covers(span) for left in leave_out)]
    return {
        topic for span, topic in found if not any(topic in broader(other) and span.overlaps(at) for at, other in found)
    }


@cache
def broader(topic: str) -> frozenset[str]:
    """Every topic that TOPIC falls under."""
    parents = reference().linked(topic, "skos:broader")
    return frozenset(parents).union(*(broader(parent) for parent in parents))


def _composed(topics: set[str], agencies: set[str]) -> set[str]:
    """The topics that are made of a stated one and an agency, as the ontology says (`ikg:composedOfTopic`)."""
    kinds = agencies | {_POLICE for agency in agencies if agency.startswith(_FORCE)}
    with_implied = topics | {implied for topic in topics for implied in reference().linked(topic, "ikg:impliesTopic")}
    with_implied |= {parent for topic in with_implied for parent in broader(topic)}
    return {composed for composed, part, agency in _compositions() if part in with_implied and agency in kinds}


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
    found = {
        mention.thing.iri
        for mention in lexicon().organisations.find(plain, folded)
        if not mention.ambiguous and _is_partner(mention.thing.iri)
    }
    found |= {iri(f"agency:{rule.value}") for rule in rules("agencies", "agency") if rule.search(folded)}
    if any(agency.startswith(_FORCE) for agency in found):
        found.discard(_POLICE)
    return found


@cache
def _is_partner(agency: str) -> bool:
    kinds = {kind.rsplit("/", 1)[1] for kind in reference().linked(agency, "ikg:bodyKind")}
    return agency != INSPECTORATE and not kinds & _OWN_KINDS
