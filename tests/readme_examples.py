"""The console examples of the README: found, run, compared; as a script it rewrites their outputs (`make readme`)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


class Example(NamedTuple):
    """A command, and what it prints on standard output."""

    command: str
    output: str


def examples(text: str) -> list[Example]:
    """All examples in TEXT, in their order."""
    return [Example(*found.groups()) for block in BLOCK.findall(text) for found in EXAMPLE.finditer(block)]


def output_of(command: str, folder: Path) -> str:
    """What COMMAND prints in FOLDER, with the inspectkg of this environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "80"},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"$ {command}\nended with {done.returncode}:\n{done.stderr.decode()}")
    return done.stdout.decode()


def rewrite(text: str, run: Callable[[str], str]) -> str:
    """TEXT with the outputs of its examples as RUN gives them."""

    def block(match: re.Match[str]) -> str:
        return "".join(f"$ {command}\n{run(command)}" for command, _ in EXAMPLE.findall(match[0]))

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        README.write_text(
            rewrite(README.read_text("utf-8"), lambda command: output_of(command, Path(temporary))), "utf-8"
        )
