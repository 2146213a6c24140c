"""A report as text for people, JSON, CSV, Markdown, or the standard Turtle; the same bytes at every run."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Final

import pyoxigraph as ox

from ..errors import UsageError
from ..ontology.namespaces import OUTER
from .report import SEVERITIES, Path, Report, Result, Severity, Term

WIDTH: Final = 100
SH: Final = OUTER["sh"]
XSD: Final = OUTER["xsd"]
HEADINGS: Final[dict[Severity, str]] = {"violation": "VIOLATIONS", "warning": "WARNINGS", "info": "NOTES"}
NOUNS: Final[dict[Severity, tuple[str, str]]] = {
    "violation": ("violation", "violations"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}
SEVERITY_TERMS: Final[dict[Severity, str]] = {"violation": "sh:Violation", "warning": "sh:Warning", "info": "sh:Info"}
COLUMNS: Final = (
    "severity", "shape", "name", "message", "focus", "focusLabel", "path", "value", "valueLabel",
    "quote", "source", "start", "fingerprint",
)  # fmt: skip

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[\w-]|\.(?=[\w-]))*", re.ASCII)
_IRI: Final = re.compile(r"<([^<>\s]*)>")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def render(report: Report, format: str = "text") -> str:
    """REPORT in FORMAT, one of FORMATS; UsageError where it is none of them."""
    if format not in FORMATS:
        raise UsageError(f"unknown report format {format!r}: choose one of {', '.join(FORMATS)}")
    return FORMATS[format](report)


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """IRI with the prefix that shortens it most, or in angle brackets where none fits."""
    fitting = [
        (len(start), f"{prefix}:{iri[len(start) :]}")
        for prefix, start in prefixes.items()
        if start and iri.startswith(start) and _LOCAL.fullmatch(iri[len(start) :])
    ]
    return max(fitting)[1] if fitting else f"<{iri}>"


def as_text(report: Report) -> str:
    """For people: at most 100 columns, the worst first, one message for all nodes that it concerns."""
    lines = [line for text in (_verdict(report), *report.notes) for line in _wrapped(text, "")]
    for severity, results in _by_severity(report):
        lines += ["", f"{HEADINGS[severity]} ({len(results)})"]
        for (shape, name, message), same in groupby(results, key=lambda r: (r.shape, r.name, r.message)):
            title = f"{name or 'shape'}  [{shorten(shape, report.prefixes)}]" if shape else name or "unnamed shape"
            lines += ["", *_wrapped(title, "  "), *_wrapped(message, "    ")]
            for result in same:
                lines += _place(result, report.prefixes)
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """One object: the verdict, the counts, what was checked, and every result with full IRIs."""
    value = {
        "conforms": not report.results,
        "counts": report.counts(),
        "data": list(report.data),
        "engine": report.engine,
        "notes": list(report.notes),
        "results": [dict(zip(COLUMNS, _row(result), strict=True)) for result in report.results],
        "shapes": list(report.shapes),
        "textsChecked": report.texts_checked,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_csv(report: Report) -> str:
    """One row a result, with the columns of COLUMNS; lines end as RFC 4180 asks."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(["" if cell is None else cell for cell in _row(result)] for result in report.results)
    return file.getvalue()


def as_markdown(report: Report) -> str:
    """A summary for a pull request or a job page: the verdict, and a table for each severity."""
    lines = [f"**{_markdown(_verdict(report))}**", *(f"\n{_markdown(note)}" for note in report.notes)]
    for severity, results in _by_severity(report):
        lines += ["", f"### {HEADINGS[severity].capitalize()} ({len(results)})", ""]
        lines += ["| where | what | value | sentence |", "|---|---|---|---|"]
        for result in results:
            cells = (_where(result, report.prefixes), _told(result, report.prefixes))
            value = _term(result.value, result.value_label, report.prefixes)
            sentence = f"“{result.sentence.quote}” ({result.sentence.source})" if result.sentence else ""
            lines.append("| " + " | ".join(_markdown(cell) for cell in (*cells, value, sentence)) + " |")
    return "\n".join(lines) + "\n"


def as_turtle(report: Report) -> str:
    """The standard sh:ValidationReport; results are named by their fingerprints, not by blank nodes."""
    names: dict[str, Result] = {}
    repeats = Counter[str]()
    for result in report.results:
        name = f"urn:inspectkg:result:{result.fingerprint}"
        repeats[name] += 1
        names[name if repeats[name] == 1 else f"{name}-{repeats[name]}"] = result
    block = ["<urn:inspectkg:report> a sh:ValidationReport", f"    sh:conforms {'false' if names else 'true'}"]
    block += ["    sh:result " + ",\n        ".join(f"<{name}>" for name in names)] if names else []
    blocks = [" ;\n".join(block) + " .\n"]
    for name, result in names.items():
        lines = [f"<{name}> a sh:ValidationResult", f"    sh:focusNode {result.focus}"]
        lines += [f"    sh:resultPath {_turtle_path(result.path)}"] if result.path else []
        lines += [f"    sh:value {result.value}"] if result.value is not None else []
        lines += [f"    sh:resultSeverity {SEVERITY_TERMS[result.severity]}"]
        lines += [f"    sh:sourceShape <{result.shape}>"] if result.shape else []
        lines += [f"    sh:sourceConstraintComponent <{result.component}>"]
        lines += [f"    sh:resultMessage {ox.Literal(result.message)}"]
        blocks.append(" ;\n".join(lines) + " .\n")
    return f"@prefix sh: <{SH}> .\n\n" + "\n".join(blocks)


FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "markdown": as_markdown,
    "turtle": as_turtle,
}


def _by_severity(report: Report) -> Iterator[tuple[Severity, list[Result]]]:
    for severity in SEVERITIES:
        found = [result for result in report.results if result.severity == severity]
        if found:
            yield severity, found


def _verdict(report: Report) -> str:
    counts = [f"{count} {NOUNS[name][count != 1]}" for name, count in report.counts().items() if count]
    texts = f", quotes compared with {report.texts_checked} texts" if report.texts_checked else ""
    what = f" ({', '.join(report.data)})" if report.data else ""
    verdict = "Conforms to the shapes" if report.conforms() else "Does not conform to the shapes"
    return f"{verdict}{': ' if counts else ''}{', '.join(counts)}{what}{texts}; checked with {report.engine}."


def _row(result: Result) -> list[str | int | None]:
    """The cells of RESULT under COLUMNS, with full IRIs; None where it has none."""
    sentence = result.sentence
    return [
        result.severity,
        result.shape,
        result.name or None,
        result.message,
        _plain(result.focus),
        result.focus_label,
        None if result.path is None else _plain_path(result.path),
        None if result.value is None else _plain(result.value),
        result.value_label,
        sentence.quote if sentence else None,
        (sentence.source or None) if sentence else None,
        sentence.start if sentence else None,
        result.fingerprint,
    ]


def _place(result: Result, prefixes: Mapping[str, str]) -> Iterator[str]:
    """The lines that say where a result is: node, property, value, sentence."""
    yield from _wrapped(f"- {_term(result.focus, result.focus_label, prefixes)}", "    ", "      ")
    if result.path is not None:
        yield from _wrapped(f"property  {_short_path(result.path, prefixes)}", "      ", " " * 16)
    if result.value is not None and result.value != result.focus:
        yield from _wrapped(f"value     {_term(result.value, result.value_label, prefixes)}", "      ", " " * 16)
    if result.sentence is not None:
        place = f", from character {result.sentence.start}" if result.sentence.start is not None else ""
        source = f" ({result.sentence.source}{place})" if result.sentence.source else ""
        yield from _wrapped(f"sentence  “{result.sentence.quote}”{source}", "      ", " " * 16)


def _told(result: Result, prefixes: Mapping[str, str]) -> str:
    return f"{result.message} ({shorten(result.shape, prefixes)})" if result.shape else result.message


def _where(result: Result, prefixes: Mapping[str, str]) -> str:
    path = f", {_short_path(result.path, prefixes)}" if result.path else ""
    return _term(result.focus, result.focus_label, prefixes) + path


def _wrapped(text: str, indent: str, further: str | None = None) -> list[str]:
    """TEXT without control characters, in lines of at most WIDTH columns."""
    return textwrap.wrap(
        _CONTROL.sub("\ufffd", text.replace("\n", "⏎").replace("\t", " ")),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_on_hyphens=False,
    )


def _term(term: Term | None, label: str | None, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value, prefixes) + (f" “{label}”" if label else "")
    if isinstance(term, ox.BlankNode):
        return f"a node without an IRI ({term})" + (f" “{label}”" if label else "")
    kind = "" if term.language or term.datatype.value == XSD + "string" else shorten(term.datatype.value, prefixes)
    return f'"{term.value}"' + (f"@{term.language}" if term.language else f"^^{kind}" if kind else "")


def _short_path(path: Path, prefixes: Mapping[str, str]) -> str:
    return _IRI.sub(lambda match: shorten(match[1], prefixes), str(path))


def _plain(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else term.value


def _plain_path(path: Path) -> str:
    return path.iri if path.iri is not None else str(path)


def _turtle_path(path: Path) -> str:
    if path.iri is not None:
        return f"<{path.iri}>"
    inner = " ".join(_turtle_path(part) for part in path.parts)
    names = {"^": "inversePath", "*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
    if path.operator == "/":
        return f"( {inner} )"
    if path.operator == "|":
        return f"[ sh:alternativePath ( {inner} ) ]"
    return f"[ sh:{names[path.operator]} {inner} ]"


def _markdown(text: str) -> str:
    """TEXT as it is to be read, whatever marks of Markdown or HTML it contains."""
    flat = _CONTROL.sub("\ufffd", text.replace("\n", " "))
    return re.sub(r"([\\`*_\[\]<>|&#])", r"\\\1", flat)
