"""inspectkg build."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..files import write_whole
from ..streams import emit, say, telling
from .exits import BREAKS_SHAPE, DONE, WRONG_INPUT
from .options import FAIL_ON, FILE
from .progress import MANY, show_progress

if TYPE_CHECKING:
    from ..shapes.report import Report, Severity

DEFAULT_OUTPUTS: Final = (Path("inspections.ttl"), Path("inspections.trig"))
DEFAULT_TEXTS: Final = Path("inspections.texts")
#: The graph of more articles is not checked unasked: that many take ten seconds, and 1 GiB for the whole graph.
CHECKED: Final = 2_000


def _verdict(report: Report, fail_on: Severity) -> int:
    """Say on standard error what the check found; the exit code that it calls for."""
    from ..shapes.formats.registry import render
    from ..shapes.formats.words import counted

    passed = report.conforms(fail_on)
    if passed:
        say(f"checked against the shapes: {counted(report) or 'nothing to complain of'}")
    else:
        with telling():
            click.echo(render(report, "text", fail_on).rstrip(), err=True)
    return DONE if passed else BREAKS_SHAPE


@click.command()
@click.argument("sources", nargs=-1, type=FILE, metavar="[SOURCE]...")
@click.option("--output", "-o", type=FILE, help="The graph's file; its suffix (.ttl .trig …) names the format.")
@click.option("--decisions", multiple=True, type=FILE, help="What tells of one thing, and what not, decided by hand.")
@click.option("--fail-on", type=FAIL_ON, default="violation", show_default=True, help="What ends with exit code 1.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes read many articles.  [default: one a core]")
@click.option("--check/--no-check", default=None, help=f"Check the graph.  [default: of up to {CHECKED:,} articles]")
def build(
    sources: tuple[Path, ...],
    output: Path | None,
    decisions: tuple[Path, ...],
    fail_on: Severity,
    jobs: int | None,
    check: bool | None,
) -> int:
    """Read articles and write the graph of what they report.

    SOURCE is a text, Markdown, saved web page, PDF report or saved feed, or a folder of them; without any, the two
    bundled articles are read. Nothing is fetched.
    Without --output, inspections.ttl and inspections.trig are written in the current folder. Beside the graph, a folder
    whose name ends in .texts keeps the texts that it was read from. The graph is checked against the shapes.

    Beside ARTICLE.txt, ARTICLE.txt.corrections.toml puts right by hand what is read from it. decisions.toml in a
    folder, or --decisions FILE, says which articles tell of one inspection or are copies, and which are not.

    \b
    Examples:
      inspectkg build
      inspectkg build my-articles/ --output my-articles.trig
    """
    from ..export.serialising import RDF_FORMATS, format_of
    from ..graph.building import build as build_graph
    from ..graph.summary import summary
    from ..graph.texts import write_texts
    from ..graph.workers import cores
    from ..shapes.validation import validate_quads

    outputs = [(path, format_of(path, RDF_FORMATS)) for path in ([output] if output else DEFAULT_OUTPUTS)]
    made = build_graph(sources, show_progress, decisions, jobs=jobs or cores())
    for problem in made.problems:
        say(problem)
    if not made.sources:
        say("error: no article could be read, so nothing was written")
        return WRONG_INPUT
    for path, name in outputs:
        write_whole(path, made.written(name, note=say))
        say(f"wrote {path}")
    articles = (replace(source.article, name=source.shown) for source in made.sources)
    write_texts(articles, output.with_name(f"{output.name}.texts") if output else DEFAULT_TEXTS)
    for source in made.sources:
        emit(f"{summary(source).rstrip()}\n")
    if check is None and len(made.sources) > CHECKED:
        check = False
        say(f"not checked, with more than {CHECKED:,} articles: --check does, or inspectkg validate {outputs[0][0]}")
    if check is False:
        return WRONG_INPUT if made.failed else DONE
    if sys.stderr.isatty() and len(made.sources) > MANY:
        say("checking the graph against the shapes …")
    code = _verdict(validate_quads(made.quads, texts=made.texts), fail_on)
    return WRONG_INPUT if made.failed else code
