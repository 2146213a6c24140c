"""What users get when they ask about some articles: their graph, built in memory, and the rows of saved queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from ..errors import InputError
from ..graph.building import Build, build
from ..loader.documents.article import Article
from ..ontology.namespaces import iri
from ..queries.answers import Table
from ..queries.catalogue import load_query
from ..queries.running import run
from ..store import add_union
from .comparison import Row
from .kinds import QUERIES

#: The rows of each query about one article.
Rows = dict[str, list[Row]]


def read_articles(
    paths: Sequence[Path], progress: Callable[[int, int], None] | None = None
) -> list[tuple[Article, Rows]]:
    """The articles in the files PATHS, each with what the saved queries answer about it.

    All are in one graph, as `inspectkg build` makes it; a text that is there twice is read once. InputError, with every
    problem, where one cannot be read.
    """
    built = build(paths, progress)
    if built.failed:
        problems = [line.removeprefix("error: ") for line in built.problems if line.startswith("error: ")]
        raise InputError("\n".join(problems))
    rows = _rows(built)
    return [(source.article, rows[source.article.sha256]) for source in built.sources]


def _rows(built: Build) -> dict[str, Rows]:
    """The rows of each query about each article, by the SHA-256 of its text."""
    store = Store()
    add_union(store, built.quads)
    found: dict[str, Rows] = {digest: {} for digest in built.texts}
    digests = _digests(built.quads)
    for name in QUERIES:
        answer = run(load_query(name), store)
        assert isinstance(answer, Table)
        for row in answer.records():
            found[digests[row["source"]]].setdefault(name, []).append(row)
    return found


def _digests(quads: Iterable[Quad]) -> dict[str, str]:
    """What saved queries call a source, its address or else its file name -> the SHA-256 of its text."""
    told: dict[str, dict[str, str]] = {name: {} for name in ("ikg:textSha256", "schema:url", "ikg:fileName")}
    wanted = {iri(name): values for name, values in told.items()}
    for quad in quads:
        values = wanted.get(quad.predicate.value)
        if values is not None and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal | NamedNode):
            values[quad.subject.value] = quad.object.value
    names = {**told["ikg:fileName"], **told["schema:url"]}
    return {names[document]: digest for document, digest in told["ikg:textSha256"].items()}
