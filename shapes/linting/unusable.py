"""Shapes that cannot be used: an error that tells each reason with its place, and what else the lint found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ...errors import InputError
from ..positions.locating import located
from ..positions.places import Source
from ..report import SEVERITIES, Gravity, Location, Problem, Report, Result
from .faults import COMPONENT, checks

CANNOT: Final = "the shapes cannot be used: "


class UnusableShapesError(InputError):
    """Shapes that cannot be run; `problems` has all that is wrong with them, the reasons for that first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first, *others = self.problems
        message = CANNOT + "\n  ".join([first.message, *map(str, others)])
        place = first.location or Location("")
        super().__init__(message, path=place.file or None, line=place.line, column=place.column)


def stops(fault: Result) -> bool:
    """Whether shapes with FAULT, which the lint found, cannot be run."""
    return checks()[fault.component.removeprefix(COMPONENT)].stops


def unusable(faults: Iterable[Result], sources: Sequence[Source], said: str | None = None) -> UnusableShapesError:
    """The error for shapes of SOURCES with FAULTS: why they cannot be run, and what else there is.

    SAID is what the engine says that refused them, for which every violation may be the reason.
    """
    placed = located(Report(tuple(faults)), (), sources).results
    problems = [Problem(_gravity(fault, said is not None), _told(fault), fault.location) for fault in placed]
    problems.sort(key=_order)
    if said:
        problems.append(Problem("error", f"(the engine says: {said.removeprefix(CANNOT)})"))
    return UnusableShapesError(problems)


def _gravity(fault: Result, refused: bool) -> Gravity:
    return "error" if stops(fault) or (refused and fault.severity == "violation") else fault.severity


def _told(fault: Result) -> str:
    return f"{fault.shape or 'a shape without a name'}: {fault.message}"


def _order(problem: Problem) -> tuple[int, str, int, int, str]:
    """The reasons first, then by severity; each as a reader of the files comes upon it."""
    rank = ("error", *SEVERITIES).index(problem.gravity)
    place = problem.location or Location("")
    return rank, place.file, place.line or 0, place.column or 0, problem.message
