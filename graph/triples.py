"""Turns what was read from an article into its named graph: world nodes, and a claim for each statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode

from ..loader.bodies import slug
from ..loader.statements import (
    Correction,
    Finding,
    InspectionReport,
    PersonNamed,
    Pledge,
    Rating,
    Recommendation,
    Statement,
    Statistic,
)  # fmt: skip
from ..loader.text import Span
from .closure import is_described
from .merges import agent, agent_node
from .sources import digest
from .terms import address, boolean, day, in_language, integer, node, text
from .world import WorldNodes

CONTEXT: Final = 32
"""The most characters that a quote's prefix and suffix have."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claim asserts, the number of recommendations that it tells, and where its words stand."""

    asserts: NamedNode
    counted: int | None
    quote: Span


@dataclass(slots=True)
class ArticleGraph(WorldNodes):
    """Writes the named graph of one article, as lines of N-Quads."""

    claims: dict[NamedNode, Claim] = field(default_factory=dict[NamedNode, Claim])
    """Every claim of the article."""

    def write(self) -> set[str]:
        """All triples of the article, each a line of N-Quads."""
        self._document()
        writers: dict[type[Statement], Callable[[Any], list[NamedNode]]] = {
            InspectionReport: self._inspection,
            Rating: self._rating,
            Finding: self._finding,
            Statistic: self._statistic,
            Recommendation: self._recommendation,
            Pledge: self._pledge,
            PersonNamed: self._person_named,
        }
        for statement in self.source.reading.statements:
            for world in writers[type(statement)](statement):
                self._claim(statement, world)
        for correction in self.source.reading.corrections:
            self._correction(correction)
        self.facts.named |= {
            value.value for value in self._objects if isinstance(value, NamedNode) and is_described(value)
        }
        return self.lines

    # ------------------------------------------------------------------ the document
    def _document(self) -> None:
        article, reading = self.source.article, self.source.reading
        told = article.told
        self.add(self.document, "rdf:type", node("schema:Article"))
        self.add(self.document, "skos:prefLabel", in_language(reading.headline, told.language or "en"))
        self.add(self.document, "ikg:fileName", text(article.name))
        self.add(self.document, "ikg:textSha256", text(article.sha256))
        self.add(self.document, "ikg:textLength", integer(len(article.text)))
        self.add(self.document, "schema:author", *map(text, told.authors))
        if article.file_sha256:
            self.add(self.document, "ikg:fileSha256", text(article.file_sha256))
        if told.url:
            self.add(self.document, "schema:url", address(told.url))
        if told.language:
            self.add(self.document, "schema:inLanguage", text(told.language))
        if told.modified is not None:
            self.add(self.document, "schema:dateModified", day(told.modified.date()))
        if reading.published is not None:
            self.add(self.document, "schema:datePublished", day(reading.published))
        if reading.publisher is not None:
            self.add(self.document, "schema:publisher", NamedNode(reading.publisher))
        elif reading.publisher_name is not None:
            publisher = node(f"publisher:{slug(reading.publisher_name)}")
            self._named(publisher, "ikg:Publisher", reading.publisher_name)
            self.add(self.document, "schema:publisher", publisher)

    # ------------------------------------------------------------------ claims
    def _claim(self, told: Statement, world: NamedNode) -> None:
        """The claim that TOLD makes of the WORLD node, with its evidence."""
        kind, key = world.value.rsplit("/", 2)[1:]
        claim = node(f"claim:{self.source.key}-{told.quote.start}-{kind}-{digest(key, *_particulars(told))}")
        count = told.recommendation_count if isinstance(told, InspectionReport) else None
        self.claims[claim] = Claim(world, count, told.quote)
        self.add(claim, "rdf:type", node("schema:Claim"))
        self.add(claim, "ikg:asserts", world)
        self.add(claim, "schema:appearance", self.document)
        self.add(
            claim, "ikg:speaker", self._person(told.speaker_name) if told.speaker_name else NamedNode(told.speaker)
        )
        self.add(claim, "ikg:attribution", node(f"attribution:{told.manner}"))
        self.add(claim, "ikg:rule", node(f"rule:{told.rule}"))
        self.add(claim, "ikg:evidence", self._evidence(told.quote))
        if told.correction is not None:
            self.add(claim, "ikg:correctedBy", self._correction_node(told.correction))
        if isinstance(told, Rating):
            self.add(claim, "ikg:isOutcome", boolean(told.outcome))
        elif isinstance(told, Statistic) and told.earlier:
            self.add(claim, "ikg:isEarlier", boolean(value=True))
        elif count is not None:
            self.add(claim, "ikg:recommendationCount", integer(count))
            self.facts.counts[world.value][claim.value] = count
        elif isinstance(told, PersonNamed) and told.role:
            self.add(claim, "ikg:roleAsStated", text(told.role))
        elif isinstance(told, Pledge):
            self._pledge_claim(claim, told)

    def _pledge_claim(self, claim: NamedNode, told: Pledge) -> None:
        if told.up_to:
            self.add(claim, "ikg:qualifier", node("qualifier:up-to"))
        if told.deadline is not None:
            if told.deadline.span:
                self.add(claim, "ikg:deadlineAsStated", text(told.deadline.span.of(self.source.article.text)))
            self._deadline(claim, told)

    def _evidence(self, quote: Span) -> NamedNode:
        """The words at QUOTE, by their place and by themselves."""
        whole = self.source.article.text
        key = f"{self.source.key}-{quote.start}-{quote.end}"
        evidence, words, place = node(f"evidence:{key}"), node(f"quote:{key}"), node(f"position:{key}")
        self.add(evidence, "rdf:type", node("oa:SpecificResource"))
        self.add(evidence, "oa:hasSource", self.document)
        self.add(evidence, "oa:hasSelector", words, place)
        self.add(words, "rdf:type", node("oa:TextQuoteSelector"))
        self.add(words, "oa:exact", text(quote.of(whole)))
        self.add(words, "oa:prefix", text(whole[max(0, quote.start - CONTEXT) : quote.start]))
        self.add(words, "oa:suffix", text(whole[quote.end : quote.end + CONTEXT]))
        self.add(place, "rdf:type", node("oa:TextPositionSelector"))
        self.add(place, "oa:start", integer(quote.start))
        self.add(place, "oa:end", integer(quote.end))
        return evidence

    # ------------------------------------------------------------------ corrections
    def _correction_node(self, told: Correction) -> NamedNode:
        said = (told.action, told.kind, told.quote, told.by, told.why, told.before, told.after)
        return node(f"correction:{self.source.key}-{told.quote.start}-{digest(*said)}")

    def _correction(self, told: Correction) -> None:
        """What a person put right, with what it was before."""
        correction = self._correction_node(told)
        self.add(correction, "rdf:type", node("ikg:Correction"), node("prov:Activity"))
        self.add(correction, "ikg:correctionKind", node(f"correction-kind:{told.action}"))
        self.add(correction, "ikg:statementKind", text(told.kind))
        self.add(correction, "ikg:evidence", self._evidence(told.quote))
        self.add(correction, "ikg:reason", text(told.why))
        self.add(correction, "ikg:correctionsSha256", text(told.sha256))
        self.add(correction, "prov:wasAssociatedWith", agent_node(told.by))
        for subject, predicate, value in agent(told.by):
            self.add(subject, predicate, value)
        for predicate, words in (("ikg:before", told.before), ("ikg:after", told.after)):
            if words:
                self.add(correction, predicate, text(words))


def _particulars(told: Statement) -> tuple[object, ...]:
    """What a claim says of its own, beyond the world node it asserts."""
    if isinstance(told, Rating):
        return (told.outcome,)
    if isinstance(told, Statistic):
        return (told.earlier,) if told.earlier else ()
    if isinstance(told, InspectionReport):
        return (told.recommendation_count,)
    if isinstance(told, PersonNamed):
        return (told.role,)
    if isinstance(told, Pledge):
        return (told.up_to, told.deadline.stated if told.deadline else "")
    return ()
