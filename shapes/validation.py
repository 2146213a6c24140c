"""Checking graphs against SHACL shapes: ours, or anyone's.

`validate_files` reads files; `validate_quads` takes what was read or built. Both return a Report, or raise InputError
where there is nothing to check or nothing to check it with: a missing file, broken Turtle, a shapes file without a
shape, shapes that no engine could run. Shapes that check nothing are results of the report (see linting/). Nothing is
fetched: `owl:imports` leads to files that are named, and shapes whose SPARQL would call a service are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Final

import pyoxigraph as ox

from ..errors import InputError
from ..files import read_bytes
from ..ontology.namespaces import OUTER, PREFIXES
from ..store import SIZE_LIMIT, format_of, parse_quads
from . import engine
from .background import reachable
from .blank_nodes import BlankNodes
from .imports import Places, imported, ontologies
from .index import Index
from .linting.linter import SHOWN, Linter, is_annotated, misspelt_namespace
from .report import Report, Result, Severity, Term, sorted_results
from .texts import check_texts, texts_beside
from .wording import message_of, name_of, named_shape

FOLDER: Final = FilePath(__file__).parent
SH: Final = OUTER["sh"]

#: Shapes of the ontology's own style: they say nothing about a graph of articles.
ONTOLOGY_STYLE: Final = FOLDER / "ontology-style.ttl"

_MARKS_OF_A_SHAPE: Final = {
    SH + name for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "target", "property")
}
_KINDS_OF_SHAPE: Final = {SH + "NodeShape", SH + "PropertyShape"}
_PREFIX: Final = re.compile(rb"^\s*@?prefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)


def shape_files() -> list[FilePath]:
    """Our own shapes, sorted; not those of the ontology's style (`ONTOLOGY_STYLE`)."""
    return sorted(path for path in FOLDER.glob("*.ttl") if path != ONTOLOGY_STYLE)


def validate_files(data: Sequence[FilePath], shapes: Sequence[FilePath] = (), imports: Places | None = None) -> Report:
    """Check the files DATA, taken together, against the files SHAPES (ours, where none are given).

    IMPORTS says in which file what the shapes import lies (see imports.py).

    With our shapes, ontology and reference data are taken into account, and quotes are compared with the texts in the
    folder FILE.texts beside a file where it exists. InputError where a file is missing, broken or empty of its matter.
    """
    files = [_read(path, str(number)) for number, path in enumerate(sorted(data))]
    for file in files:
        if not file.triples:
            raise InputError("has no triples: there is nothing to check", path=file.path)
    texts: dict[str, str] = {}
    if not shapes:
        for file in files:
            texts |= texts_beside(file.path, file.triples)
    prefixes = {name: iri for file in files for name, iri in file.prefixes.items()}
    triples = [triple for file in files for triple in file.triples]
    checks = _load_shapes(sorted(shapes), imports or {}) if shapes else _our_shapes()
    return _validate(triples, checks, texts, prefixes, tuple(str(file.path) for file in files))


def validate_quads(
    quads: Iterable[ox.Quad],
    shapes: Sequence[FilePath] = (),
    *,
    texts: Mapping[str, str] | None = None,
    complete: bool = False,
) -> Report:
    """Check QUADS, as the union of their graphs, against the files SHAPES (ours, where none are given).

    TEXTS are the articles by their SHA-256: quotes are compared with those. COMPLETE says that QUADS hold all that they
    refer to, so that neither ontology nor reference data is added. InputError where the shapes cannot be used.
    """
    triples = _renamed((quad.triple for quad in quads), "data")
    checks = _load_shapes(sorted(shapes), {}) if shapes else _our_shapes()
    return _validate(triples, checks, texts or {}, {}, (), complete=complete)


@dataclass(frozen=True, slots=True)
class _File:
    path: FilePath
    triples: list[ox.Triple]
    prefixes: dict[str, str]


def _validate(
    triples: list[ox.Triple],
    checks: _Shapes,
    texts: Mapping[str, str],
    prefixes: Mapping[str, str],
    names: tuple[str, ...],
    *,
    complete: bool = False,
) -> Report:
    whole = list(dict.fromkeys([*triples, *(() if checks.paths or complete else reachable(triples))]))
    focus_counts, unfocused = checks.linter.focus(whole)
    outcome = _run(whole, checks)
    results = _described(outcome.findings, whole, checks.triples) if outcome.findings else []
    results.extend(check_texts(triples, texts) if texts else ())
    return Report(
        results=sorted_results([*results, *checks.faults, *unfocused]),
        data=names,
        shapes=tuple(str(path) for path in checks.paths),
        engine=engine.engine_name(),
        notes=outcome.notes,
        texts_checked=len(texts),
        prefixes={**(checks.prefixes if checks.paths else PREFIXES), **prefixes},
        focus_counts=focus_counts,
    )


