"""What the graphs of single articles tell that links among them rest on, gathered while each is written.

It is small beside the graphs, so that these need not be held all at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Facts:
    """Facts of all articles of a build; everything is named by its IRI."""

    named: set[str] = field(default_factory=set[str])
    """All that triples point at and that the reference data or the rule book describes."""
    ratings: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set[str]))
    """(inspection, aspect) -> the ratings of it."""
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict[str, int]))
    """Inspection -> the claims that count its recommendations, each with the number."""
