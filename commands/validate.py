"""inspectkg validate."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..shapes.pausing import no_collection
from ..streams import Target, emit, keep_apart, say, targets
from .acceptance import acceptance_options, prepare
from .exits import BREAKS_SHAPE, DONE
from .options import FAIL_ON, FILE, REPORT_FORMATS, format_option
from .overwriting import keep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Unpack

    from ..shapes.report import Severity
    from .acceptance import Accepting

#: Formats that have no place for what is said of the run as a whole: standard error has it.
WITHOUT_NOTES: Final = frozenset({"csv"})


@click.command()
@click.argument("files", nargs=-1, type=FILE, metavar="[FILE]...")
@click.option("--shapes", "-s", multiple=True, type=FILE, help="SHACL shapes of your own; may be repeated.")
@click.option("--import", "imports", multiple=True, metavar="IRI=FILE", help="Where an owl:imports of the shapes lies.")
@acceptance_options
@click.option("--details", is_flag=True, help="In text: what each shape looked at, and what each result is known as.")
@click.option("--no-cache", is_flag=True, help="Check anew, even what did not change; keep nothing.")
@format_option(REPORT_FORMATS)
@click.option("--fail-on", type=FAIL_ON, default="violation", show_default=True, help="What ends with exit code 1.")
@no_collection()
def validate(
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    imports: tuple[str, ...],
    formats: tuple[str, ...],
    fail_on: Severity,
    details: bool,
    no_cache: bool,
    **accepting: Unpack[Accepting],
) -> int:
    """Check a graph against SHACL shapes: ours, or your own.

    FILE is a graph (.ttl .trig …); several are taken together. Without any, the graph of the two bundled articles is
    checked. Each complaint says what is wrong, in which line, and how to mend it. A file that cannot be read is told in
    each format too. Shapes that check nothing are complained of as well; what they import is not fetched, but taken
    from files.

    \b
    Examples:
      inspectkg validate inspections.trig
      inspectkg validate inspections.trig --fail-on warning --format json=report.json
      inspectkg validate people.ttl --shapes shapes.ttl --format github --format sarif=out.sarif
      inspectkg validate people.ttl --shapes shapes.ttl --baseline known.json --waivers waivers.toml
    """
    from ..shapes.formats.registry import render
    from ..shapes.kept import check_files
    from ..store import bundled_graph

    wanted = targets(formats, REPORT_FORMATS.split(), "text")
    read = [*files, *shapes, *(Path(text.rpartition("=")[2]) for text in imports)]
    _keep(read, wanted, accepting)
    try:
        data = files or (bundled_graph(),)
        mark = prepare(accepting, (*data, *read))
        report = mark(check_files(data, shapes, _places(imports, shapes), keep=not no_cache))
    except Exception as error:
        _explain(error, wanted)
        raise
    for note in report.notes if all(target.format in WITHOUT_NOTES for target in wanted) else ():
        say(note)
    for target in wanted:
        emit(render(replace(report, details=details), target.format, fail_on), target.path)
    gc.freeze()  # else Python would look for circles in all of it, a moment before the end
    return DONE if report.conforms(fail_on) else BREAKS_SHAPE


def _keep(read: Iterable[Path], wanted: Sequence[Target], accepting: Accepting) -> None:
    """UsageError where a report would take the place of a file that is READ, or a baseline that of a report."""
    baseline, new = accepting["baseline"], accepting["write_baseline"]
    keep_apart([path for path in (*(target.path for target in wanted), new) if path])
    keep((*read, *accepting["waivers"], *([baseline] if baseline else [])), wanted)


def _places(imports: tuple[str, ...], shapes: tuple[Path, ...]) -> dict[str, Path | None]:
    """Where imports of SHAPES lie; without either, nothing has to be looked for."""
    if not (imports or shapes):
        return {}
    from ..shapes.imports import places

    return places(imports, shapes)


def _explain(error: Exception, wanted: Iterable[Target]) -> None:
    """Say in each format why there is no report; as text, standard error says it anyway."""
    from ..shapes.formats.failure import failure_of
    from ..shapes.formats.registry import render_failure

    for target in wanted:
        if target.path or target.format != "text":
            emit(render_failure(failure_of(error), target.format), target.path)
