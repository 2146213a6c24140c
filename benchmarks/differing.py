"""How time and memory of `inspectkg diff` grow with the number of articles.

Prints a table in Markdown. The graphs are that of the two bundled articles, over and over, each time under other names;
in one pair of articles in a hundred, findings have another polarity in the second graph.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from inspectkg.store import bundled_graph, read_quads

COUNTS = (1_000, 2_000, 10_000)
#: The keys of the bundled articles, whose last eight digits are counted on.
KEYS = ("49f8aa86fbf0074d", "ffb1ef685a6b07d7")


def _write(path: Path, count: int, *, changed: bool) -> int:
    """Write the graph of COUNT articles to PATH; gives the number of its statements."""
    lines = sorted(f"{quad} .\n" for quad in read_quads(bundled_graph()) if "/graph/reference" not in str(quad))
    with path.open("w", encoding="utf-8") as file:
        for number in range(count // 2):
            text = "".join(lines)
            for key in KEYS:
                text = text.replace(key, f"{key[:8]}{number:08x}")
            other = changed and number % 100 == 0
            file.write(text.replace("polarity/mixed", "polarity/negative") if other else text)
    return len(lines) * (count // 2)


def _measured(*arguments: str) -> float:
    """The seconds of processor time that `inspectkg diff ARGUMENTS` takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "inspectkg", "diff", *arguments], capture_output=True, check=False)
    if done.returncode != 1:
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(counts: tuple[int, ...]) -> None:
    """Measure graphs of so many articles, the smallest first: memory is that of the largest process so far."""
    print("| articles | statements in each | a file has | report, seconds | patch, seconds | memory |")
    print("|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.nq", Path(folder) / "new.nq"
        for count in sorted(counts):
            statements = _write(old, count, changed=False)
            _write(new, count, changed=True)
            report, patch = _measured(str(old), str(new)), _measured(str(old), str(new), "--format", "patch")
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            size = old.stat().st_size / 1024 / 1024
            cells = f"{statements:,} | {size:,.0f} MiB | {report:.1f} | {patch:.1f} | {memory:,.0f} MiB"
            print(f"| {count:,} | {cells} |", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or COUNTS)
