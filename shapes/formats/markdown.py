"""Markdown: a summary for a pull request or a job page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..report import Report, Result, Severity
from .failure import Failure
from .words import HEADINGS, by_severity, short_path, shorten, term, verdict, visible


def report(report: Report, fail_on: Severity = "violation") -> str:
    """The verdict, and a table for each severity."""
    lines = [f"**{_escaped(verdict(report, fail_on))}**", *(f"\n{_escaped(note)}" for note in report.notes)]
    for severity, results in by_severity(report):
        lines += ["", f"### {HEADINGS[severity].capitalize()} ({len(results)})", ""]
        lines += ["| where | what | value | sentence | file |", "|---|---|---|---|---|"]
        for result in results:
            cells = (_where(result, report.prefixes), _told(result, report.prefixes))
            value = term(result.value, result.value_label, report.prefixes)
            sentence = f"“{result.sentence.quote}” ({result.sentence.source})" if result.sentence else ""
            place = str(result.location or "")
            lines.append("| " + " | ".join(_escaped(cell) for cell in (*cells, value, sentence, place)) + " |")
    return "\n".join(lines) + "\n"


def failure(failure: Failure) -> str:
    """The reason why nothing was checked."""
    return f"**Nothing was checked:** {_escaped(str(failure))}\n"


def _told(result: Result, prefixes: Mapping[str, str]) -> str:
    return f"{result.message} ({shorten(result.shape, prefixes)})" if result.shape else result.message


def _where(result: Result, prefixes: Mapping[str, str]) -> str:
    path = f", {short_path(result.path, prefixes)}" if result.path else ""
    return term(result.focus, result.focus_label, prefixes) + path


def _escaped(text: str) -> str:
    """TEXT as it is to be read, whatever marks of Markdown or HTML it contains."""
    return re.sub(r"([\\`*_\[\]<>|&#])", r"\\\1", visible(text.replace("\n", " ")))
