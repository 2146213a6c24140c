"""What a value written by hand means: a thing by slug or label, a body, a number, a date; the rest is refused."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Any, Final

from ..handwritten import is_list, near
from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .bodies import LEVELS, Body
from .dates import Deadline
from .text import Span, fold

#: How a value is read, given the bodies of the article.
Read = Callable[[object, Sequence[Body]], Any]
_BODIES: Final = ("pdu:", "region:", "yjs:", "agency:hmpps")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)


class FieldError(ValueError):
    """A value that a field cannot have; the message says why, and names what is near."""


@cache
def _named(prefixes: tuple[str, ...]) -> dict[str, set[str]]:
    """Slug, prefixed name and folded labels of each thing whose prefixed name begins with one of PREFIXES -> IRIs."""
    facts = reference()
    found: dict[str, set[str]] = {}
    for prefix in prefixes:
        scheme = prefix.split(":")[0]
        for thing, label in facts.preferred.items():
            if thing.startswith(iri(prefix)):
                last = thing.rsplit("/", 1)[1]
                for name in {last, f"{scheme}:{last}", *map(fold, {label, *facts.others.get(thing, ())})}:
                    found.setdefault(name, set()).add(thing)
    return found


def _look_up(given: object, prefixes: tuple[str, ...]) -> str:
    """The IRI of what GIVEN names; FieldError where it names nothing, or several things."""
    name = fold(plain_text(given, ()))
    known = _named(prefixes)
    fitting = known.get(name, set())
    if not fitting:
        raise FieldError(f"{name!r} is not known{near(name, (one for one in known if ':' not in one))}")
    if len(fitting) > 1:
        options = sorted(one for one in known if ":" in one and known[one] & fitting)
        raise FieldError(f"{name!r} may be {' or '.join(options)}: write which")
    return next(iter(fitting))


def thing(*prefixes: str) -> Read:
    """Reads the IRI of a thing whose prefixed name begins with one of PREFIXES."""
    return lambda given, _: _look_up(given, prefixes)


def slug_of(*prefixes: str) -> Read:
    """Reads the slug of such a thing."""
    return lambda given, _: _look_up(given, prefixes).rsplit("/", 1)[1]


def many(read: Read) -> Read:
    """A list, or one alone, sorted."""
    return lambda given, bodies: tuple(sorted({read(one, bodies) for one in (given if is_list(given) else [given])}))


def body_named(given: object, bodies: Sequence[Body]) -> Body:
    """The body that GIVEN names by label or slug, those of the article before others; FieldError where none is."""
    name = fold(plain_text(given, ()))
    for body in bodies:
        if name in (fold(body.label), body.iri.rsplit("/", 1)[1]):
            return body
    full = _look_up(given, _BODIES)
    facts = reference()
    level = next(level for kind, level in LEVELS.items() if iri(f"ikg:{kind}") in facts.types[full])
    return Body(full, facts.preferred[full], level)


def region(given: object, _: Sequence[Body]) -> Body:
    """The region that GIVEN names."""
    full = _look_up(given, ("region:",))
    return Body(full, reference().preferred[full], "region")


def bodies_named(given: object, bodies: Sequence[Body]) -> tuple[Body, ...]:
    """The bodies that GIVEN names, a list or one."""
    named = [body_named(one, bodies) for one in (given if is_list(given) else [given])]
    if not named:
        raise FieldError("names no body")
    return tuple(dict.fromkeys(named))


def plain_text(given: object, _: Sequence[Body]) -> str:
    """Words in one line."""
    if not isinstance(given, str) or not given.strip():
        raise FieldError(f"words between quotation marks were expected, not {given!r:.60}")
    if not given.isprintable():
        raise FieldError(f"holds a control character: {given!r:.60}")
    return given.strip()


def flag(given: object, _: Sequence[Body]) -> bool:
    """True or false."""
    if not isinstance(given, bool):
        raise FieldError(f"true or false was expected, not {given!r:.60}")
    return given


def number(given: object, _: Sequence[Body]) -> float:
    """A number, zero or more."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1e15 or not isfinite(given):
        raise FieldError(f"a number, zero or more, was expected, not {given!r:.60}")
    return float(given)


def count(given: object, _: Sequence[Body]) -> int:
    """A whole number, zero or more."""
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= 10_000:
        raise FieldError(f"a whole number, zero or more, was expected, not {given!r:.60}")
    return given


def month(given: object, _: Sequence[Body]) -> str:
    """A month as YYYY-MM."""
    if not isinstance(given, str) or not _MONTH.fullmatch(given):
        raise FieldError(f'a month was expected, as in "2025-07", not {given!r:.60}')
    return given


def deadline(given: object, _: Sequence[Body]) -> Deadline:
    """A year, a month or a day, as the last day that it can mean."""
    if isinstance(given, date) and not isinstance(given, datetime):
        given = given.isoformat()
    parts = _DAY.fullmatch(given) if isinstance(given, str) else None
    if parts is None:
        raise FieldError(f'a year, month or day was expected, as in "2026-03", not {given!r:.60}')
    year, month, day = (int(part) if part else None for part in parts.groups())
    assert year is not None
    try:
        last = day or calendar.monthrange(year, month or 12)[1]
        latest = date(year, month or 12, last)
    except ValueError:
        raise FieldError(f"there is no such day: {given!r:.60}") from None
    return Deadline(latest, "day" if day else "month" if month else "year", parts.string, Span(0, 0))


def unit(given: object, _: Sequence[Body]) -> str:
    """GBP, percent, or a noun."""
    unit = plain_text(given, ())
    return {"gbp": "GBP", "percent": "percent"}.get(fold(unit), unit)


def up_to(given: object, _: Sequence[Body]) -> str:
    """The only qualifier that a pledge has."""
    if given != "up-to":
        raise FieldError(f'"up-to", or "" for none, was expected, not {given!r:.60}')
    return "up-to"


def speaker(given: object, _: Sequence[Body]) -> str:
    """The IRI of a person, post, body, agency, force or publisher."""
    return _look_up(given, ("agency:", "force:", "pdu:", "region:", "yjs:", "person:", "post:", "publisher:"))


def office_holder(name: str) -> str | None:
    """The IRI of the office-holder of that NAME, where there is just one."""
    found = _named(("person:",)).get(fold(name), set())
    return next(iter(found)) if len(found) == 1 else None


def pledger(given: object, _: Sequence[Body]) -> str:
    """The IRI of an agency, body or force."""
    return _look_up(given, ("agency:", "force:", "pdu:", "region:", "yjs:"))
