"""How reports for people name what they show: IRIs shortened, terms with their labels, the verdict in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from ...ontology.namespaces import OUTER
from ..report import LINT, SEVERITIES, Acceptance, Path, Report, Result, Severity, Term

XSD: Final = OUTER["xsd"]
HEADINGS: Final[dict[Severity, str]] = {"violation": "VIOLATIONS", "warning": "WARNINGS", "info": "NOTES"}
ACCEPTED: Final = {"waived": "WAIVED", "baseline": "IN THE BASELINE"}
NOUNS: Final[dict[Severity, tuple[str, str]]] = {
    "violation": ("violation", "violations"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}

#: The most characters of a value or name that are shown to people; programs get them all.
LONGEST: Final = 400

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[\w-]|\.(?=[\w-]))*", re.ASCII)
_IRI: Final = re.compile(r"<([^<>\s]*)>")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """IRI with the prefix that shortens it most, or in angle brackets where none fits."""
    best = (0, "")
    for prefix, start in prefixes.items():
        if start and iri.startswith(start) and _LOCAL.fullmatch(iri, len(start)):
            best = max(best, (len(start), f"{prefix}:{iri[len(start) :]}"))
    return best[1] or f"<{iri}>"


def sections(report: Report) -> Iterator[tuple[str, list[Result]]]:
    """The results of REPORT under their headings: those that count, the worst first, then those that do not."""
    for severity in SEVERITIES:
        found = [result for result in report.open if result.severity == severity]
        if found:
            yield HEADINGS[severity], found
    for kind, heading in ACCEPTED.items():
        found = [result for result in report.accepted if result.acceptance and result.acceptance.kind == kind]
        if found:
            yield heading, found


def counted(report: Report) -> str:
    """How many violations, warnings and notes there are, and how many that do not count, as far as there are any."""
    found = [f"{count} {NOUNS[name][count != 1]}" for name, count in report.counts().items() if count]
    found += [f"{count} {ACCEPTED[name].lower()}" for name, count in report.accepted_counts().items() if count]
    return ", ".join(found)


def accepted(acceptance: Acceptance) -> tuple[str, str]:
    """Why a result does not count, as a heading and the words for it."""
    if acceptance.kind == "baseline":
        return "known", acceptance.reason
    return "waived", f"by {acceptance.by} until {acceptance.until}: {acceptance.reason}"


def verdict(report: Report, fail_on: Severity) -> str:
    """One sentence: whether REPORT conforms, what there is of each severity, what was checked, and with what."""
    counts = counted(report)
    texts = f", quotes compared with {report.texts_checked} texts" if report.texts_checked else ""
    what = f" ({', '.join(report.data)})" if report.data else ""
    said = "Conforms to the shapes" if report.conforms(fail_on) else "Does not conform to the shapes"
    return f"{said}{': ' if counts else ''}{counts}{what}{texts}; checked with {report.engine}."


def term(node: Term | None, label: str | None, prefixes: Mapping[str, str]) -> str:
    """NODE as people read it, with its LABEL; of long texts the beginning."""
    if node is None:
        return ""
    named = f" “{_cut(label)}”" if label else ""
    if isinstance(node, ox.NamedNode):
        return shorten(node.value, prefixes) + named
    if isinstance(node, ox.BlankNode):
        return f"a node without an IRI ({node}){named}"
    kind = "" if node.language or node.datatype.value == XSD + "string" else shorten(node.datatype.value, prefixes)
    return f'"{_cut(node.value)}"' + (f"@{node.language}" if node.language else f"^^{kind}" if kind else "")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text)} characters)"


def focus(result: Result, prefixes: Mapping[str, str]) -> str:
    """The node that RESULT is about; where a line tells which one without an IRI is meant, our number is left out."""
    numbered = term(result.focus, result.focus_label, prefixes)
    placed = isinstance(result.focus, ox.BlankNode) and result.location and result.location.line
    return numbered.replace(f" ({result.focus})", "", 1) if placed else numbered


def constraint(result: Result, prefixes: Mapping[str, str]) -> str:
    """The constraint that RESULT breaks, as its shape writes it (sh:minCount); an empty text where it has none."""
    if result.component in ("", result.shape) or result.component.startswith(LINT):
        return ""
    name = result.component.removeprefix(OUTER["sh"]).removesuffix("ConstraintComponent")
    known = name and result.component == f"{OUTER['sh']}{name}ConstraintComponent"
    if not known:
        return shorten(result.component, prefixes)
    start = len(name) - len(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return f"sh:{name[:start].lower()}{name[start:]}"  # SPARQL is sparql, MinCount minCount


def short_path(path: Path, prefixes: Mapping[str, str]) -> str:
    """PATH with shortened IRIs."""
    return _IRI.sub(lambda match: shorten(match[1], prefixes), str(path))


def plain(node: Term) -> str:
    """NODE without marks: a whole IRI, or the text of a literal."""
    return str(node) if isinstance(node, ox.BlankNode) else node.value


def plain_path(path: Path) -> str:
    """PATH in full; one property without marks."""
    return path.iri if path.iri is not None else str(path)


def visible(text: str) -> str:
    """TEXT with what could steer a terminal, or break a document, made visible."""
    return _CONTROL.sub("\ufffd", text)


def details(result: Result, prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    """What there is to say about RESULT beside its message: property, value, sentence, each with its heading."""
    found = [] if result.path is None else [("property", short_path(result.path, prefixes))]
    if result.value is not None and result.value != result.focus:
        found.append(("value", term(result.value, result.value_label, prefixes)))
    if result.sentence is not None:
        place = f", from character {result.sentence.start}" if result.sentence.start is not None else ""
        source = f" ({result.sentence.source}{place})" if result.sentence.source else ""
        found.append(("sentence", f"“{result.sentence.quote}”{source}"))
    return found
