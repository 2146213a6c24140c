"""Values of parameters: checked, typed, written as escaped terms. Nothing is pasted as it was given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from ..errors import UsageError
from ..ontology.namespaces import CONCEPT, ID, PREFIXES
from .catalogue import Parameter, SavedQuery, values_block

VALUE_LIMIT: Final = 1000
LABELS: Final = tuple(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel"))
XSD: Final = PREFIXES["xsd"]
#: A number with commas in it, as against several numbers.
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)

Values = Mapping[str, str | Sequence[str]]
#: All labels of the things of a graph: IRI -> labels, the preferred first.
Labels = Mapping[str, Sequence[str]]


def bind(query: SavedQuery, values: Values, sources: Iterable[Callable[[], Labels]] = ()) -> str:
    """The text of QUERY with the blocks of its parameters holding VALUES.

    SOURCES give the labels that slugs are checked against, asked one after the other. UsageError where a parameter is
    unknown or a value is wrong; it names the near right ones.
    """
    text = query.text
    values = {**query.defaults, **values}
    if not values:
        return text
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            raise UsageError(f"{query.name} has no parameter {name!r}{_near_name(name, list(known))}")
    cached = _cached(sources)
    for name, given in values.items():
        parameter = known[name]
        terms = _terms(parameter, [given] if isinstance(given, str) else list(given), cached)
        block = f"VALUES ?{parameter.variable} {{ {' '.join(dict.fromkeys(terms))} }}"
        text = values_block(parameter.variable).sub(lambda _: block, text)  # noqa: B023 - used at once
    return text


def store_labels(store: Store) -> dict[str, list[str]]:
    """The labels of everything in STORE, by IRI."""
    found: dict[str, list[str]] = {}
    for predicate in LABELS:
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found.setdefault(quad.subject.value, []).append(quad.object.value)
    return found


@cache
def reference_labels() -> Labels:
    """The labels of the whole reference data, by IRI; read once, however many questions are asked."""
    from ..ontology.loading import reference_triples

    found: dict[str, list[str]] = {}
    for triple in sorted(reference_triples(), key=lambda triple: triple.predicate.value not in LABELS[:1]):
        if (
            triple.predicate.value in LABELS
            and isinstance(triple.subject, NamedNode)
            and isinstance(triple.object, Literal)
        ):
            found.setdefault(triple.subject.value, []).append(triple.object.value)
    return found


def _cached(sources: Iterable[Callable[[], Labels]]) -> list[Callable[[], Labels]]:
    def once(source: Callable[[], Labels]) -> Callable[[], Labels]:
        kept: list[Labels] = []

        def get() -> Labels:
            if not kept:
                kept.append(source())
            return kept[0]

        return get

    return [once(source) for source in sources]


def _terms(parameter: Parameter, given: list[str], sources: list[Callable[[], Labels]]) -> list[str]:
    terms: list[str] = []
    for value in (part for one in given for part in _chosen(parameter, _clean(parameter, one))):
        if parameter.type == "string":
            terms.append(_literal(parameter, value))
            continue
        try:
            terms.append(_term(parameter, value.strip(), sources))
        except UsageError:
            parts = [part.strip() for part in value.split(",") if part.strip()]
            if len(parts) < 2:
                raise
            terms += [_term(parameter, part, sources) for part in parts]  # the wrong one of several is what is told
    if not terms:
        raise UsageError(f"parameter {parameter.name}: a value is missing")
    return terms


def _chosen(parameter: Parameter, value: str) -> list[str]:
    """VALUE, or the several in it; UsageError where PARAMETER has a list of values and one of them is not on it."""
    if not parameter.choices or value in parameter.choices:
        return [value]
    parts = [part.strip() for part in value.split(",") if part.strip()]
    for part in parts:
        if part not in parameter.choices:
            raise UsageError(f"parameter {parameter.name}: {part!r} is not known{_near(part, list(parameter.choices))}")
    return parts


def _clean(parameter: Parameter, value: str) -> str:
    """VALUE, if it is text that every engine reads back as it was."""
    if len(value) > VALUE_LIMIT:
        raise UsageError(f"parameter {parameter.name}: the value is longer than {VALUE_LIMIT} characters")
    if not value.strip():
        raise UsageError(f"parameter {parameter.name}: the value is empty")
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", value):
        raise UsageError(f"parameter {parameter.name}: the value holds control characters or broken text")
    if re.search(r"\\[uU]", value):  # engines disagree whether an escape is resolved before or after the backslash
        raise UsageError(f"parameter {parameter.name}: a backslash before u cannot be asked for")
    return value


def _term(parameter: Parameter, value: str, sources: list[Callable[[], Labels]]) -> str:
    if parameter.type == "slug":
        return str(NamedNode(_thing(parameter, value, sources)))
    if parameter.type == "iri":
        return _iri(parameter, value)
    return _literal(parameter, value)


def _iri(parameter: Parameter, value: str) -> str:
    prefix, _, local = value.partition(":")
    full = PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else value
    try:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*", full):
            raise ValueError
        return str(NamedNode(full))
    except ValueError:
        raise UsageError(f"parameter {parameter.name}: {value!r} is no IRI (https://… or topic:victims)") from None


def _literal(parameter: Parameter, value: str) -> str:
    try:
        if parameter.type == "string":
            return str(Literal(value))
        if parameter.type == "number":
            number = Decimal(value.replace(",", "") if _THOUSANDS.fullmatch(value) else value)
            if not number.is_finite() or abs(number.adjusted()) > 30:
                raise ValueError
            return str(
                Literal(f"{number:f}" if "." in f"{number:f}" else f"{number:f}.0", datatype=NamedNode(XSD + "decimal"))
            )
        if parameter.type == "date":
            return str(Literal(date.fromisoformat(value).isoformat(), datatype=NamedNode(XSD + "date")))
        truth = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
        return str(Literal(truth[value.lower()], datatype=NamedNode(XSD + "boolean")))
    except (ValueError, KeyError, InvalidOperation):
        wanted = {"number": "a number (12.5)", "date": "a date (2025-07-31)", "boolean": "true or false"}
        raise UsageError(f"parameter {parameter.name}: {value!r} is not {wanted[parameter.type]}") from None


def _thing(parameter: Parameter, value: str, sources: list[Callable[[], Labels]]) -> str:
    """The IRI of the concept or body that VALUE names by its slug, a label of it, or in full."""
    wanted = " ".join(value.casefold().split())
    slug = re.sub(r"[^a-z0-9]+", "-", wanted).strip("-")
    prefix, _, local = value.partition(":")
    full = {value, PREFIXES[prefix] + local} if prefix in PREFIXES else {value}
    offered: dict[str, None] = {}
    for source in sources:
        things = _things(parameter, source())
        by_slug = sorted(iri for iri in things if iri in full or iri.rsplit("/", 1)[1] in (value, slug))
        by_label = sorted(iri for iri, labels in things.items() if any(label.casefold() == wanted for label in labels))
        if by_slug or by_label:
            return (by_slug or by_label)[0]
        offered |= {iri.rsplit("/", 1)[1]: None for iri in sorted(things)}
        offered |= {label: None for labels in things.values() for label in labels}
    raise UsageError(f"parameter {parameter.name}: {value!r} is not known{_near(wanted, list(offered))}")


def _things(parameter: Parameter, labels: Labels) -> Labels:
    """Those of LABELS that a slug of PARAMETER may stand for."""
    bases = [CONCEPT + scheme + "/" for scheme in parameter.schemes] + [ID + kind + "/" for kind in parameter.kinds]
    return {iri: given for iri, given in labels.items() if iri.startswith(tuple(bases))} if bases else {}


def _near_name(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
    meant = f"; did you mean {' or '.join(near)}?" if near else ";"
    return f"{meant} it takes: {', '.join(known) or 'none'}"


def _near(wanted: str, offered: list[str]) -> str:
    import difflib

    lower = {label.casefold(): label for label in reversed(offered)}
    near = difflib.get_close_matches(wanted, list(lower), n=4, cutoff=0.6)
    if near:
        return f"; did you mean {' or '.join(lower[label] for label in near)}?"
    slugs = [label for label in offered if re.fullmatch(r"[a-z0-9-]+", label)]
    return f"; it may be {', '.join(slugs[:12])}{' …' if len(slugs) > 12 else ''}" if slugs else ""
