"""Finds where an article names bodies: in full, by their place alone, or by words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import ahocorasick_rs

from ..ontology.labels import Thing
from ..ontology.namespaces import iri
from .bodies import LEVELS, Body, BodyMention, slug
from .lexicon import Mention, lexicon
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
    r"^(?:(?:The|This|That|A|An|In|At|For|When|While|But|And|HM|Each|Every|Inspectors|Of|Both|Unlike|Like|Neighbouring"
    r"|Nearby|With|From|By|As|After|Since|Under|Among|Across|Meanwhile|Elsewhere|Neither|Nor|Only|Its|Their|Our|Or|To|On)"
    r"\b[ ,]*)+"
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
            found.append(mention_at(body_of(thing), mention.span, sentence, marked))
    for kind, pattern in _UNLISTED.items():
        for match in pattern.finditer(sentence.plain):
            name = _NO_PLACE.sub("", match["name"])
            span = Span(match.end("name") - len(name), match.end())
            if name and not any(mention.span.overlaps(span) and _may_be(mention, kind) for mention in listed):
                marked = sentence.folded[: span.start] + MARK + sentence.folded[span.end :]
                found.append(mention_at(_by_kind(kind, name), span, sentence, marked))
    return sorted(found, key=lambda mention: mention.span)


def _may_be(mention: Mention, kind: str) -> bool:
    """Whether MENTION may mean a body of KIND; a unit's place is none beside "Youth Justice Service"."""
    return kind != "yjs" or any(thing.kind == "YouthJusticeService" for thing in mention.things)


def with_bare_names(story: Story, mentions: list[BodyMention]) -> list[BodyMention]:
    """MENTIONS, and those of the same bodies by their place alone: once "Leeds PDU" was named, "Leeds" will do."""
    known = {mention.body.iri: mention.body for mention in mentions if mention.body.level != "region"}
    found = list(mentions)
    shortened = _shortened(story, mentions)
    taken_in: dict[Span, list[Span]] = {}
    for mention in mentions:
        taken_in.setdefault(mention.sentence.span, []).append(mention.span)
    named = _names_in(story, shortened)
    for sentence in story.sentences:
        places = taken_in.setdefault(sentence.span, [])
        for name in named.get(sentence.span, ()):
            body = shortened[name]
            for match in re.finditer(rf"\b{re.escape(name)}\b", sentence.plain):
                at = span_of(match)
                marked = sentence.folded[: at.start] + MARK + sentence.folded[at.end :]
                taken = any(other.overlaps(at.shifted(sentence.span.start)) for other in places)
                if not taken and any_of(rules("bodies", "not_bare"), marked) is None:
                    found.append(mention_at(body, at, sentence, marked))
                    places.append(found[-1].span)
        for mention in lexicon().bodies.find(sentence.plain, sentence.folded):
            span = mention.span.shifted(sentence.span.start)
            meant = [known[thing.iri] for thing in mention.things if thing.iri in known]
            if len(meant) == 1 and not any(other.overlaps(span) for other in places):
                marked = sentence.folded[: mention.span.start] + MARK + sentence.folded[mention.span.end :]
                if any_of(rules("bodies", "not_bare"), marked) is None:
                    found.append(mention_at(meant[0], mention.span, sentence, marked))
                    places.append(span)
    return sorted(found, key=lambda mention: mention.span)


def graded_regions(story: Story, mentions: list[BodyMention]) -> Iterator[BodyMention]:
    """Regions that a sentence with a grade names without a noun: "In the North West, rated 'good', …"."""
    taken = {mention.sentence.span for mention in mentions}
    for sentence in story.sentences:
        if sentence.span in taken or not lexicon().grades.find(sentence.plain, sentence.folded):
            continue
        for mention in lexicon().bodies.find(sentence.plain, sentence.folded):
            regions = [thing for thing in mention.things if thing.kind == "ProbationRegion"]
            marked = sentence.folded[: mention.span.start] + MARK + sentence.folded[mention.span.end :]
            if len(regions) == 1 and not any(
                any_of(rules("bodies", kind), marked) for kind in ("not_place", "not_bare", "part_of_region", "parent")
            ):
                yield mention_at(body_of(regions[0]), mention.span, sentence, marked)


