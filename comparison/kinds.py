"""The kinds of facts, and what one of each is known by: facts.toml as Python."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..ontology.namespaces import iri

_FILE: Final = Path(__file__).with_name("facts.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: the IRIs of its class and of the properties that it is known by."""

    label: str
    cls: str
    known_by: tuple[str, ...]
    by_words: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds by the IRI of their class; the properties that no report repeats, and those that lead to bodies."""

    by_class: dict[str, Kind]
    skipped: frozenset[str]
    bodies: tuple[str, ...]


@cache
def kinds() -> Kinds:
    """The kinds of facts.toml, read once."""
    table: dict[str, Any] = tomllib.loads(_FILE.read_text("utf-8"))
    made = [
        Kind(one["label"], iri(one["class"]), tuple(map(iri, one["known_by"])), one["by_words"])
        for one in table["kind"].values()
    ]
    skipped = table["skipped"]
    return Kinds(
        {kind.cls: kind for kind in made},
        frozenset(map(iri, skipped["properties"])),
        tuple(map(iri, skipped["bodies"])),
    )
