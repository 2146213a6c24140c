"""Tells in words what was read from articles: what each is about, the grades in it, and how much of each kind."""

from __future__ import annotations

from collections import Counter
from typing import Final

from ..loader.statements import Finding, PersonNamed, Pledge, Rating, Recommendation, Statement, Statistic
from ..ontology.labels import reference
from .sources import Source

_COUNTED: Final[tuple[tuple[type[Statement], str], ...]] = (
    (Rating, "rating"), (Finding, "finding"), (Statistic, "statistic"), (Recommendation, "recommendation"),
    (Pledge, "pledge"), (PersonNamed, "person"),
)  # fmt: skip


def summary(source: Source) -> str:
    """What an article is about, the grades it tells, and how many statements of each kind it holds, line by line."""
    reading = source.reading
    if source.article.told.foreign:
        return f"{source.shown}: is not in English ({source.article.told.language}); nothing was read from it"
    if not reading.bodies:
        return f"{source.shown}: not about a probation inspection; nothing was read from it"
    bodies = " and ".join(body.label for body in reading.bodies)
    when = reading.published.isoformat() if reading.published else "undated"
    kinds = Counter(type(statement) for statement in reading.statements)
    held = [f"{kinds[kind]} {name if kinds[kind] == 1 else _plural(name)}" for kind, name in _COUNTED if kinds[kind]]
    about = f"{source.shown}, {when}: an inspection of {bodies}"
    return "\n".join([about, *_grades(source), f"  {', '.join(held)}"])


def _grades(source: Source) -> list[str]:
    """A line for each body with the grades it got in this inspection."""
    names = reference().preferred
    told: dict[str, list[str]] = {}
    for one in source.reading.statements:
        if isinstance(one, Rating) and one.outcome:
            grade = f"{names[one.grade]} ({names[one.aspect]})"
            if grade not in told.setdefault(one.body.label, []):
                told[one.body.label].append(grade)
    return [f"  {body}: {', '.join(grades)}" for body, grades in told.items()]


def _plural(name: str) -> str:
    return "people" if name == "person" else f"{name}s"
