"""Writing files: whole or not at all, and into whatever the name stands for."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from conftest import Run

from inspectkg.errors import InputError
from inspectkg.files import write_whole


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
