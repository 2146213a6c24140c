"""Turtle: the standard sh:ValidationReport; results are named by their fingerprints, not by blank nodes."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from ...ontology.namespaces import OUTER
from ..report import Path, Report, Result, Severity
from .failure import Failure
from .numbering import numbered
from .words import accepted

SH: Final = OUTER["sh"]
REPORT: Final = "<urn:inspectkg:report>"
SEVERITY_TERMS: Final[dict[Severity, str]] = {"violation": "sh:Violation", "warning": "sh:Warning", "info": "sh:Info"}
OPERATORS: Final = {"^": "inversePath", "*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def report(report: Report, _fail_on: Severity = "violation") -> str:
    """REPORT as the standard has it, which knows no results that do not count: a comment tells them."""
    names = {f"urn:inspectkg:result:{name}": result for name, result in numbered(report.results, "-")}
    block = [f"{REPORT} a sh:ValidationReport", f"    sh:conforms {'false' if names else 'true'}"]
    block += [f"    <{OUTER['rdfs']}comment> {ox.Literal(note)}" for note in report.notes]
    block += ["    sh:result " + ",\n        ".join(f"<{name}>" for name in names)] if names else []
    blocks = [" ;\n".join(block) + " .\n", *(_result(name, result) for name, result in names.items())]
    return f"@prefix sh: <{SH}> .\n\n" + "\n".join(blocks)


def failure(failure: Failure) -> str:
    """A comment on the report, which is none: there is no sh:ValidationReport, and no sh:conforms."""
    comment = ox.Literal(f"Nothing was checked: {failure}")
    return f"@prefix rdfs: <{OUTER['rdfs']}> .\n\n{REPORT} rdfs:comment {comment} .\n"


def _result(name: str, result: Result) -> str:
    lines = [f"<{name}> a sh:ValidationResult", f"    sh:focusNode {result.focus}"]
    lines += [f"    sh:resultPath {_path(result.path)}"] if result.path else []
    lines += [f"    sh:value {result.value}"] if result.value is not None else []
    lines += [f"    sh:resultSeverity {SEVERITY_TERMS[result.severity]}"]
    lines += [f"    sh:sourceShape <{result.shape}>"] if result.shape else []
    lines += [f"    sh:sourceConstraintComponent <{result.component}>"]
    lines += [f"    sh:resultMessage {ox.Literal(result.message)}"]
    lines += (
        [f"    <{OUTER['rdfs']}comment> {ox.Literal(' '.join(accepted(result.acceptance)))}"]
        if result.acceptance
        else []
    )
    return " ;\n".join(lines) + " .\n"


def _path(path: Path) -> str:
    if path.iri is not None:
        return f"<{path.iri}>"
    inner = " ".join(_path(part) for part in path.parts)
    if path.operator == "/":
        return f"( {inner} )"
    if path.operator == "|":
        return f"[ sh:alternativePath ( {inner} ) ]"
    return f"[ sh:{OPERATORS[path.operator]} {inner} ]"
