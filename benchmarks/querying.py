"""How fast saved queries answer: from a cold start, beside bare pyoxigraph, beside rdflib, and as the data grow.

Prints tables in Markdown; times are of the processor. `--keep FOLDER` keeps the graphs for the next run, `--counts`
tells how many articles there are in each, `--rdflib` on how many rdflib is measured (it takes minutes on 100).
"""

from __future__ import annotations

import argparse
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

import corpus
from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse_query_results, serialize

from inspectkg.ontology.loading import reference_files
from inspectkg.queries.answers import Answer, from_oxigraph, triples_in
from inspectkg.queries.catalogue import SavedQuery, catalogue
from inspectkg.queries.running import run
from inspectkg.store import stream_quads

QUERIES = catalogue()
#: Processor seconds after which rdflib is stopped.
LIMIT = 120.0


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


def _store(path: Path) -> Store:
    store = Store()
    for file in (path, *reference_files()):
        store.bulk_load(path=str(file))
    return store


def _spent_here(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _bare(store: Store, query: SavedQuery) -> object:
    result = store.query(query.text)
    return list(result) if query.form == "CONSTRUCT" else [tuple(row) for row in result]  # pyright: ignore[reportArgumentType]


def _beside_pyoxigraph(store: Store, count: int) -> dict[str, float]:
    print(f"\n| query on {count:,} articles | pyoxigraph, ms | inspectkg, ms | times |\n|---|---:|---:|---:|")
    ours: dict[str, float] = {}
    theirs: dict[str, float] = {}
    rounds = 5 if count <= 1_000 else 1
    for name, query in QUERIES.items():
        for _ in range(rounds):  # in turn, so that what disturbs the one disturbs the other
            bare, own = _spent_here(lambda: _bare(store, query)), _spent_here(lambda: run(query, store))  # noqa: B023 - used at once
            theirs[name], ours[name] = min(bare, theirs.get(name, bare)), min(own, ours.get(name, own))
        _row(name, theirs[name], ours[name])
    _row("all", sum(theirs.values()), sum(ours.values()))
    return ours


def _row(name: str, theirs: float, ours: float) -> None:
    print(f"| {name} | {theirs * 1000:.1f} | {ours * 1000:.1f} | {ours / theirs:.2f} |", flush=True)


def _beside_rdflib(path: Path, store: Store, count: int, ours: dict[str, float]) -> None:
    import rdflib

    graph = rdflib.Graph()
    for file in (path, *reference_files()):
        graph.parse(file)
    print(
        f"\n| query on {count:,} articles | rdflib, s | inspectkg, ms | times | same answer |\n|---|---:|---:|---:|---|"
    )
    total = 0.0
    for name, query in QUERIES.items():
        start = time.process_time()
        answer = _of_rdflib(graph, query)
        taken = time.process_time() - start
        total += taken
        same = f"not done after {LIMIT:g} s" if answer is None else "yes" if answer == run(query, store) else "**no**"
        print(f"| {name} | {taken:.2f} | {ours[name] * 1000:.1f} | {taken / ours[name]:,.0f} | {same} |", flush=True)
    mine = sum(ours.values())
    print(f"| all | {total:.2f} | {mine * 1000:.1f} | {total / mine:,.0f} | |", flush=True)


def _stop(_signal: int, _frame: object) -> None:
    raise TooLongError


def _of_rdflib(graph: object, query: SavedQuery) -> Answer | None:
    """The answer of rdflib; None where it is not done within the limit."""
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT, 1.0)
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


def _growth(times: dict[int, dict[str, float]]) -> None:
    counts = sorted(times)
    heads = [f"{count:,} articles, ms" for count in counts] + [f"to {count:,}" for count in counts[1:]]
    print(f"\n| query | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}")
    for name in QUERIES:
        row = [times[count][name] for count in counts]
        cells = [f"{each * 1000:.1f}" for each in row]
        cells += [f"{later / first:.1f}" for first, later in pairwise(row)]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--rdflib", type=int, default=100)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    _cold_start()
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        times: dict[int, dict[str, float]] = {}
        for count in chosen.counts:
            path = _graph(folder, count)
            store = _store(path)
            times[count] = _beside_pyoxigraph(store, count)
            if count == chosen.rdflib:
                _beside_rdflib(path, store, count, times[count])
            del store
        _growth(times)


if __name__ == "__main__":
    _main()
