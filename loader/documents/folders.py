"""Finds the files that articles are read from: those named, and those in folders that have a name of such a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...errors import InputError
from .reader import SUFFIXES

#: Files beside articles that are no articles: corrections, decisions, noted facts, what was fetched, expectations.
_OURS: Final = (".corrections.toml", "decisions.toml", ".gold.json", "fetched.tsv", "expected.toml")
#: How a folder is called that keeps the texts of a graph, and what lists them there.
KEPT_TEXTS: Final = ".texts"
KEPT_INDEX: Final = "index.tsv"
#: What browsers call the folder that they save beside a page with all that belongs to it.
_COMPANIONS: Final = ("_files", ".files")
_PAGES: Final = frozenset({".html", ".htm"})
_BUNDLED: Final = Path(__file__).parents[1] / "articles"


@dataclass(slots=True)
class Found:
    """The files to read, each once, and what a user should know of the others."""

    paths: list[Path] = field(default_factory=list[Path])
    notes: list[str] = field(default_factory=list[str])
    errors: list[InputError] = field(default_factory=list[InputError])
    """Sources that cannot be searched; the others are found all the same."""


def find_articles(sources: Iterable[Path]) -> Found:
    """The files that SOURCES, files or folders, stand for; in folders those with an ending of SUFFIXES, at any depth.

    Hidden files and folders, links to folders, the texts kept beside a graph, and what browsers save beside a page are
    left alone. A folder that cannot be searched, or has no such file, is an error among those found.
    """
    found = Found()
    for source in sources:
        if source.is_dir():
            _search(source, found)
        else:
            found.paths.append(source)
    found.paths = list(dict.fromkeys(found.paths))
    return found


def _search(folder: Path, found: Found) -> None:
    inside: list[Path] = []
    others = links = companions = 0
    for place, folders, files in os.walk(folder, onerror=lambda error: found.errors.append(_unreadable(error))):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_kept(Path(place, name)))
        belonging = _belonging(folders, files)
        folders[:] = [name for name in folders if name not in belonging]
        companions += len(belonging)
        links += sum(Path(place, name).is_symlink() for name in folders)
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.is_file():
                inside.append(path)
            else:
                others += not name.startswith(".") and not name.endswith(_OURS)
    counts = (
        _count(others, "file", "of another kind", "of other kinds"),
        _count(links, "link", "to a folder", "to folders"),
        _count(companions, "folder", "that belongs to a saved page", "that belong to saved pages"),
    )
    found.notes += [f"note: {folder}: {told}" for told in counts if told]
    if not inside:
        wanted = ", ".join(sorted(SUFFIXES))
        found.errors.append(InputError(f"has no article in it: files ending in {wanted} were expected", path=folder))
    found.paths += sorted(inside)


def _is_kept(folder: Path) -> bool:
    """Whether FOLDER keeps the texts that a graph rests on, which are the articles' over again."""
    return folder.name.endswith(KEPT_TEXTS) and (folder / KEPT_INDEX).is_file()


def _belonging(folders: Iterable[str], files: Iterable[str]) -> set[str]:
    """Those of FOLDERS that hold pictures, programs and frames of a page among the FILES beside them."""
    pages = {Path(file).stem for file in files if Path(file).suffix.lower() in _PAGES}
    return {
        name
        for name in folders
        for ending in _COMPANIONS
        if name.endswith(ending) and name.removesuffix(ending) in pages
    }


def _unreadable(error: OSError) -> InputError:
    return InputError(f"cannot be searched: {error.strerror}", path=str(error.filename))


def _count(number: int, noun: str, one: str, several: str) -> str:
    if number == 1:
        return f"1 {noun} {one} was left alone"
    return f"{number} {noun}s {several} were left alone" if number else ""


def bundled_articles() -> list[Path]:
    """The two articles that come with inspectkg."""
    return sorted(_BUNDLED.glob("*.txt"))
