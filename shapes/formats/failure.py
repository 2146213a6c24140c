"""Why nothing was checked: what every format says in place of a report."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import InputError, InspectkgError
from ..naming import shown
from ..report import Location, Problem


@dataclass(frozen=True, slots=True)
class Failure:
    """An error before there was a report. `code` is the exit code: 2 for input or usage, 3 for a mistake of ours.

    `message` tells all of it; `problems` are its parts: each thing that is wrong, at its own place.
    """

    message: str
    code: int
    location: Location | None = None
    several: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each thing that is wrong, one at least."""
        return self.several or (Problem("error", self.message, self.location),)

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.location else self.message


def failure_of(error: Exception) -> Failure:
    """ERROR, with its file named as reports name files."""
    if isinstance(error, InputError):
        from ..linting.unusable import UnusableShapesError

        place = None if error.path is None else Location(shown(error.path), error.line, error.column)
        problems = error.problems if isinstance(error, UnusableShapesError) else ()
        return Failure(error.message, error.exit_code, place, problems)
    if isinstance(error, InspectkgError):
        return Failure(str(error), error.exit_code)
    return Failure(f"internal error: {type(error).__name__}: {error}", 3)
