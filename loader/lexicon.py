"""Finds the labels of the reference data in text: longest match, whole words, one kind of thing at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import ahocorasick_rs

from ..ontology.labels import Thing, reference
from .text import Span, fold, straighten

#: How many texts a matcher remembers the mentions of: more than an article has sentences.
_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class Mention:
    """A label found in a text; THINGS are those that bear it: where they are several, it is ambiguous."""

    span: Span
    things: tuple[Thing, ...]

    @property
    def thing(self) -> Thing:
        """The thing meant; of several, the first by IRI: ask `ambiguous` before."""
        return self.things[0]

    @property
    def ambiguous(self) -> bool:
        """Whether several things bear the label."""
        return len(self.things) > 1


def _exact_form(label: str, preferred: bool) -> str:
    """The form in which LABEL must be written, or "" where its case does not matter: names and abbreviations have one.

    A preferred label opens with a capital as titles do, which does not make it a name.
    """
    telling = label[1:] if preferred else label
    return straighten(label) if any(char.isupper() for char in telling) else ""


class Matcher:
    """Finds the labels of some things."""

    def __init__(self, labels: Iterable[tuple[str, Thing, str]]) -> None:
        """LABELS: a label, the thing that bears it, and the form it must be written in ("" where case is free)."""
        bearers: dict[str, set[Thing]] = defaultdict(set)
        forms: dict[str, set[str]] = defaultdict(set)
        for label, thing, form in labels:
            folded = fold(label)
            bearers[folded].add(thing)
            forms[folded].add(form)
        self._labels = sorted(bearers)
        self._bearers = {label: tuple(sorted(found, key=lambda thing: thing.iri)) for label, found in bearers.items()}
        self._forms = dict(forms)
        self._automaton = ahocorasick_rs.AhoCorasick(self._labels, matchkind=ahocorasick_rs.MatchKind.Standard)
        self.find = lru_cache(maxsize=_REMEMBERED)(self._find)

    def _find(self, plain: str, folded: str) -> tuple[Mention, ...]:
        """The mentions in the straightened text PLAIN, whose folded form is FOLDED: leftmost and longest, none
        overlapping another. Asked for as `find`, which remembers the last answers: a sentence is looked at many times.
        """
        found = [
            (start + _article(self._labels[number]), -end, start, self._labels[number])
            for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if _whole_words(folded, start, end) and self._well_written(plain[start:end], self._labels[number])
        ]
        if not found:
            return ()
        mentions: list[Mention] = []
        reached = 0
        for telling_start, minus_end, start, label in sorted(found):
            if telling_start >= reached:
                mentions.append(Mention(Span(start, -minus_end), self._bearers[label]))
                reached = -minus_end
        return tuple(mentions)

    def _well_written(self, written: str, label: str) -> bool:
        forms = self._forms[label]
        return "" in forms or written in forms or (" " in label and written.isupper())


def _article(label: str) -> int:
    """The length of the article that LABEL opens with: seen from the left, "the police" is no longer than "police"."""
    return 4 if label.startswith("the ") else 0


def _whole_words(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1 : start]
    after = folded[end : end + 1]
    return not (
        (before.isalnum() and folded[start].isalnum())
        or (after.isalnum() and folded[end - 1].isalnum())
        or before == "&"
    )


def _labelled(things: Iterable[Thing], *, terms: bool) -> list[tuple[str, Thing, str]]:
    """The labels of THINGS; TERMS: they are words of the language, whose preferred label may be written small."""
    facts = reference()
    found: list[tuple[str, Thing, str]] = []
    for thing in things:
        found.append((thing.label, thing, _exact_form(thing.label, preferred=terms)))
        found += [
            (label, thing, _exact_form(label, preferred=False)) for label in sorted(facts.others.get(thing.iri, ()))
        ]
    return found


_COMPASS: Final = frozenset({"North", "South", "East", "West", "Central", "Mid"})


def _compass_first(label: str) -> list[str]:
    """A label such as "Essex North" as "North Essex" and "north Essex"; nothing where it ends in no such word."""
    place, _, last = label.rpartition(" ")
    return [f"{last} {place}", f"{last.lower()} {place}"] if place and last in _COMPASS else []


def _turned_round(things: Iterable[Thing]) -> list[tuple[str, Thing, str]]:
    """The labels of bodies, and those of two places also in the other order and with an ampersand."""
    found = _labelled(things, terms=False)
    known = {fold(label) for label, _, _ in found}
    for label, thing, _ in list(found):
        if thing.kind == "ProbationDeliveryUnit":
            known_here = fold(label)
            found += [
                (other, thing, other) for other in _compass_first(label) if fold(other) not in known - {known_here}
            ]
        first, joint, second = label.partition(" and ")
        if joint and " and " not in second and "," not in label and thing.kind == "ProbationDeliveryUnit":
            for other in (f"{second} and {first}", f"{second} & {first}", f"{first} & {second}"):
                if fold(other) not in known:
                    found.append((other, thing, other))
                    known.add(fold(other))
    return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A matcher for each kind of thing that statements speak of."""

    topics: Matcher
    grades: Matcher
    aspects: Matcher
    bodies: Matcher
    organisations: Matcher
    publishers: Matcher


@cache
def lexicon() -> Lexicon:
    """The lexicon of the bundled reference data, built once."""
    facts = reference()
    organisations = [
        thing
        for thing in facts.things("Inspectorate", "Agency", "PoliceForce", "org:Post")
        if not thing.beside_kind_noun
    ]
    return Lexicon(
        topics=Matcher(_labelled(facts.things("Topic"), terms=True)),
        grades=Matcher(_labelled(facts.things("Grade"), terms=True)),
        aspects=Matcher(_labelled(facts.things("Aspect"), terms=True)),
        bodies=Matcher(_turned_round(facts.things("ProbationRegion", "ProbationDeliveryUnit", "YouthJusticeService"))),
        organisations=Matcher(_labelled(organisations, terms=False)),
        publishers=Matcher(_labelled(facts.things("Publisher"), terms=False)),
    )
