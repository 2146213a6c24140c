"""What w3id.org needs to send people to pages and programs to data: its .htaccess, and the README beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any, Final

from .statements import published

_FOLDER: Final = Path(__file__).parent / "w3id"


def redirects(version: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """The files for the folder `inspectkg` of w3id.org, by name."""
    schemes = "|".join(one.rsplit("/", 1)[1] for one in published().subjects("skos:ConceptScheme"))
    values = {"home": settings["home"], "version": version, "schemes": schemes}
    return {
        name: Template((_FOLDER / f"{name}.txt").read_text("utf-8")).substitute(values)
        for name in (".htaccess", "README.md")
    }
