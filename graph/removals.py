"""Tells what people put right by hand: on the claims that a correction made, and of the statements that it removed."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from ..export.lookup import Lookup, slug
from ..loader.text import fold


def corrected_by(claim: str, lookup: Lookup) -> str:
    """Who added or changed CLAIM, why, and what it said before; "" where nobody did."""
    correction = lookup.one(claim, "ikg:correctedBy")
    return _told(correction.value, lookup) if correction else ""


def removals(lookup: Lookup, *, node: str = "", words: str = "") -> Iterator[tuple[str, str, str, str]]:
    """(IRI, what was done, quote, document) of each removal that is NODE, or whose sentence has WORDS."""
    wanted = " ".join(fold(words).split()).strip("\"'")
    for correction in lookup.of_type("ikg:Correction"):
        quote = _quote(correction, lookup)
        named = correction == node or bool(wanted and wanted in " ".join(fold(quote).split()))
        if named and lookup.one(correction, "ikg:after") is None:
            document = lookup.one(lookup.one(correction, "ikg:evidence"), "oa:hasSource")
            yield correction, _told(correction, lookup), quote, lookup.text(document, "ikg:fileName")


def _told(correction: str, lookup: Lookup) -> str:
    kind = lookup.one(correction, "ikg:correctionKind")
    who = lookup.label(lookup.one(correction, "prov:wasAssociatedWith"))
    before = lookup.text(correction, "ikg:before")
    was = f" Before: {before}." if before else ""
    return f"{slug(kind) if kind else 'put right'} by {who}: {lookup.text(correction, 'ikg:reason')}{was}"


def _quote(correction: str, lookup: Lookup) -> str:
    selectors = lookup.all(lookup.one(correction, "ikg:evidence"), "oa:hasSelector")
    quotes = (lookup.text(one, "oa:exact") for one in selectors if isinstance(one, NamedNode))
    return next((quote for quote in quotes if quote), "")
