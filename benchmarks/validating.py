"""How long `inspectkg validate` takes beside the pyshacl command, on the same graph with the same shapes.

Prints tables in Markdown. Each is a process of its own, by processor time: from a cold start, files read, report
written. `inspectkg validate` also tells the line of each result; without that, the graph alone is checked. The graphs
are of the two bundled articles and of COUNT articles of corpus.py; pyshacl gets the ontology and reference data that
inspectkg adds to them. Where both end, their reports are compared. Then inspectkg alone, on graphs of thousands of
articles: copies of one graph, whose inspections and statements have names of their own in each.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import corpus
import pyoxigraph as ox

from inspectkg.ontology.namespaces import OUTER
from inspectkg.shapes.background import reachable
from inspectkg.shapes.formats.registry import render
from inspectkg.shapes.validation import shape_files, validate_quads
from inspectkg.store import bundled_graph, each_quad, format_of, read_quads

#: Seconds of the clock that pyshacl gets for one graph.
PATIENCE = 3_600
ROUNDS = 9
SH = OUTER["sh"]
BIN = Path(sys.executable).parent
#: Kinds of nodes that articles bring along, so that a copy of a graph has its own.
OWN = "amount claim document evidence finding graph inspection merge person pledge position quote rating".split()
OWN += ["recommendation", "statistic"]
COMPARED = ("focusNode", "value", "resultSeverity", "sourceShape", "sourceConstraintComponent")


class Run(NamedTuple):
    """What a command took and wrote; `seconds` is processor time."""

    seconds: float
    memory: float
    output: bytes


def run(command: list[str], cache: str = "", patience: float | None = None) -> Run | None:
    """COMMAND in a process of its own, with CACHE as its cache of reports; None where it takes too long."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.DEVNULL, env={**_environment(), "INSPECTKG_CACHE": cache}
        )
        end = time.monotonic() + patience if patience else None
        while True:
            pid, _, usage = os.wait4(process.pid, os.WNOHANG if end else 0)
            if pid:
                break
            if end and time.monotonic() > end:
                process.kill()
                os.wait4(process.pid, 0)
                return None
            time.sleep(0.01)
        unit = 1 if sys.platform == "darwin" else 1024
        output.seek(0)
        return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20, output.read())


