"""inspectkg review."""

from __future__ import annotations

from pathlib import Path

import click

from ..streams import emit, say, targets
from .exits import DONE, FALLS_SHORT, WRONG_INPUT
from .options import FIGURE_FORMATS, FILE, format_option
from .progress import show_progress


@click.command()
@click.argument("sources", nargs=-1, type=FILE, metavar="[SOURCE]...")
@format_option(FIGURE_FORMATS)
@click.option("--counts", is_flag=True, help="Give the numbers alone; as csv, a row for each article.")
@click.option("--expect", "expected", type=FILE, metavar="FILE", help="Bounds for the counts: code 1 where missed.")
@click.option("--write-expect", "written", type=FILE, metavar="FILE", help="Write what is read now as such bounds.")
def review(
    sources: tuple[Path, ...], formats: tuple[str, ...], counts: bool, expected: Path | None, written: Path | None
) -> int:
    """List what in articles was not understood, and count what was read.

    SOURCE is as for build; without any, the two bundled articles are read. Listed are the sentences that hold a figure,
    a grade, an agency or a word of judgement and gave no statement, and the names, speakers and dates that could not be
    resolved, with line, reason, and the rule that left them out.

    FILE holds bounds, as TOML, so that a silent drop in what is read fails; expected.toml in a folder is taken without
    being named. --write-expect makes one of what is read now; then nothing is checked, unless --expect says so.

    \b
    Examples:
      inspectkg review my-articles/
      inspectkg review my-articles/ --format csv=not-understood.csv
      inspectkg review my-articles/ --write-expect my-articles/expected.toml
    """
    from ..review.expectations import BUNDLED, missed, without_expectation
    from ..review.expectations import written as written_expectations
    from ..review.report import FORMATS, render
    from ..review.reviewing import review as reviewed

    wanted = targets(formats, FORMATS, "text")
    made = reviewed(sources, show_progress)
    for message in made.messages:
        say(message)
    if not made.articles:
        say("error: no article could be read")
        return WRONG_INPUT
    found = () if written else made.expectations if sources else (BUNDLED,)
    files = [expected] if expected else sorted(found)
    short = missed(made, files, anywhere=expected is not None)
    if files and (unknown := without_expectation(made, files)):
        say(f"note: nothing is expected of {', '.join(unknown)}")
    for target in wanted:
        emit(render(made, short, target.format, counts=counts), target.path)
    if written:
        emit(written_expectations(made), written)
    if short:
        say(f"{len(short)} expectation{'s were' if len(short) != 1 else ' was'} missed")
    return WRONG_INPUT if made.failed else FALLS_SHORT if short else DONE
