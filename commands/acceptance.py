"""The options that let known results pass: waivers, and a baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from ..errors import UsageError
from ..files import write_whole
from ..streams import say
from .options import FILE
from .overwriting import keep_from

if TYPE_CHECKING:
    from ..shapes.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])


class Accepting(TypedDict):
    """What these options were given."""

    waivers: tuple[Path, ...]
    baseline: Path | None
    write_baseline: Path | None
    today: str | None


def acceptance_options(command: Command) -> Command:
    """The options of `Accepting`."""
    for option in (
        click.option("--today", metavar="DATE", help="The day that counts for waivers, YYYY-MM-DD.  [default: today]"),
        click.option("--write-baseline", type=FILE, help="Write what is found now as the baseline, and let it pass."),
        click.option("--baseline", type=FILE, help="What was found before, so that only new results fail."),
        click.option("--waivers", multiple=True, type=FILE, help="What may stay, why and until when; may be repeated."),
    ):
        command = option(command)
    return command


def prepare(options: Accepting, read: Iterable[Path]) -> Callable[[Report], Report]:
    """What takes a report and marks the results that OPTIONS accept.

    UsageError or InputError where they cannot be used: told before anything is checked. The file of --write-baseline is
    written once there is a report; it is none of those that are READ.
    """
    if all(value in (None, ()) for value in options.values()):
        return lambda report: report
    from ..shapes.acceptance.accepting import accepted, for_baseline
    from ..shapes.acceptance.baseline import baseline_of, read_baseline, written
    from ..shapes.acceptance.today import today
    from ..shapes.acceptance.waivers import read_waivers

    target = options["write_baseline"]
    if target and options["baseline"]:
        raise UsageError("give --baseline FILE to use a baseline, or --write-baseline FILE to write it anew, not both")
    if target:
        keep_from((*read, *options["waivers"]), [(f"--write-baseline {target}", target)])
    waivers = read_waivers(options["waivers"])
    day = today(options["today"]) if waivers or options["today"] else None
    known = read_baseline(options["baseline"]) if options["baseline"] else None

    def mark(report: Report) -> Report:
        if target is None:
            return accepted(report, waivers, known, day)
        results = for_baseline(report, waivers)
        marked = accepted(report, waivers, baseline_of(results, target), day)
        write_whole(target, written(results).encode())
        say(f"wrote {target}")
        return marked

    return mark