def _names_in(story: Story, names: Iterable[str]) -> dict[Span, list[str]]:
    """For each sentence of STORY that holds some of NAMES, anywhere, those names, sorted."""
    ordered = sorted(names)
    if not ordered:
        return {}
    automaton = ahocorasick_rs.AhoCorasick(ordered)
    return {
        sentence.span: sorted({ordered[number] for number, *_ in found})
        for sentence in story.sentences
        if (found := automaton.find_matches_as_indexes(sentence.plain, overlapping=True))
    }


def _shortened(story: Story, mentions: list[BodyMention]) -> dict[str, Body]:
    """The names of bodies without their noun, where only one body of the article has the name: "South Tees"."""
    named: dict[str, set[Body]] = {}
    for mention in mentions:
        name = _NOUN.sub("", mention.span.of(story.plain)).strip(" ,'")
        if mention.body.level != "region" and len(name) >= _SHORTEST_NAME and name[:1].isupper():
            named.setdefault(name, set()).add(mention.body)
    return {name: bodies.pop() for name, bodies in sorted(named.items()) if len(bodies) == 1}


def stand_ins(story: Story, inspected: list[Body], mentions: list[BodyMention]) -> Iterator[BodyMention]:
    """Words that stand for one of several inspected bodies: "the latter", "the region", "the city unit".

    "The former" is the first of the two that the article is about, or that were named together last in MENTIONS.
    """
    if len(inspected) < 2:
        return
    named: dict[Span, dict[Body, None]] = {}
    for mention in mentions:
        if mention.body in inspected:
            named.setdefault(mention.sentence.span, {})[mention.body] = None
    pair = inspected if len(inspected) == 2 else []
    for sentence in story.sentences:
        for rule, match in found_by(rules("bodies", "stand_in"), sentence.folded):
            body = _stood_for(rule, match, inspected, pair)
            if body is not None:
                yield BodyMention(body, span_of(match).shifted(sentence.span.start), sentence, passing=False)
        if len(inspected) > 2 and sentence.span in named:
            pair = list(named[sentence.span])


def _stood_for(rule: Rule, match: re.Match[str], inspected: list[Body], pair: list[Body]) -> Body | None:
    if rule.value.isdigit():
        return pair[int(rule.value)] if len(pair) == 2 else None
    if rule.value == "word":
        meant = [body for body in inspected if match["word"] in re.findall(r"[\w']+", fold(body.label))]
    else:
        meant = [body for body in inspected if body.level == rule.value]
    return meant[0] if len(meant) == 1 else None


def is_place(sentence: Sentence, span: Span) -> bool:
    """Whether the name at SPAN of SENTENCE is a place of its own, and not part of the name of the country."""
    marked = sentence.folded[: span.start] + MARK + sentence.folded[span.end :]
    return any_of(rules("bodies", "not_place"), marked) is None


def mention_at(body: Body, span: Span, sentence: Sentence, marked: str) -> BodyMention:
    """BODY named at SPAN of SENTENCE, which is MARKED with the name taken out."""
    kinds = ("parent", "comparison") if body.level == "region" else ("comparison",)
    passing = any(any_of(rules("bodies", kind), marked) is not None for kind in kinds)
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
    elif beside.id in ("region-noun", "region-in-apposition"):
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


def _by_kind(prefix: str, name: str) -> Body:
    """The body of a kind at the place NAME; a listed one where only the possessive hid it ("Stockport's")."""
    level = "pdu" if prefix == "pdu" else "youth-justice-service"
    place = name.removesuffix("'s")
    label = place if prefix == "pdu" else f"{place} Youth Justice Service"
    if place != name:
        listed = [one.thing for one in lexicon().bodies.find(label, fold(label)) if len(one.span) == len(label)]
        known = [body_of(thing) for thing in listed if LEVELS[thing.kind] == level]
        if len(known) == 1:
            return known[0]
    return Body(iri(f"{prefix}:{slug(place)}"), label, level, listed=False)
