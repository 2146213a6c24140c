"""Today's date: the one thing from outside the files that a report may depend on, and only where there are waivers."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from ...errors import UsageError

#: Seconds since 1970 that stand for the present (https://reproducible-builds.org/specs/source-date-epoch/).
EPOCH: Final = "SOURCE_DATE_EPOCH"


def today(given: str | None = None, environment: Mapping[str, str] = os.environ) -> date:
    """The day GIVEN as YYYY-MM-DD, else that of SOURCE_DATE_EPOCH, else the machine's; these two in UTC.

    UsageError where GIVEN is no day, or SOURCE_DATE_EPOCH no number of seconds.
    """
    if given is not None:
        return _day(given)
    seconds = environment.get(EPOCH)
    return datetime.now(UTC).date() if seconds is None else _of_seconds(seconds)


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"--today {text}: this is no day; write it as YYYY-MM-DD, such as 2026-12-31")


def _of_seconds(text: str) -> date:
    try:
        if re.fullmatch(r"\d+", text, re.ASCII):
            return datetime.fromtimestamp(int(text), UTC).date()
    except (ValueError, OverflowError, OSError):
        pass
    raise UsageError(
        f"{EPOCH}={text}: a number of seconds since 1970 was expected; mend it, or give --today YYYY-MM-DD"
    )
