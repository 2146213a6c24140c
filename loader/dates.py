"""Dates as articles write them: the day an article came out, and the deadlines it tells."""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from .blocks import Block, Kind
from .numbers import number
from .rules import found_by, macro, rules
from .text import Span

#: The folded first three letters of a month -> its number.
MONTHS: Final = {
    name: index for index, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_SEASON_END: Final = {"spring": 5, "summer": 8, "autumn": 11, "winter": 12}


#: Nobody promises anything within more days, weeks, months or years.
_LONGEST: Final = 1_000
#: A line of the head is no longer than this.
_HEAD_LINE: Final = 110


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that a stated time can mean, how exact it is (day, month, year), and the words that state it."""

    latest: date | None
    grain: str | None
    stated: str
    span: Span

    @property
    def exact(self) -> str | None:
        """The time as exact as it is told (2028, 2026-03, 2026-03-09); None where it is open."""
        return self.latest.isoformat()[: {"year": 4, "month": 7}.get(self.grain or "", 10)] if self.latest else None


@cache
def _full_dates() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
        re.compile(r"\b(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>(?:19|20)\d\d)\b"),
        macro(
            "layout", r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?(?P<month>{month})[a-z]*\.?,?[ -](?P<y>{year})\b"
        ),
        macro("layout", r"\b(?P<month>{month})[a-z]*\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>{year})\b"),
    )


def full_date(folded: str) -> date | None:
    """The first complete date in FOLDED text (day first where it is all digits); None without one."""
    found = [match for pattern in _full_dates() for match in pattern.finditer(folded)]
    for match in sorted(found, key=lambda match: match.start()):
        parts = match.groupdict()
        month = int(parts["m"]) if parts.get("m") else MONTHS[parts["month"][:3]]
        try:
            return date(int(parts["y"]), month, int(parts["d"]))
        except ValueError:
            continue
    return None


def publication_date(folded: str, blocks: list[Block]) -> date | None:
    """The day the article came out, told by its head: a date line, else another line above the story, or a dateline.

    Where it tells none, a line that is a date below the first paragraph does, or one at the foot.
    """
    head = head_of(folded, blocks)
    dated = [block for block in head if block.kind is Kind.DATE or block.rule in ("embargo", "label-line")]
    for block in [*dated, *head]:
        if (found := full_date(_whole_line(folded, block))) is not None:
            return found
    if len(head) < len(blocks):
        start = folded.rfind("\n", 0, blocks[len(head)].span.start) + 1
        if (found := full_date(folded[start : blocks[len(head)].span.start])) is not None:
            return found
    below = [block for block in blocks[len(head) + 1 : len(head) + 2] if block.kind is Kind.DATE]
    foot = [block for block in blocks if block.rule == "published-line"]
    told = (full_date(_whole_line(folded, block)) for block in [*below, *foot])
    return next((found for found in told if found is not None), None)


def head_of(folded: str, blocks: list[Block]) -> list[Block]:
    """The BLOCKS before the story proper: headline, date, byline."""
    return list(itertools.takewhile(lambda block: not _is_story(folded, block), blocks))


def _is_story(folded: str, block: Block) -> bool:
    """Whether the block is of the story proper: a paragraph that is long, or ends as sentences do."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return False
    return len(block.span) > _HEAD_LINE or block.span.of(folded).rstrip("\"')")[-1:] in (".", "?", "!")


def _whole_line(folded: str, block: Block) -> str:
    """The line of a block of the head, but for one that is long: a story, a picture text."""
    line = block.span.of(folded)
    return line if len(line) <= _HEAD_LINE else ""


def deadline(folded: str, published: date | None) -> Deadline | None:
    """The first time limit in FOLDED text, resolved from the day the article came out where it is relative."""
    found = [
        (match.start(), -match.end(), index, rule, match)
        for index, (rule, match) in enumerate(found_by(rules("deadlines", "deadline"), folded))
    ]
    if not found:
        return None
    *_, rule, match = min(found, key=lambda item: item[:3])
    latest, grain = _resolved(rule.value, match.groupdict(), published)
    return Deadline(latest, grain if latest else None, match.group().strip(), Span(match.start(), match.end()))


def _resolved(value: str, parts: dict[str, str | None], published: date | None) -> tuple[date | None, str]:
    """The last day meant by a rule's VALUE with the PARTS it read; None where the publication date is wanting."""
    told = parts.get("year")
    year = int(told) if told else None
    month = MONTHS[(parts.get("month") or "jan")[:3]]
    if value == "month-year" and year:
        return _day_told(parts, year, month) or (_month_end(year, month), "month")
    if value == "digits":
        day = full_date(parts.get("digits") or "")
        return (_on(day, parts) or (_month_end(day.year, day.month), "month")) if day else (None, "")
    if value == "year" and year:
        return date(year, 12, 31), "year"
    if value == "end-of-year" and year:
        return _month_end(year, 12), "month"
    if value == "season-year" and year:
        return date(year, 12, 31), "year"
    if value == "financial-year" and year:
        return _month_end(year, 3), "month"
    if value == "split-year":
        return _month_end(int(parts["from"] or 0) + 1, 3), "month"
    if value == "easter" and year:
        return _month_end(year, easter(year).month), "month"
    if published is None:
        return None, ""
    return _relative(value, parts, month, published)


def _relative(value: str, parts: dict[str, str | None], month: int, published: date) -> tuple[date | None, str]:
    if value == "month":
        year = published.year + (month < published.month)
        told = _day_told(parts, year, month)
        return told if told and told[0] >= published else (_month_end(year, month), "month")
    if value == "month-next-year":
        return _day_told(parts, published.year + 1, month) or (_month_end(published.year + 1, month), "month")
    if value == "season":
        return date(published.year + (_SEASON_END[parts["season"] or "winter"] < published.month), 12, 31), "year"
    if value in _YEAR_ENDS:
        return date(published.year + _YEAR_ENDS[value], 12, 31), "year"
    if value in _TOLD_MONTHS:
        return _month_end(*_TOLD_MONTHS[value](published)), "month"
    count = int(number(parts.get("count") or "1"))
    return _after(published, count, value) if count <= _LONGEST else (None, "")


def _day_told(parts: dict[str, str | None], year: int, month: int) -> tuple[date, str] | None:
    """The last day of a limit whose PARTS tell a day of MONTH; None where they do not, or the calendar has no such."""
    told = parts.get("day") or parts.get("day_after")
    try:
        return _on(date(year, month, int(told)), parts) if told else None
    except ValueError:
        return None


def _on(day: date, parts: dict[str, str | None]) -> tuple[date, str] | None:
    """The last day of a limit that names DAY: the one before it where it says "before"; None for "around" it."""
    return None if parts.get("around") else (day - timedelta(days=bool(parts.get("before"))), "day")


def _next_easter(published: date) -> tuple[int, int]:
    year = published.year + (easter(published.year) < published)
    return year, easter(year).month


#: What means the end of a calendar year -> how many years after that of publication.
_YEAR_ENDS: Final = {"this-year": 0, "next-year": 1}
#: What means the end of a month -> its year and month, from the day of publication.
_TOLD_MONTHS: Final[dict[str, Callable[[date], tuple[int, int]]]] = {
    "christmas": lambda day: (day.year, 12),
    "easter": _next_easter,
    "this-month": lambda day: (day.year, day.month),
    "end-of-this-year": lambda day: (day.year, 12),
    "end-of-next-year": lambda day: (day.year + 1, 12),
    "end-of-financial-year": lambda day: (day.year + (day.month > 3), 3),
    "end-of-next-financial-year": lambda day: (day.year + 1 + (day.month > 3), 3),
}


def easter(year: int) -> date:
    """Easter Sunday of a YEAR, by the Gregorian computus (J. Meeus, Astronomical Algorithms, chapter 8)."""
    century, within = divmod(year, 100)
    shift = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (within // 4) - shift - within % 4) % 7
    late = (year % 19 + 11 * shift + 22 * weekday) // 451
    month, day = divmod(shift + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _after(published: date, count: int, unit: str) -> tuple[date, str]:
    """COUNT days, weeks, months or years after PUBLISHED, told as a month or a year, as exact as such words are."""
    if unit == "years":
        return date(published.year + count, 12, 31), "year"
    if unit == "months":
        months = published.month - 1 + count
        return _month_end(published.year + months // 12, months % 12 + 1), "month"
    then = date.fromordinal(published.toordinal() + count * (7 if unit == "weeks" else 1))
    return _month_end(then.year, then.month), "month"


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
