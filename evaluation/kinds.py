"""What counts as told and right for each kind of fact: one function a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .comparison import Comparison, Row
from .matching import pairs, place
from .names import agencies_noted, body, person, same_words, settings, topics_noted
from .noted import NotedPledge, NotedStatistic

#: The saved queries whose answers are compared; their columns are fixed.
QUERIES: Final = (
    "inspections", "ratings", "findings", "statistics", "recommendations", "pledges", "people",
    "police-information-sharing",
)  # fmt: skip
POLICE_TOPIC: Final = "police-information-sharing"
#: Kinds of body that the product does not tell apart.
ANY_KIND: Final = ("other", "crc")
#: A percentage told as a fraction is the same within half a point and a hair.
HALF_POINT: Final = 0.51

_Grade = tuple[str, str, str, bool]


def compare(one: Comparison) -> None:
    """Fill in the figures and differences of ONE."""
    for kind in (bodies, count, ratings, findings, police, statistics, recommendations, pledges, people, clean):
        kind(one)
    one.differences.sort(key=lambda difference: difference.order)


def bodies(one: Comparison) -> None:
    """Bodies inspected, by name; where they match, their kind and the day of publication."""
    told = {body(row["body"]): row["body"] for row in one.told("inspections") if row.get("body")}
    noted = {body(fact["name"]): fact["name"] for fact in one.gold["inspected"]}
    _named(one, "inspected", noted, told)
    published = one.gold.get("published") or ""
    for row in one.told("inspections"):
        wanted = one.inspected.get(body(row.get("body", "")))
        if wanted is None:
            continue
        kind, day = row.get("bodyKind"), row.get("published", "")
        one.verdict("body_kind", wanted in (kind, *ANY_KIND), wanted, kind, row)
        if one.gold.get("published_in_text", True):
            one.verdict("published", published == day, published, day, row)


def count(one: Comparison) -> None:
    """The stated number of recommendations: right where any body's row has it."""
    noted = one.gold["recommendations"].get("count")
    told = {int(float(row["recommendationCount"])) for row in one.told("inspections") if row.get("recommendationCount")}
    one.figures.kinds["counts"].add(int(noted is not None), len(told), int(noted in told))
    if noted is not None and noted not in told:
        one.note_missed("counts", f"{noted} recommendations")
    for number in sorted(told - {noted}):
        one.note_extra("counts", f"{number} recommendations")


def ratings(one: Comparison) -> None:
    """Grades are the same by body, standard, grade and outcome; their words only have to be in the text."""
    compared = settings()["aspects"]["compared"]
    noted = {
        _grade(fact["body"], fact["aspect"], fact["grade"], bool(fact.get("previous"))): fact
        for fact in one.gold["ratings"]
        if fact["aspect"] in compared
    }
    told: dict[_Grade, Row] = {}
    for row in one.told("ratings"):
        one.check_quote("ratings", row)
        earlier = row.get("previous", "").lower() in ("true", "1")
        key = _grade(row.get("body", ""), row.get("aspect", ""), row.get("grade", ""), earlier)
        if key[1] in compared:
            told[key] = row
    if any(fact["aspect"] not in compared for fact in one.gold["ratings"]):
        # Where grades were noted on other standards too, those told on a standard not noted may be theirs.
        told = {key: row for key, row in told.items() if key[1] in {wanted[1] for wanted in noted}}
    one.figures.kinds["ratings"].add(len(noted), len(told), len(noted.keys() & told.keys()))
    for key in sorted(noted.keys() - told.keys()):
        one.note_missed("ratings", _graded(key, noted[key]["quote"]), noted[key]["quote"])
    for key in sorted(told.keys() - noted.keys()):
        one.note_extra("ratings", _graded(key, told[key].get("quote", "")), told[key])


def _grade(who: str, aspect: str, grade: str, earlier: bool) -> _Grade:
    return body(who), aspect.replace("-", " ").lower(), grade.replace("-", " ").lower(), earlier


def _graded(key: _Grade, quote: str) -> str:
    return f"{key[0]}, {key[1]}: {key[2]}{' (earlier)' if key[3] else ''} »{quote}«"


def findings(one: Comparison) -> None:
    """Findings by their words; where they match, their polarity, body, topics and agencies."""
    noted, told = one.gold["findings"], one.told("findings")
    found = one.match("findings", noted, told)
    one.figures.kinds["findings"].add(len(noted), len(told), len(found))
    for i, j in found:
        fact, row = noted[i], told[j]
        one.verdict("polarity", fact["polarity"] == row.get("polarity"), fact["polarity"], row.get("polarity"), row)
        # A finding on several bodies has all their names in one, which is none of them.
        own = body(row.get("body", "")) in one.inspected
        one.verdict("own_body", own, "a body inspected", row.get("body"), row)
        one.sets("topics", set(fact["topics"]), topics_noted(row.get("topics", "")), row)
        one.sets("agencies", set(fact["agencies"]), agencies_noted(row.get("agencies", "")), row)


