"""Running a query on an opened store: saved ones directly, a user's own file in a process that can be stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import QuerySolutions, Store

from ..store import bundled_triples, open_store
from . import guard
from .answers import Answer, Row, Stream, from_oxigraph, plain_error, streamed
from .catalogue import SavedQuery

if TYPE_CHECKING:
    from .parameters import Values

TIME_LIMIT: Final = 60.0


def run_on_files(
    query: SavedQuery, paths: Iterable[Path] = (), parameters: Values | None = None, *, seconds: float = TIME_LIMIT
) -> Answer:
    """The answer of QUERY over the graph files PATHS, the bundled graph where there are none.

    InputError or UsageError where a file, the query or a parameter cannot be used.
    """
    return run(query, opened(query, paths), parameters, seconds=seconds)


def opened(query: SavedQuery, paths: Iterable[Path] = (), *, kept: bool = False) -> Store:
    """The store that QUERY asks: of the graph files and folders PATHS, of the bundled graph where there are none.

    The default graph is the union of all; named graphs are there as well where a query of the user's asks for them.
    KEPT lets large graphs be loaded once into the user's cache. InputError where a file cannot be used.
    """
    files, named = list(paths), not query.own and "GRAPH" in guard.blanked(query.text).upper()
    reference: list[Path] = []
    if query.reference:
        from ..ontology.loading import reference_files

        reference = reference_files()
    if not files:
        return open_store([_bundled(named), *reference], named=named)
    if kept or any(path.is_dir() for path in files):
        from .keeping import graph_files, kept_store

        large = kept_store(files, reference) if kept else None
        if large is not None:
            return large
        files = graph_files(files)
    return open_store([*files, *reference], named=named)


def _bundled(named: bool) -> Path:
    from ..store import bundled_graph

    return bundled_graph() if named else bundled_triples()


def run(
    query: SavedQuery, store: Store, parameters: Values | None = None, *, seconds: float | None = TIME_LIMIT
) -> Answer:
    """The answer of QUERY, with PARAMETERS, over STORE.

    A query of ours runs at once; a user's own in a child process, stopped after SECONDS. InputError where it is not
    valid SPARQL, takes too long, or ends its process; UsageError where a parameter is wrong.
    """
    answer = run_streamed(query, store, parameters, seconds=seconds)
    return answer.whole() if isinstance(answer, Stream) else answer


def run_streamed(
    query: SavedQuery,
    store: Store,
    parameters: Values | None = None,
    *,
    seconds: float | None = TIME_LIMIT,
    limited: bool = False,
) -> Answer | Stream:
    """As `run`, but the rows of a SELECT come one by one; LIMITED holds a query of ours to SECONDS as well."""
    text = _bound(query, store, parameters or {}) if parameters or query.defaults else query.text
    if query.own and not limited:
        return _evaluate(query, text, store)
    from .child import run_in_child

    return run_in_child(query, text, store, seconds, lambda: _evaluate(query, text, store))


def _bound(query: SavedQuery, store: Store, parameters: Values) -> str:
    from .parameters import bind, reference_labels, store_labels

    return bind(query, parameters, [lambda: store_labels(store), reference_labels])


def _evaluate(query: SavedQuery, text: str, store: Store) -> Answer | Stream:
    try:
        result = store.query(text)
        if isinstance(result, QuerySolutions):
            rows = streamed(query, result, short=True)
            return Stream(rows.columns, _guarded(query, rows.rows))
        return from_oxigraph(query, result, short=True)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        problem = plain_error(query, str(error))
    raise problem  # out here, so that no traceback keeps Oxigraph's iterator for another thread to drop


def _guarded(query: SavedQuery, rows: Iterator[Row]) -> Iterator[Row]:
    """ROWS; what goes wrong in the midst of them as InputError."""
    try:
        yield from rows
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise plain_error(query, str(error)) from None
