"""Writing files: whole or not at all, and into whatever the name stands for."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from conftest import Run
from test_streams import shell

from inspectkg.errors import InputError
from inspectkg.files import write_whole

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e/S> a sh:NodeShape ; sh:targetNode <http://e/a> ; sh:severity sh:Violation ; sh:message "a thing" ;
    sh:nodeKind sh:IRI ."""


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Its target is written, and keeps its place."""
    target, link = tmp_path / "a" / "target.csv", tmp_path / "link.csv"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink() and target.read_text() == "new"


def test_a_link_in_a_ring_is_refused(tmp_path: Path) -> None:
    """There is no file behind it."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match="leads back to itself"):
        write_whole(tmp_path / "a", b"new")


@pytest.mark.skipif(os.name != "posix", reason="pipes with names are those of POSIX")
def test_a_pipe_takes_what_is_written(tmp_path: Path) -> None:
    """Whoever reads it gets all of it, and it is still a pipe."""
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, [b"one ", b"two"])
    reader.join(10)
    assert got == [b"one two"] and pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("@ --format json=/dev/stdout | cat > got", "got"),
        ("@ --format json=/dev/stdout > got", "got"),
        ("@ --format json=/proc/self/fd/1 | cat > got", "got"),
        ("@ --format json=>(cat > got; touch done); while [ ! -e done ]; do sleep 0.02; done", "got"),
        ("@ --format json=/dev/fd/5 5> got", "got"),
        ("echo before > got; @ --format json=/dev/stdout >> got; sed -i 1d got", "got"),
        ("@ --format csv --format json=/dev/stdout > got; grep -q ^severity got && sed -i '/^{/,$!d' got", "got"),
        ("ln -s /dev/stdout link; @ --format json=link | cat > got", "got"),
    ],
)
def test_a_stream_by_name_takes_what_is_written(tmp_path: Path, command: str, found: str) -> None:
    """A pipe, or a file that is open already, goes on where it is."""
    if "/proc" in command and not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc")
    (tmp_path / "data.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    done = shell(command.replace("@", "@ validate data.ttl --shapes shapes.ttl"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / found).read_text())["conforms"] is True


@pytest.mark.skipif(os.name != "posix", reason="pipes with names are those of POSIX")
def test_whoever_reads_a_pipe_may_have_enough(tmp_path: Path) -> None:
    """As `| head` of standard output: no failure."""
    read, write = os.pipe()
    os.close(read)
    try:
        write_whole(Path(f"/dev/fd/{write}"), [b"x" * 100_000, b"y" * 100_000])
    finally:
        os.close(write)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """It is told, and left as it is."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / "folder", b"new")
    assert list((tmp_path).iterdir()) == [tmp_path / "folder"]


@pytest.mark.parametrize("value", ["nan", "inf", "0", "-1", "soon"])
def test_a_time_limit_is_a_number_of_seconds(run: Run, value: str) -> None:
    """Neither endless nor none."""
    assert run("query", "ratings", "--timeout", value).code == 2


def test_an_endpoint_that_answers_nothing_is_no_difference(run: Run) -> None:
    """The examination could not begin."""
    done = run("doctor", "--endpoint", "http://127.0.0.1:1/")
    assert (done.code, done.out) == (2, b"")
    assert "no query was answered" in done.err
