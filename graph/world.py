"""Writes the nodes of the world that an article tells of: inspections, ratings, findings, figures, pledges, persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ..loader.bodies import Body, slug
from ..loader.statements import (
    Finding,
    InspectionReport,
    PersonNamed,
    Pledge,
    Rating,
    Recommendation,
    Statistic,
)  # fmt: skip
from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .article_lines import ArticleLines
from .identity import statistic_key
from .terms import day, decimal, english, integer, month, node, text

_UNITS: Final = {"GBP": "unit:gbp", "percent": "unit:percent"}


@dataclass(slots=True)
class WorldNodes(ArticleLines):
    """Writes what statements tell of; the claims that tell it are not its matter."""

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
