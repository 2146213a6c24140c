"""What action.yml runs: `inspectkg validate`, once, with what the step was given in the environment.

Annotations go to the log, a summary to the job's page, the figures to the outputs of the step. The exit code is that of
`inspectkg validate`. Only the standard library is used; inspectkg runs in a process of its own.
"""

from __future__ import annotations

import glob
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def lines(name: str) -> list[str]:
    """The lines of the input NAME that are not blank."""
    return [line.strip() for line in os.environ.get(name, "").splitlines() if line.strip()]


def place(name: str) -> str:
    """NAME, which starts from the step's folder, from the root of the checkout: so GitHub finds what reports name."""
    return Path(os.environ.get("FOLDER", "."), name).as_posix()


def files(name: str) -> Iterator[str]:
    """The files that the lines of the input NAME mean; a pattern that fits none stays as it is, and is told."""
    for line in map(place, lines(name)):
        if Path(line).exists():
            yield line
        else:
            yield from sorted(glob.glob(line, recursive=True)) or [line]  # noqa: PTH207 -- a pattern may be absolute


def imports() -> Iterator[str]:
    """Each import, its file from the root of the checkout."""
    for line in lines("IMPORTS"):
        iri, given, file = line.partition("=")
        yield f"{iri}={place(file)}" if given else line


def first(name: str) -> list[str]:
    """The one file that the input NAME may name."""
    return [place(line) for line in lines(name)[:1]]


def command(folder: Path) -> list[str]:
    """The call of `inspectkg validate`, with the reports that are read here in FOLDER."""
    call = [sys.executable, "-P", "-m", "inspectkg", "validate"]  # -P: nothing of the checkout is taken for a module
    call += [f"--shapes={file}" for file in files("SHAPES")]
    call += [f"--import={line}" for line in imports()]
    call += [f"--waivers={file}" for file in files("WAIVERS")]
    call += [f"--baseline={file}" for file in first("BASELINE")]
    call += [f"--fail-on={line}" for line in lines("FAIL_ON")[:1]]
    call += [f"--format=sarif={file}" for file in first("SARIF")]
    call += [f"--format=junit={file}" for file in first("JUNIT")]
    call += [f"--format={name}={folder / name}" for name in ("json", "markdown")]
    return [*call, "--format=github", "--", *files("FILES")]


def outputs(report: dict[str, Any], code: int) -> dict[str, str]:
    """The outputs of the step; without figures where nothing could be checked."""
    counts, accepted = report.get("counts", {}), report.get("accepted", {})
    return {
        "conforms": "true" if code == 0 else "false",
        "violations": str(counts.get("violation", "")),
        "warnings": str(counts.get("warning", "")),
        "infos": str(counts.get("info", "")),
        "accepted": str(sum(accepted.values())) if accepted else "",
        "sarif": "".join(first("SARIF")),
    }


def append(variable: str, text: str) -> None:
    """TEXT at the end of the file that VARIABLE names, where it names one."""
    if os.environ.get(variable):
        with Path(os.environ[variable]).open("a", encoding="utf-8") as file:
            file.write(text)


def main() -> int:
    if not lines("FILES"):
        print("::error title=inspectkg::the input files is empty: name at least one graph")  # noqa: T201 -- to the log
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        code = subprocess.run(command(folder), check=False).returncode  # noqa: S603 -- a list: no shell reads it
        written = {name: folder / name for name in ("json", "markdown")}
        texts = {name: path.read_text("utf-8") if path.exists() else "" for name, path in written.items()}
    report = json.loads(texts["json"] or "{}")
    append("GITHUB_STEP_SUMMARY", texts["markdown"] + "\n")
    append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in outputs(report, code).items()))
    return code


if __name__ == "__main__":
    sys.exit(main())
