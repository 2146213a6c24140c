"""Running a query on an opened store: saved ones directly, a user's own file in a process that can be stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse, parse_query_results

from ..errors import InputError
from ..store import bundled_graph, open_store, shorten
from .answers import Answer, from_oxigraph, triple_set
from .catalogue import SavedQuery
from .parameters import Labels, Values, bind, reference_labels, store_labels

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

TIME_LIMIT: Final = 60.0
MEMORY_LIMIT: Final = 4 * 1024**3


def run_on_files(
    query: SavedQuery, paths: Iterable[Path] = (), parameters: Values | None = None, *, seconds: float = TIME_LIMIT
) -> Answer:
    """The answer of QUERY over the graph files PATHS, the bundled graph where there are none.

    InputError or UsageError where a file, the query or a parameter cannot be used.
    """
    from ..ontology.loading import reference_files

    files = list(paths) or [bundled_graph()]
    return run(
        query, open_store([*files, *(reference_files() if query.reference else [])]), parameters, seconds=seconds
    )


def run(query: SavedQuery, store: Store, parameters: Values | None = None, *, seconds: float = TIME_LIMIT) -> Answer:
    """The answer of QUERY, with PARAMETERS, over the default graph of STORE.

    A query of ours runs at once; a user's own in a child process, stopped after SECONDS. InputError where it is not
    valid SPARQL, takes too long, or ends its process; UsageError where a parameter is wrong.
    """
    sources: list[Callable[[], Labels]] = [lambda: store_labels(store), reference_labels]
    text = bind(query, parameters or {}, sources)
    return _evaluate(query, text, store) if query.own else _in_child(query, text, store, seconds)


def _evaluate(query: SavedQuery, text: str, store: Store) -> Answer:
    try:
        return from_oxigraph(query, store.query(text))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        problem = _plain(query, str(error))
    raise problem  # out here, so that no traceback keeps Oxigraph's iterator for another thread to drop


def _plain(query: SavedQuery, message: str) -> InputError:
    import re

    place = re.search(r"error at (\d+):(\d+)", message)
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return InputError(f"not valid SPARQL: {shorten(message)}", path=query.path, line=line, column=column)


def _in_child(query: SavedQuery, text: str, store: Store, seconds: float) -> Answer:
    """Evaluate in a forked process, which has the store already and can be killed; where there is no fork, here."""
    import multiprocessing

    if "fork" not in multiprocessing.get_all_start_methods():
        return _evaluate(query, text, store)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_answer, args=(theirs, query, text, store), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise InputError(f"not done after {seconds:g} seconds and stopped: ask for less", path=query.path)
        kind, data = ours.recv_bytes(1), ours.recv_bytes()
    except EOFError:
        raise InputError("the query ended its process: it asks for too much memory or depth", path=query.path) from None
    finally:
        child.kill()
        child.join()
        ours.close()
    return _unpacked(query, kind, data)


def _answer(pipe: Connection, query: SavedQuery, text: str, store: Store) -> None:
    """The child's part: two messages, what kind of answer it is, and the answer."""
    import faulthandler

    _limit_memory()
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a dying engine prints is of no use to anybody
    try:
        result = store.query(text)
        graph = query.form in ("CONSTRUCT", "DESCRIBE")
        data = result.serialize(format=RdfFormat.N_TRIPLES if graph else QueryResultsFormat.JSON)  # pyright: ignore[reportArgumentType]
        kind, data = (b"t" if graph else b"r"), data or b""
    except (SyntaxError, ValueError, OSError, RuntimeError, MemoryError) as error:
        kind, data = b"e", str(error).encode("utf-8", "replace")
    pipe.send_bytes(kind)
    pipe.send_bytes(data)


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # no such limit on this machine
        return


def _unpacked(query: SavedQuery, kind: bytes, data: bytes) -> Answer:
    if kind == b"e":
        raise _plain(query, data.decode("utf-8", "replace"))
    if kind == b"t":
        return triple_set(quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES))
    return from_oxigraph(query, parse_query_results(data, format=QueryResultsFormat.JSON))
