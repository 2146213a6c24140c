"""Lexical forms of the XSD datatypes of RDF 1.1: whether a literal is what its datatype says, and what it then means.

After XML Schema 1.1 part 2. White space is not trimmed: what RDF has between the quotes is the lexical form. Datatypes
that are not listed here have no forms that anybody could check.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

import pyoxigraph as ox

from ....ontology.namespaces import OUTER

XSD: Final = OUTER["xsd"]

_ZONE: Final = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR: Final = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH: Final = r"(?P<month>0[1-9]|1[0-2])"
_DAY: Final = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
_PERIOD: Final = r"(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?"
_SPAN: Final = (
    r"(?:(?P<days>[0-9]+)D)?"
    r"(?P<clock>T(?=[0-9])(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)

#: Datatypes of days and times.
MOMENTS: Final = {
    XSD + name: form + _ZONE
    for name, form in {
        "date": f"{_YEAR}-{_MONTH}-{_DAY}",
        "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}",
        "time": _CLOCK,
        "gYear": _YEAR,
        "gYearMonth": f"{_YEAR}-{_MONTH}",
        "gMonth": f"--{_MONTH}",
        "gMonthDay": f"--{_MONTH}-{_DAY}",
        "gDay": f"---{_DAY}",
    }.items()
}
MOMENTS[XSD + "dateTimeStamp"] = f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE.removesuffix('?')}"

DURATIONS: Final = {
    XSD + "duration": rf"(?P<sign>-?)P(?=[0-9T]){_PERIOD}{_SPAN}",
    XSD + "yearMonthDuration": rf"(?P<sign>-?)P(?=[0-9]){_PERIOD}",
    XSD + "dayTimeDuration": rf"(?P<sign>-?)P(?=[0-9T]){_SPAN}",
}

_INTEGER: Final = r"[+-]?[0-9]+"
_FLOAT: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"

#: Integer datatypes with their least and greatest value.
INTEGERS: Final[dict[str, tuple[int | None, int | None]]] = {
    XSD + "integer": (None, None),
    XSD + "long": (-(2**63), 2**63 - 1),
    XSD + "int": (-(2**31), 2**31 - 1),
    XSD + "short": (-(2**15), 2**15 - 1),
    XSD + "byte": (-(2**7), 2**7 - 1),
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
    XSD + "unsignedLong": (0, 2**64 - 1),
    XSD + "unsignedInt": (0, 2**32 - 1),
    XSD + "unsignedShort": (0, 2**16 - 1),
    XSD + "unsignedByte": (0, 2**8 - 1),
}
DECIMAL: Final = XSD + "decimal"
DOUBLE: Final = XSD + "double"
FLOAT: Final = XSD + "float"
BOOLEAN: Final = XSD + "boolean"

_PATTERNS: Final = {
    DECIMAL: r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    DOUBLE: _FLOAT,
    FLOAT: _FLOAT,
    BOOLEAN: r"true|false|0|1",
    XSD + "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    XSD + "base64Binary": (
        r"(?:(?:[A-Za-z0-9+/] ?){4})*"
        r"(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?="
        r"|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
    ),
    **DURATIONS,
}

#: Datatypes whose forms another engine may know better than we do.
UNKNOWN: Final = frozenset({OUTER["rdf"] + name for name in ("XMLLiteral", "HTML", "JSON")})


def check_of(datatype: str) -> Callable[[str], bool] | None:
    """A function that tells whether a text is a form of DATATYPE, or None where every text is."""
    if datatype in INTEGERS:
        least, greatest = INTEGERS[datatype]
        return lambda text: _is_integer(text, least, greatest)
    if datatype in MOMENTS:
        return lambda text: _is_moment(datatype, text)
    pattern = _PATTERNS.get(datatype)
    return None if pattern is None else lambda text: matched(pattern, text) is not None


def is_well_formed(literal: ox.Literal) -> bool:
    """Whether LITERAL is a form of its datatype; true for datatypes that are not known."""
    check = _check_of(literal.datatype.value)
    return check is None or check(literal.value)


_check_of = lru_cache(maxsize=64)(check_of)


def matched(pattern: str, text: str) -> re.Match[str] | None:
    """How the whole TEXT matches PATTERN; patterns are compiled when the first text asks for them."""
    return _compiled(pattern).fullmatch(text)


_compiled = cache(re.compile)


def number(datatype: str, text: str) -> Decimal | float:
    """The number that the well-formed TEXT means as a DATATYPE."""
    return float(text) if datatype in (DOUBLE, FLOAT) else Decimal(text)


def _is_integer(text: str, least: int | None, greatest: int | None) -> bool:
    if not matched(_INTEGER, text):
        return False
    if least is None and greatest is None:
        return True
    value = Decimal(text)
    return (least is None or value >= least) and (greatest is None or value <= greatest)


def _is_moment(datatype: str, text: str) -> bool:
    """Whether TEXT has the form of DATATYPE, and its day is one that its month has."""
    found = matched(MOMENTS[datatype], text)
    if found is None:
        return False
    parts = found.groupdict()
    if not parts.get("day") or not parts.get("month"):
        return True
    year = int(parts["year"][-4:]) if parts.get("year") else 4  # the last digits tell leap years; --02-29 is a day
    return int(parts["day"]) <= days_in(year, int(parts["month"]))


def days_in(year: int, month: int) -> int:
    """The number of days of a MONTH; as in XSD 1.1, there is a year 0."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
