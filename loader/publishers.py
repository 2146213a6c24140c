"""Finds who published an article: a publisher that the reference data knows, or the name that the text shows."""

from __future__ import annotations

import re
from typing import Final

from .blocks import Kind
from .lexicon import lexicon
from .rules import any_of, rules
from .story import Story
from .text import fold, straighten

#: A capital beside the name of a publisher makes it that of another one: "Hull Daily Mail", "Sky News Australia".
_LONGER_BEFORE: Final = re.compile(r"\b(?P<word>[A-Z][\w'-]*) $")
_LONGER_BEHIND: Final = re.compile(r" (?P<word>[A-Z][a-z]+)")


def known_publisher(name: str) -> tuple[str | None, str | None]:
    """The publisher called NAME: one the reference data knows (its IRI), else the name as written."""
    for mention in lexicon().publishers.find(straighten(name), fold(name)):
        if len(mention.span) == len(name):
            return mention.thing.iri, None
    return None, name or None


def publisher_in(story: Story) -> tuple[str | None, str | None]:
    """The publisher that the text shows: one the reference data knows (its IRI), else the name as written."""
    outside = [block for block in story.blocks if block.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.HEADLINE)]
    for block in outside:
        line = block.span.of(story.plain)
        for mention in lexicon().publishers.find(line, block.span.of(story.folded)):
            before = _LONGER_BEFORE.search(line[: mention.span.start])
            behind = _LONGER_BEHIND.match(line, mention.span.end)
            if not _is_of_the_name(before, "before_publisher") and not _is_of_the_name(behind, "behind_publisher"):
                return mention.thing.iri, None
    for block in story.blocks:
        start = story.folded.rfind("\n", 0, block.span.start) + 1
        line = story.folded[start : block.span.end]
        for rule in rules("layout", "publisher"):
            if (match := rule.search(line)) is not None:
                group = "name" if match["name"] else "name2"
                return None, story.plain[start + match.start(group) : start + match.end(group)].strip()
    return None, None


def _is_of_the_name(word: re.Match[str] | None, beside: str) -> bool:
    """Whether the capitalised WORD next to the name of a publisher is a part of it, and none that may stand BESIDE."""
    return word is not None and any_of(rules("layout", beside), fold(word["word"])) is None
