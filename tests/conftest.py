"""What several test files share: where things are, a small sample graph, and the command line in a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import query_texts
from hypothesis import settings
from validation_cases import GOOD, PEOPLE, PERSON_SHAPES, write

from inspectkg.shapes.report import Report
from inspectkg.shapes.validation import validate_files
from inspectkg.store import read_quads

HERE = Path(__file__).parent
CHECKOUT = HERE.parent

# The same examples at each run, on any machine: a failure that a colleague sees is one that you see.
settings.register_profile("inspectkg", deadline=None, derandomize=True)
settings.load_profile("inspectkg")

# Verdicts that earlier runs kept would hide what today's code finds; tests of the cache name a folder of their own.
os.environ["INSPECTKG_CACHE"] = ""


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line gave."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Run = Callable[..., Outcome]


@pytest.fixture
def sample_path() -> Path:
    """A hand-made graph with one claim of each kind."""
    return HERE / "sample.trig"


@pytest.fixture
def sample(sample_path: Path) -> list[ox.Quad]:
    return read_quads(sample_path)


@pytest.fixture
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `inspectkg ARGUMENTS` in a process of its own, in an empty folder."""

    def call(*arguments: str | Path, env: dict[str, str] | None = None, timeout: float = 120) -> Outcome:
        return run_module(arguments, tmp_path, env=env, timeout=timeout)

    return call


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """As `run`, in this process: for what a command says and writes, where how a process starts plays no part."""
    from inspectkg import cli

    def call(*arguments: str | Path) -> Outcome:
        monkeypatch.chdir(tmp_path)
        capfdbinary.readouterr()
        code = cli.main([*map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return Outcome(code, out, err.decode(errors="replace"))

    return call


def run_module(
    arguments: Sequence[str | Path], folder: Path, *, env: dict[str, str] | None = None, timeout: float = 120
) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "inspectkg", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **(env or {})},
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of our texts, built once a session for all its processes."""
    base = tmp_path_factory.getbasetemp()
    return query_texts.graph(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """The hand-made graph that the saved questions are asked."""
    from saved_queries import sample_store

    return sample_store()


@pytest.fixture(scope="session")
def graph() -> Any:
    """The same graph in rdflib."""
    from saved_queries import sample_graph

    return sample_graph()


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with people.ttl and people-shapes.ttl."""
    for path in (HERE / "foreign").glob("*.ttl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def report(foreign: Path) -> Report:
    return validate_files([Path("people.ttl")], [Path("people-shapes.ttl")])


@pytest.fixture
def people(tmp_path: Path) -> tuple[Path, Path]:
    """People, and the shapes that they break."""
    return write(tmp_path, "people.ttl", PEOPLE), write(tmp_path, "shapes.ttl", PERSON_SHAPES)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Our good graph with a violation, a warning and a note."""
    turtle = GOOD.read_text("utf-8").replace("ikg:grade grade:good", "ikg:grade grade:poor")
    turtle = turtle.replace(' ; schema:datePublished "2025-08-01"^^xsd:date', "")
    return write(tmp_path, "bad.ttl", turtle + "rating:before ikg:contradicts rating:now .\n")
