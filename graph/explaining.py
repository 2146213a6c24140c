"""Shows what a statement rests on: its sentence in the article, who said it and how, and the rule that read it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Triple

from ..errors import UsageError
from ..export.lookup import Lookup
from ..export.tables import Row, columns, place, rows
from ..loader.documents.folders import bundled_articles
from ..loader.documents.reader import read_article
from ..loader.text import fold
from ..ontology.namespaces import PREFIXES, iri
from ..paragraphs import wrapped
from ..shapes.texts import texts_beside
from ..store import read_quads
from .removals import corrected_by, removals

_SHOWN: Final = 20
_MARKS: Final = ("»", "«")
_SKIPPED: Final = frozenset(
    {"kind", "source", "quote", "start", "end", "speaker", "attribution", "rule", "claim", "document"}
)
_HOW: Final = {
    "quoted": "in direct speech",
    "reported": "as the article reports",
    "narrated": "in the article's own voice",
}


def explain(wanted: str, graph: Path) -> str:
    """What stands behind WANTED, an IRI or prefixed name of GRAPH's or some words of a sentence, in 100 columns.

    The words are marked in the text of the article where that is at hand, beside the graph or among the bundled ones.
    UsageError where nothing in the graph answers to WANTED.
    """
    quads = read_quads(graph)
    triples = {
        (quad.subject, quad.predicate, quad.object)
        for quad in quads
        if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple)
    }
    lookup = Lookup(triples)
    told = rows(triples)
    chosen = _by_iri(wanted, told, lookup) if _is_name(wanted) else _by_words(wanted, told)
    node, words = (_full(wanted), "") if _is_name(wanted) else ("", wanted)
    gone = [_removed(*one) for one in removals(lookup, node=node, words=words)]
    if not chosen and not gone:
        raise UsageError(_nothing(wanted, told))
    texts = texts_beside(graph, quads) | {
        article.sha256: article.text for article in map(read_article, bundled_articles())
    }
    parts = [_explained(row, lookup, texts) for row in chosen[:_SHOWN]] + gone[:_SHOWN]
    if len(chosen) > _SHOWN:
        parts.append(f"… and {len(chosen) - _SHOWN} more statements: give more of the words, or an IRI.")
    return "\n\n".join(parts)


def _is_name(wanted: str) -> bool:
    prefix, colon, local = wanted.partition(":")
    return wanted.startswith(("http://", "https://")) or bool(
        colon and local and prefix in PREFIXES and " " not in wanted
    )


def _full(name: str) -> str:
    return name if name.startswith("http") else iri(name)


def _by_iri(wanted: str, told: list[Row], lookup: Lookup) -> list[Row]:
    """The claims that the node WANTED is, asserts, rests on, or is linked with."""
    full = _full(wanted)
    direct = [row for row in told if full in (row["statement"], row["claim"])]
    if direct:
        return direct
    linking = {row["claim"] for row in told if _names(full, lookup, (row["claim"], row["statement"]))}
    return [row for row in told if row["claim"] in linking]


def _names(full: str, lookup: Lookup, nodes: Iterable[str]) -> bool:
    return any(isinstance(term, NamedNode) and term.value == full for node in nodes for _, term in lookup.pairs(node))


def _by_words(wanted: str, told: list[Row]) -> list[Row]:
    words = " ".join(fold(wanted).split()).strip("\"'")
    return [row for row in told if words in " ".join(fold(row["quote"]).split())] if words else []


def _nothing(wanted: str, told: list[Row]) -> str:
    candidates = sorted({row["statement"] for row in told} | {row["claim"] for row in told})
    full = _full(wanted) if _is_name(wanted) else wanted
    near = difflib.get_close_matches(full, candidates, n=1, cutoff=0.8)
    hint = f"; did you mean {_short(near[0])}?" if near else ". `inspectkg query findings` lists what there is"
    return f"nothing in the graph answers to {wanted!r}{hint}"


def _short(full: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if full.startswith(namespace) and "/" not in full[len(namespace) :]:
            return f"{prefix}:{full[len(namespace) :]}"
    return full


def _explained(row: Row, lookup: Lookup, texts: Mapping[str, str]) -> str:
    lines = [f"{row['kind']}  {_short(row['statement'])}", ""]
    lines += _field("said by", f"{row['speaker']}, {_HOW.get(row['attribution'], row['attribution'])}")
    for column in columns(row["kind"]):
        if column not in _SKIPPED and column != "statement" and row.get(column):
            lines += _field(column, row[column])
    rule = lookup.one(row["claim"], "ikg:rule")
    lines += _field("rule", lookup.label(rule))
    lines += _field("", lookup.text(rule, "skos:definition"))
    if told := corrected_by(row["claim"], lookup):
        lines += _field("corrected", told)
    text = texts.get(lookup.text(row["document"], "ikg:textSha256"))
    lines += _field("article", _article(row, lookup, text))
    return "\n".join([*lines, "", *_marked(row, text)])


def _removed(correction: str, what: str, quote: str, source: str) -> str:
    """A statement that a person took out of the graph."""
    lines = [f"removed  {_short(correction)}", "", *_field("removed", what), *_field("article", source), ""]
    return "\n".join([*lines, *wrapped(quote, "    ")])


def _field(name: str, value: str) -> list[str]:
    return wrapped(value, f"  {name:<20}")


def _article(row: Row, lookup: Lookup, text: str | None) -> str:
    published = lookup.text(row["document"], "schema:datePublished") or "undated"
    where = f"characters {row['start']} to {row['end']}"
    if text is not None:
        where = f"line {text.count(chr(10), 0, place(row, 'start')) + 1}, {where}"
    return f"{row['source']}, {published}, {where}"


def _marked(row: Row, text: str | None) -> Iterator[str]:
    """The line of the article that the quote stands in, the quote marked; without the text the quote alone."""
    start, end = place(row, "start"), place(row, "end")
    if text is None or text[start:end] != row["quote"]:
        passage = f"{_MARKS[0]}{row['quote']}{_MARKS[1]}"
    else:
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        line = text[first : len(text) if last < 0 else last]
        passage = f"{line[: start - first]}{_MARKS[0]}{row['quote']}{_MARKS[1]}{line[end - first :]}"
    yield from wrapped(passage, "    ")
