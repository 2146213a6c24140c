"""How fast saved queries answer: from a cold start, beside bare pyoxigraph, beside rdflib, and as the data grow.

Prints tables in Markdown; times are of the processor. `--keep FOLDER` keeps the graphs for the next run, `--counts`
tells how many articles there are in each, `--rdflib` on how many of these rdflib is measured (it takes minutes on 100;
0: on none), `--limit` after how many processor seconds it is stopped, which then count as its time: a lower bound.
`--disk` asks stores on disk, as `inspectkg query` keeps them of large graphs.
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import cast

import corpus
from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse_query_results, serialize

from inspectkg.files import CACHE_VARIABLE
from inspectkg.ontology.loading import reference_files
from inspectkg.queries.answers import Answer, Table, TripleSet, from_oxigraph, triples_in
from inspectkg.queries.catalogue import SavedQuery, catalogue
from inspectkg.queries.keeping import kept_store
from inspectkg.queries.running import run
from inspectkg.store import stream_quads

QUERIES = catalogue()
#: A query's time in seconds and the rows, or triples, of its answer.
Measured = dict[str, tuple[float, int]]
#: So long is a query asked again and again for one figure, in seconds: the clock of a virtual machine is no finer.
_ENOUGH = 0.02


class TooLongError(BaseException):
    """rdflib is not done within the limit; no exception, since rdflib catches those in the midst of a query."""


def _cold_start(rounds: int = 15) -> None:
    ours, theirs = [sys.executable, "-m", "inspectkg", "query", "ratings"], [sys.executable, "-c", "import rdflib"]
    pairs = [(_spent(ours), _spent(theirs)) for _ in range(rounds)]
    print("| cold start | ms | of importing rdflib |\n|---|---:|---:|")
    for name, at in (("`inspectkg query ratings`, answer included", 0), ("`python -c 'import rdflib'`", 1)):
        ratio = statistics.median(pair[at] / pair[1] for pair in pairs)
        print(f"| {name} | {1000 * statistics.median(pair[at] for pair in pairs):.0f} | {ratio:.2f} |", flush=True)


def _spent(command: list[str]) -> float:
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _graph(folder: Path, count: int) -> Path:
    """The flat graph of COUNT articles, made where it is not there yet."""
    built, flat = folder / f"articles-{count}.nq", folder / f"articles-{count}.nt"
    if not built.exists():
        corpus.write_articles(folder / f"articles-{count}", count, corpus.apart)
        command = [sys.executable, "-m", "inspectkg", "build", str(folder / f"articles-{count}"), "-o", str(built)]
        subprocess.run([*command, "--no-check"], capture_output=True, check=True)
    if not flat.exists():
        with flat.open("wb") as file:
            serialize((quad.triple for quad in stream_quads(built)), file, format=RdfFormat.N_TRIPLES)
    return flat


def _store(path: Path, disk: Path | None) -> Store:
    """The store of the graph PATH and the reference data, in memory or in the folder DISK."""
    if disk is not None:
        os.environ[CACHE_VARIABLE] = str(disk.resolve())
        kept = kept_store([path], reference_files())
        if kept is not None:
            return kept
        print(f"{path.name} is too small to be kept on disk, and so is in memory")
    store = Store()
    for file in (path, *reference_files()):
        store.bulk_load(path=str(file))
    return store


def _spent_here(work: Callable[[], object]) -> float:
    start, times = time.process_time(), 0
    while True:
        work()
        times += 1
        spent = time.process_time() - start
        if spent >= _ENOUGH:
            return spent / times


def _bare(store: Store, query: SavedQuery) -> list[object]:
    result = store.query(query.text)
    return list(result) if query.form == "CONSTRUCT" else [tuple(row) for row in result]  # pyright: ignore[reportArgumentType]


def _beside_pyoxigraph(store: Store, count: int) -> Measured:
    """What each query takes; of many articles once, and without pyoxigraph's own time beside it."""
    heads = f"query on {count:,} articles | rows | pyoxigraph, ms | inspectkg, ms | times"
    print(f"\n| {heads} |\n|---|---:|---:|---:|---:|")
    ours: Measured = {}
    bare: dict[str, float] = {}
    few = count <= 1_000
    for name, query in QUERIES.items():
        sizes = list[int]()
        works = [lambda: sizes.append(_size(run(query, store)))]  # noqa: B023 - used at once
        works += [lambda: sizes.append(len(_bare(store, query)))] if few else []  # noqa: B023 - the same
        pairs = [[_spent_here(work) for work in works] for _ in range(5 if few else 1)]  # in turn: both are disturbed
        own, *beside = map(min, zip(*pairs, strict=True))
        ours[name], bare[name] = (own, sizes[0]), beside[0] if few else math.nan
        _row(name, sizes[0], bare[name], own)
    _row("all", sum(size for _, size in ours.values()), sum(bare.values()), _whole(ours))
    return ours


