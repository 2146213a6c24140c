"""A report with waivers and a baseline taken into account: what they accept is shown and does not count.

Neither hides anything, and neither goes out of date unseen: a waiver that ended, one that matches nothing and a known
result that is gone are told in the notes of the report. A result that a waiver names is never taken by the baseline, so
that it counts again once the waiver has ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ..report import Acceptance, Report, Result
from .baseline import Baseline
from .waivers import Waiver

#: So many of what is out of date are named.
NAMED: Final = 5


def accepted(
    report: Report, waivers: Sequence[Waiver] = (), baseline: Baseline | None = None, today: date | None = None
) -> Report:
    """REPORT, its results marked that WAIVERS accept on the day TODAY, or that BASELINE knows.

    InputError where the words of a waiver are about something else than the result with its fingerprint.
    """
    named = {waiver.fingerprint: waiver for waiver in waivers}
    for result in report.results:
        if result.fingerprint in named:
            named[result.fingerprint].check(result, report.prefixes)
    day = today or date.min
    left = Counter({key: count for key, count in baseline.counts.items() if key not in named} if baseline else {})
    results: list[Result] = []
    for result in report.results:
        waiver = named.get(result.fingerprint)
        acceptance = _waived(waiver, day) if waiver else None
        if baseline and waiver is None and left[result.fingerprint] > 0:
            left[result.fingerprint] -= 1
            acceptance = Acceptance("baseline", f"in {baseline.name}")
        results.append(replace(result, acceptance=acceptance))
    there = {result.fingerprint for result in results}
    notes = [*_of_waivers(waivers, there, day), *(_of_baseline(baseline, left) if baseline else ())]
    return replace(
        report,
        results=tuple(results),
        notes=(*report.notes, *notes),
        today=day.isoformat() if waivers else report.today,
    )


def for_baseline(report: Report, waivers: Sequence[Waiver] = ()) -> list[Result]:
    """The results of REPORT that belong into a baseline: all that none of WAIVERS names, be it ended or not."""
    named = {waiver.fingerprint for waiver in waivers}
    return [result for result in report.results if result.fingerprint not in named]


def _waived(waiver: Waiver, day: date) -> Acceptance | None:
    if waiver.expires < day:
        return None
    return Acceptance("waived", waiver.reason, waiver.by, waiver.expires.isoformat())


def _of_waivers(waivers: Sequence[Waiver], there: set[str], day: date) -> Iterator[str]:
    """Which day counted, and what is to be done about waivers that ended or match nothing."""
    if waivers:
        yield f"Waivers are those that hold on {day}."
    for waiver in waivers:
        ended, found = waiver.expires < day, waiver.fingerprint in there
        head = f"{waiver.place}: {waiver.called()}"
        if ended and found:
            yield f"{head} ended on {waiver.expires}, and its result counts again: mend the data, or decide anew."
        elif ended:
            yield f"{head} ended on {waiver.expires} and matches nothing: remove it."
        elif not found:
            yield f"{head} matches nothing: what it waived is mended, or has another fingerprint now. Remove it."


def _of_baseline(baseline: Baseline, left: Counter[str]) -> Iterator[str]:
    """What BASELINE knows and is not there any more; LEFT counts it."""
    gone = [fingerprint for fingerprint, count in sorted(left.items()) if count > 0]
    if gone:
        more = f" and {len(gone) - NAMED} more" if len(gone) > NAMED else ""
        yield (
            f"{baseline.name}: {len(gone)} of {len(baseline.counts)} known results are gone "
            f"({', '.join(gone[:NAMED])}{more}): write it anew with --write-baseline, lest they come back unseen."
        )
