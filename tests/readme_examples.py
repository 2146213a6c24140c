"""The console examples of the README and of docs/: found, run, compared; as a script it rewrites their outputs.

That is `make readme`. Files that the examples need stand in the same document, in a block whose first line is a comment
with the name of the file.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if "```console\n" in path.read_text("utf-8")
]
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
FILE = re.compile(r"^```\w+\n(# ([\w./-]+\.\w+)\n.*?)^```$", re.MULTILINE | re.DOTALL)


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


def files(text: str) -> dict[str, str]:
    """The files that TEXT shows, by name."""
    return {name: content for content, name in FILE.findall(text)}


def write_files(text: str, folder: Path) -> None:
    """Put the files that TEXT shows into FOLDER."""
    for name, content in files(text).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


if __name__ == "__main__":
    for path in DOCUMENTS:
        with tempfile.TemporaryDirectory() as temporary:
            text = path.read_text("utf-8")
            write_files(text, Path(temporary))
            path.write_text(rewrite(text, lambda command, here=temporary: output_of(command, Path(here))), "utf-8")
