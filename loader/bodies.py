"""Finds the bodies whose inspection an article reports, and which of them a sentence speaks of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import ahocorasick_rs

from ..ontology.labels import Thing, reference
from ..ontology.namespaces import iri
from .blocks import Kind
from .lexicon import lexicon
from .rules import Rule, any_of, found_by, rules
from .story import Sentence, Story
from .text import Span, fold, span_of

_MARK: Final = "\x01"
_TWO: Final = 2
#: How many more characters than the name a line may have that heads a list about a body: "The Derby City PDU:".
_HEADING_SLACK: Final = 32
LEVELS: Final = {
    "ProbationDeliveryUnit": "pdu",
    "ProbationRegion": "region",
    "YouthJusticeService": "youth-justice-service",
    "Agency": "national",
}
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
#: What an article is about it says in so many lines.
_OPENING_BLOCKS: Final = 8


@dataclass(frozen=True, slots=True)
class Body:
    """A body that can be inspected: LEVEL is the slug of its level; LISTED is false where no list has it."""

    iri: str
    label: str
    level: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body named at SPAN of the article, with the sentence that names it."""

    body: Body
    span: Span
    sentence: Sentence
    passing: bool
    """Named only as the region of a unit, or for comparison."""


@dataclass(slots=True)
class Bodies:
    """The bodies inspected, in the order the article names them, and every mention of a body."""

    inspected: list[Body]
    mentions: list[BodyMention]
    _by_sentence: dict[Span, list[BodyMention]] = field(default_factory=dict[Span, list[BodyMention]])
    _spoken_of: dict[Span, tuple[Body, ...]] = field(default_factory=dict[Span, tuple[Body, ...]])
    _first: dict[Body, Sentence] = field(default_factory=dict["Body", Sentence])
    _known: frozenset[Body] = frozenset()
    _region: Body | None = None

    def __post_init__(self) -> None:
        self._known = frozenset(self.inspected)
        for mention in self.mentions:
            self._by_sentence.setdefault(mention.sentence.span, []).append(mention)
            self._first.setdefault(mention.body, mention.sentence)
        told = (mention.body for mention in self.mentions if mention.body.level == "region" and mention.passing)
        self._region = next(told, None)

    def is_inspected(self, body: Body) -> bool:
        """Whether BODY is one of those inspected."""
        return body in self._known

    def first_told(self, body: Body) -> Sentence | None:
        """The sentence that names BODY first."""
        return self._first.get(body)

    def mentions_in(self, sentence: Sentence) -> list[BodyMention]:
        """The bodies that SENTENCE names, with their places, in order."""
        return self._by_sentence.get(sentence.span, [])

    def of(self, sentence: Sentence) -> tuple[Body, ...]:
        """The inspected bodies that SENTENCE speaks of: named, resumed, or the one spoken of before."""
        return self._spoken_of.get(sentence.span, tuple(self.inspected[:1]))

    def named_in(self, sentence: Sentence) -> list[Body]:
        """The bodies that SENTENCE names, in order."""
        return [mention.body for mention in self.mentions_in(sentence)]

    def places_in(self, sentence: Sentence) -> list[Span]:
        """Where SENTENCE names bodies, counted from its own start."""
        return [mention.span.shifted(-sentence.span.start) for mention in self.mentions_in(sentence)]

    def region_of(self, body: Body) -> Body | None:
        """The region that the article says BODY, which no list has, belongs to."""
        return self._region if body.level != "region" and not body.listed else None

    def settle(self, story: Story) -> None:
        """Decide for every sentence which inspected bodies it speaks of."""
        current = tuple(self.inspected[:1])
        heading: int | None = None
        for sentence in story.sentences:
            if sentence.block.heading != heading:
                heading = sentence.block.heading
                current = self._inspected_in(story.plain_heading_of(sentence)) or current
            named = tuple(dict.fromkeys(body for body in self.named_in(sentence) if self.is_inspected(body)))
            if named:
                current = named
            elif len(self.inspected) > 1 and any_of(rules("bodies", "all"), sentence.folded):
                self._spoken_of[sentence.span] = tuple(self.inspected)
                continue
            self._spoken_of[sentence.span] = current

    def _inspected_in(self, heading: str) -> tuple[Body, ...]:
        """The inspected bodies whose place a heading names."""
        names = {thing.iri for mention in lexicon().bodies.find(heading, fold(heading)) for thing in mention.things}
        return tuple(body for body in self.inspected if body.iri in names)


