"""Finds where an article names bodies: in full, by their place alone, or by words that stand for them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

from ..ontology.labels import Thing
from ..ontology.namespaces import iri
from .bodies import LEVELS, Body, BodyMention, slug
from .lexicon import lexicon
from .rules import Rule, any_of, found_by, rules
from .story import Sentence, Story
from .text import Span, fold, span_of

MARK: Final = "\x01"
_PLACE = r"(?:[A-Z][\w'\u2019-]+|upon|on|of|the|and|with|&)"
_NOT_LAST = r"(?<! the)(?<! of)(?<! and)"
_UNLISTED: Final = {
    "pdu": re.compile(rf"(?P<name>[A-Z][\w'-]+(?:,? {_PLACE}){{0,9}}?){_NOT_LAST},? (?:Probation Delivery Unit|PDU)\b"),
    "yjs": re.compile(
        rf"(?P<name>[A-Z][\w'-]+(?:,? {_PLACE}){{0,7}}?){_NOT_LAST},? Youth (?:Justice|Offending) (?:Service|Team)\b"
    ),
}
_NO_PLACE: Final = re.compile(
    r"^(?:(?:The|This|That|A|An|In|At|For|When|While|But|And|HM|Each|Every|Inspectors|Of|Both)\b[ ,]*)+"
)
_NOUN: Final = re.compile(
    r"(?i:,? (?:probation delivery unit|pdu|probation unit|youth (?:justice|offending) (?:service|team))s?)$"
)
_SHORTEST_NAME: Final = 4


def mentions_in(sentence: Sentence) -> list[BodyMention]:
    """The bodies that SENTENCE names beside a noun of their kind, listed or not, in order."""
    found: list[BodyMention] = []
    listed = lexicon().bodies.find(sentence.plain, sentence.folded)
    for mention in listed:
        marked = sentence.folded[: mention.span.start] + MARK + sentence.folded[mention.span.end :]
        thing = _meant(mention.things, marked, mention.span.of(sentence.folded))
        if thing is not None:
            found.append(_mention(body_of(thing), mention.span, sentence, marked))
    for kind, pattern in _UNLISTED.items():
        for match in pattern.finditer(sentence.plain):
            name = _NO_PLACE.sub("", match["name"])
            span = Span(match.end("name") - len(name), match.end())
            if name and not any(mention.span.overlaps(span) for mention in listed):
                marked = sentence.folded[: span.start] + MARK + sentence.folded[span.end :]
                found.append(_mention(_unlisted(kind, name), span, sentence, marked))
    return sorted(found, key=lambda mention: mention.span)


def with_bare_names(story: Story, mentions: list[BodyMention]) -> list[BodyMention]:
    """MENTIONS, and those of the same bodies by their place alone: once "Leeds PDU" was named, "Leeds" will do."""
    known = {mention.body.iri: mention.body for mention in mentions if mention.body.level != "region"}
    named: dict[Span, list[BodyMention]] = {}
    for mention in mentions:
        named.setdefault(mention.sentence.span, []).append(mention)
    shortened = _shortened(story, mentions)
    found: list[BodyMention] = []
    for sentence in story.sentences:
        here = named.pop(sentence.span, [])
        for body, span in _bare_names(sentence, shortened, known):
            marked = sentence.folded[: span.start] + MARK + sentence.folded[span.end :]
            taken = any(other.span.overlaps(span.shifted(sentence.span.start)) for other in here)
            if not taken and any_of(rules("bodies", "not_bare"), marked) is None:
                here.append(_mention(body, span, sentence, marked))
        found += here
    found += itertools.chain.from_iterable(named.values())
    return sorted(found, key=lambda mention: mention.span)


def _bare_names(sentence: Sentence, shortened: dict[str, Body], known: dict[str, Body]) -> Iterator[tuple[Body, Span]]:
    """The places in SENTENCE that may stand for a body: SHORTENED names first, then those of bodies that are KNOWN."""
    for name, body in shortened.items():
        if name in sentence.plain:
            yield from ((body, span_of(match)) for match in re.finditer(rf"\b{re.escape(name)}\b", sentence.plain))
    for mention in lexicon().bodies.find(sentence.plain, sentence.folded):
        meant = [known[thing.iri] for thing in mention.things if thing.iri in known]
        if len(meant) == 1:
            yield meant[0], mention.span


def _shortened(story: Story, mentions: list[BodyMention]) -> dict[str, Body]:
    """The names of bodies without their noun, where only one body of the article has the name: "South Tees"."""
    named: dict[str, set[Body]] = {}
    for mention in mentions:
        name = _NOUN.sub("", mention.span.of(story.plain)).strip(" ,'")
        if mention.body.level != "region" and len(name) >= _SHORTEST_NAME and name[:1].isupper():
            named.setdefault(name, set()).add(mention.body)
    return {name: bodies.pop() for name, bodies in sorted(named.items()) if len(bodies) == 1}


def stand_ins(story: Story, inspected: list[Body]) -> Iterator[BodyMention]:
    """Words that stand for one of several inspected bodies: "the latter", "the region", "the city unit"."""
    if len(inspected) < 2:
        return
    for sentence in story.sentences:
        for rule, match in found_by(rules("bodies", "stand_in"), sentence.folded):
            body = _stood_for(rule, match, inspected)
            if body is not None:
                yield BodyMention(body, span_of(match).shifted(sentence.span.start), sentence, passing=False)


def _stood_for(rule: Rule, match: re.Match[str], inspected: list[Body]) -> Body | None:
    if rule.value.isdigit():
        return inspected[int(rule.value)] if len(inspected) == 2 else None
    if rule.value == "word":
        meant = [body for body in inspected if match["word"] in re.findall(r"[\w']+", fold(body.label))]
    else:
        meant = [body for body in inspected if body.level == rule.value]
    return meant[0] if len(meant) == 1 else None


def is_place(sentence: Sentence, span: Span) -> bool:
    """Whether the name at SPAN of SENTENCE is a place of its own, and not part of the name of the country."""
    marked = sentence.folded[: span.start] + MARK + sentence.folded[span.end :]
    return any_of(rules("bodies", "not_place"), marked) is None


def _mention(body: Body, span: Span, sentence: Sentence, marked: str) -> BodyMention:
    passing = any(any_of(rules("bodies", kind), marked) is not None for kind in ("parent", "comparison"))
    return BodyMention(body, span.shifted(sentence.span.start), sentence, passing)


def _meant(things: tuple[Thing, ...], marked: str, name: str) -> Thing | None:
    """Of the things that bear a place's name the one that the words beside it call for.

    None where they call for none, or for several: what is ambiguous is reported, not guessed.
    """
    if any_of(rules("bodies", "not_place"), marked) is not None:
        return None
    marked = _without_others_between(marked)
    beside = any_of(rules("bodies", "beside"), marked)
    if beside is None:
        carries_noun = any(noun in name for noun in ("region", "probation"))
        fitting = [thing for thing in things if carries_noun or not thing.beside_kind_noun]
    elif beside.id in ("in-apposition", "neighbouring-place"):
        fitting = list(things)
    elif beside.id == "region-noun":
        fitting = [thing for thing in things if thing.kind == "ProbationRegion"]
    else:
        fitting = [thing for thing in things if thing.kind != "YouthJusticeService"]
    return fitting[0] if len(fitting) == 1 else None


def _without_others_between(marked: str) -> str:
    """The marked sentence without the other places of a list that shares a noun: "A and B probation delivery units"."""
    return rules("bodies", "shared_noun")[0].pattern.sub(lambda found: f"{MARK} {found['noun']}", marked, count=1)


def body_of(thing: Thing) -> Body:
    """The body that a THING of the reference data is."""
    return Body(thing.iri, thing.label, LEVELS[thing.kind])


def _unlisted(prefix: str, name: str) -> Body:
    level = "pdu" if prefix == "pdu" else "youth-justice-service"
    label = name if prefix == "pdu" else f"{name} Youth Justice Service"
    return Body(iri(f"{prefix}:{slug(name)}"), label, level, listed=False)
