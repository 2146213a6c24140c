"""Facts that articles tell: claims with the things they are about and the words they rest on, as one side has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ..ontology.namespaces import PREFIXES, iri
from .difference import Side, term
from .kinds import Kind, kinds

_TYPE: Final = PREFIXES["rdf"] + "type"
_CLAIM: Final = f"<{iri('schema:Claim')}>"


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim: every term is written as N-Triples have it."""

    claim: str
    thing: str
    kind: Kind
    document: str
    bodies: tuple[str, ...]
    said: dict[str, frozenset[str]] = field(hash=False)
    """Property -> values, of the thing and of the claim."""
    quote: str
    start: int
    parts: frozenset[str] = field(hash=False)
    """The subjects that its statements are about."""

    @property
    def known_by(self) -> tuple[frozenset[str], ...]:
        """The values that tell it from the other facts of its kind in one article."""
        return tuple(self.said.get(name, frozenset()) for name in self.kind.known_by)


def facts(side: Side, touched: Iterable[str]) -> list[Fact]:
    """The facts of SIDE that the subjects TOUCHED are parts of, by article, place and IRI."""
    found = [fact for claim in _claims(side, touched) if (fact := _fact(side, claim)) is not None]
    return sorted(found, key=lambda fact: (fact.document, fact.start, fact.claim))


def _claims(side: Side, subjects: Iterable[str]) -> set[str]:
    """The claims that SUBJECTS are, or are parts of; what many are parts of is looked at once."""
    level = set(subjects)
    seen = set(level)
    found: set[str] = set()
    while level:
        found |= {one for one in level if _CLAIM in side.said_of(one).get(_TYPE, ())}
        level = {whole for one in level for whole in side.wholes(one)} - seen
        seen |= level
    return found


def _fact(side: Side, claim: str) -> Fact | None:
    """What CLAIM tells; None where it is about nothing that we know the kind of."""
    said = side.said_of(claim)
    for thing in sorted(said.get(iri("ikg:asserts"), ())):
        about = side.said_of(thing)
        kind = next((kind for cls, kind in kinds().by_class.items() if f"<{cls}>" in about.get(_TYPE, ())), None)
        if kind is not None:
            break
    else:
        return None
    document = min(said.get(iri("schema:appearance"), ()), default="")
    told = {name: said.get(name, set()) | about.get(name, set()) for name in {*said, *about} - kinds().skipped}
    bodies = sorted({body for name in kinds().bodies for body in told.get(name, ())})
    quote, start, evidence = _words(side, said.get(iri("ikg:evidence"), ()))
    parts = {claim, thing, *evidence, *about.get(iri("ikg:amount"), ())}
    values = {name: frozenset(values) for name, values in told.items()}
    return Fact(claim, thing, kind, document, tuple(bodies), values, quote, start, frozenset(parts))


def _words(side: Side, evidence: Iterable[str]) -> tuple[str, int, set[str]]:
    """The words of EVIDENCE, where they begin (-1 where that is not said), and what it is made of."""
    quotes: list[str] = []
    starts: list[int] = []
    parts: set[str] = set()
    for one in sorted(evidence):
        selectors = side.said_of(one).get(iri("oa:hasSelector"), set())
        parts |= {one, *selectors}
        for selector in sorted(selectors):
            said = side.said_of(selector)
            quotes += [term(value).value for value in sorted(said.get(iri("oa:exact"), ()))]
            starts += [int(term(value).value) for value in said.get(iri("oa:start"), ()) if _whole(value)]
    return " … ".join(quotes), min(starts, default=-1), parts


def _whole(written: str) -> bool:
    return term(written).value.isdecimal()
