"""inspectkg evaluate."""

from __future__ import annotations

from pathlib import Path

import click

from ..streams import emit, say, targets
from .exits import DONE, FALLS_SHORT
from .options import FIGURE_FORMATS, FILE, format_option
from .progress import show_progress


@click.command()
@click.argument("folders", nargs=-1, required=True, type=FILE, metavar="FOLDER...")
@format_option(FIGURE_FORMATS)
@click.option("--by", type=click.Choice(["article"]), help="Give the figures of each article too.")
@click.option("--details", is_flag=True, help="List what was missed, is extra or differs, by article and line.")
@click.option("--min", "least", multiple=True, metavar="NAME=VALUE", help="End with code 1 below it; may be repeated.")
def evaluate(
    folders: tuple[Path, ...], formats: tuple[str, ...], by: str | None, details: bool, least: tuple[str, ...]
) -> int:
    """Measure how well articles are read, by facts that you noted in them.

    FOLDER holds articles, and beside each NAME.txt the facts noted in it, NAME.gold.json; CONTRIBUTING.md tells how to
    note them. They are compared with what saved queries answer: how many facts are noted (gold), told (said) and both
    (hit); the share of those told that are right (precision), of those noted that are told (recall), and their
    harmonic mean (F1). As csv, --details gives the list alone.

    \b
    Examples:
      inspectkg evaluate my-articles/
      inspectkg evaluate my-articles/ --details --by article
      inspectkg evaluate my-articles/ --min findings=0.85 --min facts=0.9
    """
    from ..evaluation.evaluating import evaluate as evaluated
    from ..evaluation.figures import floors, shortfalls
    from ..evaluation.report import FORMATS, render

    wanted, floor = targets(formats, FORMATS, "text"), floors(least)
    made = evaluated(folders, show_progress)
    for note in made.notes:
        say(note)
    for target in wanted:
        emit(render(made, target.format, articles=by == "article", details=details), target.path)
    short = shortfalls(made.figures, floor)
    for line in short:
        say(f"falls short: {line}")
    return FALLS_SHORT if short else DONE
