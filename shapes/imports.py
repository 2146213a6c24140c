"""What shapes import (owl:imports), found among the files at hand: nothing is fetched.

Where an import lies is said by `--import IRI=FILE`, by `imports.toml` beside a file of shapes ("IRI" = "FILE", or
false for one that is left out on purpose), or by the files themselves, where one of them is the ontology of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol, TypeAlias, TypeVar

import pyoxigraph as ox

from ..errors import InputError, UsageError
from ..files import read_bytes
from ..handwritten import LIMIT, parsed
from ..ontology.namespaces import OUTER

NAME: Final = "imports.toml"
IMPORTS: Final = OUTER["owl"] + "imports"
VERSION: Final = OUTER["owl"] + "versionIRI"
TYPE: Final = OUTER["rdf"] + "type"
ONTOLOGY: Final = OUTER["owl"] + "Ontology"
#: The vocabulary of SHACL itself adds no shape.
KNOWN: Final = frozenset({OUTER["sh"], OUTER["sh"].rstrip("#")})

#: IRI -> the file that holds it; None where it is left out on purpose.
Places = Mapping[str, Path | None]


def places(given: Iterable[str], shapes: Sequence[Path]) -> dict[str, Path | None]:
    """Where imports lie: as GIVEN, each IRI=FILE, and as imports.toml beside each of the files SHAPES says.

    UsageError where one of GIVEN has another form; InputError where an imports.toml has.
    """
    found: dict[str, Path | None] = {}
    for folder in sorted({path.parent for path in shapes}):
        if (folder / NAME).is_file():
            found |= _read(folder / NAME)
    for text in given:
        iri, equals, file = text.rpartition("=")
        if not (iri and equals and file):
            raise UsageError(f"--import {text}: write it as IRI=FILE, such as http://example.org/terms=terms.ttl")
        found[iri.strip("<>")] = Path(file)
    return found


class _File(Protocol):
    """A file that was read."""

    @property
    def path(self) -> Path: ...
    @property
    def triples(self) -> Sequence[ox.Triple]: ...


File = TypeVar("File", bound=_File)
#: Who asks for an import, and the IRI that is asked for.
Asking: TypeAlias = tuple[ox.NamedNode | ox.BlankNode, str]


def add_imports(files: list[File], where: Places, read: Callable[[Path, str], File]) -> list[Asking]:
    """READ into FILES what they import, where WHERE says in which file it lies; the imports that are not at hand."""
    missing: dict[Asking, None] = {}
    known = {iri for file in files for iri in ontologies(file.triples)}
    met = {file.path.resolve() for file in files}
    for file in files:  # grows while it is gone through: what is imported may import
        for asking in imported(file.triples):
            path = where.get(asking[1])
            if asking[1] not in where:
                missing[asking] = None
            elif path is not None and path.resolve() not in met:
                met.add(path.resolve())
                files.append(read(path, f"shape-{len(files)}"))
                known |= ontologies(files[-1].triples)
    return [asking for asking in missing if asking[1] not in known]


def imported(triples: Iterable[ox.Triple]) -> list[Asking]:
    """Each import that TRIPLES ask for, but for SHACL's own vocabulary: who asks, and the IRI."""
    return [
        (triple.subject, triple.object.value)
        for triple in triples
        if triple.predicate.value == IMPORTS
        and isinstance(triple.object, ox.NamedNode)
        and not isinstance(triple.subject, ox.Triple)
        and triple.object.value not in KNOWN
    ]


def ontologies(triples: Iterable[ox.Triple]) -> set[str]:
    """The IRIs of the ontologies that TRIPLES are, their versions' included."""
    found: set[str] = set()
    for triple in triples:
        value = triple.object
        if triple.predicate.value == VERSION and isinstance(value, ox.NamedNode):
            found.add(value.value)
        elif triple.predicate.value == TYPE and value == ox.NamedNode(ONTOLOGY):
            found |= {triple.subject.value} if isinstance(triple.subject, ox.NamedNode) else set()
    return found


def _read(path: Path) -> dict[str, Path | None]:
    """What one imports.toml says, its files beside it."""
    try:
        text = read_bytes(path, LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8: save the file as UTF-8", path=path) from None
    found: dict[str, Path | None] = {}
    for iri, file in parsed(text, path).items():
        if file is False:
            found[iri] = None
        elif isinstance(file, str) and file:
            found[iri] = path.parent / file
        else:
            raise InputError(f'{iri} must be the name of a file, or false to leave it out: "{iri}" = "…"', path=path)
    return found
