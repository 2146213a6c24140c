"""For people at a terminal: at most 100 columns, the worst first, one message for all nodes that it concerns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from ..report import Report, Result, Severity
from .failure import Failure
from .words import HEADINGS, by_severity, details, shorten, term, verdict, visible

WIDTH: Final = 100


def report(report: Report, fail_on: Severity = "violation") -> str:
    """REPORT, its results grouped by shape and message."""
    lines = [line for text in (verdict(report, fail_on), *report.notes) for line in _wrapped(text, "")]
    for severity, results in by_severity(report):
        lines += ["", f"{HEADINGS[severity]} ({len(results)})"]
        for (shape, name), same in groupby(sorted(results, key=_group), key=lambda result: (result.shape, result.name)):
            lines += ["", *_wrapped(_title(shape, name, report.prefixes), "  "), *_messages(list(same), report)]
    return "\n".join(lines) + "\n"


def failure(failure: Failure) -> str:
    """The reason why nothing was checked."""
    return "\n".join(_wrapped(f"Nothing was checked: {failure}", "")) + "\n"


def _group(result: Result) -> tuple[str, str, str]:
    return result.shape, result.name, result.message


def _title(shape: str, name: str, prefixes: Mapping[str, str]) -> str:
    return f"{name or 'shape'}  [{shorten(shape, prefixes)}]" if shape else name or "unnamed shape"


def _messages(results: Iterable[Result], report: Report) -> Iterator[str]:
    """Each message, where a shape of the user's says so, and the nodes that it concerns."""
    for message, found in groupby(results, key=lambda result: result.message):
        same = list(found)
        yield from _wrapped(message, "    ")
        rules = dict.fromkeys(str(result.shape_location) for result in same if result.shape_location)
        if report.shapes and rules:
            yield from _wrapped(f"(shape at {', '.join(rules)})", "    ")
        for result in same:
            yield from _place(result, report.prefixes)


def _place(result: Result, prefixes: Mapping[str, str]) -> Iterator[str]:
    """The lines that say where a result is: node, property, value, sentence, file."""
    yield from _wrapped(f"- {term(result.focus, result.focus_label, prefixes)}", "    ", "      ")
    place = [("at", str(result.location))] if result.location else []
    for heading, text in [*details(result, prefixes), *place]:
        yield from _wrapped(f"{heading:<10}{text}", "      ", " " * 16)


def _wrapped(text: str, indent: str, further: str | None = None) -> list[str]:
    """TEXT without control characters, in lines of at most WIDTH columns."""
    return textwrap.wrap(
        visible(text.replace("\n", "⏎").replace("\t", " ")),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_on_hyphens=False,
    )
