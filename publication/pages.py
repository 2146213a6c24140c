"""The pages of a release: the ontology, each concept scheme, the saved questions and the shapes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..export.ordering import natural
from ..export.serialising import FORMATS
from ..ontology.namespaces import IKG
from .described import Described, Linked, described, href, short, terms
from .diagram import diagram
from .statements import published
from .uses import Use, questions, shapes

_TEMPLATES: Final = Path(__file__).parent / "templates"
_SECTIONS: Final = {
    "Classes": "owl:Class",
    "Object properties": "owl:ObjectProperty",
    "Datatype properties": "owl:DatatypeProperty",
    "Annotation properties": "owl:AnnotationProperty",
    "Datatypes": "rdfs:Datatype",
}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def pages(version: str, issued: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """The pages by the names of their files."""
    schemes = [_scheme(one) for one in published().subjects("skos:ConceptScheme")]
    schemes.sort(key=lambda scheme: str(scheme["title"]))
    style = (_TEMPLATES / "style.css").read_text("utf-8")
    shared = {"style": style, "version": version, "issued": issued, "licence": settings["licence"], "schemes": schemes,
              "suffixes": [FORMATS[name] for name in settings["formats"]]}  # fmt: skip
    made = {
        "index.html": _page("ontology.html", shared, _ontology(settings) | {"part": "ontology"}),
        "questions.html": _page("uses.html", shared, _uses("Saved questions", questions()) | {"part": ""}),
        "shapes.html": _page("uses.html", shared, _uses("Shapes", shapes()) | {"part": "shapes"}),
    }
    for scheme in schemes:
        made[f"concepts/{scheme['slug']}.html"] = _page("scheme.html", shared, {**scheme, "part": "concepts"}, up="../")
    return made


def _page(template: str, shared: Mapping[str, Any], own: Mapping[str, Any], up: str = "") -> str:
    """TEMPLATE filled in; UP leads to the top folder of the release."""
    return _environment().get_template(template).render(**shared, **own, up=up)


def _ontology(settings: Mapping[str, Any]) -> dict[str, Any]:
    index = published()
    sections = {title: terms(kind) for title, kind in _SECTIONS.items()}
    return {
        "title": index.text(IKG, "dcterms:title"),
        "about": index.text(IKG, "dcterms:description"),
        "creator": index.text(IKG, "dcterms:creator"),
        "iri": IKG,
        "sections": {title: found for title, found in sections.items() if found},
        "diagram": diagram(settings["diagram"]),
    }


def _uses(title: str, uses: tuple[Use, ...]) -> dict[str, Any]:
    linked = [(use, [Linked(short(one), href(one)) for one in sorted(use.terms) if href(one)]) for use in uses]
    return {"title": title, "uses": linked}


def _scheme(iri: str) -> dict[str, Any]:
    """The concept scheme IRI: what it is, its concepts by label, and the tree that they make."""
    index = published()
    concepts = [node for node, predicate in index.told_of[iri] if predicate.endswith("#inScheme")]
    found = sorted((described(node, "concept") for node in concepts), key=_place)
    by_iri = {one.iri: one for one in found}
    return {
        "title": index.text(iri, "skos:prefLabel"),
        "about": index.text(iri, "skos:definition"),
        "iri": iri,
        "slug": iri.rsplit("/", 1)[1],
        "concepts": found,
        "tree": [_branch(one, by_iri) for one in found if not _within(one, by_iri)],
    }


def _place(concept: Described) -> tuple[object, ...]:
    """Its place in the list: standards as their frameworks count them, all else by label."""
    return concept.edition, natural(concept.code), concept.label.lower(), concept.iri


def _within(concept: Described, among: Mapping[str, Described]) -> list[str]:
    return [node for node in published().nodes(concept.iri, "skos:broader") if node in among]


def _branch(concept: Described, among: Mapping[str, Described]) -> dict[str, Any]:
    """CONCEPT with the concepts within it; a shape keeps circles out of the ontology."""
    inside = [one for one in among.values() if concept.iri in _within(one, among)]
    return {"concept": concept, "inside": [_branch(one, among) for one in inside]}
