"""Claims as tables: a row for each thing that one asserts, with its words; columns are named as the queries'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from ..errors import InputError
from ..ontology.namespaces import ID
from .lookup import Lookup, slug
from .ordering import Note, Term, Triple

Row: TypeAlias = dict[str, str]

#: Kind of statement -> its own columns, between the common ones.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "inspection": ("level", "inspectorate", "published", "recommendationCount"),
    "rating": ("rater", "aspect", "grade", "previous"),
    "finding": ("polarity", "topics", "agencies"),
    "statistic": ("numerator", "denominator", "percent", "qualifier", "polarity", "previous", "population", "topics"),
    "recommendation": ("topics", "addressees", "agencies"),
    "pledge": ("by", "pledgeKind", "value", "unit", "qualifier", "deadline", "deadlineAsStated"),
    "person": ("name", "role"),
}
FIRST: Final = ("kind", "source", "body")
LAST: Final = ("speaker", "attribution", "quote", "start", "end", "rule", "statement", "claim", "document")
NUMBERS: Final = frozenset({"recommendationCount", "numerator", "denominator", "percent", "value", "start", "end"})

_GRAIN_LENGTH: Final = {"year": 4, "month": 7}
#: No text has more characters than a number of so many digits.
_PLACE_DIGITS: Final = 12


def rows(triples: Iterable[Triple]) -> list[Row]:
    """A row for each thing that a claim asserts, by kind, source and place; cells that do not apply are left out."""
    graph = Lookup(triples)
    found = [row for claim in graph.of_type("schema:Claim") for row in _rows(graph, claim)]
    order = list(KINDS)

    def key(row: Row) -> tuple[int, str, int, str, str]:
        return order.index(row["kind"]), row["source"], place(row, "start"), row["claim"], row["statement"]

    return sorted(found, key=key)


def told_rows(triples: Iterable[Triple], note: Note) -> list[Row]:
    """The same; NOTE is told where there are none."""
    found = rows(triples)
    if not found:
        note(f"no claim asserts anything of a kind that tables have ({', '.join(KINDS)}): there is no row")
    return found


def place(row: Row, name: str) -> int:
    """The number in one of the columns `start` and `end`, 0 where there is none; InputError where it is no number."""
    value = row.get(name) or "0"
    if not value.isascii() or not value.isdecimal() or len(value) > _PLACE_DIGITS:
        raise InputError(
            f"{row['claim']}: its evidence has {value[:40]!r} at oa:{name}; a number of characters was expected"
        )
    return int(value)


def columns(kind: str | None = None) -> tuple[str, ...]:
    """The columns of one kind's table, or of the table of all kinds."""
    own = KINDS[kind] if kind else tuple(dict.fromkeys(name for names in KINDS.values() for name in names))
    return (*FIRST[1:], *own, *LAST) if kind else (*FIRST, *own, *LAST)


def _rows(graph: Lookup, claim: str) -> Iterator[Row]:
    """A row for each thing that one claim asserts and whose kind is known here."""
    for statement in graph.all(claim, "ikg:asserts"):
        kind = statement.value.removeprefix(ID).split("/")[0]
        if kind in KINDS:
            yield _row(graph, claim, statement, kind)


def _row(graph: Lookup, claim: str, statement: Term, kind: str) -> Row:
    """The cells of one claim and one STATEMENT that it asserts."""
    document = graph.one(claim, "schema:appearance")
    quote, position = _selectors(graph, graph.one(claim, "ikg:evidence"))
    return {
        "kind": kind,
        "source": graph.text(document, "schema:url") or graph.text(document, "ikg:fileName"),
        "body": graph.labels(_bodies(graph, statement)),
        **_own(graph, claim, statement, kind, document),
        "speaker": graph.labels(graph.all(claim, "ikg:speaker")),
        "attribution": _slugs(graph.all(claim, "ikg:attribution")),
        "quote": graph.text(quote, "oa:exact"),
        "start": graph.text(position, "oa:start"),
        "end": graph.text(position, "oa:end"),
        "rule": _slugs(graph.all(claim, "ikg:rule")),
        "statement": statement.value,
        "claim": claim,
        "document": document.value if document is not None else "",
    }


def _bodies(graph: Lookup, statement: Term) -> list[Term]:
    """Every body that STATEMENT is about; where it names none, those of the inspection that it belongs to, or is."""
    own = graph.all(statement, "ikg:aboutBody") or graph.all(statement, "ikg:ratedBody")
    inspections = graph.all(statement, "ikg:ofInspection") or [statement]
    return own or [body for inspection in inspections for body in graph.all(inspection, "ikg:inspects")]


def _own(graph: Lookup, claim: str, statement: Term, kind: str, document: Term | None) -> Row:
    """The cells that only one kind of statement has."""
    words = {"topics": "ikg:topic", "agencies": "ikg:concernsAgency", "addressees": "ikg:addressee"}
    words |= {"polarity": "ikg:polarity", "level": "ikg:level", "pledgeKind": "ikg:pledgeKind"}
    texts = {name: f"ikg:{name}" for name in ("numerator", "denominator", "percent", "value", "population")}
    labels = {"by": "ikg:pledger", "rater": "ikg:rater", "inspectorate": "ikg:inspectorate", "unit": "ikg:unit"}
    cells = {name: _slugs(graph.all(statement, path)) for name, path in words.items()}
    cells |= {name: graph.text(statement, path) for name, path in texts.items()}
    cells |= {name: graph.labels(graph.all(statement, path)) for name, path in labels.items()}
    cells |= {name: graph.labels(graph.all(statement, f"ikg:{name}")).lower() for name in ("aspect", "grade")}
    outcome = graph.text(claim, "ikg:isOutcome")
    amount = graph.one(statement, "ikg:amount")
    cells |= {
        "published": graph.text(document, "schema:datePublished"),
        "previous": {"true": "false", "false": "true"}.get(outcome, "")
        or graph.text(claim, "ikg:isEarlier")
        or "false",
        "qualifier": _slugs(graph.all(claim, "ikg:qualifier") or graph.all(statement, "ikg:qualifier")),
        "value": cells["value"] or graph.text(amount, "schema:value"),
        "unit": cells["unit"] or graph.text(amount, "schema:currency"),
        "deadline": _deadline(graph, claim),
        "deadlineAsStated": graph.text(claim, "ikg:deadlineAsStated"),
        "recommendationCount": graph.text(claim, "ikg:recommendationCount"),
        "name": graph.label(statement),
        "role": graph.text(claim, "ikg:roleAsStated"),
    }
    return {name: cells[name] for name in KINDS[kind]}


def _selectors(graph: Lookup, evidence: Term | None) -> tuple[Term | None, Term | None]:
    """The quote and the position of a piece of evidence."""
    selectors = graph.all(evidence, "oa:hasSelector")
    quote = next((node for node in selectors if graph.all(node, "oa:exact")), None)
    return quote, next((node for node in selectors if graph.all(node, "oa:start")), None)


def _slugs(terms: Iterable[Term]) -> str:
    return " ".join(sorted({slug(term) for term in terms}))


def _deadline(graph: Lookup, node: str) -> str:
    """The last day of a deadline, cut to what was said: a year, a month or a day."""
    grain = graph.one(node, "ikg:deadlineGrain")
    return graph.text(node, "ikg:deadlineLatest")[: _GRAIN_LENGTH.get(slug(grain) if grain is not None else "")]