def find_bodies(story: Story) -> Bodies:
    """The bodies that STORY reports the inspection of; none where it is about something else."""
    mentions = [mention for sentence in story.sentences for mention in _mentions(sentence)]
    mentions = _with_bare_names(story, mentions)
    inspected = _inspected(story, mentions)
    if not inspected:
        inspected = _region_by_its_bare_name(story)
    if not inspected:
        mentions += [mention for title in story.titles() for mention in _mentions(title)]
        inspected = _inspected(story, mentions)
    mentions = sorted([*mentions, *_stand_ins(story, inspected)], key=lambda mention: mention.span)
    found = Bodies(inspected, mentions)
    found.settle(story)
    return found


def _stand_ins(story: Story, inspected: list[Body]) -> Iterator[BodyMention]:
    """Words that stand for one of several inspected bodies: "the latter", "the region", "the city unit"."""
    if len(inspected) < _TWO:
        return
    for sentence in story.sentences:
        for rule, match in found_by(rules("bodies", "stand_in"), sentence.folded):
            body = _stood_for(rule, match, inspected)
            if body is not None:
                yield BodyMention(body, span_of(match).shifted(sentence.span.start), sentence, passing=False)


def _stood_for(rule: Rule, match: re.Match[str], inspected: list[Body]) -> Body | None:
    if rule.value.isdigit():
        return inspected[int(rule.value)] if len(inspected) == _TWO else None
    if rule.value == "word":
        meant = [body for body in inspected if match["word"] in re.findall(r"[\w']+", fold(body.label))]
    else:
        meant = [body for body in inspected if body.level == rule.value]
    return meant[0] if len(meant) == 1 else None


def _mentions(sentence: Sentence) -> list[BodyMention]:
    found: list[BodyMention] = []
    listed = lexicon().bodies.find(sentence.plain, sentence.folded)
    for mention in listed:
        marked = sentence.folded[: mention.span.start] + _MARK + sentence.folded[mention.span.end :]
        thing = _meant(mention.things, marked, mention.span.of(sentence.folded))
        if thing is not None:
            found.append(_mention(_body(thing), mention.span, sentence, marked))
    for kind, pattern in _UNLISTED.items():
        for match in pattern.finditer(sentence.plain):
            name = _NO_PLACE.sub("", match["name"])
            span = Span(match.end("name") - len(name), match.end())
            if name and not any(mention.span.overlaps(span) for mention in listed):
                marked = sentence.folded[: span.start] + _MARK + sentence.folded[span.end :]
                found.append(_mention(_unlisted(kind, name), span, sentence, marked))
    return sorted(found, key=lambda mention: mention.span)


def _with_bare_names(story: Story, mentions: list[BodyMention]) -> list[BodyMention]:
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
                marked = sentence.folded[: at.start] + _MARK + sentence.folded[at.end :]
                taken = any(other.overlaps(at.shifted(sentence.span.start)) for other in places)
                if not taken and any_of(rules("bodies", "not_bare"), marked) is None:
                    found.append(_mention(body, at, sentence, marked))
                    places.append(found[-1].span)
        for mention in lexicon().bodies.find(sentence.plain, sentence.folded):
            span = mention.span.shifted(sentence.span.start)
            meant = [known[thing.iri] for thing in mention.things if thing.iri in known]
            if len(meant) == 1 and not any(other.overlaps(span) for other in places):
                marked = sentence.folded[: mention.span.start] + _MARK + sentence.folded[mention.span.end :]
                if any_of(rules("bodies", "not_bare"), marked) is None:
                    found.append(_mention(meant[0], mention.span, sentence, marked))
                    places.append(span)
    return sorted(found, key=lambda mention: mention.span)


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


def _region_by_its_bare_name(story: Story) -> list[Body]:
    """The only region that an article on "the region" names, where it names it without a noun."""
    if not _tells_of_the_inspectorate(story) or not any(" region" in line.folded for line in story.sentences):
        return []
    named = {
        thing.iri: thing
        for sentence in story.sentences
        if any_of(rules("bodies", "inspected"), sentence.folded)
        for mention in lexicon().bodies.find(sentence.plain, sentence.folded)
        for thing in mention.things
        if thing.kind == "ProbationRegion" and _is_place(sentence, mention.span)
    }
    return [_body(thing) for thing in named.values()] if len(named) == 1 else []


