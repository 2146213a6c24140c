"""An export from end to end: a selection of a graph, in a profile, with what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from ..errors import UsageError
from .about import words
from .canonical import canonical, canonical_lines, union
from .census import take
from .description import describe, is_description, is_ours
from .losses import losses
from .ordering import Note
from .profiles import WHOLE, profiled
from .selection import Selection, select
from .serialising import write

#: The formats with a row a claim, and the profiles that leave claims out.
TABLES: Final = ("csv", "csvw", "xlsx")
WITHOUT_CLAIMS: Final = ("facts", "schema-org")


def check(format: str, profile: str, frame: str = "") -> None:
    """UsageError where FORMAT takes no frame, or can have nothing of PROFILE."""
    if frame and format != "jsonld":
        raise UsageError(f"--frame is for the format jsonld alone, not for {format}")
    if format in TABLES and profile in WITHOUT_CLAIMS:
        raise UsageError(
            f"{format} has a row a claim, and the profile {profile} has no claims: "
            "use the profile evidence, or another format"
        )


@dataclass(frozen=True, slots=True)
class Export:
    """A graph that is ready to be written, as sorted lines of N-Quads without their end, its description among them."""

    lines: Sequence[str]
    profile: str

    def written(self, format: str, note: Note, frame: str = "") -> bytes:
        """The graph in FORMAT, JSON-LD nested as FRAME says; NOTE is told what the format leaves out."""
        check(format, self.profile, frame)
        for loss in losses(self.lines, format):
            note(loss)
        return write(self.lines, format, note, frame=frame, schema_org=self.profile == "schema-org")

    def folder(self, note: Note) -> dict[str, bytes]:
        """The graph as a folder of tables with their metadata: the content of each file by its name."""
        from .csvw import folder
        from .serialising import triples_of

        check("csvw", self.profile)
        for loss in losses(self.lines, "csvw"):
            note(loss)
        return folder(triples_of(self.lines), note)

    def beside(self, name: str, data: bytes) -> bytes:
        """The metadata of the table DATA, which goes to a file NAME."""
        from .csvw import beside
        from .serialising import triples_of

        return beside(name, data, triples_of(filter(is_description, self.lines)))


def export(quads: Iterable[ox.Quad], profile: str, selection: Selection, note: Note) -> Export:
    """What SELECTION asks for of QUADS in PROFILE; NOTE is told what may surprise.

    UsageError where the selection or the profile names what is not there.
    """
    found = canonical_lines(quads)
    described = list(filter(is_description, found))
    lines: Sequence[str] = [line for line in found if not is_description(line)] if described else found
    ours = not lines or any(map(is_ours, lines))
    if not ours:
        note(words()["foreign"])
    chosen: list[str] = []
    if selection:
        selected = select(lines, selection)
        lines, chosen = selected.lines, selected.words
        if not selected.claims:
            note(f"no claim is selected by {', '.join(chosen)}: the export has only what describes it")
        if selected.undated:
            note(f"{selected.undated} article(s) do not tell their day, so --since leaves them out")
    # Blank nodes are named by all that is said of them: what is left out may have named them otherwise.
    if selection or profile != WHOLE or any("_:" in line for line in described):
        lines = canonical(profiled(lines, profile))
    census = take(union(lines))
    return Export(sorted([*lines, *describe(census, profile, chosen, ours=ours)]), profile)
