"""Reads what stands in files, on several cores where there are many of them."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import InputError
from ..loader.documents.article import Article
from ..loader.documents.reader import read_articles
from ..loader.reading import read
from ..loader.statements import Reading

#: Fewer files are read sooner by one process: another one takes about a second to start.
WORTH_IT: Final = 100
#: So many files are handed to a process at a time.
_CHUNK: Final = 8
#: So many chunks wait for each process, so that what was read does not pile up.
_AHEAD: Final = 4

#: An article, and what is read from it.
Draft = tuple[Article, Reading]
#: The articles in a file, or why it cannot be read.
Outcome = list[Draft] | InputError


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_files(paths: Sequence[Path], jobs: int) -> Iterator[Outcome]:
    """For each of the files PATHS, in order, the articles in it with what is read from them, or its error.

    Up to JOBS processes read where there are many files; the result is the same. Each is started anew (spawned), so
    that pipes, which only this process has, are read by this one. InputError where a process ends early.
    """
    if jobs < 2 or len(paths) < WORTH_IT or any(path.exists() and not path.is_file() for path in paths):
        yield from map(_outcome, paths)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts_to_the_parent)
    try:
        yield from _in_order(pool, paths, jobs * _AHEAD)
    except BrokenProcessPool as error:
        wrong = "a process that read articles was ended from outside, maybe for want of memory: try --jobs 1"
        raise InputError(wrong) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, paths: Iterable[Path], ahead: int) -> Iterator[Outcome]:
    """What the processes of POOL read, in the order of PATHS; no more than AHEAD chunks are begun and not yielded."""
    chunks = _chunks(paths)
    with _interrupts_ignored():  # the processes are started now, and take over how Ctrl-C is met
        waiting = [pool.submit(_outcomes, chunk) for chunk in itertools.islice(chunks, ahead)]
    while waiting:
        yield from waiting.pop(0).result()
        waiting += [pool.submit(_outcomes, chunk) for chunk in itertools.islice(chunks, 1)]


def _chunks(paths: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
    rest = iter(paths)
    while chunk := tuple(itertools.islice(rest, _CHUNK)):
        yield chunk


@contextmanager
def _interrupts_ignored() -> Generator[None, None, None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outcomes(paths: Sequence[Path]) -> list[Outcome]:
    return [_outcome(path) for path in paths]


def _outcome(path: Path) -> Outcome:
    try:
        return [(article, read(article.text, article.told)) for article in read_articles(path)]
    except InputError as error:
        return error
