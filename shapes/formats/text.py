"""For people at a terminal: at most 100 columns, the worst first, one message for all nodes that it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from ...paragraphs import wrapped
from ..report import Location, Report, Result, Severity
from .failure import Failure
from .focus import focus_rows, focused, is_one_empty
from .words import accepted, constraint, details, focus, sections, shorten, verdict, visible


def report(report: Report, fail_on: Severity = "violation") -> str:
    """REPORT, its results grouped by shape and message."""
    lines = [line for text in (verdict(report, fail_on), *report.notes) for line in _wrapped(text)]
    for heading, results in sections(report):
        lines += ["", f"{heading} ({len(results)})"]
        for (shape, name), same in groupby(sorted(results, key=_order), key=lambda result: (result.shape, result.name)):
            lines += ["", *_wrapped(_title(shape, name, report.prefixes), "  "), *_messages(list(same), report)]
    return "\n".join([*lines, *_focused(report)]) + "\n"


def failure(failure: Failure) -> str:
    """The reason why nothing was checked."""
    return "\n".join(_wrapped(f"Nothing was checked: {failure}")) + "\n"


def _order(result: Result) -> tuple[str, str, str, str, str, int, int]:
    """By what is wrong, then as a reader of the files comes upon it."""
    place = result.location or Location("")
    said = (result.shape, result.name, result.message, result.component)
    return *said, place.file, place.line or 0, place.column or 0


def _title(shape: str, name: str, prefixes: Mapping[str, str]) -> str:
    if not shape:
        return name or "unnamed shape"
    return f"{name}  [{shorten(shape, prefixes)}]" if name else shorten(shape, prefixes)


def _messages(results: Iterable[Result], report: Report) -> Iterator[str]:
    """Each message, where a shape of the user's says so, and the nodes that it concerns."""
    for (message, _), found in groupby(results, key=lambda result: (result.message, result.component)):
        same = list(found)
        rules = dict.fromkeys(str(result.shape_location) for result in same if result.shape_location)
        rule = ", ".join(filter(None, [constraint(same[0], report.prefixes), *rules]))
        yield from _wrapped(f"{message} ({rule})" if report.shapes and rule else message, "    ")
        for result in same:
            yield from _node(result, report.prefixes, report.details)


def _focused(report: Report) -> Iterator[str]:
    """How many shapes looked at something; each of them where that is asked for, or where one wrongly did not."""
    if report.focus_counts:
        whole = report.details or is_one_empty(report)
        yield from ("", focused(report) + ("" if whole else " --details lists them."))
        for count, name in focus_rows(report) if whole else ():
            yield from _wrapped(name, f"  {count:>8}  ", " " * 12)


def _node(result: Result, prefixes: Mapping[str, str], whole: bool) -> Iterator[str]:
    """The lines that say where a result is: node and place, property, value, sentence; and what waives it, or could."""
    place = f"  ({result.location})" if result.location else ""
    yield from _wrapped(f"- {focus(result, prefixes)}{place}", "    ", "      ")
    known = [accepted(result.acceptance)] if result.acceptance else []
    known += [("known as", result.fingerprint)] if whole else []
    for heading, text in [*details(result, prefixes), *known]:
        yield from _wrapped(text, f"      {heading:<10}")


def _wrapped(text: str, start: str = "", margin: str | None = None) -> list[str]:
    """TEXT without control characters, in lines for a terminal."""
    return wrapped(visible(text.replace("\n", "⏎").replace("\t", " ")), start, margin)
