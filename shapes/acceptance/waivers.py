"""Waivers: results that somebody lets pass, for a reason and until a day, as entries of a TOML file.

    [[waiver]]
    fingerprint = "0f3a5c7e9b1d2f40"
    reason = "the grade is as printed; the inspectorate is asked"
    by = "A. Person"
    expires = 2026-12-31

A waiver holds on its last day too. `shape`, `focus`, `path` and `value` may say in words which result it is; they are
held against the result, so that a fingerprint that was copied wrongly waives nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ...handwritten import Entry, Handwritten, read_entries
from ..formats.words import plain, plain_path, short_path, shorten
from ..naming import shown
from ..report import Result, Term

TABLE: Final = "waiver"
FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
#: What tells in words which result is meant.
WORDS: Final = ("shape", "focus", "path", "value")
KNOWN: Final = ("fingerprint", "reason", "by", "expires", *WORDS)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver: the result that it names, why it may stay, who says so, and the last day on which that holds."""

    fingerprint: str
    reason: str
    by: str
    expires: date
    words: Mapping[str, str]
    entry: Entry

    @property
    def place(self) -> str:
        """The file and line where it stands."""
        name = shown(self.entry.path)
        return name if self.entry.line is None else f"{name}:{self.entry.line}"

    def called(self) -> str:
        """Whose waiver of what it is."""
        told = ", ".join(f"{name} {text}" for name, text in self.words.items())
        return f"the waiver of {self.by} for {self.fingerprint}{f' ({told})' if told else ''}"

    def check(self, result: Result, prefixes: Mapping[str, str]) -> None:
        """InputError where its words are about something else than RESULT, which has its fingerprint."""
        forms = _forms(result, prefixes)
        for name, text in self.words.items():
            if text not in forms[name]:
                there = f"has {forms[name][0]!r}" if forms[name] else "has none"
                message = f"{name} is {text!r}, and the result with this fingerprint {there}: mend one of the two"
                raise self.entry.wrong(message)


def read_waivers(paths: Sequence[Path]) -> list[Waiver]:
    """The waivers of the files PATHS; InputError, with file and line, where one cannot be used or stands twice."""
    found: dict[str, Waiver] = {}
    for path in paths:
        file = read_entries(path, [TABLE])
        for entry in file.entries:
            waiver = _waiver(entry, file)
            first = found.setdefault(waiver.fingerprint, waiver)
            if first is not waiver:
                raise entry.wrong(f"{waiver.fingerprint} is waived at {first.place} already: remove one of the two")
    return list(found.values())


def _waiver(entry: Entry, file: Handwritten) -> Waiver:
    entry.refuse_unknown(KNOWN)
    fingerprint = entry.text("fingerprint")
    if not FINGERPRINT.fullmatch(fingerprint):
        raise entry.wrong(f"fingerprint is {fingerprint!r}, and has 16 digits from 0 to 9 and a to f; see --details")
    return Waiver(
        fingerprint=fingerprint,
        reason=" ".join(entry.text("reason").split()),
        by=entry.text("by") if "by" in entry.values or file.by is None else file.by,
        expires=_last_day(entry),
        words={name: entry.text(name) for name in WORDS if name in entry.values},
        entry=entry,
    )


def _last_day(entry: Entry) -> date:
    value = entry.values.get("expires")
    if isinstance(value, datetime) or not isinstance(value, date):
        raise entry.wrong("expires must be a day, without quotation marks: expires = 2026-12-31")
    return value


def _forms(result: Result, prefixes: Mapping[str, str]) -> dict[str, list[str]]:
    """How people may write each part of RESULT: in full, in angle brackets, with a prefix, or by its label."""
    path = result.path
    return {
        "shape": [*_iri(result.shape, prefixes), result.name] if result.shape else [result.name],
        "focus": _term(result.focus, result.focus_label, prefixes),
        "path": [] if path is None else [plain_path(path), str(path), short_path(path, prefixes)],
        "value": [] if result.value is None else _term(result.value, result.value_label, prefixes),
    }


def _term(node: Term, label: str | None, prefixes: Mapping[str, str]) -> list[str]:
    names: Iterable[str] = _iri(node.value, prefixes) if isinstance(node, ox.NamedNode) else [plain(node), str(node)]
    return [*names, *([label] if label else [])]


def _iri(iri: str, prefixes: Mapping[str, str]) -> list[str]:
    return [iri, f"<{iri}>", shorten(iri, prefixes)]
