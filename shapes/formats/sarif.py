"""SARIF 2.1.0, for code scanning and other dashboards: the shapes are its rules.

A result keeps its fingerprint while the same thing is wrong, wherever it moves in the file: what was mended is closed,
what comes back is opened. `primaryLocationLineHash` is the fingerprint that GitHub compares. Without a run there is no
list of results, so that an unreadable file closes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from ... import __version__
from ..report import CheckedShape, Location, Report, Result, Severity
from .failure import Failure
from .numbering import numbered
from .pretty import Written, laid_out
from .rows import COLUMNS, row
from .words import accepted, details, focus, plain, shorten, term

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final[dict[Severity, str]] = {"violation": "error", "warning": "warning", "info": "note"}
NO_IRI: Final = "shape-without-iri"
#: What stands before the brace that closes a result.
_LINE: Final = "\n        "
#: What SARIF has a place of its own for.
ELSEWHERE: Final = {"message", "file", "line", "column", "shapeFile", "shapeLine", "shapeColumn"}


def report(report: Report, fail_on: Severity = "violation") -> str:
    """REPORT as one run of the tool."""
    shapes = {shape.iri: shape for shape in report.checked}
    for result in report.results:
        shapes.setdefault(result.shape, CheckedShape(result.shape, result.name))
    places = {iri: number for number, iri in enumerate(sorted(shapes))}
    suppressed = bool(report.accepted)  # then each result says whether it is, as the standard asks
    results: list[Written] = []
    for name, result in numbered(report.results, ":"):
        found = _result(result, places[result.shape], name, report)
        if suppressed:
            found["suppressions"] = _suppressions(result)
        results.append(Written(laid_out(found, _LINE)))
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": 0 if report.conforms(fail_on) else 1}
    if report.notes:
        invocation["toolExecutionNotifications"] = [
            {"level": "note", "message": {"text": note}} for note in report.notes
        ]
    run = {
        "tool": _tool([_rule(shapes[iri], report.prefixes) for iri in sorted(shapes)]),
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "properties": {"engine": report.engine, "data": list(report.data), "shapes": list(report.shapes)},
        "results": results,
    }
    return _document(run)


def failure(failure: Failure) -> str:
    """A run that was not successful, with the reasons as its notifications, and without a list of results."""
    notifications: list[dict[str, Any]] = []
    for problem in failure.problems:
        level = "error" if problem.gravity == "error" else LEVELS[problem.gravity]
        found: dict[str, Any] = {"level": level, "message": {"text": problem.message}}
        if problem.location:
            found["locations"] = [{"physicalLocation": _physical(problem.location)}]
        notifications.append(found)
    invocation = {
        "executionSuccessful": False,
        "exitCode": failure.code,
        "toolExecutionNotifications": notifications,
    }
    return _document({"tool": _tool([]), "invocations": [invocation], "columnKind": "unicodeCodePoints"})


def _document(run: Mapping[str, Any]) -> str:
    return laid_out({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _tool(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {"driver": {"name": "inspectkg", "version": __version__, "rules": rules}}


def _rule(shape: CheckedShape, prefixes: Mapping[str, str]) -> dict[str, Any]:
    short = shorten(shape.iri, prefixes) if shape.iri else "a shape without an IRI"
    title = shape.name or short
    told = dict.fromkeys([f"{title} ({short})" if shape.name else short, shape.description, shape.message])
    return {
        "id": shape.iri or NO_IRI,
        "name": re.split(r"[#/:]", shape.iri)[-1] or short,
        "shortDescription": {"text": title},
        "fullDescription": {"text": shape.description or shape.message or title},
        "help": {"text": "\n\n".join(filter(None, told))},
        "defaultConfiguration": {"level": LEVELS[shape.severity]},
    }


def _result(result: Result, rule: int, fingerprint: str, report: Report) -> dict[str, Any]:
    identity = fingerprint if ":" in fingerprint else f"{fingerprint}:1"
    found: dict[str, Any] = {
        "ruleId": result.shape or NO_IRI,
        "ruleIndex": rule,
        "level": LEVELS[result.severity],
        "message": {"text": _message(result, report.prefixes)},
        "locations": [_location(result, report)],
        "partialFingerprints": {"inspectkg/v1": identity, "primaryLocationLineHash": identity},
    }
    if result.shape_location and report.shapes:  # ours lie in the package, out of reach for who reads this
        physical = _physical(result.shape_location)
        found["relatedLocations"] = [{"id": 0, "physicalLocation": physical, "message": {"text": "the shape"}}]
    cells = zip(COLUMNS, row(result), strict=True)
    found["properties"] = {name: cell for name, cell in cells if cell is not None and name not in ELSEWHERE}
    return found


def _suppressions(result: Result) -> list[dict[str, Any]]:
    """Why RESULT does not count: nothing where it does."""
    if result.acceptance is None:
        return []
    justification = " ".join(accepted(result.acceptance))
    return [{"kind": "external", "status": "accepted", "justification": justification}]


def _message(result: Result, prefixes: Mapping[str, str]) -> str:
    lines = [("node", focus(result, prefixes)), *details(result, prefixes)]
    return "\n".join([result.message, *(f"{heading}: {text}" for heading, text in lines)])


def _location(result: Result, report: Report) -> dict[str, Any]:
    """The place in the data; for a node that stands in no file, the user's shape, else the first file of the data."""
    shape = result.shape_location if report.shapes else None
    place = result.location or shape or (Location(report.data[0]) if report.data else None)
    name = result.focus_label or term(result.focus, None, report.prefixes)
    logical = {"name": name, "fullyQualifiedName": result.focus_key or plain(result.focus), "kind": "resource"}
    physical = {"physicalLocation": _physical(place)} if place else {}
    return {**physical, "logicalLocations": [logical]}


def _physical(place: Location) -> dict[str, Any]:
    found: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        found["region"] = {name: number for name, number in region.items() if number is not None}
    return found
