"""Graphs of people and of articles, shapes for them, and what reports tell."""

from __future__ import annotations

from pathlib import Path

from inspectkg.ontology.namespaces import PREFIXES, SHAPE
from inspectkg.shapes.linting.faults import COMPONENT
from inspectkg.shapes.report import Report, Result

GOOD = Path(__file__).parent / "shapes" / "good.ttl"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
TEXT = "Hello The unit was inadequate. It was. And so it goes."

PERSON_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ] ;
    sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; sh:severity sh:Warning ;
        sh:message "Age in years."@en, "Alter in Jahren."@de ] ;
    sh:property [ sh:path ( ex:knows [ sh:inversePath ex:knows ] ) ; sh:maxCount 1 ; sh:severity sh:Info ] .
"""
PEOPLE = """
@prefix ex: <http://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
ex:ann a ex:Person ; foaf:name "Ann" ; ex:age "old" ; ex:knows [ a ex:Person ; ex:name "x", "y" ], ex:bob .
ex:bob a ex:Person ; ex:name "Bob" ; ex:age "1.10"^^<http://www.w3.org/2001/XMLSchema#decimal> .
ex:cid ex:knows ex:bob .
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def told(report: Report) -> list[tuple[str, str]]:
    return [(result.severity, result.shape.removeprefix(SHAPE)) for result in report.results]


def of_the_data(report: Report) -> list[Result]:
    """The results but for those of the lint, which are about the shapes."""
    return [result for result in report.results if not result.component.startswith(COMPONENT)]
