"""Reports that are kept, so that checking again what did not change costs no more than reading it.

A report is kept by the SHA-256 of everything that it follows from: the files of data, shapes and imports, byte by byte,
and what they are called; the texts beside them; this package's own code, shapes, ontology and reference data; the
versions of Python and Oxigraph. So none ever goes stale: what changes has another key. Waivers, baselines and formats
come after. What pyshacl found is not kept: it rests on more than is hashed here.

This module and those that it imports at its head are all that runs where a report was kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import InputError
from ..files import read_bytes
from ..store import SIZE_LIMIT, base_of
from . import cache as entries
from .beside import TEXT_LIMIT, text_files
from .naming import PACKAGE, shown
from .report import Report
from .writing import read_report, write_report

#: Where the code and the data lie that decide what is found, and what they end with.
DECIDING: Final = ("", "ontology", "queries", "shapes")
SUFFIXES: Final = (".py", ".toml", ".ttl")


def check_files(
    data: Sequence[Path],
    shapes: Sequence[Path] = (),
    imports: Mapping[str, Path | None] | None = None,
    *,
    keep: bool = True,
) -> Report:
    """What `validation.validate_files` says of DATA, SHAPES and IMPORTS: kept from before, or found now.

    KEEP says whether to look for it and to keep it.
    """
    key = key_of(data, shapes, imports or {}) if keep else ""
    report = _remembered(key) if key else None
    if report is None:
        from .engines.compiled.engine import NAME
        from .validation import validate_files

        report = validate_files(data, shapes, imports)
        if key and report.engine == NAME and key == key_of(data, shapes, imports or {}):  # else files changed meanwhile
            entries.keep(key, write_report(report))
    return report


def key_of(data: Iterable[Path], shapes: Sequence[Path], imports: Mapping[str, Path | None]) -> str:
    """What the report is kept by; empty where the cache is off, or a file is missing or too large to be checked."""
    if entries.folder() is None:
        return ""
    files = sorted(set(data))
    parts: list[object] = [_deciding(), ox.__version__, sys.version]
    try:
        parts += [_known(path) for path in files]
        parts += ["shapes", *map(_known, sorted(shapes))]
        parts += ["imports", *((iri, path and _known(path)) for iri, path in sorted(imports.items()))]
        parts += ["texts", *(() if shapes else _texts(files))]
    except InputError:
        return ""
    return _hashed(json.dumps(parts).encode())


def _remembered(key: str) -> Report | None:
    entry = entries.read(key)
    try:
        return read_report(entry) if entry else None
    except ValueError:
        return None


def _known(path: Path) -> tuple[str | None, ...]:
    """All that a report can tell of the file PATH: its names, what relative IRIs in it stand against, its content."""
    names = str(path), shown(path), base_of(path), os.path.realpath(path)
    return (*names, _hashed(read_bytes(path, SIZE_LIMIT)))


def _texts(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in files:
        for text in text_files(path):
            yield text.name, _hashed(read_bytes(text, TEXT_LIMIT))


@cache
def _deciding() -> str:
    """The code and data of this package that decide what is found, hashed."""
    found = hashlib.sha256()
    for part in DECIDING:
        for folder, below, files in os.walk(PACKAGE / part):
            below.sort()
            if not part:
                below.clear()
            for name in sorted(files):
                if name.endswith(SUFFIXES):
                    with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - a tenth of the time of Path
                        found.update(f"{folder[len(str(PACKAGE)) :]}/{name} {_hashed(file.read())}\n".encode())
    return found.hexdigest()


def _hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
