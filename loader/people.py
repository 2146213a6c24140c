"""Finds named persons and their roles, as the article writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..ontology.labels import reference
from .lexicon import lexicon
from .rules import Rule, any_of, rules
from .text import Span, fold, span_of

_TITLE = r"(?:(?:Sir|Dame|Lord|Lady|Baroness|Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Cllr|Coun|Councillor|Rev)\.? )"
_WORD = (
    r"(?:[A-Z]\.|(?:O'|D'|Mc|Mac)?[A-Z][a-z\u00c0-\u024f]+(?:[-'][A-Z]?[a-z]+)?"
    r"|(?:de|van|von|al|ap|bin)(?= [A-Z]))"
)
_HONOUR = r"(?: (?:CBE|OBE|MBE|KC|MP))?"
_PEER = rf"(?:Lord|Lady|Baroness|Sir|Dame) {_WORD}(?: of {_WORD})?"
#: What follows these words tells of what somebody is head, director or mayor: it is no person's name.
_NOT_OF: Final = r"(?<!\b(?i:the) )(?<!\b(?i:for) )(?<!\bof )(?<!\bin )(?<!\bat )(?<!\band )"
#: So many characters beside a name are looked at.
_BESIDE: Final = 100
NAME: Final = rf"(?P<name>{_TITLE}?{_WORD}(?: {_WORD}){{1,2}}{_HONOUR}|{_PEER})"
_NAMED: Final = re.compile(rf"\b{NAME}\b")


@dataclass(frozen=True, slots=True)
class Person:
    """A named person: the name and role as written, where the name stands, and whom they speak for (people.toml)."""

    name: str
    role: str
    span: Span
    rule: str
    speaks_for: str
    iri: str | None
    """The IRI of an office-holder that the reference data knows under this name, in this post."""

    @property
    def surname(self) -> str:
        """The last word of the name, without an honour behind it."""
        return [word for word in self.name.split() if word not in ("CBE", "OBE", "MBE", "KC", "MP")][-1]


@cache
def _patterns(rule: Rule) -> tuple[re.Pattern[str], ...]:
    role = rf"(?P<role>\b(?i:{rule.pattern.pattern})\b)"
    return (
        re.compile(rf"{role}(?: (?:at|for|in|of|with) [\w '&-]{{2,50}}?(?=,))?,? (?:- )?{_NOT_OF}{NAME}\b"),
        re.compile(
            rf"\b{NAME},? (?:- |\()?(?:(?:who )?(?:is|was|became) )?(?i:now |the |an? |our |its )?{role}"
            rf"(?P<of> (?:at|for|in|of|with) [\w'& -]{{2,50}}?)?"
            rf"(?=[,.;:)\"]| (?:said|says|and|who|told|added|has|-)|$)"
        ),
    )


def people(plain: str, folded: str, spans: list[Span]) -> list[Person]:
    """The persons named in the stretches SPANS of the straightened text PLAIN, each once, in order of first mention.

    FOLDED is the text folded, where the roles are looked for first.
    """
    found: dict[str, Person] = {}
    for span in spans:
        part, lower = span.of(plain), span.of(folded)
        for rule in rules("people", "role").fitting(lower):
            for pattern in _patterns(rule) if rule.search(lower) else ():
                for match in pattern.finditer(part):
                    person = _person(match, rule, span.start)
                    of_police = any_of(rules("people", "of_police"), lower[match.end("name") :][:_BESIDE])
                    if rule.value == "hmi-probation" and of_police is not None:
                        continue
                    if _is_name(person.name) and not _unfit(lower, match.start("name")):
                        found.setdefault(_bare(person.name), person)
    for span in spans:
        for person in _shown(span.of(plain), span.of(folded), span.start):
            found.setdefault(_bare(person.name), person)
    return sorted(found.values(), key=lambda person: person.span)


def _shown(part: str, lower: str, offset: int) -> Iterator[Person]:
    """The persons whom the words beside a name show to be persons: "X, who runs …", "X, of the charity …", "said X"."""
    for match in _NAMED.finditer(part):
        if " " not in _bare(match["name"]) or not _is_name(match["name"]) or _unfit(lower, match.start()):
            continue
        told = _shown_by(match["name"], lower[: match.start()], lower[match.end() :])
        if told is not None:
            rule, role = told
            stated = span_of(role, "role").shifted(match.end()).of(part) if role and "role" in role.groupdict() else ""
            words = stated.removeprefix("who ")
            span = span_of(match, "name").shifted(offset)
            yield Person(match["name"], words.strip(" ,"), span, f"person-{rule.id}", rule.value, None)


def _shown_by(name: str, before: str, behind: str) -> tuple[Rule, re.Match[str] | None] | None:
    """The rule by which what stands BEFORE or BEHIND shows NAME to be a person's, and where it tells the role."""
    for rule in rules("people", "behind_name"):
        if (match := rule.search(behind[:_BESIDE])) is not None:
            return rule, match
    titled = name != _bare(name)
    if not titled and any_of(rules("people", "given_name"), fold(name.partition(" ")[0])) is None:
        return None
    (behind_given,), (before_given,) = rules("people", "beside_given"), rules("people", "before_given")
    if behind_given.search(behind[:_BESIDE]) is not None:
        return behind_given, None
    return (before_given, None) if before_given.search(before[-_BESIDE:]) is not None else None


def _unfit(lower: str, at: int) -> bool:
    """Whether what stands at AT in the folded text follows words that only a body's name or a place's does."""
    return any_of(rules("people", "not_before"), lower[max(0, at - _BESIDE) : at]) is not None


def _person(match: re.Match[str], rule: Rule, offset: int) -> Person:
    name, role = match["name"], re.sub(r"^(?:the|a|an|who) ", "", match["role"].strip(" ,"), flags=re.IGNORECASE)
    if match["role"].lower().startswith("who chairs "):
        role = "chair of " + match["role"][len("who chairs ") :]
    role += (match.groupdict().get("of") or "").rstrip()
    known = _known_people().get((fold(_bare(name)), rule.id))
    return Person(name, role, span_of(match, "name").shifted(offset), f"person-{rule.id}", rule.value, known)


def _bare(name: str) -> str:
    return re.sub(rf"^{_TITLE}|(?: (?:CBE|OBE|MBE|KC|MP))$", "", name)


def _is_name(name: str) -> bool:
    words = _bare(name).split()
    titled = name != _bare(name)
    if any(any_of(rules("people", "not_name"), fold(word)) for word in words) or len(words) + titled < 2:
        return False
    return not lexicon().bodies.find(name, fold(name)) or (
        len(words) == 2 and not lexicon().organisations.find(name, fold(name))
    )


@cache
def _known_people() -> dict[tuple[str, str], str]:
    """(folded name, slug of the post) -> IRI, of the office-holders in the reference data."""
    facts = reference()
    posts = {
        (membership, person): post
        for (membership, predicate), members in facts.links.items()
        if predicate.endswith("#member")
        for person in members
        for post in facts.linked(membership, "ikg:post")
    }
    return {
        (fold(label), post.rsplit("/", 1)[1]): person
        for (_, person), post in posts.items()
        for label in {facts.preferred.get(person, ""), *facts.others.get(person, ())}
        if label
    }


def surnames(people_found: list[Person]) -> dict[str, Person]:
    """Folded surname -> person, where only one person of the article bears it."""
    by_name: dict[str, list[Person]] = {}
    for person in people_found:
        by_name.setdefault(fold(person.surname), []).append(person)
    return {name: bearers[0] for name, bearers in by_name.items() if len(bearers) == 1}
