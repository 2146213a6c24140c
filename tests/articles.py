"""Minimal articles for tests: a headline, a sentence that names unit and inspectorate, and what a case is about."""

from __future__ import annotations

from typing import TypeVar

from inspectkg.loader.reading import read
from inspectkg.loader.statements import Reading, Statement

UNIT = "pdu:derby-city"
HEADLINE = "Probation unit visited by watchdog"
OPENING = "HM Inspectorate of Probation has visited Derby City Probation Delivery Unit."

Kind = TypeVar("Kind", bound=Statement)


def article(*lines: str, date: str = "31-07-2025", headline: str = HEADLINE, opening: str = OPENING) -> str:
    """An article about one unit, with LINES as its paragraphs after the opening one; undated where DATE is ""."""
    return "\n".join([headline, *([date] if date else []), opening, *lines]) + "\n"


def reading(*lines: str, **parts: str) -> Reading:
    """What is read from `article(*lines, **parts)`."""
    return read(article(*lines, **parts))


def told(kind: type[Kind], *lines: str, **parts: str) -> list[Kind]:
    """The statements of KIND that are read from an article of LINES."""
    return [one for one in reading(*lines, **parts).statements if isinstance(one, kind)]


def of_kind(kind: type[Kind], text: str) -> list[Kind]:
    """The statements of KIND that are read from a whole TEXT."""
    return [one for one in read(text).statements if isinstance(one, kind)]


def slug(full: str) -> str:
    """The last part of an IRI."""
    return full.rsplit("/", 1)[1]


def slugs(full: tuple[str, ...]) -> set[str]:
    """The last parts of IRIs."""
    return {slug(one) for one in full}
