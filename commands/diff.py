"""inspectkg diff."""

from __future__ import annotations

from pathlib import Path

import click

from ..streams import emit, say, targets
from .exits import DIFFERENT, DONE
from .options import DIFFERENCE_FORMATS, FILE, format_option
from .overwriting import keep


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@format_option(DIFFERENCE_FORMATS)
def diff(old: Path, new: Path, formats: tuple[str, ...]) -> int:
    """Show what changed between two graphs.

    By article and body: facts that were added or removed, and those that are still told, but otherwise, such as a
    rating with another grade; each with its words. Then terms of the ontology, then all other things. OLD and NEW are
    any two RDF files. The format patch is an RDF Patch, which makes OLD into NEW. Ends with code 1 where they differ.

    \b
    Examples:
      inspectkg diff before.trig inspections.trig
      inspectkg diff before.nq after.nq --format markdown --format patch=changes.rdfp
    """
    from ..comparison.changes import changes
    from ..comparison.difference import compare
    from ..comparison.patch import patch
    from ..comparison.report import as_json, told
    from ..comparison.writing import markdown, text

    wanted = targets(formats, tuple(DIFFERENCE_FORMATS.split()), "text")
    keep((old, new), wanted)
    difference = compare(old, new)
    if difference.flat:
        say("only one of the files can hold named graphs: both are compared without them")
    writers = {"text": text, "markdown": markdown, "json": as_json}
    report = None
    for target in wanted:
        if target.format == "patch":
            emit(patch(difference), target.path)
            continue
        report = report or told(difference, changes(difference))
        emit(writers[target.format](report), target.path)
    return DIFFERENT if difference else DONE
