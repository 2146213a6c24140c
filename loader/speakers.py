"""Finds whom a sentence names as its speaker: a body, a person or a group, beside a verb of saying or judging."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Final

from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .lexicon import lexicon
from .people import NAME, Person, surnames
from .rules import any_of, found_by, macro, rules
from .story import INSPECTORATE, UNIT, Side, Voice
from .text import Span, fold, span_of

_MARK: Final = "\x01"
#: Kinds of bodies that have no voice of their own in the press, or whose views the report passes on.
_VOICELESS: Final = frozenset(
    {"probation-delivery-unit-generic", "partnership", "staff-group", "programme", "probation-facility", "court"}
)

_WORD: Final = re.compile(r"\w+")
_NAMED: Final = re.compile(rf"\b{NAME}\b")
Candidate = tuple[Span, Voice]


class Speakers:
    """Knows the persons of one article, and finds the speakers of its sentences."""

    def __init__(self, people: list[Person]) -> None:
        """PEOPLE are the persons that the article names."""
        named = [(person, pattern) for person in people for pattern in _named(person)]
        named += [(person, re.compile(rf"\b{re.escape(name)}\b")) for name, person in surnames(people).items()]
        called = [(_WORD.findall(fold(person.surname))[-1], person, pattern) for person, pattern in named]
        called += [
            (post.split()[-1], person, re.compile(rf"\bthe {post}\b")) for post, person in _posts(people).items()
        ]
        self._named: dict[str, list[tuple[int, re.Pattern[str], Voice]]] = {}
        """By the last word of the surname, or of the post: whoever is named bears it."""
        for order, (word, person, pattern) in enumerate(called):
            self._named.setdefault(word, []).append((order, pattern, voice_of(person)))

    def attributed(self, outside: str, plain: str) -> Voice | None:
        """The first speaker in a sentence who stands to a verb of saying, judging or finding as speakers do.

        OUTSIDE is the folded sentence with what stands in quotation marks blanked, PLAIN the straightened one.
        """
        candidates = _with_spokespersons(list(self._candidates(outside, plain)), outside)
        for span, voice in sorted(candidates, key=lambda pair: (pair[0].start, -pair[0].end)):
            frames = rules("attribution", "frame" if voice.side is Side.INSPECTORATE else "speech_frame")
            if any_of(frames, outside[: span.start] + _MARK + outside[span.end :]):
                return voice
        return None

    def _candidates(self, outside: str, plain: str) -> Iterator[Candidate]:
        """Every possible speaker; the words of one are not looked at for the kinds that come after."""
        taken: list[Span] = []
        kinds = (
            self._persons(outside), _inspectorate(outside), _bodies(outside, plain), _groups(outside),
            _strangers(outside, plain),
        )  # fmt: skip
        for kind in kinds:
            found = [(span, voice) for span, voice in kind if not any(span.overlaps(other) for other in taken)]
            taken += [span for span, _ in found]
            yield from found

    def _persons(self, outside: str) -> Iterator[Candidate]:
        words = self._named.keys() & set(_WORD.findall(outside))
        for _, pattern, voice in sorted((one for word in words for one in self._named[word]), key=itemgetter(0)):
            for match in pattern.finditer(outside):
                yield span_of(match), voice


def _named(person: Person) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How an article names PERSON: in full, with or without the role; by surname with a title."""
    role = rf"(?:{re.escape(fold(person.role))},? )?" if person.role else ""
    return (
        re.compile(rf"\b{role}{re.escape(fold(person.name))}\b"),
        macro("people", rf"\b{{title}} {re.escape(fold(person.surname))}\b"),
    )


def _posts(people: list[Person]) -> dict[str, Person]:
    """The posts that one person alone of an article holds: "the commissioner" is that person."""
    holders: dict[str, dict[str, Person]] = {}
    for person in people:
        for _, match in found_by(rules("people", "post"), fold(person.role)):
            holders.setdefault(match.group(), {})[person.name] = person
    return {post: next(iter(found.values())) for post, found in holders.items() if len(found) == 1}


def voice_of(person: Person) -> Voice:
    """The voice of PERSON, on the side of whoever they speak for."""
    side = Side.INSPECTORATE if person.speaks_for == "hmi-probation" else Side.OTHER
    return Voice(side, _agency(person.speaks_for), "reported", person)


def _inspectorate(outside: str) -> Iterator[Candidate]:
    voice = Voice(Side.INSPECTORATE, INSPECTORATE, "reported")
    for _, match in found_by(rules("attribution", "inspectorate"), outside):
        yield span_of(match), voice


def _bodies(outside: str, plain: str) -> Iterator[Candidate]:
    for mention in lexicon().organisations.find(plain, outside):
        if not mention.ambiguous and _can_speak(mention.thing.iri):
            yield mention.span, Voice(Side.OTHER, mention.thing.iri, "reported")


def _groups(outside: str) -> Iterator[Candidate]:
    """Groups without a name: those whose views the report passes on, then all others."""
    for _, match in found_by(rules("attribution", "passed_on"), outside):
        yield span_of(match), Voice(Side.INSPECTORATE, INSPECTORATE, "reported")
    for rule, match in found_by(rules("attribution", "other"), outside):
        yield span_of(match), Voice(Side.OTHER, _agency(rule.value), "reported")


def _strangers(outside: str, plain: str) -> Iterator[Candidate]:
    """Persons of whom the article does not say who they are: whoever they speak for, it is not the inspectorate."""
    for match in _NAMED.finditer(plain):
        words = match["name"].split()
        if outside[match.start() : match.end()].strip() and not any(
            any_of(rules("people", "not_name"), fold(word)) for word in words
        ):
            yield span_of(match, "name"), Voice(Side.OTHER, "", "reported")


@cache
def _can_speak(agency: str) -> bool:
    kinds = {kind.rsplit("/", 1)[1] for kind in reference().linked(agency, "ikg:bodyKind")}
    return agency != INSPECTORATE and not kinds & _VOICELESS


def _agency(slug: str) -> str:
    return iri(f"agency:{slug}") if slug and slug != UNIT else slug


def _with_spokespersons(candidates: list[Candidate], outside: str) -> list[Candidate]:
    """A spokesperson takes the place of the body they speak for: "a spokesperson for the MoJ", "an MoJ spokesman"."""
    (before,), (after,) = rules("attribution", "spokesperson_before"), rules("attribution", "spokesperson_after")
    joined: list[Candidate] = []
    for span, voice in candidates:
        ahead = before.search(outside[: span.start])
        behind = after.pattern.match(outside[span.end :])
        start = ahead.start() if ahead else span.start
        joined.append((Span(start, span.end + behind.end() if behind else span.end), voice))
    return [pair for pair in joined if not any(other.covers(pair[0]) and other != pair[0] for other, _ in joined)]
