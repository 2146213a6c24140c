"""Files for CI: the examples in docs/validation.md, and whether a file fits a schema that check-jsonschema carries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import CHECKOUT
from readme_examples import files

PAGE = CHECKOUT / "docs" / "validation.md"


def shown() -> dict[str, str]:
    """The files that docs/validation.md shows, by name."""
    return files(PAGE.read_text("utf-8"))


def workflows() -> dict[str, str]:
    """Those of them that are workflows of GitHub Actions, in their order."""
    return {name: text for name, text in shown().items() if name.startswith(".github/workflows/")}


def fits(schema: str, path: Path) -> bool:
    """Whether the file PATH fits SCHEMA; nothing is fetched."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "failed to parse" not in done.stdout.lower(), done.stdout
    return done.returncode == 0
