"""`python -m inspectkg` and the program `inspectkg`: a plain question at once, all else by the command line."""

from __future__ import annotations

import sys

from .commands import quick


def main() -> int:
    """Run the command line on the arguments of the process; returns the exit code."""
    call = quick.plain_call(sys.argv[1:])
    if call is None:
        from .cli import main as whole

        return whole()
    try:
        quick.answer(call)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - told as the whole command line tells it
        from .cli import failed

        return failed(error)
    return 0


if __name__ == "__main__":  # a process that helps to read articles imports this too
    raise SystemExit(main())
