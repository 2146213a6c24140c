"""The checks that SHACL cannot make: whether the quotes of a graph are the words at their place in the articles.

Their severities and messages stand with the other constraints, in evidence.ttl.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Final

import pyoxigraph as ox

from ..errors import InputError
from ..files import read_bytes
from ..ontology.namespaces import IKG, OUTER, SHAPE
from .beside import TEXT_LIMIT, text_file, texts_folder
from .graph import Graph
from .index import SELECTOR, SOURCE, Index
from .report import Path, Result, Severity, Term, sorted_results

QUOTE_IS_TEXT: Final = SHAPE + "quote-is-text"
TEXT_IS_READ: Final = SHAPE + "text-is-the-one-read"
TEXT_IS_THERE: Final = SHAPE + "text-is-at-hand"
OA: Final = OUTER["oa"]


def texts_beside(path: FilePath, quads: Iterable[ox.Quad | ox.Triple]) -> dict[str, str]:
    """The texts beside PATH that the articles of QUADS were read from, by SHA-256; {} without any.

    InputError where one cannot be read.
    """
    folder = texts_folder(path)
    found: dict[str, str] = {}
    if folder is None:
        return found
    for digest in sorted(set(_digests(Graph(map(_triple, quads))).values())):
        file = text_file(folder, digest)
        if file:
            try:
                found[digest] = read_bytes(file, TEXT_LIMIT).decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(f"is not UTF-8 at byte {error.start}: restore it", path=file) from error
    return found


def check_texts(data: Iterable[ox.Quad | ox.Triple] | Graph, texts: Mapping[str, str]) -> list[Result]:
    """Results where a quote of DATA is not what its article's text has at its place; TEXTS by SHA-256.

    An article whose text is not among TEXTS, where there are any, is a result of its own.
    """
    graph = data if isinstance(data, Graph) else Graph(_triple(quad) for quad in data)
    named = _digests(graph)
    digests = {document: digest for document, digest in named.items() if digest in texts}
    index = Index(graph)
    results = [
        _checks()[TEXT_IS_THERE].result(TEXT_IS_THERE, document, IKG + "textSha256", digest, index)
        for document, digest in named.items()
        if texts and digest not in texts
    ]
    for document, digest in digests.items():
        results.extend(_unread(index, document, digest, texts[digest]))
    for evidence, document in _sources(graph):
        if document in digests:
            results.extend(_misquoted(index, evidence, texts[digests[document]]))
    return list(sorted_results(results))


@dataclass(frozen=True, slots=True)
class _Check:
    severity: Severity
    name: str
    message: str

    def result(self, shape: str, focus: Term, path: str, value: str, index: Index) -> Result:
        return Result(
            severity=self.severity,
            shape=shape,
            message=self.message,
            focus=focus,
            name=self.name,
            path=Path(iri=path),
            value=ox.Literal(value),
            component=shape,
            focus_label=index.label(focus),
            sentence=index.sentence(focus),
        )


def _unread(index: Index, document: Term, digest: str, text: str) -> Iterator[Result]:
    actual = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if actual != digest:
        yield _checks()[TEXT_IS_READ].result(TEXT_IS_READ, document, IKG + "textSha256", actual, index)
    length = index.text(document, IKG + "textLength")
    if length is not None and length != str(len(text)):
        yield _checks()[TEXT_IS_READ].result(TEXT_IS_READ, document, IKG + "textLength", str(len(text)), index)


def _misquoted(index: Index, evidence: Term, text: str) -> Iterator[Result]:
    """One result for each part of the quote at EVIDENCE (words, prefix, suffix) that TEXT does not have there."""
    selectors = index.values(evidence, SELECTOR)
    quote = next((node for node in selectors if index.text(node, OA + "exact") is not None), None)
    place = next((node for node in selectors if index.text(node, OA + "start") is not None), None)
    start, end = index.text(place, OA + "start"), index.text(place, OA + "end")
    if quote is None or start is None or end is None or not (start.isdecimal() and end.isdecimal()):
        return  # the shapes of evidence.ttl say so
    first, last = int(start), int(end)
    prefix, suffix = index.text(quote, OA + "prefix"), index.text(quote, OA + "suffix")
    expected = (
        ("exact", index.text(quote, OA + "exact"), text[first:last]),
        ("prefix", prefix, text[max(0, first - len(prefix or "")) : first]),
        ("suffix", suffix, text[last : last + len(suffix or "")]),
    )
    for name, said, found in expected:
        if said is not None and said != found:
            yield _checks()[QUOTE_IS_TEXT].result(QUOTE_IS_TEXT, evidence, OA + name, found, index)


@cache
def _checks() -> dict[str, _Check]:
    """Severity, name and message of each check of this module, as evidence.ttl words them."""
    path = FilePath(__file__).parent / "evidence.ttl"
    index = Index(quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    found: dict[str, _Check] = {}
    for iri in (QUOTE_IS_TEXT, TEXT_IS_READ, TEXT_IS_THERE):
        node = ox.NamedNode(iri)
        name, message = index.text(node, OUTER["sh"] + "name"), index.text(node, OUTER["sh"] + "message")
        warns = ox.NamedNode(OUTER["sh"] + "Warning") in index.values(node, OUTER["sh"] + "severity")
        found[iri] = _Check("warning" if warns else "violation", name or "", message or "")
    return found


def _digests(graph: Graph) -> dict[Term, str]:
    """The SHA-256 that each article of GRAPH carries."""
    pairs = _pairs(graph, IKG + "textSha256")
    return {document: digest.value for document, digest in pairs if isinstance(digest, ox.Literal)}


def _sources(graph: Graph) -> Iterator[tuple[Term, Term]]:
    """Each piece of evidence with its article."""
    return _pairs(graph, SOURCE)


def _pairs(graph: Graph, predicate: str) -> Iterator[tuple[Term, Term]]:
    """The subjects and objects of PREDICATE."""
    for subject, values in graph.forward(predicate).items():
        for value in values:
            pair = graph.terms[subject], graph.terms[value]
            if ox.Triple not in map(type, pair):
                yield pair


def _triple(quad: ox.Quad | ox.Triple) -> ox.Triple:
    return quad.triple if isinstance(quad, ox.Quad) else quad
