"""Where the texts of a graph's articles lie: in a folder beside its file, each named by its SHA-256."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..files import MEBIBYTE

TEXT_LIMIT: Final = 64 * MEBIBYTE


def texts_folder(path: Path) -> Path | None:
    """The folder of texts beside the graph PATH; None where there is none.

    It is `graph.trig.texts`, or `graph.texts` where it serves several formats of one graph.
    """
    folders = (path.with_name(path.name + ".texts"), path.with_suffix(".texts"))
    return next((one for one in folders if one.is_dir()), None)


def text_file(folder: Path, digest: str) -> Path | None:
    """The file in FOLDER of the text whose SHA-256 is DIGEST; None where it is not there, or DIGEST is none."""
    file = folder / f"{digest}.txt"
    return file if len(digest) == 64 and digest.isalnum() and file.exists() else None


def text_files(path: Path) -> list[Path]:
    """Every text beside the graph PATH, sorted."""
    folder = texts_folder(path)
    names = sorted(folder.glob("*.txt")) if folder else ()
    return [name for name in names if folder and text_file(folder, name.stem)]
