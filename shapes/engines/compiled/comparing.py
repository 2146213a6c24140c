"""Comparing literals by value, as the operators < and <= of SPARQL do.

Numbers are compared after promotion, texts by code points, days and times in time. Where SPARQL has an error, there is
no order: other datatypes, ill-typed literals, a day with and one without time zone less than 14 hours apart.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

import pyoxigraph as ox

from ....ontology.namespaces import OUTER
from . import lexical
from .lexical import BOOLEAN, DECIMAL, DOUBLE, DURATIONS, FLOAT, INTEGERS, MOMENTS, XSD

STRING: Final = XSD + "string"
LANGUAGE: Final = OUTER["rdf"] + "langString"
_HOURS_14: Final = 14 * 3600
_DAY: Final = 86_400
#: Times of more digits are beyond any clock, and Python's arithmetic.
_LONGEST: Final = 100
#: Durations are in order where they are so from each of these days on (XML Schema 1.1 part 2, 3.3.6.1).
_REFERENCES: Final = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


class Value(NamedTuple):
    """What a literal means. Only values of one KIND have an order."""

    kind: str
    value: object
    zoned: bool = False


class Span(NamedTuple):
    """A duration: months, and seconds."""

    months: int
    seconds: Decimal


def compare(first: ox.Literal, second: ox.Literal) -> int | None:
    """-1, 0 or 1 as FIRST is less than, equal to or greater than SECOND; None where they have no order."""
    one, other = value_of(first), value_of(second)
    if one is None or other is None:
        return None
    if one.kind in _NUMBERS and other.kind in _NUMBERS:
        return _sign(*_promoted(one, other))
    if one.kind != other.kind:
        return None
    if isinstance(one.value, Span) and isinstance(other.value, Span):
        return _compare_spans(one.value, other.value)
    if one.zoned != other.zoned:
        return _compare_zones(one, other)
    return _sign(one.value, other.value)


@lru_cache(maxsize=4096)
def value_of(literal: ox.Literal) -> Value | None:
    """What LITERAL means, or None where it is ill-typed or of a datatype without order."""
    datatype, text = literal.datatype.value, literal.value
    if datatype == STRING:
        return Value(STRING, text)
    if datatype == LANGUAGE:
        return Value(f"@{literal.language}", text)
    if not lexical.is_well_formed(literal):
        return None
    if len(text) > _LONGEST and (datatype in MOMENTS or datatype in DURATIONS):
        return None
    if datatype in INTEGERS or datatype in (DECIMAL, DOUBLE, FLOAT):
        kind = datatype if datatype in (DOUBLE, FLOAT) else DECIMAL
        return Value(kind, lexical.number(datatype, text))
    if datatype == BOOLEAN:
        return Value(BOOLEAN, text in ("true", "1"))
    if datatype in MOMENTS:
        return _moment(datatype, text)
    return Value("duration", _span(datatype, text)) if datatype in DURATIONS else None


_NUMBERS: Final = (DECIMAL, DOUBLE, FLOAT)


def _promoted(one: Value, other: Value) -> tuple[object, object]:
    """Both numbers in the wider of their types (XPath: decimal, then float, then double)."""
    if DOUBLE not in (one.kind, other.kind) and FLOAT in (one.kind, other.kind):
        return _single(one.value), _single(other.value)
    if one.kind == other.kind == DECIMAL:
        return one.value, other.value
    return _double(one), _double(other)


def _double(value: Value) -> float:
    return _single(value.value) if value.kind == FLOAT else _float(value.value)


def _float(value: object) -> float:
    assert isinstance(value, (Decimal, float))
    return float(value)


def _single(value: object) -> float:
    """VALUE as a float of 32 bits."""
    wide = _float(value)
    try:
        return struct.unpack("f", struct.pack("f", wide))[0]
    except OverflowError:
        return float("inf") if wide > 0 else float("-inf")


def _sign(one: object, other: object) -> int | None:
    if one == other:
        return 0
    less, more = one < other, one > other  # type: ignore[operator]  # values of one kind
    return -1 if less else 1 if more else None


def _moment(datatype: str, text: str) -> Value:
    """The seconds from the year 0 to TEXT, in UTC where it has a time zone."""
    found = lexical.matched(MOMENTS[datatype], text)
    assert found is not None
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    days = _days(int(part.get("year", 1972)), int(part.get("month", 12 if datatype == XSD + "time" else 1)))
    days += int(part.get("day", 31 if datatype == XSD + "time" else 1)) - 1
    clock = _DAY if "midnight" in part and datatype != XSD + "time" else 0
    clock += int(part.get("hour", 0)) * 3600 + int(part.get("minute", 0)) * 60
    seconds = days * _DAY + clock + Decimal(part.get("second", "0"))
    kind = XSD + "dateTime" if datatype == XSD + "dateTimeStamp" else datatype
    return Value(kind, seconds - _offset(part.get("zone", "Z")), "zone" in part)


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    size = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -size if zone[0] == "-" else size


def _days(year: int, month: int) -> int:
    """The days from the first of March of the year 0 to the first of MONTH in YEAR."""
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5


def _compare_zones(one: Value, other: Value) -> int | None:
    """A time with a zone and one without: in order where they are so in every zone that there is."""
    assert isinstance(one.value, Decimal)
    assert isinstance(other.value, Decimal)
    apart = one.value - other.value
    if -_HOURS_14 <= apart <= _HOURS_14:
        return None
    return -1 if apart < 0 else 1


def _span(datatype: str, text: str) -> Span:
    found = lexical.matched(DURATIONS[datatype], text)
    assert found is not None
    part = {name: value for name, value in found.groupdict().items() if value}
    sign = -1 if "sign" in part else 1
    months = int(part.get("years", 0)) * 12 + int(part.get("months", 0))
    seconds = int(part.get("days", 0)) * _DAY + int(part.get("hours", 0)) * 3600 + int(part.get("minutes", 0)) * 60
    return Span(sign * months, sign * (seconds + Decimal(part.get("seconds", "0"))))


def _compare_spans(one: Span, other: Span) -> int | None:
    signs = {_sign(_from(one, *start), _from(other, *start)) for start in _REFERENCES}
    return signs.pop() if len(signs) == 1 else None


def _from(span: Span, year: int, month: int) -> Decimal:
    years, months = divmod(month - 1 + span.months, 12)
    return _days(year + years, months + 1) * _DAY + span.seconds
