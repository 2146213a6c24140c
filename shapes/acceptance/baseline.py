"""A baseline: the results that were there when it was written, so that only new ones count.

A JSON file with one line a result, sorted, so that a review can read what comes and goes. What counts is the
fingerprint, and how often it occurs; the words beside it are for people. Results without an IRI are in it by what is
said of them, so that an edit elsewhere in the data changes no line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox

from ...errors import InputError
from ...files import MEBIBYTE, read_bytes
from ..formats.words import plain, plain_path
from ..naming import shown
from ..report import Result
from .waivers import FINGERPRINT

VERSION: Final = 1
LIMIT: Final = 64 * MEBIBYTE
#: So much of a literal is shown beside a fingerprint.
SHOWN: Final = 120
WORDS: Final = ("severity", "shape", "focus", "path", "value", "message")
_HINT: Final = "write it with --write-baseline"
_ENTRY: Final = re.compile(r'"fingerprint"\s*:')


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each fingerprint is known, and the name of the file for people."""

    name: str
    counts: Mapping[str, int]


def baseline_of(results: Iterable[Result], path: Path) -> Baseline:
    """The baseline that the file PATH has once `written` RESULTS are in it."""
    return Baseline(shown(path), Counter(result.fingerprint for result in results))


def written(results: Iterable[Result]) -> str:
    """RESULTS as the content of a baseline file."""
    counts = Counter[str]()
    rows: dict[str, dict[str, str | int]] = {}
    for result in results:
        counts[result.fingerprint] += 1
        rows.setdefault(result.fingerprint, _row(result))
    for fingerprint, count in counts.items():
        if count > 1:
            rows[fingerprint]["count"] = count
    ordered = sorted(rows.values(), key=lambda row: [str(row.get(name, "")) for name in (*WORDS[1:], "fingerprint")])
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in ordered)
    body = f"\n{lines}\n" if lines else ""
    return f'{{"version": {VERSION}, "results": [{body}]}}\n'


def read_baseline(path: Path) -> Baseline:
    """The baseline in the file PATH; InputError, with the line, where it is none."""
    data = read_bytes(path, LIMIT)
    try:
        text = data.decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"is not UTF-8: {_HINT}", path=path, line=line) from None
    except json.JSONDecodeError as error:
        message = f"is no JSON, {error.msg}: mend it, or {_HINT}"
        raise InputError(message, path=path, line=error.lineno, column=error.colno) from None
    except (_TwiceError, RecursionError) as error:
        raise InputError(f"is no baseline, {error}: {_HINT}", path=path) from None
    return Baseline(shown(path), _counts(_entries(content, path), text, path))


def _row(result: Result) -> dict[str, str | int]:
    value = None if result.value is None else result.value_key or plain(result.value)
    found = {
        "fingerprint": result.fingerprint,
        "severity": result.severity,
        "shape": result.shape or result.name,
        "focus": result.focus_key or plain(result.focus),
        "path": None if result.path is None else plain_path(result.path),
        "value": _short(value) if isinstance(result.value, ox.Literal) and value else value,
        "message": result.message,
    }
    return {name: text for name, text in found.items() if text}


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _entries(content: object, path: Path) -> list[object]:
    """The list of entries of a baseline; InputError where CONTENT is something else."""
    if not isinstance(content, dict) or set(cast("dict[str, Any]", content)) != {"version", "results"}:
        raise InputError(f'is no baseline, an object with "version" and "results" was expected: {_HINT}', path=path)
    table = cast("dict[str, Any]", content)
    if table["version"] != VERSION:
        message = f"has version {table['version']!r:.40}, and version {VERSION} was expected: {_HINT}"
        raise InputError(message, path=path)
    if not isinstance(table["results"], list):
        raise InputError(f'is no baseline, "results" must be a list: {_HINT}', path=path)
    return cast("list[object]", table["results"])


def _counts(entries: list[object], text: str, path: Path) -> dict[str, int]:
    starts = [match.start() for match in _ENTRY.finditer(text)]
    found: dict[str, int] = {}
    for number, entry in enumerate(entries):
        line = text.count("\n", 0, starts[number]) + 1 if len(starts) == len(entries) else None
        fingerprint, count, problem = _entry(entry)
        if problem or fingerprint in found:
            what = problem or f"has {fingerprint} twice"
            raise InputError(f"entry {number + 1} {what}: mend it, or {_HINT}", path=path, line=line)
        found[fingerprint] = count
    return found


def _entry(entry: object) -> tuple[str, int, str]:
    """Fingerprint and count of ENTRY, and what is wrong with it."""
    if not isinstance(entry, dict):
        return "", 0, "is no object"
    row = cast("dict[str, object]", entry)
    unknown = sorted(set(row) - {"fingerprint", "count", *WORDS})
    fingerprint, count = row.get("fingerprint"), row.get("count", 1)
    if unknown:
        return "", 0, f"has {unknown[0]!r}, which is not known here"
    if not isinstance(fingerprint, str) or not FINGERPRINT.fullmatch(fingerprint):
        return "", 0, "has no fingerprint of 16 digits from 0 to 9 and a to f"
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return "", 0, "has a count that is no number of 1 or more"
    return fingerprint, count, ""


class _TwiceError(ValueError):
    """A name that stands twice in one object."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _TwiceError(f"{name!r} stands twice in one object")
    return found
