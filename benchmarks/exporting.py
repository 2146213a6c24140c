"""How fast sorted Turtle is written beside rdflib's own serializer, and the memory that line formats need.

Both write the same graph from memory, in turn, in one process, by processor time. Memory is the most that a process of
its own held; it is measured on Linux and macOS.
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

import corpus
import pyoxigraph as ox
import rdflib

from inspectkg.export.serialising import serialise
from inspectkg.ontology.namespaces import PREFIXES
from inspectkg.store import read_quads

ROUNDS = 5


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _turtle(graphs: dict[int, Path]) -> None:
    print(
        "| articles | statements | rdflib, seconds | inspectkg, seconds | times as fast |\n|---:|---:|---:|---:|---:|"
    )
    for count, path in graphs.items():
        quads = read_quads(path)
        theirs = rdflib.Graph()
        theirs.parse(data=serialise(quads, "ntriples"), format="nt")
        for prefix, namespace in PREFIXES.items():
            theirs.bind(prefix, namespace)
        slowly, quickly = partial(theirs.serialize, format="turtle"), partial(serialise, quads, "turtle")
        pairs = [(_seconds(slowly), _seconds(quickly)) for _ in range(ROUNDS)]
        slow, fast = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
        print(f"| {count:,} | {len(theirs):,} | {slow:.2f} | {fast:.2f} | {slow / fast:.1f} |", flush=True)


def _unsorted(graphs: dict[int, Path]) -> None:
    """What Oxigraph's own writer needs, which does not sort: a bound for whoever writes from Python."""
    print("\n| articles | Oxigraph's writer, unsorted, seconds |\n|---:|---:|")
    for count, path in graphs.items():
        triples = [quad.triple for quad in read_quads(path)]
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
    command = [sys.executable, "-m", "inspectkg", "export", "--graph", path, "--format", target]
    subprocess.run(command, capture_output=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20)


def _built(folder: Path, counts: list[int]) -> dict[int, Path]:
    graphs: dict[int, Path] = {}
    for count in counts:
        articles, graphs[count] = folder / f"articles-{count}", folder / f"{count}.nq"
        corpus.write_articles(articles, count)
        command = [sys.executable, "-m", "inspectkg", "build", str(articles), "-o", str(graphs[count]), "--no-check"]
        subprocess.run(command, capture_output=True, check=True)
    return graphs


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        with tempfile.TemporaryDirectory() as name:
            made = _built(Path(name), [int(argument) for argument in sys.argv[1:]] or [100, 1_000])
            _turtle(made)
            _unsorted(made)
            _memory(made)
