"""Reports as JSON and back: terms in N-Triples, each once, and results that point at them by number.

What a report is marked with later (waived results, the day, details) is not written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

import pyoxigraph as ox

from .report import SEVERITIES, CheckedShape, FocusCount, Location, Path, Report, Result, Sentence, Severity, Term

Value = TypeVar("Value")
#: Counts the layout of entries; another one is not read.
LAYOUT: Final = 1


def write_report(report: Report) -> bytes:
    """REPORT as JSON."""
    numbers: dict[Term, int] = {}

    def number(term: Term | None) -> int | None:
        return None if term is None else numbers.setdefault(term, len(numbers))

    results = [
        [
            *(one.severity, one.shape, one.message, number(one.focus), one.name),
            *(None if one.path is None else _path(one.path), number(one.value), one.component),
            *(one.focus_label, one.value_label, _sentence(one.sentence), number(one.source)),
            *(_location(one.location), _location(one.shape_location), one.focus_key, one.value_key),
        ]
        for one in report.results
    ]
    value = {
        "layout": LAYOUT,
        "data": report.data,
        "shapes": report.shapes,
        "engine": report.engine,
        "notes": report.notes,
        "texts": report.texts_checked,
        "prefixes": dict(report.prefixes),
        "checked": [[one.iri, one.name, one.message, one.description, one.severity] for one in report.checked],
        "focus": [[one.shape, one.name, one.count, one.may_be_empty] for one in report.focus_counts],
        "terms": list(map(str, numbers)),
        "results": results,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_report(data: bytes) -> Report:
    """The report that DATA holds; ValueError where it holds none."""
    try:
        value: Any = json.loads(data)
        if value["layout"] != LAYOUT:
            raise ValueError("another layout")
        terms = _terms(value["terms"])
        return Report(
            results=tuple(_result(row, terms) for row in value["results"]),
            data=_texts(value["data"]),
            shapes=_texts(value["shapes"]),
            engine=_text(value["engine"]),
            notes=_texts(value["notes"]),
            texts_checked=_number(value["texts"]),
            prefixes={_text(name): _text(iri) for name, iri in value["prefixes"].items()},
            checked=tuple(map(_checked, value["checked"])),
            focus_counts=tuple(_focus_count(row) for row in value["focus"]),
        )
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, SyntaxError, RecursionError) as error:
        raise ValueError("no report") from error


def _path(path: Path) -> Any:
    return path.iri if path.iri is not None else [path.operator, *map(_path, path.parts)]


def _sentence(sentence: Sentence | None) -> Any:
    return None if sentence is None else [sentence.quote, sentence.source, sentence.start]


def _location(place: Location | None) -> Any:
    return None if place is None else [place.file, place.line, place.column]


def _result(row: Any, terms: list[Term]) -> Result:
    return Result(
        severity=_severity(row[0]),
        shape=_text(row[1]),
        message=_text(row[2]),
        focus=terms[_number(row[3])],
        name=_text(row[4]),
        path=_maybe(row[5], _read_path),
        value=_maybe(row[6], lambda number: terms[_number(number)]),
        component=_text(row[7]),
        focus_label=_maybe(row[8], _text),
        value_label=_maybe(row[9], _text),
        sentence=_maybe(row[10], lambda one: Sentence(_text(one[0]), _text(one[1]), _maybe(one[2], _number))),
        source=_maybe(row[11], lambda number: terms[_number(number)]),
        location=_maybe(row[12], _read_location),
        shape_location=_maybe(row[13], _read_location),
        focus_key=_text(row[14]),
        value_key=_text(row[15]),
    )


def _checked(row: Any) -> CheckedShape:
    return CheckedShape(_text(row[0]), _text(row[1]), _text(row[2]), _text(row[3]), _severity(row[4]))


def _focus_count(row: Any) -> FocusCount:
    if not isinstance(row[3], bool):
        raise TypeError("no yes or no")
    return FocusCount(_text(row[0]), _text(row[1]), _maybe(row[2], _number), row[3])


def _read_path(value: Any) -> Path:
    if isinstance(value, str):
        return Path(iri=value)
    return Path(operator=_text(value[0]), parts=tuple(map(_read_path, value[1:])))


def _read_location(value: Any) -> Location:
    return Location(_text(value[0]), _maybe(value[1], _number), _maybe(value[2], _number))


def _terms(texts: list[str]) -> list[Term]:
    """The terms that TEXTS are in N-Triples."""
    lines = "".join(f"<urn:s> <urn:p> {text} .\n" for text in texts)
    found = [quad.object for quad in ox.parse(input=lines, format=ox.RdfFormat.N_TRIPLES)]
    terms = [term for term in found if not isinstance(term, ox.Triple)]
    if len(terms) != len(texts):
        raise ValueError("no terms")
    return terms


def _maybe(value: Any, read: Callable[[Any], Value]) -> Value | None:
    return None if value is None else read(value)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("no list")
    return tuple(map(_text, values))  # pyright: ignore[reportUnknownArgumentType] - each is looked at


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("no number")
    return value


def _severity(value: object) -> Severity:
    found: Severity | None = next((one for one in SEVERITIES if one == value), None)
    if found is None:
        raise ValueError("no severity")
    return found
