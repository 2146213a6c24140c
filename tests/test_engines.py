"""The compiled engine gives what pyshacl gives: on cases after the standard, on random shapes, on our own fixtures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from shacl_cases import HEAD, graphs, query_shapes, shapes
from test_shapes import FIXTURES, Fixture

from inspectkg.errors import InputError
from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.engines import choice
from inspectkg.shapes.engines.findings import Finding, UnsupportedError
from inspectkg.shapes.validation import shape_files
from inspectkg.store import read_quads

FOLDER = Path(__file__).parent / "engines"
DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
SHORT = {"<http://example.org/": "ex:", f"<{OUTER['xsd']}": "xsd:", f"<{OUTER['rdf']}": "rdf:"}


@dataclass(frozen=True)
class Case:
    """One entry of the tables: what `results` and, where it differs, `pyshacl` find."""

    name: str
    data: str
    shapes: str
    results: tuple[str, ...]
    pyshacl: tuple[str, ...] | None = None


def cases(name: str) -> list[Case]:
    """The cases of the table NAME."""
    found: list[Case] = []
    for entry in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]:
        theirs = tuple(entry["pyshacl"]) if "pyshacl" in entry else None
        found.append(Case(entry["name"], entry["data"], entry["shapes"], tuple(entry["results"]), theirs))
    return found


def triples(turtle: str) -> list[ox.Triple]:
    """The triples of TURTLE, each once."""
    return list(dict.fromkeys(quad.triple for quad in ox.parse(input=turtle, format=ox.RdfFormat.TURTLE)))


def prepared(case: Case) -> choice.Prepared:
    kind = "sh:PropertyShape" if "; sh:path " in case.shapes.partition("sh:property")[0] else "sh:NodeShape"
    return choice.Prepared(triples(f"{HEAD}{DECLARED}\nex:S a {kind} ; {case.shapes} ."))


def results(engine: choice.Name, case: Case) -> list[str]:
    """What ENGINE finds in CASE, in short."""
    found = choice.run(triples(HEAD + case.data), prepared(case), engine).findings
    return sorted({shown(finding) for finding in found})


def shown(finding: Finding) -> str:
    """A result as the tables have it."""
    kind = finding.component.removeprefix(OUTER["sh"]).removesuffix("ConstraintComponent")
    parts = [str(finding.focus), str(finding.path or "-"), str(finding.value or "-"), kind]
    severity = finding.severity.rpartition("#")[2].rpartition("/")[2]
    text = " | ".join(parts if severity == "Violation" else [*parts, severity])
    for iri, short in SHORT.items():
        text = text.replace(iri, short)
    return text.replace(">", "")
