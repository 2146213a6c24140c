"""`python -m inspectkg` and the program `inspectkg`: a plain question at once, all else by the command line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


def main() -> int:
    """Run the command line on the arguments of the process; returns the exit code."""
    with _ended_at_once():
        from .streams import open_closed

        open_closed()
        run = _chosen()
    return run()


def _chosen() -> Callable[[], int]:
    """What the arguments ask for: the quick way where they allow it."""
    from .commands import quick

    call = quick.plain_call(sys.argv[1:])
    if call is None:
        from .cli import main as whole

        return whole

    def answered() -> int:
        try:
            quick.answer(call)
            sys.stdout.flush()
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - told as the whole command line tells it
            from .cli import failed

            return failed(error)
        return 0

    return answered


@contextmanager
def _ended_at_once() -> Generator[None]:
    """Ctrl-C ends the process without a word inside the block: nothing is begun that could be left half-done."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":  # a process that helps to read articles imports this too
    raise SystemExit(main())
