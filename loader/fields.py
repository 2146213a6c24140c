"""The fields of each kind of statement under the names that queries give them, read from and shown as words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Any, Final, cast

from ..ontology.labels import reference
from ..ontology.namespaces import BASE, iri
from .bodies import LEVELS, Body
from .dates import Deadline
from .handwritten import is_list, near
from .statements import (
    Finding,
    InspectionReport,
    PersonNamed,
    Pledge,
    Rating,
    Recommendation,
    Statement,
    Statistic,
)  # fmt: skip
from .text import Span, fold

Read = Callable[[object, Sequence[Body]], Any]
_PARTNERS: Final = ("agency:", "force:")
_BODIES: Final = ("pdu:", "region:", "yjs:", "agency:hmpps")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)


class FieldError(ValueError):
    """A value that a field cannot have; the message says why, and names what is near."""


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read from TOML, taken from a statement, and put into one."""

    read: Read
    get: Callable[[Any], Any]
    put: Callable[[Any, Any], dict[str, Any]]
    optional: bool = False
    """An empty text empties it: the article does not say."""


def value_of(field: Field, given: object, bodies: Sequence[Body]) -> Any:
    """What GIVEN means for FIELD; BODIES are those of the article. FieldError where it means nothing."""
    if field.optional and given == "":
        return None
    return field.read(given, bodies)


def shown(value: object) -> str:
    """A value of a statement in the words of the queries' columns."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, Body):
        return value.label
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        return ("; " if parts and isinstance(parts[0], Body) else " ").join(map(shown, parts))
    if isinstance(value, Deadline):
        return value.exact or value.stated
    text = str(value)
    return text.rsplit("/", 1)[1] if text.startswith(BASE) else text


def described(statement: Statement, beside: Statement | None = None) -> str:
    """What STATEMENT says, field by field, without those it leaves open; who speaks only where BESIDE differs in it."""
    kind = kind_of(statement)
    told = [(name, shown(field.get(statement))) for name, field in KINDS[kind][1].items()]
    if beside is not None:
        voices = [(name, shown(field.get(statement)), shown(field.get(beside))) for name, field in _VOICE.items()]
        told += [(name, mine) for name, mine, theirs in voices if mine != theirs]
    return "; ".join(f"{name}: {words}" for name, words in told if words)


def kind_of(statement: Statement) -> str:
    """The name of the kind of STATEMENT."""
    return next(kind for kind, (cls, _) in KINDS.items() if cls is type(statement))


def fields_of(kind: str) -> Mapping[str, Field]:
    """The fields of statements of KIND, by name."""
    return {**KINDS[kind][1], **_VOICE}


# ---------------------------------------------------------------- what values mean


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


def _look_up(given: object, prefixes: tuple[str, ...], preferred: Iterable[str] = ()) -> str:
    """The IRI of what GIVEN names; among several those in PREFERRED. FieldError where it names none, or several."""
    name = fold(_text(given, ()))
    known = _named(prefixes)
    fitting = known.get(name, set())
    if len(fitting) > 1:
        fitting = fitting & set(preferred) or fitting
    if not fitting:
        raise FieldError(f"{name!r} is not known{near(name, (one for one in known if ':' not in one))}")
    if len(fitting) > 1:
        options = sorted(one for one in known if ":" in one and known[one] & fitting)
        raise FieldError(f"{name!r} may be {' or '.join(options)}: write which")
    return next(iter(fitting))


def _thing(*prefixes: str) -> Read:
    return lambda given, _: _look_up(given, prefixes)


def _slug(*prefixes: str) -> Read:
    return lambda given, _: _look_up(given, prefixes).rsplit("/", 1)[1]


def _many(read: Read) -> Read:
    """A list, or one alone, sorted."""
    return lambda given, bodies: tuple(sorted({read(one, bodies) for one in (given if is_list(given) else [given])}))


def body_named(given: object, bodies: Sequence[Body]) -> Body:
    """The body that GIVEN names by label or slug, those of the article before others; FieldError where none is."""
    name = fold(_text(given, ()))
    for body in bodies:
        if name in (fold(body.label), body.iri.rsplit("/", 1)[1]):
            return body
    full = _look_up(given, _BODIES)
    facts = reference()
    level = next(level for kind, level in LEVELS.items() if iri(f"ikg:{kind}") in facts.types[full])
    return Body(full, facts.preferred[full], level)


def _bodies(given: object, bodies: Sequence[Body]) -> tuple[Body, ...]:
    named = [body_named(one, bodies) for one in (given if is_list(given) else [given])]
    if not named:
        raise FieldError("names no body")
    return tuple(dict.fromkeys(named))


def _text(given: object, _: Sequence[Body]) -> str:
    if not isinstance(given, str) or not given.strip():
        raise FieldError(f"words between quotation marks were expected, not {given!r:.60}")
    if not given.isprintable():
        raise FieldError(f"holds a control character: {given!r:.60}")
    return given.strip()


def _flag(given: object, _: Sequence[Body]) -> bool:
    if not isinstance(given, bool):
        raise FieldError(f"true or false was expected, not {given!r:.60}")
    return given


def _number(given: object, _: Sequence[Body]) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1e15 or not isfinite(given):
        raise FieldError(f"a number, zero or more, was expected, not {given!r:.60}")
    return float(given)


def _count(given: object, _: Sequence[Body]) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= 10_000:
        raise FieldError(f"a whole number, zero or more, was expected, not {given!r:.60}")
    return given


def _month(given: object, _: Sequence[Body]) -> str:
    if not isinstance(given, str) or not _MONTH.fullmatch(given):
        raise FieldError(f'a month was expected, as in "2025-07", not {given!r:.60}')
    return given


def _deadline(given: object, _: Sequence[Body]) -> Deadline:
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


def _with_deadline(told: Pledge, due: Deadline | None) -> dict[str, Any]:
    """The deadline DUE in the article's own words for one, where it has some."""
    if due is not None and told.deadline is not None:
        due = replace(told.deadline, latest=due.latest, grain=due.grain)
    return {"deadline": due}


