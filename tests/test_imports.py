"""Imports go one way: no module needs, even for its types, what needs it; nor does a folder."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from test_package import FOLDERS

Needs = dict[str, set[str]]


def modules(checkout: Path) -> dict[str, Path]:
    """Each module of the product by its name within it."""
    files = [*checkout.glob("*.py"), *(path for folder in FOLDERS for path in (checkout / folder).rglob("*.py"))]
    return {
        ".".join(path.relative_to(checkout).with_suffix("").parts).removesuffix(".__init__"): path for path in files
    }


def needed(name: str, path: Path, known: dict[str, Path]) -> set[str]:
    """The modules that NAME imports, at its top, within its functions or for its types."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            found |= {".".join([*above, alias.name]) for alias in node.names} | {".".join(above)}
    return (found & set(known)) - {name}


@cache
def all_needs(checkout: Path) -> Needs:
    known = modules(checkout)
    return {name: needed(name, path, known) for name, path in known.items()}


@pytest.fixture
def needs(checkout: Path) -> Needs:
    return all_needs(checkout)


def assert_one_way(needs: Needs) -> None:
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(f"these import each other: {' <- '.join(error.args[1])}")


def test_modules(needs: Needs) -> None:
    assert "cli" in needs["__main__"]
    assert "export.canonical" in needs["export.turtle"]
    assert_one_way(needs)


def test_folders(needs: Needs) -> None:
    """The commands need all others, the ontology none."""
    folders: Needs = {folder: set() for folder in FOLDERS}
    for name, found in needs.items():
        if "." in name:
            folder = name.partition(".")[0]
            folders[folder] |= {other.partition(".")[0] for other in found if "." in other} - {folder}
    assert not folders["ontology"]
    assert not any("commands" in found for found in folders.values())
    assert_one_way(folders)


def test_a_circle_is_seen() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"a <- b <- a|b <- a <- b"):
        assert_one_way({"a": {"b"}, "b": {"a"}})
