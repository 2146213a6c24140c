"""The exceptions of inspectkg: a small tree; each message says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class InspectkgError(Exception):
    """Anything that inspectkg refuses or cannot do. `exit_code` is what the command line ends with."""

    exit_code = 2


class InputError(InspectkgError):
    """A file, argument or text that cannot be used; PATH, LINE and COLUMN (from 1) say where, as far as known."""

    def __init__(
        self, message: str, *, path: str | Path | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        super().__init__(message)

    def __str__(self) -> str:
        place = [str(part) for part in (self.path, self.line, self.column) if part is not None]
        return ":".join(place) + f": {self.message}" if place else self.message


@contextmanager
def found_in(path: Path) -> Generator[None]:
    """What cannot be used of what was read from PATH is told with its name."""
    try:
        yield
    except InputError as error:
        if error.path is not None:
            raise
        raise InputError(error.message, path=path, line=error.line, column=error.column) from None


class UsageError(InspectkgError):
    """A wrong call: an unknown query, parameter or format. The message names the near right ones."""


class EndpointError(InspectkgError):
    """A SPARQL endpoint that failed, stalled or answered something else than was asked."""


class FetchError(InspectkgError):
    """A page that cannot be had. `status` is the HTTP status, or one word for what else went wrong.

    `again`: asking again may help; `whole_host`: it holds for every page of the host.
    """

    def __init__(self, message: str, status: str, *, again: bool = False, whole_host: bool = False) -> None:
        self.status = status
        self.again = again
        self.whole_host = whole_host
        super().__init__(message)


class RuleError(InspectkgError):
    """A rule, cue or reference file of the project that contradicts itself: a mistake of its author, not the user's."""

    exit_code = 3