def _size(answer: Answer) -> int:
    """The rows, or triples, of ANSWER."""
    return len(answer.rows) if isinstance(answer, Table) else cast(TripleSet, answer).data.count(b"\n")


def _whole(measured: Measured) -> float:
    return sum(spent for spent, _ in measured.values())


def _row(name: str, size: int, theirs: float, ours: float) -> None:
    bare, times = ("", "") if math.isnan(theirs) else (f"{theirs * 1000:.1f}", f"{ours / theirs:.2f}")
    print(f"| {name} | {size} | {bare} | {ours * 1000:.1f} | {times} |", flush=True)


def _beside_rdflib(path: Path, store: Store, count: int, ours: Measured, limit: float) -> None:
    import rdflib

    graph = rdflib.Graph()
    for file in (path, *reference_files()):
        graph.parse(file)
    print(
        f"\n| query on {count:,} articles | rdflib, s | inspectkg, ms | times | same answer |\n|---|---:|---:|---:|---|"
    )
    total, stopped, ratios = 0.0, 0, list[float]()
    for name, query in QUERIES.items():
        start = time.process_time()
        answer = _of_rdflib(graph, query, limit)
        taken, own = time.process_time() - start, ours[name][0]
        total, stopped = total + taken, stopped + (answer is None)
        ratios.append(taken / own)
        same = f"not done after {limit:g} s" if answer is None else "yes" if answer == run(query, store) else "**no**"
        print(f"| {name} | {taken:.2f} | {own * 1000:.1f} | {taken / own:,.0f} | {same} |", flush=True)
    mine, least = _whole(ours), "at least " if stopped else ""
    print(f"| all | {total:.2f} | {mine * 1000:.1f} | {least}{total / mine:,.0f} | {stopped} not done |")
    print(f"\nThe median query is {statistics.median(ratios):,.0f} times as fast.", flush=True)


def _stop(_signal: int, _frame: object) -> None:
    raise TooLongError


def _of_rdflib(graph: object, query: SavedQuery, limit: float) -> Answer | None:
    """The answer of rdflib; None where it is not done within LIMIT."""
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, limit, 30.0)  # again, where rdflib swallowed the first
    try:
        result = graph.query(query.text)  # pyright: ignore[reportAttributeAccessIssue]
        if result.type == "CONSTRUCT":
            return triples_in(result.graph.serialize(format="nt", encoding="utf-8"))
        found = parse_query_results(result.serialize(format="json"), format=QueryResultsFormat.JSON)
        return from_oxigraph(query, found)  # pyright: ignore[reportArgumentType]
    except TooLongError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _growth(times: dict[int, Measured]) -> None:
    counts = sorted(times)
    heads = [f"{count:,} articles, ms" for count in counts]
    heads += [f"{what} to {count:,}" for count in counts[1:] for what in ("times", "rows")]
    print(f"\n| query | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}")
    for name in QUERIES:
        row = [times[count][name] for count in counts]
        cells = [f"{spent * 1000:.1f}" for spent, _ in row]
        for (first, few), (later, many) in pairwise(row):
            cells += [f"{later / first:.1f}", f"{many / few:.1f}" if few else ""]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--rdflib", type=int, nargs="+", default=[100])
    parser.add_argument("--limit", type=float, default=120.0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--disk", action="store_true")
    chosen = parser.parse_args()
    _cold_start()
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        times: dict[int, Measured] = {}
        for count in chosen.counts:
            path = _graph(folder, count)
            store = _store(path, folder / "stores" if chosen.disk else None)
            times[count] = _beside_pyoxigraph(store, count)
            if count in chosen.rdflib:
                _beside_rdflib(path, store, count, times[count], chosen.limit)
            del store
        _growth(times)


if __name__ == "__main__":
    _main()
