"""inspectkg explain."""

from __future__ import annotations

from pathlib import Path

import click

from ..streams import emit
from .options import FILE


@click.command()
@click.argument("statement", metavar="IRI-OR-TEXT")
@click.option("--graph", "-g", type=FILE, help="The graph's file.  [default: the graph of the bundled articles]")
def explain(statement: str, graph: Path | None) -> None:
    """Show what a statement rests on.

    That is the sentence, the article, the speaker, and the rule that read it. Give the IRI of a statement (the column
    `finding` or `statement` of a query), in full or with its prefix, or some words of the sentence.

    \b
    Examples:
      inspectkg explain "sharing information"
      inspectkg explain finding:1f0c2d3e4b5a6978-812
    """
    from ..graph.explaining import explain as explained
    from ..store import bundled_graph

    emit(f"{explained(statement, graph or bundled_graph()).rstrip()}\n")
