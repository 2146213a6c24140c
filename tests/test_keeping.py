"""Large graphs are loaded once into a store on disk: never stale, whole or not there, shared by processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspectkg.errors import InputError
from inspectkg.files import CACHE_VARIABLE
from inspectkg.queries import keeping
from inspectkg.queries.answers import Table
from inspectkg.queries.catalogue import load_query, names
from inspectkg.queries.formats import render
from inspectkg.queries.running import opened, run, run_on_files
from inspectkg.store import bundled_graph

SAMPLE = Path(__file__).parent / "queries" / "sample.ttl"
LINE = '<http://a> <http://p> "{}" <http://g/{}> .\n'
COUNT = "SELECT ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } ?s ?p ?o } ORDER BY ?o"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, in which any graph is worth a place."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "WORTH_KEEPING", 0)
    return tmp_path / "cache" / "stores"


def folder_of(place: Path, *contents: str) -> Path:
    folder = place / "graphs"
    (folder / "deep").mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(contents):
        (folder / "deep" / f"{number}.nq").write_text(content, encoding="utf-8")
    return folder


def told(folder: Path, tmp_path: Path) -> list[tuple[str, ...]]:
    """What the graphs of FOLDER say, by way of the kept store."""
    path = tmp_path / "mine.rq"
    path.write_text(COUNT, encoding="utf-8")
    query = load_query(path)
    store = keeping.kept_store([folder])
    assert store is not None
    answer = run(query, store)
    assert isinstance(answer, Table)
    return [tuple(record.values()) for record in answer.records()]


def stores(cache: Path) -> list[Path]:
    return sorted(path for path in cache.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", names())
def test_same_answer_from_a_kept_store(name: str) -> None:
    """Each saved query gives the same bytes from the kept store as from the files."""
    query, files = load_query(name), [SAMPLE, bundled_graph()]
    written_as = "json" if query.form == "SELECT" else "turtle"
    kept = opened(query, files, kept=True)
    assert render(run(query, kept), written_as) == render(run_on_files(query, files), written_as)


def test_a_folder_is_read_at_any_depth(tmp_path: Path, cache: Path) -> None:
    """Graphs of all formats in it count, hidden ones and other files do not; named graphs stay what they are."""
    folder = folder_of(tmp_path, LINE.format("a", 1), LINE.format("b", 2))
    (folder / "c.ttl").write_text('<http://a> <http://p> "c" .', encoding="utf-8")
    (folder / ".hidden.ttl").write_text("broken", encoding="utf-8")
    (folder / "notes.txt").write_text("broken", encoding="utf-8")
    assert told(folder, tmp_path) == [("a", "http://g/1"), ("b", "http://g/2")]
    assert len(keeping.graph_files([folder])) == 3
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no graphs"):
        keeping.kept_store([tmp_path / "empty"])


def test_it_is_loaded_once(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second question finds the store, and reads no file again once their times can be trusted."""
    folder = folder_of(tmp_path, LINE.format("a", 1))
    first = told(folder, tmp_path)
    past = time.time_ns() - 10**10
    os.utime(folder / "deep" / "0.nq", ns=(past, past))
    monkeypatch.setattr(keeping, "_made", None)
    assert told(folder, tmp_path) == first, "touched, not changed: what it contains is what counts"
    monkeypatch.setattr(keeping, "_TICK_NS", -(10**12))
    told(folder, tmp_path)
    monkeypatch.setattr(keeping, "_content", None)
    assert told(folder, tmp_path) == first


