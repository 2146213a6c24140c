"""inspectkg export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError, found_in
from ..files import write_whole
from ..streams import Target, emit, keep_apart, say, targets
from .options import EXPORT_FORMATS, FILE, format_option
from .overwriting import keep_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..export.exporting import Export

#: Named here again, so that help needs no import; tests hold them against the modules.
PROFILES: Final = ("facts", "evidence", "full", "schema-org")
FRAMES: Final = ("article", "body")
#: Folders of what only looks like a file, even where it leads to one, as /dev/stdout may.
_STREAMS: Final = frozenset({"/dev", "/dev/fd", "/proc/self/fd"})


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
@click.option("--since", default=None, metavar="DAY", help="Only what articles of this day or later say.")
def export(
    graph: Path | None,
    formats: tuple[str, ...],
    output: Path | None,
    profile: str,
    frame: str | None,
    since: str | None,
    **chosen: tuple[str, ...],
) -> None:
    """Write a graph in another format, whole or in part.

    Turtle is the default, and one of the forms of RDF. The spreadsheets csv and xlsx have one row for each claim, with
    the words that it rests on; csvw=FOLDER is a table a kind; in csv, an apostrophe leads what a spreadsheet would run
    as a formula. graphml, for programs such as Gephi, is a network with things as nodes and relations as edges.

    Every export says what it is: title, licence, version, counts, checksum, and the articles it rests on.

    The profile facts leaves out claims and quotes; full adds the ontology and all reference data, for Protégé;
    schema-org is for search engines. Tables are of claims: facts and schema-org have none. NAME is a slug, label or
    IRI, of an article its file name or address; each option may be repeated.

    \b
    Examples:
      inspectkg export --output inspections.xlsx
      inspectkg export --graph inspections.trig --format csv --format graphml=network.graphml
      inspectkg export --region north-east --profile full --output north-east.ttl
    """
    from ..export.selection import Selection
    from ..export.serialising import FOLDER_FORMATS, FORMATS, format_of, misnamed
    from ..export.streaming import can_stream, streamed
    from ..store import bundled_graph, read_each_quad

    default = format_of(output) if output and not formats else "turtle"
    wanted = targets(formats, (*FORMATS, *FOLDER_FORMATS), default, output)
    path, selection = graph or bundled_graph(), Selection(**chosen, since=since)
    _refuse(wanted, profile, frame or "", path)
    _say_all(filter(None, (misnamed(target.format, target.path) for target in wanted if target.path)))
    if not selection and not frame and can_stream(path, (target.format for target in wanted), profile):
        stream = streamed(path, profile)
        if stream is not None:
            _say_all(stream.notes)
            for target in wanted:
                _say_all(stream.losses(target.format))
                emit(stream.written(target.format), target.path)
            return
    from ..export.exporting import export as export_graph

    with found_in(path):
        made = export_graph(read_each_quad(path), profile, selection, say)
    # All of it is made before any is written: what cannot be had in one format leaves none behind.
    for target, files in [(target, _files(made, target, frame or "")) for target in wanted]:
        _send(target, files)


def _refuse(wanted: Sequence[Target], profile: str, frame: str, read: Path) -> None:
    """UsageError for what cannot be written, or would take the place of another file; nothing is by then."""
    from ..export.exporting import check
    from ..export.serialising import BINARY_FORMATS, FOLDER_FORMATS

    for format, path in wanted:
        check(format, profile, frame)
        if path is None and format in FOLDER_FORMATS:
            raise UsageError(f"{format} is a folder of files: name it, --format {format}=FOLDER")
        if path is None and format in BINARY_FORMATS and sys.stdout.isatty():
            raise UsageError(f"{format} is no text for a terminal: give --output FILE")
        if path is not None and format in FOLDER_FORMATS and path.exists() and not path.is_dir():
            raise UsageError(f"{format} is a folder of files, and {path} is none: name another")
        if path is not None and format not in FOLDER_FORMATS and path.is_dir():
            raise UsageError(f"{path} is a folder, and {format} is one file: name another")
    places = [place for target in wanted for place in _places(target)]
    keep_apart(places)
    keep_from([read], [(str(place), place) for place in places])


def _places(target: Target) -> list[Path]:
    """The files that are written for TARGET."""
    from ..export.csvw import names
    from ..export.serialising import FOLDER_FORMATS

    if target.path is None:
        return []
    if target.format in FOLDER_FORMATS:
        return [target.path / name for name in names()]
    beside = _beside(target)
    return [target.path, beside] if beside else [target.path]


def _beside(target: Target) -> Path | None:
    """Where the metadata of a table go; None where there are none, as for a device, which is no place for files."""
    from ..export.csvw import BESIDE

    path = target.path
    if target.format != "csv" or path is None or str(path.absolute().parent) in _STREAMS:
        return None
    if path.exists() and not path.is_file():
        return None
    return path.with_name(path.name + BESIDE)


def _files(made: Export, target: Target, frame: str) -> dict[Path | None, bytes]:
    """What MADE is in the format of TARGET, by the files it goes to; None is standard output."""
    from ..export.serialising import FOLDER_FORMATS

    if target.format in FOLDER_FORMATS:
        assert target.path is not None
        return {target.path / name: data for name, data in made.folder(say).items()}
    data = made.written(target.format, say, frame)
    beside = _beside(target)
    if target.path is None or beside is None:
        return {target.path: data}
    return {target.path: data, beside: made.beside(target.path.name, data)}


def _send(target: Target, files: Mapping[Path | None, bytes]) -> None:
    """Write FILES, those of a folder with one message for all."""
    from ..export.serialising import FOLDER_FORMATS

    for path, data in files.items():
        if path is not None and target.format in FOLDER_FORMATS:
            write_whole(path, data)
        else:
            emit(data, path)
    if target.format in FOLDER_FORMATS:
        say(f"wrote {target.path}")


def _say_all(notes: Iterable[str]) -> None:
    for note in notes:
        say(note)
