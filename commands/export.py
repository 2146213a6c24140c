"""inspectkg export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError
from ..files import write_whole
from ..streams import Target, emit, say, targets
from .options import EXPORT_FORMATS, FILE, format_option

if TYPE_CHECKING:
    from ..export.exporting import Export

#: Named here again, so that help needs no import; tests hold them against the modules.
PROFILES: Final = ("facts", "evidence", "full", "schema-org")
FRAMES: Final = ("article", "body")


@click.command()
@click.option("--graph", "-g", type=FILE, help="The graph's file.  [default: the graph of the bundled articles]")
@format_option(EXPORT_FORMATS)
@click.option("--output", "-o", type=FILE, help="The file to write; without --format, its suffix names the format.")
@click.option("--profile", type=click.Choice(PROFILES), default="evidence", show_default=True, help="How much of it.")
@click.option("--frame", type=click.Choice(FRAMES), default=None, help="Nest JSON-LD by article or by body.")
@click.option("--body", "bodies", multiple=True, metavar="NAME", help="Only what is about this body.")
@click.option("--region", "regions", multiple=True, metavar="NAME", help="Only what is about bodies of this region.")
@click.option("--article", "articles", multiple=True, metavar="NAME", help="Only what this article says.")
@click.option("--topic", "topics", multiple=True, metavar="NAME", help="Only what is on this topic, or a narrower one.")
@click.option("--since", default="", metavar="DAY", help="Only what articles of this day or later say.")
def export(
    graph: Path | None,
    formats: tuple[str, ...],
    output: Path | None,
    profile: str,
    frame: str | None,
    since: str,
    **chosen: tuple[str, ...],
) -> None:
    """Write a graph in another format, whole or in part.

    Turtle is the default, and one of the forms of RDF. The spreadsheets csv and xlsx have one row for each claim, with
    the words that it rests on; csvw=FOLDER is a table a kind; in csv, an apostrophe leads what a spreadsheet would run
    as a formula. graphml, for programs such as Gephi, is a network with things as nodes and relations as edges.

    Every export says what it is: title, licence, version, counts, checksum, and the articles it rests on.

    The profile facts leaves out claims and quotes; full adds the ontology and all reference data, for Protégé;
    schema-org is for search engines. NAME is a slug, label or IRI, of an article its file name or address; each option
    may be repeated.

    \b
    Examples:
      inspectkg export --output inspections.xlsx
      inspectkg export --graph inspections.trig --format csv --format graphml=network.graphml
      inspectkg export --region north-east --profile full --output north-east.ttl
    """
    from ..export.selection import Selection
    from ..export.serialising import BINARY_FORMATS, FOLDER_FORMATS, FORMATS, format_of
    from ..export.streaming import can_stream, parts, streamed
    from ..store import bundled_graph, read_quads

    default = format_of(output) if output and not formats else "turtle"
    wanted = targets(formats, (*FORMATS, *FOLDER_FORMATS), default, output)
    for target in wanted:
        if target.path is None and target.format in FOLDER_FORMATS:
            raise UsageError(f"{target.format} is a folder of files: name it, --format {target.format}=FOLDER")
        if target.path is None and target.format in BINARY_FORMATS and sys.stdout.isatty():
            raise UsageError(f"{target.format} is no text for a terminal: give --output FILE")
    path, selection = graph or bundled_graph(), Selection(**chosen, since=since)
    if not selection and not frame and can_stream(path, (target.format for target in wanted), profile):
        lines = streamed(path, profile)
        if lines is not None:
            for target in wanted:
                emit(parts(lines, target.format), target.path)
            return
    from ..export.exporting import export as export_graph

    made = export_graph(read_quads(path), profile, selection, say)
    for target in wanted:
        _send(made, target, frame or "")


def _send(made: Export, target: Target, frame: str) -> None:
    """Write MADE to where TARGET says: a file, standard output, or a folder of files."""
    from ..export.csvw import BESIDE
    from ..export.serialising import FOLDER_FORMATS

    if target.format in FOLDER_FORMATS:
        assert target.path is not None
        for name, data in made.folder(say).items():
            write_whole(target.path / name, data)
        say(f"wrote {target.path}")
        return
    data = made.written(target.format, say, frame)
    emit(data, target.path)
    if target.format == "csv" and target.path is not None:
        beside = target.path.with_name(target.path.name + BESIDE)
        emit(made.beside(target.path.name, data), beside)
