"""Shapes to be linted, and what is found in them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from inspectkg.errors import InputError
from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.linting.faults import COMPONENT, checks
from inspectkg.shapes.linting.linter import Linter
from inspectkg.shapes.report import Report, Result
from inspectkg.shapes.validation import validate_files

HERE = Path(__file__).parent
CHECKS: dict[str, dict[str, Any]] = tomllib.loads(
    (HERE.parent / "shapes" / "linting" / "checks.toml").read_text("utf-8")
)["check"]
HEAD = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in {
        **{name: OUTER[name] for name in ("sh", "rdf", "rdfs", "owl", "xsd")},
        "ex": "http://example.org/",
        "ikg": "https://w3id.org/inspectkg/ontology/",
    }.items()
)
DATA = "ex:ann a ex:Person ; ex:age 5 ; ex:knows ex:bob ."
S = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; "
#: What foreign shapes may lack; told of nearly every example.
MILD = {"no-message", "no-severity"}


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(HEAD + text, "utf-8")
    return path


def linted(folder: Path, shapes: str, data: str = DATA, **options: Any) -> Report:
    return validate_files([write(folder, "data.ttl", data)], [write(folder, "shapes.ttl", shapes)], **options)


def names(results: Any) -> list[str]:
    """The checks that RESULTS are of, but for the engine's own."""
    found = [result.component.removeprefix(COMPONENT) for result in results if result.component.startswith(COMPONENT)]
    return [name for name in found if name not in MILD]


def faults(turtle: str) -> list[Result]:
    """What the lint finds in shapes alone."""
    return Linter([quad.triple for quad in ox.parse(input=HEAD + turtle, format=ox.RdfFormat.TURTLE)]).faults()


def found(folder: Path, shapes: str) -> set[str]:
    """The checks that SHAPES trip, whether they stop the run or not."""
    try:
        report = linted(folder, shapes)
    except InputError as error:
        return {name for name, check in checks().items() if check.stops and pattern(name).search(str(error))}
    return {result.component.removeprefix(COMPONENT) for result in report.results} & set(CHECKS)


def pattern(name: str) -> re.Pattern[str]:
    """The message of a check as a pattern, whatever words are filled in."""
    parts = re.split(r"\\\{\w+\\\}", re.escape(" ".join(checks()[name].message.split())))
    return re.compile(".*?".join(part.replace(r"\{\{", r"\{").replace(r"\}\}", r"\}") for part in parts), re.DOTALL)
