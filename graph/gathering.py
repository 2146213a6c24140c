"""Reads articles from their files, each once, on several cores where there are many."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ..errors import InputError
from ..loader.article import Article, read_article
from ..loader.corrections import correct, corrections_file
from ..loader.reading import read
from .identity import Source

#: Fewer articles are read sooner by one process: another one takes about a second to start.
WORTH_IT: Final = 100
#: So many articles are handed to a process at a time.
_CHUNK: Final = 8
#: So many chunks wait for each process, so that what was read does not pile up.
_AHEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Task:
    """One text: the name that its article goes by, and the files that it stands in."""

    name: str
    paths: tuple[Path, ...]
    article: Article | None = None
    """The article, where its file, such as a pipe, can be read but once."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def gather(tasks: Sequence[Task], jobs: int) -> Iterator[Source | InputError]:
    """The articles of TASKS with what is read from them, in order, or the error of one that cannot be read.

    Up to JOBS processes read where there are many tasks; the result is the same. Each is started anew (spawned).
    """
    if jobs < 2 or len(tasks) < WORTH_IT:
        yield from map(_source, tasks)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts_to_the_parent)
    try:
        yield from _in_order(pool, tasks, jobs * _AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, tasks: Iterable[Task], ahead: int) -> Iterator[Source | InputError]:
    """What the processes of POOL read, in the order of TASKS; no more than AHEAD chunks are begun and not yielded."""
    chunks = _batched(tasks)
    with _interrupts_ignored():  # the processes are started now, and take over how Ctrl-C is met
        waiting = [pool.submit(_sources, chunk) for chunk in itertools.islice(chunks, ahead)]
    while waiting:
        yield from waiting.pop(0).result()
        waiting += [pool.submit(_sources, chunk) for chunk in itertools.islice(chunks, 1)]


def _batched(tasks: Iterable[Task]) -> Iterator[tuple[Task, ...]]:
    rest = iter(tasks)
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


def _sources(tasks: Sequence[Task]) -> list[Source | InputError]:
    return [_source(task) for task in tasks]


def _source(task: Task) -> Source | InputError:
    """The article of TASK with what is read from it, put right where a file beside one of its files says so."""
    try:
        article = replace(task.article or read_article(task.paths[0]), name=task.name)
        reading = read(article.text)
        files = [file for path in task.paths if (file := corrections_file(path)).is_file()]
        if len(files) > 1:
            raise InputError(f"corrects the same text as {files[0]}: keep one of the two files", path=files[1])
        return Source(article, correct(reading, article, files[0]) if files else reading)
    except InputError as error:
        return error
