"""How fast sorted Turtle is written beside rdflib's own serializer, and the memory that line formats need.

Both write the same graph from memory, in turn, in one process; then from file to file, each in a process of its own,
its start included. Time is processor time. Memory is the most that a process held; it is measured on Linux and macOS.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

import corpus
import pyoxigraph as ox
import rdflib

from inspectkg.export.canonical import canonical_lines
from inspectkg.export.serialising import write
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.store import read_each_quad

ROUNDS = 5
HEAD = "rdflib, seconds | inspectkg, seconds | times as fast |"
#: What rdflib's own documentation does.
RDFLIB = "import rdflib, sys; rdflib.Graph().parse(sys.argv[1]).serialize(sys.argv[2], format='turtle')"

Work: TypeAlias = Callable[[], object]


def _seconds(work: Work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _seconds_of_children(work: Work) -> float:
    """The processor time of the processes that WORK starts and waits for."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True)


def _written(graphs: dict[int, Path]) -> None:
    """From memory: rdflib from its graph, inspectkg from the sorted lines that an export holds."""
    print(f"| articles | statements | {HEAD}\n|---:|---:|---:|---:|---:|")
    for count, path in graphs.items():
        lines = canonical_lines(read_each_quad(path))
        theirs = rdflib.Graph()
        theirs.parse(data=write(lines, "ntriples"), format="nt")
        for prefix, namespace in PREFIXES.items():
            theirs.bind(prefix, namespace)
        slowly, quickly = partial(theirs.serialize, format="turtle"), partial(write, lines, "turtle")
        print(f"| {count:,} | {len(theirs):,} | {_compared(slowly, quickly, _seconds)}", flush=True)


def _whole(graphs: dict[int, Path]) -> None:
    """From Turtle to Turtle, as somebody would do it with each."""
    print(f"\n| articles, from file to file | {HEAD}\n|---:|---:|---:|---:|")
    for count, path in graphs.items():
        read, written = path.with_suffix(".ttl"), path.with_suffix(".out")
        _run("-m", "inspectkg", "export", "--graph", str(path), "--output", str(read))
        slowly = partial(_run, "-c", RDFLIB, str(read), str(written))
        quickly = partial(_run, "-m", "inspectkg", "export", "--graph", str(read), "--format", f"turtle={written}")
        print(f"| {count:,} | {_compared(slowly, quickly, _seconds_of_children)}", flush=True)


def _compared(slowly: Work, quickly: Work, seconds: Callable[[Work], float]) -> str:
    """The cells of a row: how long each takes, in turn, and their ratio."""
    pairs = [(seconds(slowly), seconds(quickly)) for _ in range(ROUNDS)]
    slow, fast = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
    return f"{slow:.2f} | {fast:.2f} | {slow / fast:.1f} |"


def _unsorted(graphs: dict[int, Path]) -> None:
    """What Oxigraph's own writer needs, which does not sort: a bound for whoever writes from Python."""
    print("\n| articles | Oxigraph's writer, unsorted, seconds |\n|---:|---:|")
    for count, path in graphs.items():
        triples = [quad.triple for quad in read_each_quad(path)]
        taken = _seconds(partial(ox.serialize, triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES))
        print(f"| {count:,} | {taken:.2f} |", flush=True)


def _memory(graphs: dict[int, Path]) -> None:
    print("\n| articles | `inspectkg export` to | most memory, MiB |\n|---:|---|---:|")
    for count, path in graphs.items():
        for name in ("nquads", "ntriples"):
            command = [sys.executable, __file__, "--one", str(path), f"{name}={path.with_suffix('.out')}"]
            most = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            print(f"| {count:,} | {name} | {float(most):.0f} |", flush=True)


def _one(path: str, target: str) -> None:
    _run("-m", "inspectkg", "export", "--graph", path, "--format", target)
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20)


def _built(folder: Path, counts: list[int]) -> dict[int, Path]:
    graphs: dict[int, Path] = {}
    for count in counts:
        articles, graphs[count] = folder / f"articles-{count}", folder / f"{count}.nq"
        corpus.write_articles(articles, count)
        _run("-m", "inspectkg", "build", str(articles), "-o", str(graphs[count]), "--no-check")
    return graphs


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        with tempfile.TemporaryDirectory() as name:
            made = _built(Path(name), [int(argument) for argument in sys.argv[1:]] or [100, 1_000])
            _written(made)
            _whole(made)
            _unsorted(made)
            _memory(made)
