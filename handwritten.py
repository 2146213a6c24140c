"""Reads the TOML files that people write by hand: entries with the line of each, and complaints that say where."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeGuard, cast

from .errors import InputError
from .files import read_bytes

#: The largest file of this kind that is read: thousands of entries.
LIMIT: Final = 1024 * 1024
_PLACE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[table]]` of a file: its values, and where it stands."""

    path: Path
    line: int | None
    table: str
    values: Mapping[str, Any]

    def wrong(self, message: str) -> InputError:
        """The error that says MESSAGE of this entry."""
        return InputError(f"[[{self.table}]]: {message}", path=self.path, line=self.line)

    def text(self, name: str) -> str:
        """The words at NAME; InputError where there are none."""
        if name not in self.values:
            raise self.wrong(f'{name} is missing: add {name} = "…"')
        return words(self.values[name], name, self)

    def texts(self, name: str) -> list[str]:
        """The list of words at NAME; InputError where it is no list, or repeats one."""
        found = self.values.get(name)
        if not is_list(found):
            raise self.wrong(f'{name} must be a list, as in {name} = ["…", "…"]')
        told = [words(one, name, self) for one in found]
        if len(set(told)) < len(told):
            raise self.wrong(f"{name} names the same thing twice")
        return told

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """InputError for the first name that is not among KNOWN."""
        allowed = list(known)
        for name in self.values:
            if name not in allowed:
                raise self.wrong(f"{name} is not known here{near(name, allowed)}")


@dataclass(frozen=True, slots=True)
class Handwritten:
    """A file that was read: its path, the SHA-256 of its bytes, who wrote it, and its entries in their order."""

    path: Path
    sha256: str
    by: str | None
    entries: tuple[Entry, ...]


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether VALUE is a list of TOML."""
    return isinstance(value, list)


def words(value: object, name: str, entry: Entry) -> str:
    """VALUE where it is a text of printable characters that is not blank; InputError otherwise."""
    if not isinstance(value, str) or not value.strip():
        raise entry.wrong(f"{name} must be words between quotation marks, not {value!r:.60}")
    if not all(char.isprintable() or char in "\n\t" for char in value):
        raise entry.wrong(f"{name} holds a control character: {value!r:.60}")
    return value


def near(given: str, choices: Iterable[str]) -> str:
    """How a message goes on that refuses GIVEN: with the CHOICES that look like it, or with all where they are few."""
    known = sorted(set(choices))
    close = difflib.get_close_matches(given, known, n=3, cutoff=0.6)
    if close:
        return f"; did you mean {' or '.join(close)}?"
    return f"; there are: {', '.join(known)}" if len(known) <= 20 else ""


def read_entries(path: Path, tables: Sequence[str]) -> Handwritten:
    """The entries of the TOML file PATH, which has a `by` at its head and `[[table]]`s named in TABLES.

    InputError where it cannot be read, is no TOML, or has something else in it.
    """
    data = read_bytes(path, LIMIT)
    text = _text(data, path)
    content = parsed(text, path)
    by: str | None = None
    entries: list[Entry] = []
    for name, value in content.items():
        if name == "by":
            by = words(value, "by", Entry(path, 1, "by", {}))
        elif name in tables and is_list(value):
            entries += _of_table(name, value, text, path)
        else:
            known = ["by", *(f"[[{table}]]" for table in tables)]
            raise InputError(f"{name} is not known here; there are: {', '.join(known)}", path=path)
    if not entries:
        raise InputError(f"has no entry; write one under [[{']], [['.join(tables)}]], or delete the file", path=path)
    entries.sort(key=lambda entry: entry.line or 0)
    return Handwritten(path, hashlib.sha256(data).hexdigest(), by, tuple(entries))


def parsed(text: str, path: Path) -> dict[str, Any]:
    """What the TOML TEXT of the file PATH holds; InputError, with the place, where it is not valid."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        message = f"is not valid TOML: {_PLACE.sub('', str(error))}"
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        raise InputError(message, path=path, line=line, column=column) from None
    except RecursionError:
        raise InputError("is not valid TOML: it is nested too deeply", path=path) from None


def _text(data: bytes, path: Path) -> str:
    """DATA of the file PATH as text, without a byte order mark; InputError, with the line, where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError("is not UTF-8: save the file as UTF-8", path=path, line=line) from None


def _of_table(name: str, items: list[object], text: str, path: Path) -> list[Entry]:
    """The entries of one table, each with the line of its head where that can be told."""
    heads = [
        text.count("\n", 0, match.start()) + 1
        for match in re.finditer(rf"^[ \t]*\[\[[ \t]*[\"']?{name}[\"']?[ \t]*\]\]", text, re.MULTILINE)
    ]
    lines: Sequence[int | None] = heads if len(heads) == len(items) else [None] * len(items)
    found: list[Entry] = []
    for item, line in zip(items, lines, strict=True):
        if not isinstance(item, dict):
            raise InputError(f"[[{name}]] must have names and values under it", path=path, line=line)
        found.append(Entry(path, line, name, cast("dict[str, Any]", item)))
    return found
