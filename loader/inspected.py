"""Decides which bodies' inspection an article reports: none where it is about something else."""

from __future__ import annotations

from typing import Final

from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .blocks import Kind
from .bodies import Bodies, Body, BodyMention
from .councils import services_of_councils
from .lexicon import lexicon
from .mentions import MARK, body_of, graded_regions, is_place, mentions_in, stand_ins, with_bare_names
from .rules import any_of, rules
from .story import Sentence, Story
from .text import Span

#: How many more characters than the name a line may have that heads a list about a body: "The Derby City PDU:".
_HEADING_SLACK: Final = 32
#: What an article is about it says in so many lines.
_OPENING_BLOCKS: Final = 5


def find_bodies(story: Story) -> Bodies:
    """The bodies that STORY reports the inspection of; none where it is about something else."""
    mentions = [mention for sentence in story.sentences for mention in mentions_in(sentence)]
    mentions = with_bare_names(story, mentions)
    inspected = _inspected(story, mentions)
    if not inspected:
        inspected = _region_by_its_bare_name(story)
    if not inspected:
        mentions += [mention for title in story.titles() for mention in mentions_in(title)]
        inspected = _inspected(story, mentions)
    if not inspected:
        mentions += services_of_councils(story)
        inspected = _inspected(story, mentions)
    if any(body.level == "national" for body in inspected):
        mentions += graded_regions(story, mentions)
    mentions = sorted([*mentions, *stand_ins(story, inspected, mentions)], key=lambda mention: mention.span)
    found = Bodies(inspected, mentions)
    found.settle(story)
    return found


def tells_of_the_inspectorate(story: Story) -> bool:
    """Whether the probation inspectorate is named, or an inspectorate without a name is and no other one is named."""
    lines = [line.folded for line in (*story.sentences, *story.titles())]
    if any(any_of(rules("bodies", "probation_inspectorate"), line) for line in lines):
        return True
    if any(any_of(rules("bodies", "other_inspectorate"), line) for line in lines):
        return False
    return any(any_of(rules("attribution", "inspectorate"), line) for line in lines)


def _region_by_its_bare_name(story: Story) -> list[Body]:
    """The only region that an article on "the region" names, where it names it without a noun."""
    if not tells_of_the_inspectorate(story) or not any(" region" in line.folded for line in story.sentences):
        return []
    named = {
        thing.iri: thing
        for sentence in story.sentences
        if any_of(rules("bodies", "inspected"), sentence.folded)
        for mention in lexicon().bodies.find(sentence.plain, sentence.folded)
        for thing in mention.things
        if thing.kind == "ProbationRegion" and is_place(sentence, mention.span)
    }
    return [body_of(thing) for thing in named.values()] if len(named) == 1 else []


def _inspected(story: Story, mentions: list[BodyMention]) -> list[Body]:
    if not tells_of_the_inspectorate(story):
        return []
    units = _newsworthy([m for m in mentions if m.body.level != "region"])
    regions = _newsworthy([m for m in mentions if m.body.level == "region"])
    national = _national(story)
    if units and not (national and _are_examples(units, mentions, story)):
        return [*(region for region in regions if _is_graded(region, mentions)), *units]
    return national or regions or _only_one(mentions)


def _are_examples(units: list[Body], mentions: list[BodyMention], story: Story) -> bool:
    """Whether UNITS are only told as examples by an article on the whole country: each once, after it says so."""
    told = [mention.sentence.span for mention in mentions if mention.body in units]
    before = [line for line in _lines(story) if line.span.start < min(told).start]
    return len(told) == len(set(units)) and any(any_of(rules("bodies", "national"), line.folded) for line in before)


def _only_one(mentions: list[BodyMention]) -> list[Body]:
    """The only body that an article names and tells the inspection of, though it names it beside another."""
    named = {mention.body for mention in mentions if mention.body.level != "region"}
    inspected = [
        mention.body
        for mention in mentions
        if mention.body in named and any_of(rules("bodies", "inspected"), mention.sentence.folded) is not None
    ]
    if not inspected:
        return []
    return inspected[:1] if len(named) == 1 else _graded_together(mentions)


def _graded_together(mentions: list[BodyMention]) -> list[Body]:
    """The units that the first sentence on any names and grades, each as much in passing as the others."""
    units = [mention for mention in mentions if mention.body.level != "region"]
    first = units[0].sentence
    grades = lexicon().grades.find(first.plain, first.folded)
    named = [one.body for one in units if one.sentence.span == first.span]
    return list(dict.fromkeys(named)) if len(grades) >= len(set(named)) > 1 else []


def _newsworthy(mentions: list[BodyMention]) -> list[Body]:
    """The bodies named more than in passing; a second one only where a sentence tells of its inspection.

    One that a single sentence names further down was named in passing.
    """
    bodies: dict[Body, None] = {}
    passed: set[Body] = set()
    told: dict[Body, set[Span]] = {}
    for mention in mentions:
        told.setdefault(mention.body, set()).add(mention.sentence.span)
    opening = min((mention.sentence.block_index for mention in mentions), default=0) + _OPENING_BLOCKS
    for mention in mentions:
        if bodies and len(told[mention.body]) < 2 and mention.sentence.block_index > opening:
            continue
        if mention.passing or mention.body in bodies:
            passed.add(mention.body)
            continue
        heads = (
            mention.sentence.folded.endswith(":") and len(mention.sentence.span) < len(mention.span) + _HEADING_SLACK
        )
        graded = lexicon().grades.find(mention.sentence.plain, mention.sentence.folded)
        told_of = mention.body not in passed and any_of(rules("bodies", "inspected"), mention.sentence.folded)
        if not bodies or heads or graded or told_of:
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
    return folded[: at.start] + MARK + folded[at.end :]


def _lines(story: Story) -> list[Sentence]:
    """The headline and the sentences of STORY."""
    return [*(title for title in story.titles() if title.block.kind is Kind.HEADLINE), *story.sentences]


def _national(story: Story) -> list[Body]:
    for line in _lines(story):
        rule = any_of(rules("bodies", "national"), line.folded)
        if rule is not None:
            service = iri(f"agency:{rule.value}")
            return [Body(service, reference().preferred[service], "national")]
    return []