def test_every_change_is_seen(tmp_path: Path, cache: Path) -> None:
    """Another text of the same length, within one tick, its time put back; a new file; a removed one."""
    folder = folder_of(tmp_path, LINE.format("a", 1))
    path = folder / "deep" / "0.nq"
    for letter in "bcde":
        before = path.stat()
        path.write_text(LINE.format(letter, 1), encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert told(folder, tmp_path) == [(letter, "http://g/1")]
    folder_of(tmp_path, LINE.format("e", 1), LINE.format("f", 2))
    assert len(told(folder, tmp_path)) == 2
    path.unlink()
    assert told(folder, tmp_path) == [("f", "http://g/2")]


@pytest.mark.parametrize("damage", ["cut", "gone", "marker", "manifest", "notes", "empty"])
def test_a_damaged_store_is_made_anew(damage: str, tmp_path: Path, cache: Path) -> None:
    """Whatever happened to what is kept, the answer is right."""
    folder = folder_of(tmp_path, "".join(LINE.format(number, 1) for number in range(500)))
    expected = told(folder, tmp_path)
    kept = stores(cache)[0]
    table = max((kept / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    if damage == "cut":
        table.write_bytes(table.read_bytes()[:-200])
    elif damage == "gone":
        table.unlink()
    elif damage == "marker":
        (kept / "complete").write_text("", encoding="utf-8")
    elif damage == "manifest":
        next((kept / "store").glob("MANIFEST*")).write_bytes(b"")
    elif damage == "notes":
        next(cache.glob("*.json")).write_text("[1", encoding="utf-8")
    else:
        for path in (kept / "store").iterdir():
            path.unlink()
    assert told(folder, tmp_path) == expected


def test_a_broken_file_leaves_nothing(tmp_path: Path, cache: Path) -> None:
    """A mistake is told with its file and line, and no half store stays."""
    folder = folder_of(tmp_path, LINE.format("a", 1), LINE.format("b", 2) + "oh no\n")
    with pytest.raises(InputError, match=r"1\.nq:2"):
        keeping.kept_store([folder])
    assert not stores(cache)


def test_without_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none may be kept, or it cannot be written, the files are asked themselves."""
    folder = folder_of(tmp_path, LINE.format("a", 1))
    for value in ("", "/dev/null/x"):
        monkeypatch.setenv(CACHE_VARIABLE, value)
        assert keeping.kept_store([folder]) is None
        assert run_on_files(load_query("ratings"), [folder]) == run_on_files(load_query("ratings"), [folder / "deep"])


def test_small_graphs_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is read at once needs no store."""
    monkeypatch.undo()
    assert keeping.WORTH_KEEPING > 0
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert keeping.kept_store([SAMPLE]) is None


def test_the_cache_is_bounded(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest unused stores go, those whose files have changed, and what killed processes left."""
    monkeypatch.setattr(keeping, "MOST_STORES", 2)
    monkeypatch.setattr(keeping, "_GRACE", -1.0)
    for number in range(4):
        told(folder_of(tmp_path / str(number), LINE.format(number, 1)), tmp_path)
    (cache / "left.tmp").mkdir()
    last = folder_of(tmp_path / "3", LINE.format("new", 1))
    told(last, tmp_path)
    assert len(stores(cache)) == 2
    assert told(last, tmp_path) == [("new", "http://g/1")]


def test_many_processes_at_once(tmp_path: Path, cache: Path) -> None:
    """Processes that start together with an empty cache all answer, and one store is left; readers do not lock."""
    folder = folder_of(tmp_path, "".join(LINE.format(number, number % 7) for number in range(3000)))
    program = (
        "import sys; from pathlib import Path; from inspectkg.queries import keeping; keeping.WORTH_KEEPING = 0\n"
        "store = keeping.kept_store([Path(sys.argv[1])]); print(len(store)); sys.stdout.flush(); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(folder)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    counts = [process.stdout.readline() for process in running if process.stdout]  # all hold it open now
    assert counts == ["6000\n"] * 4
    assert len(stores(cache)) == 1
    assert all(process.communicate() == ("", "") for process in running)


def test_a_killed_process_leaves_no_harm(tmp_path: Path, cache: Path) -> None:
    """One that is killed while it makes the store is no hindrance to the next."""
    folder = folder_of(tmp_path, "".join(LINE.format(number, number % 7) for number in range(60_000)))
    program = (
        "import sys; from pathlib import Path; from inspectkg.queries import keeping; keeping.WORTH_KEEPING = 0\n"
        "keeping.kept_store([Path(sys.argv[1])])"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(folder)])
    while not (cache.is_dir() and any(cache.glob("*.tmp/*"))):
        time.sleep(0.005)
    process.kill()
    process.wait()
    assert len(told(folder, tmp_path)) == 60_000
