"""Makes names comparable: of bodies, persons, pledgers, units, topics, agencies; comparison.toml has the words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..ontology.labels import reference
from .schema import agencies, topics

DATA: Final = Path(__file__).parent / "comparison.toml"


@cache
def settings() -> dict[str, Any]:
    """What comparison.toml says."""
    return tomllib.loads(DATA.read_text("utf-8"))


def plain_body(name: str) -> str:
    """NAME of a body without what does not tell it from another: kinds, articles, punctuation."""
    name = name.lower().replace("&", "and").replace("-", " ").replace("’", "'")
    for pattern in _body_words():
        name = pattern.sub(" ", name)
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", name).split())


def body(name: str) -> str:
    """NAME of a body as it is compared: the preferred one where the reference data has it under several."""
    plain = plain_body(name)
    return _bodies().get(plain, plain)


def person(name: str) -> str:
    """NAME of a person in lower case, without a title."""
    return _titles().sub("", name.lower().strip())


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two names of a pledger or unit are the same, or one holds the other."""
    one, other = plain_words(one), plain_words(other)
    return one == other or bool(one and other and (one in other or other in one))


def plain_words(text: str | None) -> str:
    """TEXT in full, in lower case, its words in the singular, without those that tell nothing."""
    words = settings()["words"]
    lowered = (text or "").lower()
    found = re.findall(r"[a-z0-9%£]+", words["in_full"].get(lowered, lowered))
    return " ".join(word.rstrip("s") for word in found if word not in words["left_out"])


def topics_noted(slugs: str) -> set[str]:
    """The topics of SLUGS, joined by spaces, as they would be noted: each the nearest that is, with what it brings."""
    rules = settings()["topics"]
    found = _lifted(slugs.split(), topics(), {**_broader("skos:broader", "Topic"), **rules["filed_under"]})
    return found | {other for topic, other in rules["brings"].items() if topic in found}


def agencies_noted(slugs: str) -> set[str]:
    """The agencies of SLUGS, joined by spaces, as they would be noted; a post counts as the agency that it is in."""
    return _lifted(slugs.split(), agencies(), _parents())


def _lifted(slugs: Iterable[str], known: Collection[str], broader: Mapping[str, str]) -> set[str]:
    """What of KNOWN the SLUGS are, or fall under; what falls under none is left out."""
    found: set[str] = set()
    for slug in slugs:
        seen: set[str] = set()
        while slug and slug not in known and slug not in seen:
            seen.add(slug)
            slug = broader.get(slug, "")
        if slug in known:
            found.add(slug)
    return found


@cache
def _parents() -> dict[str, str]:
    return {
        **_broader("org:postIn", "org:Post"),
        **_broader("ikg:parentAgency", "Agency", "Inspectorate", "PoliceForce"),
    }


@cache
def _broader(predicate: str, *kinds: str) -> dict[str, str]:
    """The slug of each thing of KINDS -> that of what it falls under."""
    links = {thing.slug: reference().linked(thing.iri, predicate) for thing in reference().things(*kinds)}
    return {slug: found[0].rsplit("/", 1)[1] for slug, found in links.items() if found}


@cache
def _bodies() -> dict[str, str]:
    """Each label of a region, unit or service, made plain -> its preferred one; of two that bear it, the larger's."""
    names: dict[str, str] = {}
    for kind in ("ProbationRegion", "ProbationDeliveryUnit", "YouthJusticeService"):
        for thing in reference().things(kind):
            for label in (thing.label, *sorted(reference().others.get(thing.iri, ()))):
                names.setdefault(plain_body(label), plain_body(thing.label))
    return names


@cache
def _body_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = settings()["bodies"]
    kinds, left_out = ("|".join(map(re.escape, words[name])) for name in ("kinds", "left_out"))
    return re.compile(rf"\((?:{kinds})\)"), re.compile(rf"\b(?:{left_out})\b")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(settings()['people']['titles'])})\.? ")