def _is_place(sentence: Sentence, span: Span) -> bool:
    marked = sentence.folded[: span.start] + _MARK + sentence.folded[span.end :]
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
    elif beside.id == "region-noun":
        fitting = [thing for thing in things if thing.kind == "ProbationRegion"]
    else:
        fitting = [thing for thing in things if thing.kind != "YouthJusticeService"]
    return fitting[0] if len(fitting) == 1 else None


def _without_others_between(marked: str) -> str:
    """The marked sentence without the other places of a list that shares a noun: "A and B probation delivery units"."""
    return rules("bodies", "shared_noun")[0].pattern.sub(lambda found: f"{_MARK} {found['noun']}", marked, count=1)


def _body(thing: Thing) -> Body:
    return Body(thing.iri, thing.label, LEVELS[thing.kind])


def _unlisted(prefix: str, name: str) -> Body:
    level = "pdu" if prefix == "pdu" else "youth-justice-service"
    label = name if prefix == "pdu" else f"{name} Youth Justice Service"
    return Body(iri(f"{prefix}:{slug(name)}"), label, level, listed=False)


def slug(name: str) -> str:
    """NAME as the last part of an IRI: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def _inspected(story: Story, mentions: list[BodyMention]) -> list[Body]:
    if not _tells_of_the_inspectorate(story):
        return []
    units = _newsworthy([m for m in mentions if m.body.level != "region"])
    regions = _newsworthy([m for m in mentions if m.body.level == "region"])
    if units:
        return [*(region for region in regions if _is_graded(region, mentions)), *units]
    return _national(story) or regions


def _tells_of_the_inspectorate(story: Story) -> bool:
    """Whether the probation inspectorate is named, or an inspectorate without a name is and no other one is named."""
    lines = [line.folded for line in (*story.sentences, *story.titles())]
    if any(any_of(rules("bodies", "probation_inspectorate"), line) for line in lines):
        return True
    if any(any_of(rules("bodies", "other_inspectorate"), line) for line in lines):
        return False
    return any(any_of(rules("attribution", "inspectorate"), line) for line in lines)


def _newsworthy(mentions: list[BodyMention]) -> list[Body]:
    """The bodies named more than in passing; a second one only where a sentence tells of its inspection.

    One that a single sentence names further down was named in passing.
    """
    bodies: dict[Body, None] = {}
    told: dict[Body, set[Span]] = {}
    for mention in mentions:
        told.setdefault(mention.body, set()).add(mention.sentence.span)
    for mention in mentions:
        if bodies and len(told[mention.body]) < _TWO and mention.sentence.block_index > _OPENING_BLOCKS:
            continue
        if mention.passing or mention.body in bodies:
            continue
        heads = (
            mention.sentence.folded.endswith(":") and len(mention.sentence.span) < len(mention.span) + _HEADING_SLACK
        )
        graded = lexicon().grades.find(mention.sentence.plain, mention.sentence.folded)
        if not bodies or heads or graded or any_of(rules("bodies", "inspected"), mention.sentence.folded):
            bodies[mention.body] = None
    return list(bodies)


def _is_graded(region: Body, mentions: list[BodyMention]) -> bool:
    """Whether a sentence grades REGION, and does not only say that a unit belongs to it."""
    return any(
        any_of(rules("bodies", "graded"), _marked(mention)) is not None
        for mention in mentions
        if mention.body == region and not mention.passing
    )


def _marked(mention: BodyMention) -> str:
    """The folded sentence of MENTION with the name marked."""
    folded, at = mention.sentence.folded, mention.span.shifted(-mention.sentence.span.start)
    return folded[: at.start] + _MARK + folded[at.end :]


def _national(story: Story) -> list[Body]:
    headlines = [block.span.of(story.folded) for block in story.blocks if block.kind is Kind.HEADLINE]
    lines = headlines + [sentence.folded for sentence in story.sentences]
    for line in lines:
        rule = any_of(rules("bodies", "national"), line)
        if rule is not None:
            service = iri(f"agency:{rule.value}")
            return [Body(service, reference().preferred[service], "national")]
    return []
