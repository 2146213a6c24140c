"""Finds the youth justice service that an article means where it names only the council that runs it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from ..ontology.labels import Thing, reference
from .bodies import BodyMention
from .lexicon import Matcher, lexicon
from .mentions import MARK, body_of, mention_at
from .rules import any_of, found_by, rules
from .story import Sentence, Story
from .text import Span, fold, span_of

_SERVICE: Final = " Youth Justice Service"


def services_of_councils(story: Story) -> list[BodyMention]:
    """The services told by their council's or their place's name alone; none where no sentence tells of an inspection.

    "Its youth justice service" is that of the only council that the sentence, the headline or the opening names.
    """
    told = [line for line in (*story.sentences, *story.titles()) if _tells_of_a_service(line)]
    if not any(_tells_of_an_inspection(line) for line in told):
        return []
    found = [mention for line in told for mention in _of_a_place(line)]
    return found or list(_of_the_council(story, told))


def _tells_of_a_service(line: Sentence) -> bool:
    return any_of(rules("bodies", "service_noun"), line.folded) is not None


def _tells_of_an_inspection(line: Sentence) -> bool:
    graded = lexicon().grades.find(line.plain, line.folded)
    return bool(graded) or any_of(rules("bodies", "inspected"), line.folded) is not None


def _of_a_place(line: Sentence) -> Iterator[BodyMention]:
    """The services that LINE names by their place: "Kent's youth offending team", "youth justice services in Kent"."""
    for thing, span in _places(line.plain):
        if any_of(rules("bodies", "service_of_place"), _marked(line.folded, span)) is not None:
            yield _mention(thing, span, line)


def _of_the_council(story: Story, told: list[Sentence]) -> Iterator[BodyMention]:
    """The service of the council that a line of TOLD names, else of the only one that the top of STORY does."""
    top = {thing.iri: thing for line in _top(story) for thing in _councils(line)}
    for line in told:
        here = {thing.iri: thing for thing in _councils(line.plain)} or top
        for _, match in list(found_by(rules("bodies", "service_noun"), line.folded))[:1]:
            if len(here) == 1:
                yield _mention(next(iter(here.values())), span_of(match), line)


def _top(story: Story) -> Iterator[str]:
    """The lines of STORY as far as its first paragraph: headline, byline, publisher and lead."""
    first = story.sentences[0].block_index if story.sentences else len(story.blocks)
    for block in story.blocks[: first + 1]:
        yield block.span.of(story.plain)


def _councils(plain: str) -> Iterator[Thing]:
    """The services whose council the text PLAIN names."""
    for thing, span in _places(plain):
        if any_of(rules("bodies", "council_of_place"), _marked(fold(plain), span)) is not None:
            yield thing


def _places(plain: str) -> Iterator[tuple[Thing, Span]]:
    """The places that the text PLAIN names and that have a youth justice service of their own."""
    for mention in _by_place().find(plain, fold(plain)):
        if not mention.ambiguous:
            yield mention.thing, mention.span


def _marked(folded: str, span: Span) -> str:
    return folded[: span.start] + MARK + folded[span.end :]


def _mention(thing: Thing, span: Span, line: Sentence) -> BodyMention:
    return mention_at(body_of(thing), span, line, _marked(line.folded, span))


@cache
def _by_place() -> Matcher:
    """A matcher of the youth justice services of the reference data by the name of their place alone."""
    services = reference().things("YouthJusticeService")
    return Matcher((name, one, name) for one in services if (name := one.label.removesuffix(_SERVICE)) != one.label)