def police(one: Comparison) -> None:
    """The findings that involve information shared by or with the police, as their own question answers them."""
    noted = [fact for fact in one.gold["findings"] if POLICE_TOPIC in fact["topics"]]
    told = [row for row in one.told(POLICE_TOPIC) if row.get("kind", "finding") == "finding"]
    wanted = [place(one.text, fact["quote"]) for fact in noted]
    said = [one.place(row) for row in told]
    found = pairs(len(noted), len(told), lambda i, j: one.overlap(wanted[i], said[j]))
    one.figures.kinds["police_question"].add(len(noted), len(told), len(found))
    one.note_unpaired("police_question", noted, told, found)


def statistics(one: Comparison) -> None:
    """Figures by numbers and words; those noted with a kind of their own are no mistake, told or not."""
    shares = [fact for fact in one.gold["statistics"] if fact.get("kind", "share") == "share"]
    optional = [fact for fact in one.gold["statistics"] if fact.get("kind", "share") != "share"]
    noted, told = [*shares, *optional], one.told("statistics")
    found = one.match("statistics", noted, told, lambda i, j: _same_figure(noted[i], told[j]), len(shares))
    hit = sum(i < len(shares) for i, _ in found)
    one.figures.kinds["statistics"].add(len(shares), len(told) - (len(found) - hit), hit)


def _same_figure(fact: NotedStatistic, row: Row) -> bool:
    """Whether the numbers are the same; a fraction may stand for a percentage noted alone."""
    numerator, denominator, percent = (_number(fact[name]) for name in ("numerator", "denominator", "percent"))
    said = tuple(_number(row.get(name)) for name in ("numerator", "denominator", "percent"))
    if percent is not None and numerator is None and said[0] is not None and said[1] and said[2] is None:
        return abs(percent - 100 * said[0] / said[1]) < HALF_POINT
    if numerator is None and denominator is None:
        return said == (None, None, percent)
    return said[:2] == (numerator, denominator) and (said[2] == percent or fact.get("kind") is not None)


def recommendations(one: Comparison) -> None:
    """What is asked for by its words; where it matches, the agencies it concerns."""
    noted, told = one.gold["recommendations"]["items"], one.told("recommendations")
    found = one.match("recommendations", noted, told)
    one.figures.kinds["recommendations"].add(len(noted), len(told), len(found))
    for i, j in found:
        one.sets("asked_of", set(noted[i]["agencies"]), agencies_noted(told[j].get("agencies", "")), told[j])


def pledges(one: Comparison) -> None:
    """Promises by quantity and words; where they match, deadline, pledger and unit. What is done is not asked for."""
    noted = [fact for fact in one.gold["pledges"] if fact.get("status", "promised") != "done"]
    told = one.told("pledges")
    found = one.match("pledges", noted, told, lambda i, j: _number(noted[i]["value"]) == _number(told[j].get("value")))
    one.figures.kinds["pledges"].add(len(noted), len(told), len(found))
    for i, j in found:
        _promise(one, noted[i], told[j])


def _promise(one: Comparison, fact: NotedPledge, row: Row) -> None:
    deadline, said = (fact["deadline"] or "")[: len("2026-03")], row.get("deadline", "")
    one.verdict("deadline", deadline == said, deadline, said, row)
    one.verdict("by", same_words(fact["by"], row.get("by")), fact["by"], row.get("by"), row)
    one.verdict("unit", same_words(fact["unit"], row.get("unit")), fact["unit"], row.get("unit"), row)


def people(one: Comparison) -> None:
    """Persons by name."""
    noted = {person(fact["name"]): fact["name"] for fact in one.gold["people"]}
    told = {person(row["name"]): row["name"] for row in one.told("people") if row.get("name")}
    _named(one, "people", noted, told)


def _named(one: Comparison, kind: str, noted: Mapping[str, str], told: Mapping[str, str]) -> None:
    one.figures.kinds[kind].add(len(noted), len(told), len(noted.keys() & told.keys()))
    for name in sorted(noted.keys() - told.keys()):
        one.note_missed(kind, noted[name], noted[name])
    for name in sorted(told.keys() - noted.keys()):
        one.note_extra(kind, told[name])


def clean(one: Comparison) -> None:
    """Whether an article about something else is left alone; persons in it may be named."""
    if one.gold["inspected"] or one.gold["findings"] or one.gold["ratings"]:
        return
    read = any(one.told(query) for query in QUERIES if query not in ("people", "inspections"))
    one.figures.clean.tick(not read and not any(row.get("body") for row in one.told("inspections")))


def _number(value: float | str | None) -> float | None:
    return None if value is None or value == "" else round(float(value), 4)
