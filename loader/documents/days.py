"""Reads the dates that files tell of themselves: ISO 8601, those of e-mails and feeds, and dates in words."""

from __future__ import annotations

import re
from datetime import datetime, time
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from ..dates import full_date
from ..text import fold

#: A report embargoed until a minute past midnight in summer is dated the day before in universal time.
BRITAIN: Final = ZoneInfo("Europe/London")
_LONGEST: Final = 60
_YEARS: Final = range(1900, 2101)


def moment(written: str) -> datetime | None:
    """The moment that a date WRITTEN in a file means, in British time; None where it is none.

    A date without a time zone is taken as British, one without a time as midnight.
    """
    written = " ".join(written.split())
    if not written or len(written) > _LONGEST:
        return None
    found = _iso(written) or _mail(written) or _in_words(written)
    if found is None or found.year not in _YEARS:
        return None
    try:
        return found.astimezone(BRITAIN) if found.tzinfo else found.replace(tzinfo=BRITAIN)
    except (OverflowError, ValueError):
        return None


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", written))
    except ValueError:
        return None


def _mail(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_words(written: str) -> datetime | None:
    day = full_date(fold(written))
    return datetime.combine(day, time(), BRITAIN) if day else None
