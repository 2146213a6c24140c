"""`python -m inspectkg`: the command line."""

from .cli import main

if __name__ == "__main__":  # a process that helps to read articles imports this too
    raise SystemExit(main())
