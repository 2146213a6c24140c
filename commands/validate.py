"""inspectkg validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..streams import Target, emit, targets
from .exits import BREAKS_SHAPE, DONE
from .options import FAIL_ON, FILE, REPORT_FORMATS, format_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..shapes.report import Severity


@click.command()
@click.argument("files", nargs=-1, type=FILE, metavar="[FILE]...")
@click.option("--shapes", "-s", multiple=True, type=FILE, help="SHACL shapes of your own; may be repeated.")
@format_option(REPORT_FORMATS)
@click.option("--fail-on", type=FAIL_ON, default="violation", show_default=True, help="What ends with exit code 1.")
def validate(files: tuple[Path, ...], shapes: tuple[Path, ...], formats: tuple[str, ...], fail_on: Severity) -> int:
    """Check a graph against SHACL shapes: ours, or your own.

    FILE is a graph (.ttl .trig …); several are taken together. Without any, the graph of the two bundled articles is
    checked. Each complaint says what is wrong, where, and how to mend it.

    \b
    Examples:
      inspectkg validate inspections.trig
      inspectkg validate inspections.trig --fail-on warning --format json=report.json
    """
    from ..shapes.formats.registry import FORMATS, render
    from ..shapes.validation import validate_files
    from ..store import bundled_graph

    wanted = targets(formats, tuple(FORMATS), "text")
    try:
        report = validate_files(files or [bundled_graph()], shapes)
    except Exception as error:
        _explain(error, wanted)
        raise
    for target in wanted:
        emit(render(report, target.format, fail_on), target.path)
    return DONE if report.conforms(fail_on) else BREAKS_SHAPE


def _explain(error: Exception, wanted: Iterable[Target]) -> None:
    """Say in each format why there is no report; as text, standard error says it anyway."""
    from ..shapes.formats.failure import failure_of
    from ..shapes.formats.registry import render_failure

    for target in wanted:
        if target.path or target.format != "text":
            emit(render_failure(failure_of(error), target.format), target.path)
