"""Write the release of the current version, or say what keeps it from being one."""

from __future__ import annotations

import shutil
import sys

from ..errors import InspectkgError
from ..files import write_whole
from ..streams import say
from .compatibility import broken_promises
from .release import FOLDER, excused, files, last_release


def main() -> int:
    """Write the folder of the release; 1 where it would break what an earlier one promised."""
    problems = broken_promises(last_release(), excused=excused())
    for problem in problems:
        say(f"error: {problem}")
    if problems:
        return 1
    made = files()
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name, data in made.items():
        write_whole(FOLDER / name, data)
    say(f"wrote {len(made)} files to {FOLDER.parent.name}/{FOLDER.name}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InspectkgError as error:
        say(f"error: {error}")
        sys.exit(error.exit_code)
