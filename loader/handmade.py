"""Statements that people make or change by hand: blank ones to fill in, and what each must have and cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from ..handwritten import Entry
from ..ontology.labels import reference
from .bodies import Body
from .fields import KINDS
from .statements import Finding, InspectionReport, Pledge, Rating, Recommendation, Statement, Statistic
from .story import INSPECTORATE
from .text import Span

BY_HAND: Final = "correction-by-hand"
#: What a statement added by hand has where the entry does not say; a body is that of the article where it has one.
_OPEN: Final[dict[str, dict[str, Any]]] = {
    "inspection": {},
    "rating": {"outcome": True},
    "finding": {"topics": (), "agencies": ()},
    "statistic": {"qualifier": None, "population": "", "polarity": None, "topics": ()}
    | dict.fromkeys(("numerator", "denominator", "percent")),
    "recommendation": {"topics": (), "agencies": (), "addressees": ()},
    "pledge": {"kind": "other", "value": None, "unit": None, "up_to": False, "deadline": None},
    "person": {"role": "", "person": None},
}
#: Kind of statement -> the fields that an entry which adds one has to say.
NEEDED: Final = {
    "inspection": ("body",),
    "rating": ("body", "aspect", "grade"),
    "finding": ("body", "polarity"),
    "statistic": ("body",),
    "recommendation": ("body",),
    "pledge": ("by",),
    "person": ("name", "role"),
}


def blank(kind: str, quote: Span, bodies: Sequence[Body]) -> Statement:
    """A statement of KIND at QUOTE, on BODIES where it is on any, that says nothing yet."""
    nobody = Body("", "", "")
    fill: dict[str, Any] = {
        "inspection": {"body": nobody},
        "rating": {"body": nobody, "aspect": "", "grade": "", "grade_at": quote},
        "finding": {"bodies": tuple(bodies), "polarity": ""},
        "statistic": {"bodies": tuple(bodies)},
        "recommendation": {"bodies": tuple(bodies)},
        "pledge": {"pledger": "", "pledger_label": ""},
        "person": {"name": ""},
    }[kind]
    manner = "narrated" if kind == "person" else "reported"
    common = {"quote": quote, "speaker": INSPECTORATE, "manner": manner, "rule": BY_HAND}
    return KINDS[kind][0](**common, **_OPEN[kind], **fill)


def whole(statement: Statement, wanted: Mapping[str, object], entry: Entry) -> Statement:
    """STATEMENT, which now has what is WANTED of it by ENTRY, with what that implies.

    InputError where a part is without its other, or it says what cannot be.
    """
    if isinstance(statement, Finding | Recommendation | Statistic):
        implied = {more for topic in statement.topics for more in reference().linked(topic, "ikg:impliesTopic")}
        statement = replace(statement, topics=tuple(sorted({*statement.topics, *implied})))
    if isinstance(statement, Recommendation):
        statement = replace(statement, agencies=tuple(sorted({*statement.agencies, *statement.addressees})))
    if isinstance(statement, Statistic):
        _refuse_impossible(statement, entry)
    if isinstance(statement, Pledge) and (statement.value is None) != (statement.unit is None):
        raise entry.wrong('a pledge has both value and unit (as in unit = "GBP"), or neither')
    if isinstance(statement, Rating) and statement.outcome and statement.month is not None:
        if wanted.get("reported"):
            raise entry.wrong(
                "reported is the month of an earlier grade, and this one is the outcome of the inspection: "
                "set previous = true as well, or leave reported out"
            )
        statement = replace(statement, month=None)
    if isinstance(statement, InspectionReport) and statement.region is not None:
        return _placed(statement, wanted, entry)
    return statement


def _refuse_impossible(figure: Statistic, entry: Entry) -> None:
    """InputError where FIGURE is none: a part without its whole, more than all of it, or all of nothing."""
    n, d = figure.numerator, figure.denominator
    if n is None and figure.percent is None:
        raise entry.wrong("a statistic needs a numerator or a percent")
    if (n is None) != (d is None):
        raise entry.wrong('a statistic has both numerator and denominator ("6 of 50"), or neither: give or empty both')
    if d == 0:
        raise entry.wrong("denominator is 0, and nothing is a share of none: write how many there are in all")
    if n is not None and d is not None and n > d:
        raise entry.wrong(f"numerator is {n:.15g}, more than the denominator, {d:.15g}: one of them must be another")
    if figure.percent is not None and figure.percent > 100:
        raise entry.wrong(f"percent is {figure.percent:.15g}: a share is 100 at most")


def _placed(report: InspectionReport, wanted: Mapping[str, object], entry: Entry) -> InspectionReport:
    """REPORT without a region where the lists place its body; InputError where a region is WANTED all the same."""
    known = reference().linked(report.body.iri, "org:unitOf")
    if known and wanted.get("region"):
        raise entry.wrong(
            f"region: the lists have {report.body.label} in {reference().preferred[known[0]]}, and a body is in one "
            "place: leave region out, or mend its file in ontology/bodies"
        )
    return replace(report, region=None) if known else report
