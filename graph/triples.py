"""Turns what was read from an article into its named graph: world nodes, and a claim for each statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from ..loader.bodies import Body, slug
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
from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .closure import is_described
from .facts import Facts
from .identity import Identity, Source, digest, statistic_key
from .merges import agent, agent_node
from .terms import address, boolean, day, decimal, english, in_language, integer, month, node, text, written

CONTEXT: Final = 32
"""The most characters that a quote's prefix and suffix have."""
_CLASSES: Final = {
    "pdu": "ikg:ProbationDeliveryUnit",
    "region": "ikg:ProbationRegion",
    "youth-justice-service": "ikg:YouthJusticeService",
    "national": "ikg:Agency",
}
_UNITS: Final = {"GBP": "unit:gbp", "percent": "unit:percent"}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claim asserts, the number of recommendations that it tells, and where its words stand."""

    asserts: NamedNode
    counted: int | None
    quote: Span


@dataclass(slots=True)
class ArticleGraph:
    """Writes the named graph of one article, as lines of N-Quads."""

    source: Source
    identity: Identity
    facts: Facts = field(default_factory=Facts)
    """What links among articles rest on: writing adds to it."""
    lines: set[str] = field(default_factory=set[str])
    claims: dict[NamedNode, Claim] = field(default_factory=dict[NamedNode, Claim])
    """Every claim of the article."""
    graph: NamedNode = field(init=False)
    """The name of the article's graph."""
    document: NamedNode = field(init=False)
    """The article's node."""
    _known: dict[str, str | None] = field(init=False)
    """The persons named, with the IRIs of those that are office-holders."""
    _end: str = field(init=False)
    """How each line ends: with the name of the graph."""
    _objects: set[NamedNode | Literal] = field(default_factory=set["NamedNode | Literal"])

    def __post_init__(self) -> None:
        self.graph = node(f"graph:{self.source.key}")
        self.document = node(f"document:{self.source.key}")
        told = self.source.reading.statements
        self._known = {one.name: one.person for one in told if isinstance(one, PersonNamed)}
        self._end = f"{self.graph} .\n"

    def add(self, subject: NamedNode, predicate: str, *values: NamedNode | Literal) -> None:
        """Add a triple for each of VALUES."""
        for value in values:
            self.lines.add(f"{subject} {written(predicate)} {value} {self._end}")
            self._objects.add(value)

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

    def _named(self, thing: NamedNode, kind: str, label: str) -> None:
        """Describe a thing that no list has."""
        self.add(thing, "rdf:type", node(kind))
        self.add(thing, "skos:prefLabel", english(label))

    def _body(self, body: Body) -> NamedNode:
        thing = NamedNode(body.iri)
        if not body.listed:
            self._named(thing, _CLASSES[body.level], body.label)
        return thing

    # ------------------------------------------------------------------ world nodes
    def _inspection_node(self, key: str, body: Body, reported: str | None) -> NamedNode:
        inspection = node(f"inspection:{key}")
        when = f", reported {reported}" if reported else ", date not told"
        self.add(inspection, "rdf:type", node("ikg:Inspection"), node("prov:Activity"))
        self.add(inspection, "skos:prefLabel", english(f"Inspection of {body.label}{when}"))
        self.add(inspection, "ikg:inspects", self._body(body))
        self.add(inspection, "ikg:inspectorate", node("agency:hmi-probation"))
        self.add(inspection, "ikg:level", node(f"level:{body.level}"))
        if reported:
            self.add(inspection, "ikg:reportMonth", month(reported))
        return inspection

    def _reported(self, body: Body) -> NamedNode:
        """The inspection of BODY that the article reports."""
        key = self.identity.inspection(self.source, body)
        return self._inspection_node(key, body, self.identity.month(self.source, body))

    def _inspection(self, told: InspectionReport) -> list[NamedNode]:
        inspection = self._reported(told.body)
        if told.region is not None:
            self.add(NamedNode(told.body.iri), "org:unitOf", self._body(told.region))
        if told.recommendation_count is not None:
            self.add(inspection, "ikg:recommendationCount", integer(told.recommendation_count))
        return [inspection]

    def _rating(self, told: Rating) -> list[NamedNode]:
        if told.outcome:
            inspection = self._reported(told.body)
        else:
            key = self.identity.earlier_inspection(self.source, told)
            inspection = self._inspection_node(key, told.body, told.month)
        aspect, grade = told.aspect.rsplit("/", 1)[1], told.grade.rsplit("/", 1)[1]
        rating = node(f"rating:{inspection.value.rsplit('/', 1)[1]}-{aspect}-{grade}")
        self.add(rating, "rdf:type", node("ikg:Rating"))
        self.add(rating, "ikg:ofInspection", inspection)
        self.add(rating, "ikg:rater", node("agency:hmi-probation"))
        self.add(rating, "ikg:ratedBody", self._body(told.body))
        self.add(rating, "ikg:aspect", NamedNode(told.aspect))
        self.add(rating, "ikg:grade", NamedNode(told.grade))
        self.facts.ratings[inspection.value, told.aspect].add(rating.value)
        return [rating]

    def _about(self, thing: NamedNode, bodies: tuple[Body, ...], topics: tuple[str, ...]) -> None:
        for body in bodies:
            self.add(thing, "ikg:ofInspection", self._reported(body))
            self.add(thing, "ikg:aboutBody", self._body(body))
        self.add(thing, "ikg:topic", *map(NamedNode, topics))

    def _finding(self, told: Finding) -> list[NamedNode]:
        finding = node(f"finding:{self.source.key}-{told.quote.start}")
        self.add(finding, "rdf:type", node("ikg:Finding"))
        self._about(finding, told.bodies, told.topics)
        self.add(finding, "ikg:polarity", node(f"polarity:{told.polarity}"))
        self.add(finding, "ikg:concernsAgency", *map(NamedNode, told.agencies))
        return [finding]

    def _statistic(self, told: Statistic) -> list[NamedNode]:
        first = self.identity.inspection(self.source, told.bodies[0])
        statistic = node(f"statistic:{statistic_key(first, told)}")
        self.add(statistic, "rdf:type", node("ikg:Statistic"))
        self._about(statistic, told.bodies, told.topics)
        for predicate, value in (
            ("ikg:numerator", told.numerator), ("ikg:denominator", told.denominator), ("ikg:percent", told.percent),
        ):  # fmt: skip
            if value is not None:
                self.add(statistic, predicate, decimal(value))
        if told.qualifier:
            self.add(statistic, "ikg:qualifier", node(f"qualifier:{told.qualifier}"))
        if told.polarity:
            self.add(statistic, "ikg:polarity", node(f"polarity:{told.polarity}"))
        if told.population:
            self.add(statistic, "ikg:population", text(told.population))
        return [statistic]

    def _recommendation(self, told: Recommendation) -> list[NamedNode]:
        recommendation = node(f"recommendation:{self.source.key}-{told.quote.start}")
        self.add(recommendation, "rdf:type", node("ikg:Recommendation"))
        self._about(recommendation, told.bodies, told.topics)
        self.add(recommendation, "ikg:concernsAgency", *map(NamedNode, told.agencies))
        self.add(recommendation, "ikg:addressee", *map(NamedNode, told.addressees))
        return [recommendation]

    def _pledge(self, told: Pledge) -> list[NamedNode]:
        key = self.identity.pledge(self.source, told)
        pledge = node(f"pledge:{key}")
        pledger = NamedNode(told.pledger)
        if told.pledger not in reference().preferred:
            self._named(pledger, "ikg:Agency", told.pledger_label)
        self.add(pledge, "rdf:type", node("ikg:Pledge"))
        self.add(pledge, "ikg:pledger", pledger)
        self.add(pledge, "ikg:pledgeKind", node(f"pledge-kind:{told.kind}"))
        if self.identity.joined_by(told) is None:
            self._deadline(pledge, told)
        if told.value is not None and told.unit is not None:
            self.add(pledge, "ikg:value", decimal(told.value))
            self.add(pledge, "ikg:unit", self._unit(told.unit))
            if told.unit == "GBP":
                self._amount(pledge, key, told.value)
        return [pledge]

    def _deadline(self, thing: NamedNode, told: Pledge) -> None:
        due = told.deadline
        if due is not None and due.latest is not None:
            self.add(thing, "ikg:deadlineLatest", day(due.latest))
            self.add(thing, "ikg:deadlineGrain", node(f"grain:{due.grain}"))

    def _unit(self, unit: str) -> NamedNode:
        if unit in _UNITS:
            return node(_UNITS[unit])
        noun = node(f"unit:{slug(unit)}")
        if noun.value not in reference().preferred:
            self._named(noun, "skos:Concept", unit)
            self.add(noun, "skos:inScheme", NamedNode(iri("unit:").rstrip("/")))
        return noun

    def _amount(self, pledge: NamedNode, key: str, value: float) -> None:
        amount = node(f"amount:{key}")
        self.add(pledge, "ikg:amount", amount)
        self.add(amount, "rdf:type", node("schema:MonetaryAmount"))
        self.add(amount, "schema:value", decimal(value))
        self.add(amount, "schema:currency", text("GBP"))

    def _person_named(self, told: PersonNamed) -> list[NamedNode]:
        return [self._person(told.name)]

    def _person(self, name: str) -> NamedNode:
        """The person whom the article calls NAME: an office-holder, or one of this article's own."""
        if (iri_known := self._known.get(name)) is not None:
            return NamedNode(iri_known)
        person = node(f"person:{slug(name)}-{self.source.key}")
        self._named(person, "schema:Person", name)
        return person

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
    if isinstance(told, InspectionReport):
        return (told.recommendation_count,)
    if isinstance(told, PersonNamed):
        return (told.role,)
    if isinstance(told, Pledge):
        return (told.up_to, told.deadline.stated if told.deadline else "")
    return ()