def _unit(given: object, _: Sequence[Body]) -> str:
    unit = _text(given, ())
    return {"gbp": "GBP", "percent": "percent"}.get(fold(unit), unit)


def _up_to(given: object, _: Sequence[Body]) -> str:
    if given != "up-to":
        raise FieldError(f'"up-to", or "" for none, was expected, not {given!r:.60}')
    return "up-to"


def _speaker(given: object, _: Sequence[Body]) -> str:
    return _look_up(given, ("agency:", "force:", "pdu:", "region:", "yjs:", "person:", "post:", "publisher:"))


def _person(name: str) -> str | None:
    """The IRI of the office-holder of that NAME, where there is just one."""
    found = _named(("person:",)).get(fold(name), set())
    return next(iter(found)) if len(found) == 1 else None


def _pledger(given: object, _: Sequence[Body]) -> str:
    return _look_up(given, ("agency:", "force:", "pdu:", "region:", "yjs:"))


def _plain(read: Read, attribute: str, empty: Any = None, *, optional: bool = False) -> Field:
    """A field that is one attribute, read as it stands; EMPTY is what it has where nothing is said."""
    return Field(
        read,
        lambda told: getattr(told, attribute),
        lambda _, value: {attribute: empty if value is None else value},
        optional,
    )


_BODY: Final = _plain(body_named, "body")
_BODY_LIST: Final = _plain(_bodies, "bodies")
_TOPICS: Final = _plain(_many(_thing("topic:")), "topics")
_AGENCIES: Final = _plain(_many(_thing(*_PARTNERS)), "agencies")
_VOICE: Final[dict[str, Field]] = {
    "speaker": Field(
        _speaker,
        lambda told: _person(told.speaker_name) or told.speaker_name or told.speaker,
        lambda _, value: {"speaker": value, "speaker_name": ""},
    ),
    "attribution": _plain(_slug("attribution:"), "manner"),
}

#: Kind of statement -> its class, and its own fields in the order in which they are shown.
KINDS: Final[dict[str, tuple[type[Statement], dict[str, Field]]]] = {
    "inspection": (
        InspectionReport,
        {
            "body": _BODY,
            "region": _plain(lambda given, _: body_named(_look_up(given, ("region:",)), ()), "region", optional=True),
            "recommendationCount": _plain(_count, "recommendation_count", optional=True),
        },
    ),
    "rating": (
        Rating,
        {
            "body": _BODY,
            "aspect": _plain(_thing("aspect:"), "aspect"),
            "grade": _plain(_thing("grade:"), "grade"),
            "previous": Field(_flag, lambda told: not told.outcome, lambda _, value: {"outcome": not value}),
            "reported": _plain(_month, "month", optional=True),
        },
    ),
    "finding": (
        Finding,
        {
            "body": _BODY_LIST,
            "polarity": _plain(_slug("polarity:"), "polarity"),
            "topics": _TOPICS,
            "agencies": _AGENCIES,
        },
    ),
    "statistic": (
        Statistic,
        {
            "body": _BODY_LIST,
            "numerator": _plain(_number, "numerator", optional=True),
            "denominator": _plain(_number, "denominator", optional=True),
            "percent": _plain(_number, "percent", optional=True),
            "qualifier": _plain(_slug("qualifier:"), "qualifier", optional=True),
            "polarity": _plain(_slug("polarity:"), "polarity", optional=True),
            "population": _plain(_text, "population", "", optional=True),
            "topics": _TOPICS,
        },
    ),
    "recommendation": (
        Recommendation,
        {
            "body": _BODY_LIST,
            "topics": _TOPICS,
            "agencies": _AGENCIES,
            "addressees": _plain(_many(_thing(*_PARTNERS)), "addressees"),
        },
    ),
    "pledge": (
        Pledge,
        {
            "by": Field(
                _pledger,
                lambda told: told.pledger,
                lambda _, value: {"pledger": value, "pledger_label": reference().preferred[value]},
            ),
            "pledgeKind": _plain(_slug("pledge-kind:"), "kind"),
            "value": _plain(_number, "value", optional=True),
            "unit": _plain(_unit, "unit", optional=True),
            "qualifier": Field(
                _up_to,
                lambda told: "up-to" if told.up_to else None,
                lambda _, value: {"up_to": value is not None},
                optional=True,
            ),
            "deadline": Field(_deadline, lambda told: told.deadline, _with_deadline, optional=True),
        },
    ),
    "person": (
        PersonNamed,
        {
            "name": Field(_text, lambda told: told.name, lambda _, value: {"name": value, "person": _person(value)}),
            "role": _plain(_text, "role", "", optional=True),
        },
    ),
}


def same(field: Field, statement: Statement, wanted: object) -> bool:
    """Whether STATEMENT has the value WANTED in FIELD."""
    return shown(field.get(statement)) == shown(wanted)
