"""A graph with three results, and waivers for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from inspectkg.shapes.report import Report
from inspectkg.shapes.validation import validate_files

PREFIXES = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:P, ex:Q .
ex:P sh:path ex:age ; sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ; sh:severity sh:Violation ;
    sh:name "age" ; sh:message "An age is a number." .
ex:Q sh:path ex:mail ; sh:maxCount 1 ; sh:severity sh:Warning ; sh:message "One address is enough." .
"""
DATA = """
ex:ann a ex:Person ; ex:age "old" .
ex:bob a ex:Person ; ex:age "young" ; ex:mail "b@example.org", "bob@example.org" .
"""
DAY = date(2026, 6, 1)
SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def checked(folder: Path, data: str = DATA, shapes: str = SHAPES) -> Report:
    return validate_files(
        [write(folder, "data.ttl", PREFIXES + data)], [write(folder, "shapes.ttl", PREFIXES + shapes)]
    )


def three_results(folder: Path) -> Report:
    """Two violations and a warning."""
    found = checked(folder)
    assert [(result.severity, str(result.focus)[20:-1]) for result in found.results] == [
        ("violation", "ann"),
        ("violation", "bob"),
        ("warning", "bob"),
    ]
    return found


def waiver(fingerprint: str, **values: str) -> str:
    table = {"reason": '"asked"', "by": '"A. Person"', "expires": "2026-12-31", **values}
    lines = [f"{name} = {value}" for name, value in table.items() if value]
    return "\n".join(["[[waiver]]", f'fingerprint = "{fingerprint}"', *lines]) + "\n"
