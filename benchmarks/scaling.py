"""How time and memory of inspectkg grow with the length of a text, the number of articles, and the processes.

Prints tables in Markdown. Memory is the most that one process held; it is measured on Linux and macOS.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

#: Characters of the texts whose reading is timed; the last is 5 MB.
LENGTHS = (50_000, 500_000, 5_000_000)
SENTENCE = "In six of 50 cases staff did not share information with the police, inspectors found. "
OPENING = "HM Inspectorate of Probation has rated Derby City Probation Delivery Unit as inadequate.\n\n"
SHAPES = {
    "paragraphs": f"{SENTENCE * 3}\n\n",
    "one line": SENTENCE,
    "short lines": "It was poor work in the end, they said.\n",
    "quotations": '"It was poor," he said. "We will hire ten people by 2027."\n\n',
    "bodies": "Town{} PDU was rated good.\n\n",
}


def _lengths() -> None:
    from inspectkg.loader.reading import read

    read(OPENING + SENTENCE)
    print("| seconds to read | " + " | ".join(f"{length:,} characters" for length in LENGTHS) + " |")
    print("|---|" + "---:|" * len(LENGTHS))
    for name, part in SHAPES.items():
        times: list[str] = []
        for length in LENGTHS:
            count = length // len(part)
            text = OPENING + "".join(part.replace("{}", str(number)) for number in range(count))
            start = time.process_time()
            read(text)
            times.append(f"{time.process_time() - start:.2f}")
        print(f"| {name} | " + " | ".join(times) + " |", flush=True)


def _numbers(counts: list[int]) -> None:
    print("\n| articles | processes | seconds | articles a second | most memory, MiB |\n|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            folder = Path(name) / f"articles-{count}"
            corpus.write_articles(folder, count)
            for jobs in (1, 2):
                seconds, memory = _build(folder, Path(name) / "graph.nq", jobs)
                print(f"| {count:,} | {jobs} | {seconds:.1f} | {count / seconds:.0f} | {memory:.0f} |", flush=True)


def _build(folder: Path, output: Path, jobs: int) -> tuple[float, float]:
    """Seconds and MiB that `inspectkg build` takes; run by a process of its own, whose children alone count."""
    command = [sys.executable, __file__, "--one", str(folder), str(output), str(jobs)]
    seconds, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(memory)


def _one(folder: str, output: str, jobs: str) -> None:
    command = [sys.executable, "-m", "inspectkg", "build", folder, "--output", output, "--jobs", jobs, "--no-check"]
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20
    print(time.perf_counter() - start, most)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        _lengths()
        _numbers([int(argument) for argument in sys.argv[1:]] or [250, 1_000, 4_000])
