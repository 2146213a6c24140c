"""The terms of SHACL as terms.toml lists them, and the nearest right one for a misspelt one."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ...ontology.namespaces import OUTER

SH: Final = OUTER["sh"]
RDF: Final = OUTER["rdf"]
XSD: Final = OUTER["xsd"]
_FILE: Final = Path(__file__).parent / "terms.toml"


@dataclass(frozen=True, slots=True)
class Property:
    """What terms.toml says of a property: where it belongs, what its value is, whether once, whether it checks."""

    on: str
    value: str
    once: bool = False
    checks: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms by their local names; `roles` tells what each is: property, class, node kind, severity, other."""

    properties: dict[str, Property]
    roles: dict[str, str]
    later: frozenset[str]
    never_run: frozenset[str]
    datatypes: dict[str, frozenset[str]]

    def constraints(self) -> list[str]:
        """The local names of the properties that make a shape check something."""
        return [name for name, term in self.properties.items() if term.checks]

    def valued(self, *kinds: str) -> list[str]:
        """The local names of the properties whose value is one of KINDS."""
        return [name for name, term in self.properties.items() if term.value in kinds]

    def nearest(self, name: str, role: str | None = None) -> str | None:
        """The term most like NAME, of ROLE where one fits there; None where none is near."""
        among = [term for term, kind in self.roles.items() if role in (None, kind)]
        return nearest(name, among) or (nearest(name, self.roles) if role else None)


@cache
def vocabulary() -> Vocabulary:
    """What terms.toml holds."""
    content = tomllib.loads(_FILE.read_text("utf-8"))
    names = content["names"]
    roles = dict.fromkeys(content["property"], "property")
    roles |= dict.fromkeys(names["classes"], "class")
    roles |= dict.fromkeys(names["kinds"], "node kind")
    roles |= dict.fromkeys(names["severities"], "severity")
    roles |= dict.fromkeys([*names["others"], *(f"{name}ConstraintComponent" for name in names["components"])], "other")
    return Vocabulary(
        properties={name: Property(**row) for name, row in content["property"].items()},
        roles=roles,
        later=frozenset(names["later"]),
        never_run=frozenset(names["never_run"]),
        datatypes={start: frozenset(content["datatypes"][prefix]) for prefix, start in (("xsd", XSD), ("rdf", RDF))},
    )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one of KNOWN that is most like NAME, its case apart; None where none is near."""
    folded = {other.lower(): other for other in sorted(known, reverse=True)}
    close = difflib.get_close_matches(name.lower(), sorted(folded), n=1, cutoff=0.7)
    return folded[close[0]] if close else None
