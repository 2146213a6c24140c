"""What the queries answer on the graph of our texts; as a script it rewrites the expected rows (`make rows`)."""

from __future__ import annotations

import csv
import io
import os
import tomllib
from functools import cache
from pathlib import Path

from pyoxigraph import Store

from inspectkg.graph.building import build
from inspectkg.loader.documents.folders import bundled_articles
from inspectkg.ontology.loading import reference_files
from inspectkg.queries.answers import Table, TripleSet
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.layout import shown
from inspectkg.queries.running import run
from inspectkg.store import open_store

HERE = Path(__file__).parent
ROWS = HERE / "queries" / "texts"
CASES = tomllib.loads((HERE / "queries" / "texts.toml").read_text("utf-8"))


def sources() -> list[Path]:
    """The articles whose graph is asked."""
    return [*bundled_articles(), *(HERE / "texts").glob("*.txt"), *(HERE / "corpus" / "known").glob("*.txt")]


def graph(folder: Path) -> Path:
    """The graph of our texts as a file in FOLDER, built unless it is there: one for all processes of a session."""
    path = folder / "texts.nq"
    if not path.exists():
        unfinished = folder / f"texts-{os.getpid()}.part"
        unfinished.write_bytes(b"".join(line.encode() for line in build(sources()).lines))
        unfinished.replace(path)
    return path


@cache
def opened(path: Path, reference: bool) -> Store:
    """The graph at PATH, with the whole reference data where a query asks it too."""
    return open_store([path, *(reference_files() if reference else [])])


def rows(case: str, path: Path) -> str:
    """The key columns of the rows that CASE gives on the graph at PATH, as CSV."""
    query = load_query(case.partition(".")[0])
    answer = run(query, opened(path, query.reference), CASES["case"][case])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if isinstance(answer, TripleSet):
        kinds = [shown(each.object) for each in answer.triples if each.predicate.value.endswith("#type")]
        writer.writerows([("class", "things"), *((kind, kinds.count(kind)) for kind in sorted(set(kinds)))])
        return out.getvalue()
    assert isinstance(answer, Table)
    kept = [index for index, name in enumerate(answer.columns) if name not in CASES["left_out"]]
    found = [tuple(shown(row[index]) for index in kept) for row in answer.rows]
    writer.writerow([*(answer.columns[index] for index in kept), "times"])
    writer.writerows([(*row, found.count(row)) for row in dict.fromkeys(found)][: CASES["most"]])
    return out.getvalue()


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        built = graph(Path(temporary))
        for old in ROWS.glob("*.csv"):
            old.unlink()
        for case in CASES["case"]:
            (ROWS / f"{case}.csv").write_text(rows(case, built), "utf-8", newline="\n")
