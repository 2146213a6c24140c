"""What a parameter may be: slugs and labels of its schemes and kinds, a list of words, or the form of its type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Store

from ..errors import InspectkgError
from ..ontology.namespaces import CONCEPT, ID
from .answers import Answer, Table
from .catalogue import Parameter, SavedQuery
from .parameters import Labels, reference_labels, store_labels
from .running import run

#: The form of a value where there is no list of them.
FORMS: Final = {
    "iri": "an IRI, as https://… or finding:…",
    "string": "a text",
    "number": "a number, as 12.5",
    "date": "a date, as 2025-07-31",
    "boolean": "true or false",
    "slug": "a slug or label",
}
#: Values to try in an example where a parameter has no list of them.
SAMPLES: Final = {"boolean": ("true", "false"), "date": ("2030-01-01",)}


def bases(parameter: Parameter) -> dict[str, str]:
    """The schemes and kinds of PARAMETER, each with what the IRIs of its things begin with."""
    found = {scheme: f"{CONCEPT}{scheme}/" for scheme in parameter.schemes}
    return found | {kind: f"{ID}{kind}/" for kind in parameter.kinds}


def things(base: str, labels: Labels | None = None) -> dict[str, str]:
    """The slug and preferred label of each thing whose IRI begins with BASE, by slug; of the reference data."""
    found = reference_labels() if labels is None else labels
    return {iri.removeprefix(base): each[0] for iri, each in sorted(found.items()) if iri.startswith(base)}


def choices(parameter: Parameter, labels: Labels | None = None) -> dict[str, str]:
    """Each value that PARAMETER may have, with its label; empty where there is no list of them."""
    if parameter.choices:
        return dict.fromkeys(parameter.choices, "")
    if parameter.type == "boolean":
        return {"true": "", "false": ""}
    found: dict[str, str] = {}
    for base in bases(parameter).values():
        found |= {slug: label for slug, label in things(base, labels).items() if slug not in found}
    return found


def form(parameter: Parameter) -> str:
    """The form of a value of PARAMETER in words."""
    kinds = [kind.replace("-", " ").replace("pdu", "PDU") for kind in bases(parameter)]
    if kinds and not parameter.choices:
        return f"a slug or label: {' or '.join([', '.join(kinds[:-1]), kinds[-1]] if kinds[:-1] else kinds)}"
    return "one of a list" if parameter.choices else FORMS[parameter.type]


def example(query: SavedQuery, store: Store) -> dict[str, str]:
    """A value of a parameter that QUERY has an answer for in STORE, smaller than without one if any is; else none.

    InputError where QUERY itself cannot be run.
    """
    whole = _size(run(query, store))
    labels = store_labels(store)
    best: dict[str, str] = {}
    for parameter in query.parameters:
        for value in _tried(parameter, labels):
            count = _rows(query, store, {parameter.name: value})
            if 0 < count < whole:
                return {parameter.name: value}
            best = best or ({parameter.name: value} if count else {})
    return best


def _tried(parameter: Parameter, labels: Labels) -> Iterable[str]:
    return [*choices(parameter, labels)][:200] or SAMPLES.get(parameter.type, ())


def _rows(query: SavedQuery, store: Store, values: dict[str, str]) -> int:
    try:
        return _size(run(query, store, values))
    except InspectkgError:
        return 0


def _size(answer: Answer) -> int:
    return len(answer.rows) if isinstance(answer, Table) else len(getattr(answer, "triples", ()))


def call(query: SavedQuery, values: dict[str, str]) -> str:
    """The command that asks QUERY with VALUES."""
    import shlex

    pairs = [f"-p {shlex.quote(f'{name}={value}')}" for name, value in values.items()]
    return " ".join(["inspectkg query", query.name if query.own else shlex.quote(str(query.path)), *pairs])
