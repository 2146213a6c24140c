"""What stands in a graph, counted while its statements go by: however many there are, little is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from ..ontology.namespaces import iri

_TYPE = f"<{iri('rdf:type')}>"
_ARTICLES = {f"<{iri(name)}>" for name in ("schema:Article", "schema:NewsArticle")}
_PUBLISHER = f"<{iri('schema:publisher')}>"


@dataclass(slots=True)
class Census:
    """The counts of a graph, and its checksum. What stands in the graph more than once is counted once."""

    triples: int = 0
    subjects: int = 0
    predicates: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Property -> its statements."""
    classes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Class -> its members."""
    articles: list[str] = field(default_factory=list[str])
    publishers: set[str] = field(default_factory=set[str])
    checksum: str = ""
    """SHA-256 of the statements as sorted lines of N-Triples."""


def take(triples: Iterable[tuple[str, str, str]]) -> Census:
    """The census of TRIPLES as N-Triples write them, sorted; repeats that follow each other count once."""
    found, digest = Census(), sha256()
    before = ("", "", "")
    for triple in triples:
        if triple == before:
            continue
        subject, predicate, term = triple
        found.triples += 1
        found.subjects += subject != before[0]
        found.predicates[predicate] += 1
        if predicate == _TYPE:
            found.classes[term] += 1
            if term in _ARTICLES:
                found.articles.append(subject)
        elif predicate == _PUBLISHER:
            found.publishers.add(term)
        digest.update(f"{subject} {predicate} {term} .\n".encode())
        before = triple
    found.checksum = digest.hexdigest()
    return found
