"""Many articles: several processes read them, temporary files hold what memory should not; nothing differs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from articles import article
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectkg.commands.build import build as command
from inspectkg.errors import InputError
from inspectkg.export.serialising import serialise
from inspectkg.export.sorting import SortedLines
from inspectkg.graph import shelf, workers
from inspectkg.graph.building import build
from inspectkg.graph.summary import summary

FINDINGS = (
    "Inspectors said that information from the police was missing in {n} cases.",
    "Caseloads were too high, the inspectorate found, with {n} officers off sick.",
    "Assessments of risk were poor in {n} of 120 cases, inspectors said.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Enough articles for several processes: some have corrections, one is bad, two are the same."""
    place = tmp_path / "many"
    place.mkdir()
    for number in range(workers.WORTH_IT + 5):
        lines = [line.format(n=number + 2) for line in FINDINGS[: number % 3 + 1]]
        (place / f"{number:03}.txt").write_text(article(*lines, date=f"{number % 28 + 1:02}-07-2025"))
    (place / "bad.txt").write_bytes(b"\x00\x01\x02")
    (place / "same.txt").write_bytes((place / "007.txt").read_bytes())
    return place


def _ended(_: object) -> None:
    os._exit(9)


def _written(folder: Path, jobs: int) -> tuple[bytes, list[str], list[str]]:
    built = build([folder], jobs=jobs)
    return serialise(built.quads, "nquads", note=print), built.problems, list(map(summary, built.sources))


class TestProcesses:
    """Several processes."""

    def test_they_read_what_one_reads(self, folder):
        """The same graph, the same messages in the same order."""
        one = _written(folder, 1)
        assert _written(folder, 2) == one
        assert "bad.txt" in "".join(one[1]) and "same.txt" in "".join(one[1])

    def test_a_pipe_is_read_by_the_process_that_has_it(self, folder):
        """Though there are many files; once."""
        reader, writer = os.pipe()
        os.write(writer, article(FINDINGS[0].format(n=5)).encode())
        os.close(writer)
        try:
            outcomes = list(workers.read_files([*sorted(folder.iterdir()), Path(f"/dev/fd/{reader}")], 2))
        finally:
            os.close(reader)
        last = outcomes[-1]
        assert not isinstance(last, InputError) and last[0][1].statements

    def test_one_that_is_ended_is_told(self, folder, monkeypatch):
        """With what helps, and no traceback."""
        monkeypatch.setattr(workers, "_outcomes", _ended)
        with pytest.raises(InputError, match="--jobs 1"):
            list(workers.read_files(sorted(folder.iterdir()), 2))


class TestOnDisk:
    """What is kept in temporary files."""

    def test_the_graph_is_the_same(self, folder, monkeypatch):
        """With next to nothing in memory."""
        whole = _written(folder, 1)
        monkeypatch.setattr(shelf.Shelf.__init__, "__defaults__", (3,))
        monkeypatch.setattr(SortedLines.__init__, "__defaults__", (50,))
        assert _written(folder, 1) == whole

    @settings(max_examples=100)
    @given(things=st.lists(st.text()), held=st.integers(0, 5))
    def test_a_shelf_gives_back_what_was_put_there(self, things, held):
        """Under the number that it was put there under."""
        kept: shelf.Shelf[str] = shelf.Shelf(held)
        numbers = [kept.put(thing) for thing in things]
        assert [kept[number] for number in numbers] == things
        assert [kept[number] for number in reversed(numbers)] == things[::-1]

    @settings(max_examples=100)
    @given(rounds=st.lists(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))))
    def test_lines_come_sorted_and_once(self, rounds):
        """However they were added, and as often as they are read."""
        lines = SortedLines(2)
        for some in rounds:
            lines.add(f"{line}\n" for line in some)
        expected = sorted({f"{line}\n" for some in rounds for line in some})
        assert list(lines) == list(lines) == expected


class TestCommand:
    """inspectkg build --jobs, --check, --no-check."""

    def test_jobs_make_no_difference(self, run, folder, tmp_path):
        """The files are the same to the byte."""
        for jobs in ("1", "2"):
            outcome = run("build", folder, "--jobs", jobs, "--no-check", "--output", f"jobs{jobs}.nq")
            assert outcome.code == 2, outcome.err
        assert (tmp_path / "jobs1.nq").read_bytes() == (tmp_path / "jobs2.nq").read_bytes()

    def test_no_check_checks_nothing(self, inside):
        """And says nothing of shapes."""
        assert "checked" not in inside("build", "--no-check", "--output", "graph.nq").err
        assert "checked" in inside("build", "--check", "--output", "graph.nq").err

    def test_too_many_are_checked_on_demand(self, tmp_path, monkeypatch):
        """It is said how."""
        monkeypatch.setattr("inspectkg.commands.build.CHECKED", 2)
        monkeypatch.chdir(tmp_path)
        for number in range(3):
            (tmp_path / f"{number}.txt").write_text(f"Council news, page {number}\n")
        outcome = CliRunner().invoke(command, [".", "-o", "graph.nq"], standalone_mode=False)
        assert "not checked, with more than 2 articles: --check does" in outcome.stderr
        assert "checked against the shapes" in CliRunner().invoke(command, ["0.txt"], standalone_mode=False).stderr
