"""JUnit XML: one suite a shape, one case a result; a shape that found nothing is one passed case.

Results at or above --fail-on are failures; milder ones pass, with what they say as their output; those that are waived
or in the baseline are skipped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pyoxigraph as ox

from ..report import SEVERITIES, CheckedShape, Report, Result, Severity
from .failure import Failure
from .words import accepted, constraint, details, focus, short_path, shorten, term

UNNAMED: Final = "shapes without an IRI"
#: Characters that XML 1.0 does not have.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(report: Report, fail_on: Severity = "violation") -> str:
    """REPORT as suites, sorted by the IRIs of their shapes."""
    shapes = {shape.iri: shape for shape in report.checked}
    found: dict[str, list[Result]] = {iri: [] for iri in shapes}
    for result in report.results:
        found.setdefault(result.shape, []).append(result)
    root = Element("testsuites", name="inspectkg")
    for iri in sorted(found or {"": []}):
        root.append(_suite(shapes.get(iri, CheckedShape(iri)), found.get(iri, []), report, fail_on))
    if report.notes:
        suite = SubElement(root, "testsuite", name="inspectkg")
        case = SubElement(suite, "testcase", name="run", classname="inspectkg")
        SubElement(case, "system-out").text = _xml("\n".join(report.notes))
    return _written(root)


def failure(failure: Failure) -> str:
    """A case for each thing that is wrong; why nothing was checked is an error."""
    root = Element("testsuites", name="inspectkg")
    suite = SubElement(root, "testsuite", name="inspectkg")
    for number, problem in enumerate(failure.problems, 1):
        name = "read the data and the shapes" + (f" ({number})" if number > 1 else "")
        case = SubElement(suite, "testcase", name=name, classname="inspectkg")
        if problem.location:
            _place(case, problem.location.file, problem.location.line)
        if problem.gravity == "error":
            kind = "input" if failure.code == 2 else "internal"
            SubElement(case, "error", message=_xml(problem.message), type=kind).text = _xml(str(problem))
        else:
            SubElement(case, "system-out").text = _xml(str(problem))
    return _written(root)


def _suite(shape: CheckedShape, results: Iterable[Result], report: Report, fail_on: Severity) -> Element:
    title = shorten(shape.iri, report.prefixes) if shape.iri else UNNAMED
    suite = Element("testsuite", name=_xml(f"{shape.name} [{title}]" if shape.name else title))
    facts: dict[str, str] = {"shape": shape.iri, "engine": report.engine}
    counts = [str(row.count) for row in report.focus_counts if row.shape == shape.iri and row.count is not None]
    if counts:
        facts["focusNodes"] = ", ".join(counts)
    properties = SubElement(suite, "properties")
    for name, value in facts.items():
        SubElement(properties, "property", name=name, value=_xml(value))
    names = Counter[str]()
    for result in results:
        name = _case_name(result, report.prefixes)
        names[name] += 1
        number = f" ({names[name]})" if names[name] > 1 else ""
        suite.append(_case(result, name + number, title, report.prefixes, fail_on))
    if not names:
        SubElement(suite, "testcase", name="conforms", classname=_xml(title))
    return suite


def _case(result: Result, name: str, title: str, prefixes: Mapping[str, str], fail_on: Severity) -> Element:
    case = Element("testcase", name=_xml(name), classname=_xml(title))
    if result.location:
        _place(case, result.location.file, result.location.line)
    text = _xml("\n".join(_lines(result, prefixes)))
    if result.acceptance:
        SubElement(case, "skipped", message=_xml(" ".join(accepted(result.acceptance))))
        SubElement(case, "system-out").text = text
    elif SEVERITIES.index(result.severity) <= SEVERITIES.index(fail_on):
        kind = constraint(result, prefixes) or title
        SubElement(case, "failure", message=_xml(result.message), type=_xml(kind)).text = text
    else:
        SubElement(case, "system-out").text = text
    return case


def _case_name(result: Result, prefixes: Mapping[str, str]) -> str:
    """What tells a result from the others of its shape, the same while the same thing is wrong."""
    blank = isinstance(result.focus, ox.BlankNode)
    parts = [f"node {result.fingerprint}" if blank else term(result.focus, result.focus_label, prefixes)]
    parts += [short_path(result.path, prefixes)] if result.path else []
    if result.value is not None and result.value != result.focus and not isinstance(result.value, ox.BlankNode):
        parts.append(term(result.value, None, prefixes))
    return ", ".join(parts)


def _lines(result: Result, prefixes: Mapping[str, str]) -> list[str]:
    lines = [f"{result.severity}: {result.message}", f"node: {focus(result, prefixes)}"]
    lines += [f"{heading}: {text}" for heading, text in details(result, prefixes)]
    lines += [f"at: {result.location}"] if result.location else []
    lines += [f"shape at: {result.shape_location}"] if result.shape_location else []
    return [*lines, f"fingerprint: {result.fingerprint}"]


def _place(case: Element, file: str, line: int | None) -> None:
    case.set("file", _xml(file))
    if line is not None:
        case.set("line", str(line))


def _written(root: Element) -> str:
    """The document of ROOT, with the numbers of cases that readers expect on each suite and on the whole."""
    for element in [*root, root]:
        counted = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
        for name, tag in counted.items():
            element.set(name, str(sum(1 for _ in element.iter(tag))))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
