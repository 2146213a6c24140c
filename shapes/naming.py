"""How a file is called in a report: never by where it lies on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[1]


def shown(path: str | Path) -> str:
    """PATH from the current folder, with /; what comes with inspectkg, from its package, unless that is here."""
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - links stay as the user wrote them
    if not whole.is_relative_to(here) and whole.resolve().is_relative_to(PACKAGE):
        return f"inspectkg/{whole.resolve().relative_to(PACKAGE).as_posix()}"
    try:
        return Path(os.path.relpath(whole, here)).as_posix()
    except ValueError:  # another drive
        return whole.name
