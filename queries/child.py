"""A query in a process of its own, which can be stopped: no engine has a limit of time or memory that holds."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse_query_results

from ..errors import InputError
from .answers import Answer, Row, Stream, from_oxigraph, plain_error, streamed, triples_in
from .catalogue import SavedQuery

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MEMORY_LIMIT: Final = 4 * 1024**3
#: An answer larger than this is a mistake more often than a wish.
DISK_LIMIT: Final = 8 * 1024**3


def run_in_child(
    query: SavedQuery, text: str, store: Store, seconds: float | None, here: Callable[[], Answer | Stream]
) -> Answer | Stream:
    """The answer of TEXT over STORE, found by a forked process, which has the store already and can be killed.

    It writes the answer to a temporary file, from which the rows then come. Where there is no fork, HERE answers.
    InputError where the query is wrong, is not done after SECONDS, or ends its process.
    """
    import multiprocessing

    if "fork" not in multiprocessing.get_all_start_methods():
        return here()
    handle, name = tempfile.mkstemp(prefix="inspectkg-", suffix=".answer")
    os.close(handle)
    path = Path(name)
    try:
        problem = _waited(multiprocessing.get_context("fork"), (path, query, text, store), seconds)
        if problem is not None:
            raise _told(query, problem)
        return _read(query, path)
    finally:
        path.unlink(missing_ok=True)


def _waited(context: Any, task: tuple[Path, SavedQuery, str, Store], seconds: float | None) -> str | None:
    """What went wrong in the child that does TASK; None where nothing did."""
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_answer, args=(theirs, *task), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise InputError(
                f"not done after {seconds:g} seconds and stopped: ask for less, or allow more with --timeout",
                path=task[1].path,
            )
        return ours.recv_bytes().decode("utf-8", "replace") or None
    except EOFError:
        raise InputError("the query ended its process: it asks for too much memory", path=task[1].path) from None
    finally:
        child.kill()
        child.join()
        ours.close()


def _answer(pipe: Connection, path: Path, query: SavedQuery, text: str, store: Store) -> None:
    """The child's part: the answer goes to the file PATH, and what went wrong through PIPE."""
    import faulthandler

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _limit()
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a dying engine prints is of no use to anybody
    problem = ""
    try:
        result = store.query(text)
        graph = query.form in ("CONSTRUCT", "DESCRIBE")
        with path.open("wb") as file:
            result.serialize(file, format=RdfFormat.N_TRIPLES if graph else QueryResultsFormat.JSON)  # pyright: ignore[reportArgumentType]
    except (SyntaxError, ValueError, OSError, RuntimeError, MemoryError) as error:
        problem = str(error) or type(error).__name__
    pipe.send_bytes(problem.encode("utf-8", "replace"))


def _limit() -> None:
    """Bound what this process may take of memory and disk."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_FSIZE, (DISK_LIMIT, DISK_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # no such limit on this machine
        return


def _told(query: SavedQuery, problem: str) -> InputError:
    if "os error 27" in problem or "os error 28" in problem:  # too large for the limit, or for the disk
        return InputError("the answer is larger than the disk or 8 GiB: ask for less", path=query.path)
    return plain_error(query, problem)


def _read(query: SavedQuery, path: Path) -> Answer | Stream:
    if query.form in ("CONSTRUCT", "DESCRIBE"):
        return triples_in(path.read_bytes(), short=True)
    file = path.open("rb")  # kept open by the rows: on POSIX, the only place with fork, it may be removed meanwhile
    result = parse_query_results(file, format=QueryResultsFormat.JSON)
    if not isinstance(result, QuerySolutions):
        file.close()
        return from_oxigraph(query, result)
    found = streamed(query, result, short=True)
    return Stream(found.columns, _closing(file, found.rows))


def _closing(file: Any, rows: Iterator[Row]) -> Iterator[Row]:
    with file:
        yield from rows
