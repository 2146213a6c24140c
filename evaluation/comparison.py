"""One article compared: the facts noted, the rows told, the figures, and everything that differs, with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..loader.text import Span
from .figures import Figures
from .matching import overlap, pairs, place
from .names import body, settings
from .noted import Gold, Quoted, quotes_of

Row = Mapping[str, str]


class Difference(NamedTuple):
    """One thing that differs: where (lines count from 1), how (missed, extra, differs, bad quote), and what."""

    article: str
    line: int | None
    how: str
    kind: str
    fact: str

    @property
    def order(self) -> tuple[str, int, str, str, str]:
        """The sort key: by article and line."""
        return self.article, self.line or 0, self.kind, self.how, self.fact


@dataclass
class Comparison:
    """An article, the facts noted in it, the rows of each saved query about it, and what comparing them gives."""

    article: str
    text: str
    gold: Gold
    rows: Mapping[str, Sequence[Row]]
    figures: Figures = field(default_factory=Figures)
    differences: list[Difference] = field(default_factory=list[Difference])

    def told(self, query: str) -> Sequence[Row]:
        """The rows of QUERY."""
        return self.rows.get(query, ())

    @cached_property
    def inspected(self) -> dict[str, str]:
        """The bodies noted as inspected, as they are compared, and their kinds."""
        return {body(noted["name"]): noted["kind"] for noted in self.gold["inspected"]}

    def place(self, row: Row) -> Span | None:
        """Where the quote of ROW stands; None where it does not stand where ROW says."""
        return place(self.text, row.get("quote", ""), row.get("start"))

    def check_quote(self, kind: str, row: Row) -> Span | None:
        """The place of ROW's quote; one that is not in the text is counted, whatever its kind."""
        found = self.place(row)
        if found is None:
            self.figures.bad_quotes += 1
            self._note("bad quote", kind, f"»{row.get('quote', '')}«")
        return found

    def overlap(self, one: Span | None, other: Span | None) -> float:
        """How much two quotes share; 0 where it is too little for them to be the same."""
        shared = overlap(one, other) if one and other else 0.0
        return shared if shared >= settings()["quotes"]["overlap"] else 0.0

    def match(
        self, kind: str, noted: Sequence[Quoted], told: Sequence[Row],
        same: Callable[[int, int], bool] | None = None, wanted: int | None = None,
    ) -> list[tuple[int, int]]:  # fmt: skip
        """The pairs of facts noted and rows told with the same words, for which SAME holds; the others differ.

        Only the first WANTED of the facts noted, where it is given, count as missed.
        """
        said = [self.check_quote(kind, row) for row in told]
        places = [[place(self.text, quote) for quote in quotes_of(fact)] for fact in noted]

        def fit(i: int, j: int) -> float:
            return max(self.overlap(at, said[j]) for at in places[i]) if same is None or same(i, j) else 0.0

        found = pairs(len(noted), len(told), fit)
        self.note_unpaired(kind, noted[:wanted], told, found)
        return found

    def sets(self, kind: str, noted: set[str], told: set[str], row: Row) -> None:
        """Count what two sets of names have in common."""
        self.figures.kinds[kind].add(len(noted), len(told), len(noted & told))
        if noted != told:
            self.note_differing(kind, " ".join(sorted(noted)), " ".join(sorted(told)), row)

    def verdict(self, kind: str, right: bool, noted: str | None, told: str | None, row: Row) -> None:
        """Count whether one detail of a fact that matched is RIGHT."""
        self.figures.matched[kind].tick(right)
        if not right:
            self.note_differing(kind, noted or "", told or "", row)

    def note_unpaired(
        self, kind: str, noted: Sequence[Quoted], told: Sequence[Row], found: Sequence[tuple[int, int]]
    ) -> None:
        """List what of NOTED was missed, and what of TOLD is extra."""
        for i in sorted(set(range(len(noted))) - {i for i, _ in found}):
            self.note_missed(kind, in_words(noted[i]), noted[i]["quote"])
        for j in sorted(set(range(len(told))) - {j for _, j in found}):
            self.note_extra(kind, in_words(told[j]), told[j])

    def note_missed(self, kind: str, fact: str, words: str = "") -> None:
        """List FACT, noted and not told, at the line that has WORDS."""
        self._note("missed", kind, fact, self._line(self.text.find(words) if words else -1))

    def note_extra(self, kind: str, fact: str, row: Row | None = None) -> None:
        """List FACT, told and not noted, at the line of ROW's quote."""
        self._note("extra", kind, fact, self._line_of(row))

    def note_differing(self, kind: str, noted: str, told: str, row: Row) -> None:
        """List a detail of a fact that matched, noted one way and told another."""
        about = f" »{row['quote']}«" if row.get("quote") else f" ({row['body']})" if row.get("body") else ""
        self._note("differs", kind, f"noted {noted or 'none'}, told {told or 'none'}{about}", self._line_of(row))

    def _line_of(self, row: Row | None) -> int | None:
        at = self.place(row) if row else None
        return self._line(at.start if at else -1)

    def _line(self, at: int) -> int | None:
        return None if at < 0 else self.text.count("\n", 0, at) + 1

    def _note(self, how: str, kind: str, fact: str, line: int | None = None) -> None:
        self.differences.append(Difference(self.article, line, how, kind, fact))


def in_words(fact: Mapping[str, object]) -> str:
    """FACT, noted or told, in words: its quantity, where it has one, and its quote."""
    words: list[str] = []
    if fact.get("numerator") is not None:
        words.append(f"{fact['numerator']} of {fact.get('denominator')}")
    if fact.get("percent") is not None:
        words.append(f"{fact['percent']}%")
    if fact.get("value") is not None:
        words.append(f"{fact['value']} {fact.get('unit') or ''}".strip())
    return " ".join(part for part in (", ".join(words), f"»{fact.get('quote', '')}«") if part)
