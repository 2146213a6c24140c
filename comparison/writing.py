"""The changes between two graphs for people: plain text for a terminal, Markdown for a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..paragraphs import wrapped
from .report import Article, FactTold, Property, Thing, Told, Value, short

_MARKS: Final = {"added": "+", "removed": "-", "changed": "~"}
_INSIDE: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_STEERING: Final = re.compile(r"[^\S ]+")


@dataclass(frozen=True, slots=True)
class Style:
    """How a heading (level from 1), a change, its details and its quote are written; ESCAPED guards what is quoted."""

    summary: Callable[[str], list[str]]
    heading: Callable[[int, str], list[str]]
    change: Callable[[str, str], list[str]]
    detail: Callable[[str], list[str]]
    quote: Callable[[str, str], list[str]]
    escaped: Callable[[str], str]


def text(report: Told) -> str:
    """The report for a terminal."""
    return _written(report, _TEXT)


def markdown(report: Told) -> str:
    """The report for a page, such as the summary of a CI run."""
    return _written(report, _MARKDOWN)


def _written(report: Told, style: Style) -> str:
    lines = style.summary(style.escaped(_summary(report)))
    for article in report["articles"]:
        lines += _article(article, style)
    for title, things in (("Terms", report["terms"]), ("Other things", report["things"])):
        if things:
            lines += style.heading(1, title)
            lines += [line for thing in things for line in _thing(thing, style)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _summary(report: Told) -> str:
    """What changed, in one or two sentences."""
    if report["same"]:
        return "The graphs say the same."
    counts = report["counts"]
    facts = [f"{counts['facts' + change]} {change.lower()}" for change in ("Added", "Removed", "Changed")]
    parts = [f"Facts: {', '.join(facts)}"]
    if counts["factsMoved"]:
        parts.append(f"{counts['factsMoved']} told as before, from another place in the text or graph")
    parts.append(f"terms that differ: {counts['terms']}, other things: {counts['things']}")
    if counts["descriptions"]:
        parts.append("what the files say of themselves (counts, checksums) differs, too")
    if counts["regraphed"]:
        parts.append(f"said as before, in other graphs: {counts['regraphed']}")
    return f"{'; '.join(parts)}. Statements: {counts['statementsAdded']} added, {counts['statementsRemoved']} removed."


def _article(article: Article, style: Style) -> list[str]:
    lines = style.heading(1, style.escaped(_line(article["label"])))
    for body in article["bodies"]:
        names = ", ".join(value["label"] for value in body["bodies"])
        lines += style.heading(2, style.escaped(_line(names or "on no body")))
        lines += [line for fact in body["facts"] for line in _fact(fact, style)]
    return lines


def _fact(fact: FactTold, style: Style) -> list[str]:
    said = [_said(one, fact["change"]) for one in fact["properties"]]
    changed = [line for line in said if line]
    lines = style.change(_MARKS[fact["change"]], f"{fact['kind']} {fact['change']}")
    lines += [part for line in changed for part in style.detail(style.escaped(line))]
    if fact["quote"]:
        place = f", character {fact['start']}" if fact["start"] is not None else ""
        lines += style.quote(style.escaped(_line(fact["quote"])), place)
    return lines


def _thing(thing: Thing, style: Style) -> list[str]:
    name = short(thing["iri"])
    title = name if thing["label"] == name else f"{_line(thing['label'])} ({name})"
    lines = style.change(_MARKS[thing["change"]], f"{style.escaped(title)} {thing['change']}")
    said = [_said(one, thing["change"]) for one in thing["properties"]]
    return lines + [part for line in said for part in style.detail(style.escaped(line))]


def _said(one: Property, change: str) -> str:
    """What a property said and says: of a thing that is new or gone only the values."""
    name = _property_name(one["property"])
    old, new = _list(one["old"]), _list(one["new"])
    if change != "changed":
        return f"{name}: {new or old}"
    return f"{name}: {old or 'nothing'} → {new or 'nothing'}"


def _list(values: list[Value]) -> str:
    return ", ".join(_line(value["label"]) for value in values)


def _property_name(iri: str) -> str:
    """The words in the local name of a property."""
    return _INSIDE.sub(" ", re.split(r"[/#]", iri)[-1] or iri).lower()


def _line(text: str) -> str:
    """TEXT on one line, without what could steer a terminal."""
    flat = _STEERING.sub(" ", text)
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in flat)


def _guarded(text: str) -> str:
    """TEXT as it is to be read, whatever marks of Markdown or HTML it contains."""
    return re.sub(r"([\\`*_\[\]<>|&#~])", r"\\\1", text)


_TEXT: Final = Style(
    summary=wrapped,
    heading=lambda level, title: ["", *wrapped(title)] if level == 1 else wrapped(title, "  "),
    change=lambda mark, title: wrapped(title, f"    {mark} "),
    detail=lambda line: wrapped(line, " " * 8, " " * 10),
    quote=lambda words, place: wrapped(f"»{words}«{place}", " " * 8, " " * 9),
    escaped=lambda words: words,
)
_MARKDOWN: Final = Style(
    summary=lambda sentences: [sentences],
    heading=lambda level, title: ["", f"{'#' * (level + 1)} {title}", ""],
    change=lambda mark, title: [f"- `{mark}` {title}"],
    detail=lambda line: [f"  - {line}"],
    quote=lambda words, place: [f"  - “{words}”{place}"],
    escaped=_guarded,
)
