"""Markdown: a summary for a pull request or a job page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..report import Report, Result, Severity
from .failure import Failure
from .focus import focus_rows, focused
from .words import accepted, sections, short_path, shorten, term, verdict, visible


def report(report: Report, fail_on: Severity = "violation") -> str:
    """The verdict, and a table for each severity."""
    lines = [f"**{_escaped(verdict(report, fail_on))}**", *(f"\n{_escaped(note)}" for note in report.notes)]
    for heading, results in sections(report):
        lines += ["", f"### {heading.capitalize()} ({len(results)})", ""]
        lines += ["| where | what | value | sentence | file |", "|---|---|---|---|---|"]
        for result in results:
            cells = (_where(result, report.prefixes), _told(result, report.prefixes))
            value = term(result.value, result.value_label, report.prefixes)
            sentence = f"“{result.sentence.quote}” ({result.sentence.source})" if result.sentence else ""
            place = str(result.location or "")
            lines.append("| " + " | ".join(_escaped(cell) for cell in (*cells, value, sentence, place)) + " |")
    return "\n".join([*lines, *_focus(report)]) + "\n"


def failure(failure: Failure) -> str:
    """The reason why nothing was checked; several as a list."""
    if len(failure.several) < 2:
        return f"**Nothing was checked:** {_escaped(str(failure))}\n"
    reasons = "".join(f"- {_escaped(str(one))}\n" for one in failure.several)
    return f"**Nothing was checked:** the shapes cannot be used\n\n{reasons}"


def _told(result: Result, prefixes: Mapping[str, str]) -> str:
    told = f"{result.message} ({shorten(result.shape, prefixes)})" if result.shape else result.message
    return f"{told}; {' '.join(accepted(result.acceptance))}" if result.acceptance else told


def _focus(report: Report) -> Iterator[str]:
    """How many nodes each shape looked at, folded up."""
    if report.focus_counts:
        yield f"\n<details><summary>{_escaped(focused(report))}</summary>\n"
        yield "| shape | focus nodes |\n|---|---|"
        yield from (f"| {_escaped(name)} | {count} |" for count, name in focus_rows(report))
        yield "\n</details>"


def _where(result: Result, prefixes: Mapping[str, str]) -> str:
    path = f", {short_path(result.path, prefixes)}" if result.path else ""
    return term(result.focus, result.focus_label, prefixes) + path


def _escaped(text: str) -> str:
    """TEXT as it is to be read, whatever marks of Markdown or HTML it contains."""
    return re.sub(r"([\\`*_\[\]<>|&#])", r"\\\1", visible(text.replace("\n", " ")))
