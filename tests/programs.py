"""Programs that others wrote, by which tests prove our files: found where `make proof` puts them, and run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent / "proof"
#: Where Debian and Ubuntu have Java libraries.
JARS = Path("/usr/share/java")

# What Debian's packages depend on, by the beginnings of the names; neither package says its class path.
JENA = (
    "jena-", "commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3",
    "dexx.collection", "gson", "guava", "httpc", "jackson-", "jakarta.json-api", "jsonld-java", "protobuf", "slf4j-api",
    "slf4j-simple", "thrift", "titanium-json-ld",
)  # fmt: skip
OWLAPI = (
    "owlapi-distribution", "atinject-jsr330-api", "caffeine", "commons-codec", "commons-io", "commons-logging",
    "commons-rdf", "guava", "hppcrt", "httpc", "jackson-", "jsr305", "rdf4j-", "slf4j-api", "slf4j-simple", "xz",
)  # fmt: skip
#: Short runs: no time is spent on making them fast.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
LOGGED = "-Dorg.slf4j.simpleLogger.defaultLogLevel"


def needs(*programs: str) -> pytest.MarkDecorator:
    """Leaves a test out where one of PROGRAMS (commands, or the jars jena and owlapi) is not installed."""
    missing = [name for name in programs if not _found(name)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)} (make proof installs them)")


def _found(name: str) -> bool:
    jar = {"jena": "jena-cmds.jar", "owlapi": "owlapi-distribution.jar"}.get(name)
    return (JARS / jar).is_file() if jar else shutil.which(name) is not None


class Told(NamedTuple):
    """What a program wrote to standard output, and to standard error."""

    out: bytes
    err: str


def run_program(*command: str | Path) -> Told:
    """What COMMAND, a program of this environment or the machine, tells; AssertionError where it fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, check=False)
    told = Told(done.stdout, done.stderr.decode(errors="replace"))
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}:\n{told.err[:4000]}"
    return told


def output(*command: str | Path) -> bytes:
    """What COMMAND writes; AssertionError where it fails, or has anything to say."""
    told = run_program(*command)
    assert not told.err, f"{command[0]} complains:\n{told.err[:4000]}"
    return told.out


def jena(program: str | Path, *arguments: str | Path, folder: Path) -> Told:
    """What a PROGRAM of Jena (a class, or a source file) tells; FOLDER is for what its package lacks."""
    _messages(folder / "messages")
    class_path = f"{folder / 'messages'}:{_class_path(JENA)}"
    return run_program(*JAVA, f"{LOGGED}=warn", "-cp", class_path, program, *arguments)


def owlapi(source: Path, *arguments: str | Path) -> bytes:
    """What the Java program SOURCE writes, which uses OWLAPI: that warns of each term declared below its first use."""
    return output(*JAVA, f"{LOGGED}=error", "-cp", _class_path(OWLAPI), source, *arguments)


def _class_path(beginnings: tuple[str, ...]) -> str:
    found = sorted(path for path in JARS.glob("*.jar") if path.name.startswith(beginnings) and not path.is_symlink())
    return ":".join(map(str, found))


def _messages(folder: Path) -> None:
    """The messages of Xerces into FOLDER, where Debian's Jena looks for them: it moved the classes, not these."""
    moved = "org/apache/jena/ext/"
    if folder.exists():
        return
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(moved) and name.endswith(".properties"):
                target = folder / name.removeprefix(moved)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
