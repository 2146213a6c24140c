"""Checking graphs against SHACL shapes: ours, or anyone's.

`validate_files` reads files; `validate_quads` takes what was read or built. Both return a Report, or raise InputError
where there is nothing to check or nothing to check it with: a missing file, broken Turtle, a shapes file without a
shape, shapes that no engine could run. Shapes that check nothing are results of the report (see linting/). Nothing is
fetched: `owl:imports` leads to files that are named, and shapes whose SPARQL would call a service are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path as FilePath
from typing import Final

import pyoxigraph as ox

from ..errors import InputError
from ..ontology.namespaces import OUTER, PREFIXES
from .background import reachable
from .catalogue import catalogue, severity_of
from .engines import choice
from .engines.findings import Finding, Outcome
from .graph import Graph
from .identity import Identity
from .imports import Places, add_imports
from .index import Index
from .linting.linter import Linter
from .linting.unusable import unusable
from .pausing import no_collection
from .positions.locating import located
from .positions.places import Source
from .reading import TRIPLE, read, read_data, read_shapes
from .report import CheckedShape, Report, Result, Term, sorted_results
from .texts import check_texts, texts_beside
from .wording import message_of, name_of, named_shape

FOLDER: Final = FilePath(__file__).parent
SH: Final = OUTER["sh"]

#: Shapes of the ontology's own style: they say nothing about a graph of articles.
ONTOLOGY_STYLE: Final = FOLDER / "ontology-style.ttl"


def shape_files() -> list[FilePath]:
    """Our own shapes, sorted; not those of the ontology's style (`ONTOLOGY_STYLE`)."""
    return sorted(path for path in FOLDER.glob("*.ttl") if path != ONTOLOGY_STYLE)


@no_collection()
def validate_files(data: Sequence[FilePath], shapes: Sequence[FilePath] = (), imports: Places | None = None) -> Report:
    """Check the files DATA, taken together, against the files SHAPES (ours, where none are given).

    IMPORTS says in which file what the shapes import lies (see imports.py).

    With our shapes, ontology and reference data are taken into account, and quotes are compared with the texts in the
    folder FILE.texts beside a file where it exists. Results tell the file, line and column that they are about.
    InputError where a file is missing, broken or empty of its matter.
    """
    graph = Graph()
    files = [read_data(path, graph, str(number)) for number, path in enumerate(sorted(set(data)))]
    for file in files:
        if not file.triples:
            raise InputError("has no triples: there is nothing to check", path=file.path)
    texts: dict[str, str] = {}
    if not shapes:
        for file in files:
            texts |= texts_beside(file.path, file.triples)
    prefixes = {name: iri for file in files for name, iri in file.prefixes.items()}
    checks = _checks(shapes, imports or {})
    report = _validate(graph, checks, texts, prefixes)
    sources = [file.source() for file in files]
    return located(replace(report, data=tuple(source.name for source in sources)), sources, checks.sources)


@no_collection()
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
    graph = Graph()
    graph.add(map(TRIPLE, quads), "data")
    return _validate(graph, _checks(shapes, {}), texts or {}, {}, complete=complete)


def _validate(
    graph: Graph,
    checks: _Shapes,
    texts: Mapping[str, str],
    prefixes: Mapping[str, str],
    *,
    complete: bool = False,
) -> Report:
    foreign = bool(checks.names)
    misquoted = check_texts(graph, texts) if texts else []
    if not (foreign or complete):
        graph.add(reachable(graph))
    focus_counts, unfocused = checks.linter.focus(graph)
    outcome = _run(graph, checks)
    results = _described(outcome.findings, graph, checks.triples) if outcome.findings else []
    return Report(
        results=sorted_results([*results, *misquoted, *checks.faults, *unfocused]),
        shapes=checks.names,
        engine=outcome.engine,
        notes=outcome.notes,
        texts_checked=len(texts),
        prefixes={**(checks.prefixes if foreign else PREFIXES), **prefixes},
        checked=checks.checked,
        focus_counts=focus_counts,
    )


def _run(graph: Graph, checks: _Shapes) -> Outcome:
    """What the engine finds; InputError where it cannot use shapes, with what the lint found in them."""
    try:
        return choice.run(graph, checks.prepared)
    except Exception as error:
        if not any(fault.severity == "violation" for fault in checks.faults):
            raise
        said = error.message if isinstance(error, InputError) else ""
        raise unusable(checks.faults, checks.sources, said=said) from error


@dataclass(frozen=True, slots=True)
class _Shapes:
    names: tuple[str, ...]  # of the files; none where the shapes are ours
    triples: list[ox.Triple]
    prefixes: dict[str, str]
    prepared: choice.Prepared
    sources: tuple[Source, ...]
    checked: tuple[CheckedShape, ...]
    linter: Linter
    faults: Sequence[Result]


def _load_shapes(paths: Sequence[FilePath], imports: Places, *, linted: bool = True) -> _Shapes:
    """The shapes of the files PATHS and of what they import, ready to run; InputError where they cannot be."""
    files = read_shapes(paths)
    missing = add_imports(files, imports, read)
    triples = list(dict.fromkeys(triple for file in files for triple in file.triples))
    prefixes = dict(OUTER)
    for file in files:
        prefixes |= file.prefixes
    sources = tuple(file.source() for file in files)
    names = tuple(source.name for source in sources)
    linter = Linter(triples, sources)
    faults = linter.faults(missing) if linted else ()
    prepared = choice.Prepared(linter.runnable() if linted else triples)
    return _Shapes(names, triples, prefixes, prepared, sources, catalogue(triples), linter, faults)


def _checks(shapes: Sequence[FilePath], imports: Places) -> _Shapes:
    distinct = {path.resolve(): path for path in sorted(shapes, reverse=True)}
    return _load_shapes(sorted(distinct.values()), imports) if shapes else _our_shapes()


@cache
def _our_shapes() -> _Shapes:
    """Our own shapes, which the tests hold against the lint, so that no run has to."""
    return replace(_load_shapes(shape_files(), {}, linted=False), names=())


def _described(found: Iterable[Finding], graph: Graph, triples: Sequence[ox.Triple]) -> list[Result]:
    """The findings of the engine in words for people: shape, message, labels, and the sentence they are about."""
    data, identity, shapes = Index(graph), Identity(graph), Index(triples)
    parents: dict[Term, Term] = {
        triple.object: triple.subject
        for triple in triples
        if isinstance(triple.object, (ox.NamedNode, ox.BlankNode)) and not isinstance(triple.subject, ox.Triple)
    }
    return [
        Result(
            severity=severity_of(item.severity),
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
            source=item.shape,
            focus_key=identity.key(item.focus),
            value_key=identity.key(item.value),
        )
        for item in found
    ]
