"""`python -m inspectkg`: the command line."""

from .cli import main

raise SystemExit(main())
