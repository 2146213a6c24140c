"""Puts a reading right by hand: a TOML file beside the article adds, changes or removes statements, each with a reason.

Every entry names the words it is about and must find just the statement it means; whatever does not fit is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, cast

from ..errors import InputError
from ..handwritten import Entry, Handwritten, near, read_entries
from .bodies import Body
from .documents.article import Article
from .fields import KINDS, Field, described, fields_of, kind_of, same, value_of
from .handmade import NEEDED, blank, whole
from .sentences import sentences
from .statements import (
    Correction,
    Finding,
    InspectionReport,
    Pledge,
    Rating,
    Reading,
    Recommendation,
    Statement,
    Statistic,
)  # fmt: skip
from .text import Span, fold
from .values import FieldError

#: What the file of corrections is called: the article's whole name, and this.
SUFFIX: Final = ".corrections.toml"
_TABLES: Final = ("add", "change", "remove")
_ACTIONS: Final = {"add": "added", "change": "changed", "remove": "removed"}
_FRAME: Final = ("kind", "quote", "start", "line", "why")


def corrections_file(article: Path) -> Path:
    """Where the corrections of the ARTICLE's reading stand, whether or not there are any."""
    return article.with_name(article.name + SUFFIX)


def correct(reading: Reading, article: Article, path: Path) -> Reading:
    """READING of ARTICLE, put right as the file PATH says.

    InputError, with the line of the entry, where the file is broken, a quote does not stand in the text, an entry fits
    no statement or several, a field or value is unknown, or an addition is there already.
    """
    file = read_entries(path, _TABLES)
    if file.by is None:
        raise InputError('does not say who: put by = "your name" at its head', path=path)
    return _Editor(reading, article.text, file).edited()


