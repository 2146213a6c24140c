"""inspectkg export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import UsageError
from ..streams import emit, say, targets
from .options import EXPORT_FORMATS, FILE, format_option


@click.command()
@click.option("--graph", "-g", type=FILE, help="The graph's file.  [default: the graph of the bundled articles]")
@format_option(EXPORT_FORMATS)
@click.option("--output", "-o", type=FILE, help="The file to write; without --format, its suffix names the format.")
def export(graph: Path | None, formats: tuple[str, ...], output: Path | None) -> None:
    """Write a graph in another format.

    Turtle is the default, and one of the forms of RDF. The spreadsheets csv and xlsx have one row for each claim, with
    the words that it rests on; in csv, an apostrophe leads what a spreadsheet would run as a formula. graphml, for
    programs such as Gephi, is a network with things as nodes and relations as edges.

    \b
    Examples:
      inspectkg export --output inspections.xlsx
      inspectkg export --graph inspections.trig --format csv --format graphml=network.graphml
    """
    from ..export.serialising import BINARY_FORMATS, FORMATS, format_of, serialise
    from ..store import bundled_graph, read_quads

    default = format_of(output) if output else "turtle"
    wanted = targets(formats, tuple(FORMATS), default, output)
    for target in wanted:
        if target.path is None and target.format in BINARY_FORMATS and sys.stdout.isatty():
            raise UsageError(f"{target.format} is no text for a terminal: give --output FILE")
    quads = read_quads(graph or bundled_graph())
    for target in wanted:
        emit(serialise(quads, target.format, note=say), target.path)
