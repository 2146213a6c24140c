"""The facts that a reader noted in an article, in the form that they have in its file of JSON."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Quoted(TypedDict):
    """A fact, and the words that tell it; any of the alternatives will do."""

    quote: str
    alt_quotes: NotRequired[list[str]]
    also: NotRequired[list[str]]


class NotedBody(TypedDict):
    """A body whose inspection the article reports."""

    name: str
    kind: str


class NotedRating(Quoted):
    """A grade given."""

    body: str
    aspect: str
    grade: str
    previous: NotRequired[bool]


class NotedFinding(Quoted):
    """A judgement of the inspectorate."""

    polarity: str
    topics: list[str]
    agencies: list[str]


class NotedStatistic(Quoted):
    """A share; with another kind than `share`, a figure that may be told but need not be."""

    numerator: float | None
    denominator: float | None
    percent: float | None
    kind: NotRequired[str]


class NotedRecommendation(Quoted):
    """A thing asked for."""

    agencies: list[str]


class NotedRecommendations(TypedDict):
    """How many things are asked for, as stated, and those that are told."""

    count: NotRequired[int | None]
    items: list[NotedRecommendation]


class NotedPledge(Quoted):
    """A quantity promised; what is `done` already is not asked for."""

    by: str | None
    value: float | None
    unit: str | None
    deadline: str | None
    status: NotRequired[str]


class NotedPerson(TypedDict):
    """A person named."""

    name: str


class Gold(TypedDict):
    """The facts noted in one article, as its file has them; gold.schema.json says what each entry means."""

    published: NotRequired[str | None]
    published_in_text: NotRequired[bool]
    inspected: list[NotedBody]
    ratings: list[NotedRating]
    findings: list[NotedFinding]
    statistics: list[NotedStatistic]
    recommendations: NotedRecommendations
    pledges: list[NotedPledge]
    people: list[NotedPerson]


def quotes_of(fact: Quoted) -> list[str]:
    """The words that tell FACT, and their alternatives."""
    return [fact["quote"], *fact.get("alt_quotes", []), *fact.get("also", [])]
