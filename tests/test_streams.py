"""Output that cannot be written, in processes of their own: each ends with a code and a sentence, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspectkg import __main__

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
COMMAND = f'"{sys.executable}" -m inspectkg'
TOLD = b"inspectkg: error: standard output cannot be written: "


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """What COMMAND, written for a shell, does; `@` stands for inspectkg."""
    whole = command.replace("@", COMMAND)
    return subprocess.run(["bash", "-o", "pipefail", "-c", whole], cwd=folder, capture_output=True, check=False)


@pytest.mark.parametrize("target", [">/dev/full", ">&-"])
@pytest.mark.parametrize("call", ["--help", "query --help", "--version", "query", "query ratings"])
def test_standard_output_that_takes_nothing_is_told(tmp_path: Path, call: str, target: str) -> None:
    """Code 2, by every way that a command writes; nothing about a mistake of ours."""
    done = shell(f"@ {call} {target}", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(TOLD) and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("call", [["export", "--format", "turtle"], ["validate", "--help"], ["query"]])
def test_output_that_fits_in_part_is_told(tmp_path: Path, call: list[str], unbuffered: str) -> None:
    """The system takes what it has room for, and says so by the number of bytes alone."""
    import resource

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "inspectkg", *call],
            stdout=out, stderr=subprocess.PIPE, check=False, preexec_fn=limited,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(TOLD) and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("target", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize(("call", "code"), [("query ratings --format csv", 0), ("query nonsense", 2), ("query -x", 2)])
def test_messages_that_nobody_can_read_change_no_code(tmp_path: Path, call: str, code: int, target: str) -> None:
    """The exit code alone says how it went."""
    done = shell(f"@ {call} {target}", tmp_path)
    assert (done.returncode, done.stderr) == (code, b"")


def test_a_build_goes_on_without_standard_error(tmp_path: Path) -> None:
    """What it makes is the same, and no file takes the place of the stream that was closed."""
    for folder, target in (("whole", ""), ("full", "2>/dev/full"), ("closed", "2>&- <&-")):
        (tmp_path / folder).mkdir()
        assert shell(f"@ build {target}", tmp_path / folder).returncode == 0
    whole, full, closed = (
        {path.name: path.read_bytes() for path in (tmp_path / name).glob("*.t*") if path.is_file()}
        for name in ("whole", "full", "closed")
    )
    assert whole == full == closed and len(whole) == 2


def test_interrupts_are_the_systems_until_a_command_begins() -> None:
    """Ctrl-C ends the process while modules are read, and is told from then on; a caller's own way is left alone."""
    before = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with __main__._ended_at_once():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with __main__._ended_at_once():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        os.kill(os.getpid(), signal.SIGINT)  # ignored still
    finally:
        signal.signal(signal.SIGINT, before)
