"""Real SPARQL servers on loopback, for tests: Oxigraph's from PyPI always, Virtuoso where it is installed."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

VIRTUOSO_LIBRARY = Path("/usr/share/virtuoso-opensource-7")
VIRTUOSO_PASSWORD = "dba"

#: As little as a server needs that answers on loopback alone; the limits are those that it is shipped with.
VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
VADInstallDir = {library}/vad/
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
MaxQueryMem = 1G
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Server:
    """The addresses of a server, as a profile has them, and who may write."""

    query: str
    update: str
    store: str
    user: str = ""
    password: str = ""
    process: subprocess.Popen[bytes] | None = None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"{url} does not answer: the server did not start")


@contextlib.contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """`oxigraph serve` with its store in FOLDER."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.is_file() else shutil.which("oxigraph")
    assert program, "the oxigraph server belongs to the extra test: pip install oxigraph"
    url = f"http://127.0.0.1:{free_port()}"
    command = [program, "serve", "--location", str(folder), "--bind", url.removeprefix("http://"), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _answers(f"{url}/query?query=ASK%7B%7D", process, 20)
        yield Server(f"{url}/query", f"{url}/update", f"{url}/store", process=process)
    finally:
        process.terminate()
        process.wait(10)


def has_virtuoso() -> bool:
    """Whether Virtuoso can be run here (`make virtuoso` installs it)."""
    return shutil.which("virtuoso-t") is not None and VIRTUOSO_LIBRARY.is_dir()


@contextlib.contextmanager
def virtuoso(folder: Path, *, rows: int = 10000) -> Iterator[Server]:
    """Virtuoso with an empty database in FOLDER, which cuts answers at ROWS."""
    http, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(VIRTUOSO_INI.format(folder=folder, library=VIRTUOSO_LIBRARY, http=http, sql=sql, rows=rows), "utf-8")
    command = ["virtuoso-t", "-f", "+configfile", str(ini)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{http}"
    try:
        _answers(f"{url}/sparql", process, 60)
        yield Server(
            f"{url}/sparql", f"{url}/sparql-auth", f"{url}/sparql-graph-crud-auth", "dba", VIRTUOSO_PASSWORD, process
        )
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
