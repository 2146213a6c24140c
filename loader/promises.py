"""Tells what promises: the words of a clause, or the line or heading over a list of deeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .rules import any_of, rules
from .story import Sentence, Story

#: The mechanism that reads an item below a heading such as "Our commitments".
UNDER_A_HEADING: Final = "under-a-heading"
#: Where a sentence of a line ends and the next begins.
SENTENCE_END: Final = re.compile(r"(?<=[.?!]) +")


def commitment(text: str, *, going_on: bool) -> str | None:
    """The rule by which the folded TEXT promises; GOING_ON: the clause before it in its sentence does."""
    for rule in rules("pledges", "commitment").fitting(text):
        if rule.id == "carried-on" and not going_on:
            continue
        if rule.search(text) is not None:
            return rule.id
    return None


def listed(story: Story, sentence: Sentence) -> str | None:
    """The rule by which an item of a list promises as a whole: below "We will:", or a heading of commitments."""
    if not sentence.is_item:
        return None
    lead = lead_into(story, sentence)
    if not lead:
        below = any_of(rules("pledges", "heading"), story.heading_of(sentence)) is not None
        deed = any_of(rules("pledges", "deed"), sentence.folded) is not None
        return UNDER_A_HEADING if below and deed else None
    if commitment(lead + " open", going_on=False) is None:
        return None
    return commitment(f"{lead} {sentence.folded}", going_on=False)


def lead_into(story: Story, sentence: Sentence) -> str:
    """The folded words that lead into the list SENTENCE stands in: the last sentence of the line over it, or ""."""
    return SENTENCE_END.split(story.lead_of(sentence).removesuffix(":"))[-1]


def lines_over(story: Story, sentence: Sentence) -> Iterator[str]:
    """The line and the heading that an item of a list stands below, both folded; nothing for other sentences."""
    if sentence.is_item:
        yield from (lead_into(story, sentence), story.heading_of(sentence))