def _run(whole: list[ox.Triple], checks: _Shapes) -> engine.Outcome:
    """What the engine finds; InputError where it cannot use shapes, with what the lint found in them."""
    faulty = [
        f"{fault.shape or 'a shape'}: {fault.message}" for fault in checks.faults if fault.severity == "violation"
    ]
    try:
        return engine.run(whole, checks.prepared)
    except Exception as error:
        if not faulty:
            raise
        message = error.message if isinstance(error, InputError) else "the shapes cannot be used"
        raise InputError("\n  ".join([message, *faulty[:SHOWN]])) from error


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Shapes ready to run, with their own faults; `paths` are the files they were given in, () for ours."""

    paths: Sequence[FilePath]
    triples: list[ox.Triple]
    prefixes: dict[str, str]
    prepared: engine.Prepared
    linter: Linter
    faults: Sequence[Result]


def _load_shapes(paths: Sequence[FilePath], imports: Places) -> _Shapes:
    """The shapes of the files PATHS and of what they import, ready to run; InputError where they cannot be."""
    files = [_read_shapes(path, f"shape-{number}") for number, path in enumerate(paths)]
    missing = _add_imports(files, imports)
    triples = [triple for file in files for triple in file.triples]
    prefixes = dict(OUTER)
    for file in files:
        prefixes |= file.prefixes
    linter = Linter(triples, [file.path for file in files])
    return _Shapes(paths, triples, prefixes, engine.prepare(triples), linter, linter.faults(missing))


def _add_imports(files: list[_File], places: Places) -> list[tuple[ox.NamedNode | ox.BlankNode, str]]:
    """Add to FILES what they import, as far as PLACES say where it lies; the imports that nothing resolves."""
    missing: dict[tuple[ox.NamedNode | ox.BlankNode, str], None] = {}
    known = {iri for file in files for iri in ontologies(file.triples)}
    read: set[FilePath] = {file.path.resolve() for file in files}
    for file in files:  # grows while it is gone through: what is imported may import
        for asking in imported(file.triples):
            path = places.get(asking[1])
            if asking[1] not in places:
                missing[asking] = None
            elif path is not None and path.resolve() not in read:
                read.add(path.resolve())
                files.append(_read(path, f"shape-{len(files)}"))
                known |= ontologies(files[-1].triples)
    return [asking for asking in missing if asking[1] not in known]


@cache
def _our_shapes() -> _Shapes:
    """Our own shapes, which the tests hold against the lint, so that no run has to."""
    triples = [triple for number, path in enumerate(shape_files()) for triple in _read(path, f"shape-{number}").triples]
    return _Shapes((), triples, dict(PREFIXES), engine.prepare(triples), Linter(triples), ())


def _described(found: Iterable[engine.Finding], whole: list[ox.Triple], triples: Sequence[ox.Triple]) -> list[Result]:
    """The findings of the engine in words for people: shape, message, labels, and the sentence they are about."""
    shapes, data, blanks = Index(triples), Index(whole), BlankNodes(whole)
    parents: dict[Term, Term] = {
        triple.object: triple.subject
        for triple in triples
        if isinstance(triple.object, (ox.NamedNode, ox.BlankNode)) and not isinstance(triple.subject, ox.Triple)
    }
    return [
        Result(
            severity=_severity(item.severity),
            shape=named_shape(item.shape, parents),
            message=message_of(item, shapes),
            focus=item.focus,
            name=name_of(item.shape, shapes),
            path=item.path,
            value=item.value,
            component=item.component,
            focus_label=data.label(item.focus),
            value_label=data.label(item.value),
            sentence=data.sentence(item.focus, item.value),
            focus_key=blanks.key(item.focus),
            value_key=blanks.key(item.value),
        )
        for item in found
    ]


def _severity(iri: str) -> Severity:
    """Our word for a severity; one that SHACL does not know counts as a violation, so that it is not overlooked."""
    if iri == SH + "Warning":
        return "warning"
    return "info" if iri == SH + "Info" else "violation"


def _read(path: FilePath, name: str) -> _File:
    """The triples of PATH, its blank nodes numbered in the order of the file so that every run names them alike."""
    data = read_bytes(path, SIZE_LIMIT)
    triples = _renamed((quad.triple for quad in parse_quads(data, format_of(path), path=path)), f"data-{name}")
    prefixes = {prefix.decode(): iri.decode() for prefix, iri in _PREFIX.findall(data) if iri.isascii()}
    return _File(path, triples, prefixes)


def _read_shapes(path: FilePath, name: str) -> _File:
    try:
        file = _read(path, name)
    except InputError as error:
        message = f"{error.message} (a file of shapes was expected here)"
        raise InputError(message, path=path, line=error.line, column=error.column) from error
    if not any(_marks_shape(triple) for triple in file.triples) and not is_annotated(file.triples):
        wrong = misspelt_namespace(file.prefixes.items())
        hint = f"The prefix of SHACL is {SH}, not {wrong}" if wrong else "Give a file with sh:NodeShape"
        raise InputError(f"has no SHACL shape: nothing would be checked. {hint}", path=path)
    return file


def _marks_shape(triple: ox.Triple) -> bool:
    if triple.predicate.value in _MARKS_OF_A_SHAPE:
        return True
    is_type = triple.predicate.value == OUTER["rdf"] + "type"
    return is_type and isinstance(triple.object, ox.NamedNode) and triple.object.value in _KINDS_OF_SHAPE


def _renamed(triples: Iterable[ox.Triple], name: str) -> list[ox.Triple]:
    """TRIPLES, each once, with blank nodes named NAME and a number, by first appearance."""
    numbers: dict[ox.BlankNode, ox.BlankNode] = {}
    result: dict[ox.Triple, None] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode):
            subject = numbers.setdefault(subject, ox.BlankNode(f"{name}-{len(numbers) + 1}"))
        if isinstance(value, ox.BlankNode):
            value = numbers.setdefault(value, ox.BlankNode(f"{name}-{len(numbers) + 1}"))
        result[ox.Triple(subject, triple.predicate, value)] = None
    return list(result)
