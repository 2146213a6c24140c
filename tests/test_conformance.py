"""`make conformance`: the project's own graph, ontology and shapes pass, and a fault in any of them is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CHECKOUT


def conformance(folder: Path) -> tuple[int, str]:
    script = folder / ".ci" / "conformance"
    done = subprocess.run(["bash", script, Path(sys.executable).parent], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_project_keeps_its_own_shapes():
    """Graph, ontology, shapes, and the shapes once more as the lint sees them."""
    code, told = conformance(CHECKOUT)
    assert (code, told.count("Conforms: ")) == (0, 4), told


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("graph/inspections.trig", "ikg:grade grade:", "ikg:grade aspect:", "the committed graph"),
        ("ontology/concepts/grades.ttl", "skos:inScheme", "skos:inSchemes", "of their style"),
        ("shapes/ratings.ttl", "sh:maxCount 1 ;", 'sh:maxCount "one" ;', "shapes for shapes"),
        ("shapes/ratings.ttl", "sh:minCount", "sh:minCont", "as the lint sees them"),
    ],
)
def test_a_fault_is_told(tmp_path, file, old, new, expected):
    """In a copy of the checkout with one word changed."""
    for name in (".ci", "graph", "ontology", "shapes"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (tmp_path / file).read_text("utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
    code, told = conformance(tmp_path)
    assert code == 1
    assert f"{expected}\n" in told.split("Does not conform: ")[1], told