@dataclass(slots=True)
class _Editor:
    """Goes through the entries of one file; each selects from the reading as it was."""

    reading: Reading
    text: str
    file: Handwritten
    bodies: list[Body] = field(default_factory=list[Body])
    """Those of the article, and those that an added or changed inspection brings in."""
    statements: list[Statement | None] = field(default_factory=list[Statement | None])
    """Those of the reading at their places; None where one was removed. What is added comes after them."""
    touched: dict[int, Entry] = field(default_factory=dict[int, Entry])
    done: list[tuple[Entry, Correction]] = field(default_factory=list[tuple[Entry, Correction]])

    def edited(self) -> Reading:
        """The reading with every entry applied."""
        self.bodies = list(self.reading.bodies)
        self.statements = list(self.reading.statements)
        entries = sorted(self.file.entries, key=_order)
        for entry in entries:
            {"add": self._add, "change": self._change, "remove": self._remove}[entry.table](entry)
        kept = [one for one in self.statements if one is not None]
        bodies = tuple(
            body
            for body in dict.fromkeys(self.bodies)
            if any(isinstance(one, InspectionReport) and one.body == body for one in kept)
        )
        self._refuse_strays(kept, bodies)
        by_line = sorted(self.done, key=lambda pair: pair[0].line or 0)
        told = {correction.quote for entry, correction in self.done if entry.table == "add"}
        return replace(
            self.reading,
            bodies=bodies,
            statements=tuple(sorted(kept, key=lambda one: (one.quote, type(one).__name__))),
            unread=tuple(one for one in self.reading.unread if not any(one.span.overlaps(quote) for quote in told)),
            corrections=tuple(correction for _, correction in by_line),
        )

    # ------------------------------------------------------------ the three kinds of entry
    def _remove(self, entry: Entry) -> None:
        kind, quote = _kind(entry), self._quote(entry)
        entry.refuse_unknown([*_FRAME, *fields_of(kind)])
        place, before = self._selected(entry, kind, quote)
        self._record(entry, kind, before.quote, described(before), "")
        self.statements[place] = None

    def _change(self, entry: Entry) -> None:
        kind, quote = _kind(entry), self._quote(entry)
        entry.refuse_unknown([*_FRAME, "set", *fields_of(kind)])
        wanted = entry.values.get("set")
        if not isinstance(wanted, dict) or not wanted:
            raise entry.wrong('what to change is missing: add set = { name = "value" }')
        place, before = self._selected(entry, kind, quote)
        after = self._with(before, entry, kind, cast("dict[str, object]", wanted))
        if described(after, before) == described(before, after):
            raise entry.wrong(f"changes nothing: the statement is so already ({described(before)})")
        self._refuse_known(entry, after, place)
        correction = self._record(entry, kind, before.quote, described(before, after), described(after, before))
        self.statements[place] = replace(after, correction=correction)
        if isinstance(before, InspectionReport) and isinstance(after, InspectionReport) and before.body != after.body:
            self._move(before.body, after.body, correction)

    def _add(self, entry: Entry) -> None:
        kind, quote = _kind(entry), self._quote(entry)
        entry.refuse_unknown([*_FRAME, *fields_of(kind)])
        given = {name: value for name, value in entry.values.items() if name not in _FRAME}
        if "body" in NEEDED[kind] and "body" not in given and kind != "inspection" and len(self.bodies) == 1:
            given["body"] = self.bodies[0].label
        for name in NEEDED[kind]:
            if name not in given:
                raise entry.wrong(f"{name} is missing: a {kind} needs {' and '.join(NEEDED[kind])}")
        added = self._with(blank(kind, quote, self.bodies), entry, kind, given)
        if isinstance(added, Pledge) and "speaker" not in given:
            added = replace(added, speaker=added.pledger)
        self._refuse_known(entry, added, None)
        correction = self._record(entry, kind, quote, "", described(added))
        self.statements.append(replace(added, correction=correction))
        if isinstance(added, InspectionReport):
            self.bodies.append(added.body)

    def _move(self, old: Body, new: Body, correction: Correction) -> None:
        """Whatever the article tells of the body OLD is told of NEW, which its inspection was of."""
        self.bodies = [new if body == old else body for body in self.bodies]
        for place, one in enumerate(self.statements):
            if isinstance(one, InspectionReport | Rating) and one.body == old:
                self.statements[place] = replace(one, body=new, correction=one.correction or correction)
            elif isinstance(one, Finding | Recommendation | Statistic) and old in one.bodies:
                bodies = tuple(dict.fromkeys(new if body == old else body for body in one.bodies))
                self.statements[place] = replace(one, bodies=bodies, correction=one.correction or correction)

    # ------------------------------------------------------------ what an entry means
    def _quote(self, entry: Entry) -> Span:
        """Where the words of the entry stand; InputError where they do not, or several times and it does not choose."""
        quote = entry.text("quote")
        places = list(_places(self.text, quote))
        if not places:
            raise entry.wrong(f"the article does not have these words: {quote!r:.90}{self._similar(quote)}")
        start, line = entry.values.get("start"), entry.values.get("line")
        lines = [self.text.count("\n", 0, place) + 1 for place in places]
        fitting = [
            place
            for place, at in zip(places, lines, strict=True)
            if (start is None or start == place) and (line is None or line == at)
        ]
        if len(fitting) != 1:
            found = ", ".join(f"{at} (start = {place})" for place, at in zip(places[:9], lines[:9], strict=True))
            many = "not there" if not fitting else "not once"
            raise entry.wrong(f"the words stand {many} in the article, but in line {found}: choose with start or line")
        return Span(fitting[0], fitting[0] + len(quote))

    def _similar(self, quote: str) -> str:
        """The sentence of the article that has most words of QUOTE, for a message."""
        wanted = set(fold(quote).split())
        best, most = "", 0
        start = 0
        for line in self.text.split("\n"):
            for span in sentences(self.text, Span(start, start + len(line))):
                shared = len(wanted & set(fold(span.of(self.text)).split()))
                if shared > most:
                    best, most = span.of(self.text), shared
            start += len(line) + 1
        return f"; nearest is: {best!r:.300}" if 2 * most > len(wanted) else ""

    def _selected(self, entry: Entry, kind: str, quote: Span) -> tuple[int, Statement]:
        """The one statement of KIND at QUOTE that has the entry's fields."""
        chosen = {name: value for name, value in entry.values.items() if name in fields_of(kind)}
        wanted = {name: self._value(entry, kind, name, value) for name, value in chosen.items()}
        there = [
            (place, one)
            for place, one in enumerate(self.reading.statements)
            if kind_of(one) == kind and (one.quote.covers(quote) or quote.covers(one.quote))
        ]
        found = [(place, one) for place, one in there if all(same(f, one, value) for f, value in wanted.values())]
        if not found:
            known = _listed(one for _, one in there)
            others = _listed((one for one in self.reading.statements if one.quote.overlaps(quote)), with_kind=True)
            hint = f"; there is: {known}" if there else f"; there is: {others}" if others else ""
            raise entry.wrong(f"no {kind} like that was read from these words{hint}")
        if len(found) > 1:
            raise entry.wrong(
                f"{len(found)} statements fit; say which, by their fields: {_listed(one for _, one in found)}"
            )
        place = found[0][0]
        if place in self.touched:
            raise entry.wrong(f"this {kind} was put right already, in line {self.touched[place].line}")
        self.touched[place] = entry
        current = self.statements[place]
        assert current is not None
        return place, current

    def _value(self, entry: Entry, kind: str, name: str, given: object) -> tuple[Field, Any]:
        told = fields_of(kind)[name]
        try:
            return told, value_of(told, given, self.bodies)
        except FieldError as error:
            raise entry.wrong(f"{name}: {error}") from None

    def _with(self, statement: Statement, entry: Entry, kind: str, wanted: Mapping[str, object]) -> Statement:
        """STATEMENT with the fields WANTED."""
        for name, given in wanted.items():
            if name not in fields_of(kind):
                raise entry.wrong(f"a {kind} has no {name}{near(name, fields_of(kind))}")
            told, value = self._value(entry, kind, name, given)
            statement = replace(statement, **told.put(statement, value))
        return whole(statement, wanted, entry)

    def _refuse_known(self, entry: Entry, statement: Statement, place: int | None) -> None:
        """InputError where the article has the STATEMENT already, other than at PLACE."""
        kind = kind_of(statement)
        for at, one in enumerate(self.statements):
            if one is None or at == place or kind_of(one) != kind or not one.quote.overlaps(statement.quote):
                continue
            if described(one) == described(statement):
                raise entry.wrong(f"is there already: {described(one)}")
            alone = isinstance(one, Finding | Recommendation) and one.quote.start == statement.quote.start
            if alone and place is None:
                raise entry.wrong(f"this sentence has a {kind} already, change that one: {described(one)}")

    def _record(self, entry: Entry, kind: str, quote: Span, before: str, after: str) -> Correction:
        assert self.file.by is not None
        made = Correction(
            _ACTIONS[entry.table], kind, quote, self.file.by, entry.text("why"), before, after, self.file.sha256
        )
        self.done.append((entry, made))
        return made

    def _refuse_strays(self, kept: Sequence[Statement], bodies: Sequence[Body]) -> None:
        """InputError where a statement is about a body that the article reports no inspection of any more."""
        for one in kept:
            about = getattr(one, "bodies", ()) or ((one.body,) if isinstance(one, Rating) and one.outcome else ())
            for body in about:
                if body not in bodies:
                    made = next((entry for entry, told in self.done if told == one.correction), None)
                    gone = next((entry for entry, told in self.done if told.kind == "inspection"), None)
                    raise (made or gone or self.file.entries[0]).wrong(
                        f"the article then has a {kind_of(one)} on {body.label}, whose inspection it does not report: "
                        f"{one.quote.of(self.text)!r:.90}; add or keep the inspection, or remove the {kind_of(one)} too"
                    )


def _order(entry: Entry) -> tuple[int, int]:
    """Changed inspections first, then added ones, on which other additions may rest; then as in the file."""
    rank = {"change": 0, "add": 1}.get(entry.table, 2) if entry.values.get("kind") == "inspection" else 2
    return rank, entry.line or 0


def _kind(entry: Entry) -> str:
    kind = entry.text("kind")
    if kind not in KINDS:
        raise entry.wrong(f"kind {kind!r} is not known{near(kind, KINDS)}")
    return kind


def _places(text: str, quote: str) -> Iterator[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _listed(statements: Iterable[Statement], *, with_kind: bool = False) -> str:
    told = [f"{kind_of(one)} " * with_kind + f"({described(one)})" for one in statements]
    return ", ".join(told[:5])