def _environment() -> dict[str, str]:
    """That of this process, with Python keeping what it compiled, as for everybody who uses a program twice."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def alone(graph: Path) -> list[str]:
    """Checking the graph in the file GRAPH, without looking for the lines of results in it, as pyshacl does."""
    return [sys.executable, __file__, "--graph", str(graph)]


def ours(graph: Path) -> list[str]:
    return [str(BIN / "inspectkg"), "validate", str(graph), "--format", "turtle"]


def theirs(graph: Path, folder: Path) -> list[str]:
    """The command of pyshacl on GRAPH with what our shapes need beside it, written to FOLDER."""
    triples = [quad.triple for quad in read_quads(graph)]
    whole = list(dict.fromkeys([*triples, *reachable(triples)]))
    shapes = [quad.triple for path in shape_files() for quad in read_quads(path)]
    for name, some in (("data.nt", whole), ("shapes.nt", shapes)):
        (folder / name).write_bytes(ox.serialize(some, format=ox.RdfFormat.N_TRIPLES) or b"")
    forms = ["--data-file-format", "nt", "--shacl-file-format", "nt", "--format", "turtle"]
    return [str(BIN / "pyshacl"), *forms, "--shacl", str(folder / "shapes.nt"), str(folder / "data.nt")]


def results(report: bytes) -> set[tuple[str, ...]]:
    """What the results of a report in Turtle are about."""
    said: dict[object, dict[str, str]] = {}
    for quad in ox.parse(input=report, format=ox.RdfFormat.TURTLE):
        said.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(SH)] = str(quad.object)
    return {tuple(one.get(name, "") for name in COMPARED) for one in said.values() if "focusNode" in one}


def cold_start(folder: Path) -> None:
    """The two bundled articles: without a report in the cache, with one, and pyshacl; in turn."""
    graph, cache = bundled_graph(), folder / "cache"
    works = {
        "inspectkg, empty cache": ours(graph),
        "inspectkg, report kept": ours(graph),
        "pyshacl": theirs(graph, folder),
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(ROUNDS + 1):
        for path in cache.glob("*/*.json"):
            path.unlink()
        for name, command in works.items():
            found = run(command, str(cache))
            assert found is not None
            if number:  # the first round warms the files
                taken[name].append(found.seconds)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print("| two articles, cold start | seconds | of pyshacl's |\n|---|---:|---:|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds:.3f} | {seconds / medians['pyshacl']:.3f} |", flush=True)


def side_by_side(folder: Path, counts: list[int]) -> None:
    print("\n| articles | pyshacl, seconds | the graph alone | times | inspectkg validate | times | results | equal |")
    print("|---:|---:|---:|---:|---:|---:|---:|---|")
    for count in counts:
        graph = built(folder, count)
        other = run(theirs(graph, folder), patience=PATIENCE)
        took = other.seconds if other else PATIENCE
        row = [f"{count:,}", f"{took:.1f}" if other else f"not done after {took}"]
        for command in (alone(graph), ours(graph)):
            runs = [found for _ in range(ROUNDS) if (found := run(command))]
            seconds = statistics.median(found.seconds for found in runs)
            row += [f"{seconds:.2f}", f"{'' if other else 'more than '}{took / seconds:.0f}"]
        found = results(runs[0].output)
        row += [str(len(found)), ("yes" if found == results(other.output) else "no") if other else ""]
        print(f"| {' | '.join(row)} |", flush=True)


def scaling(folder: Path, counts: list[int]) -> None:
    print("\n| articles | triples | seconds | ms an article | most memory, MiB | report kept, seconds |")
    print("|---:|---:|---:|---:|---:|---:|")
    base = built(folder, min(counts))
    for count in counts:
        graph = base if count == min(counts) else copied(base, count // min(counts), folder / f"{count}.trig")
        triples = sum(1 for _ in ox.parse(path=str(graph), format=ox.RdfFormat.TRIG))
        found, kept = (run(ours(graph), str(folder / "cache")) for _ in range(2))
        assert found is not None
        assert kept is not None
        assert found.output == kept.output
        row = [f"{count:,}", f"{triples:,}", f"{found.seconds:.1f}", f"{found.seconds / count * 1_000:.1f}"]
        print(f"| {' | '.join(row)} | {found.memory:.0f} | {kept.seconds:.2f} |", flush=True)


def built(folder: Path, count: int) -> Path:
    """The graph of COUNT articles."""
    graph = folder / f"{count}.trig"
    if not graph.exists():
        corpus.write_articles(folder / f"articles-{count}", count)
        command = [str(BIN / "inspectkg"), "build", str(folder / f"articles-{count}"), "-o", str(graph), "--no-check"]
        subprocess.run(command, check=True, capture_output=True)
        shutil.rmtree(graph.with_name(f"{graph.name}.texts"))  # quotes are not compared: pyshacl cannot
    return graph


def copied(graph: Path, times: int, output: Path) -> Path:
    """GRAPH that many TIMES over, written to OUTPUT, what articles tell under other names in each."""
    text = graph.read_text("utf-8")
    kinds = re.compile(rf"^(@prefix (?:{'|'.join(OWN)}): <[^>]*)>", re.MULTILINE)
    with output.open("w", encoding="utf-8") as file:
        for number in range(times):
            file.write(kinds.sub(rf"\g<1>c{number}/>", text))
    return output


def main() -> None:
    """Measure and print: COUNT articles beside pyshacl, as far as asked for."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold_start(folder)
        side_by_side(folder, [int(argument) for argument in sys.argv[1:]] or [100, 300])
        scaling(folder, [1_000, 4_000, 10_000])


def check_alone(graph: Path) -> None:
    report = validate_quads(each_quad(graph.read_bytes(), format_of(graph), path=graph))
    sys.stdout.write(render(report, "turtle"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--graph"]:
        check_alone(Path(sys.argv[2]))
    else:
        main()
