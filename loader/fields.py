"""The fields of each kind of statement under the names that queries give them, read from and shown as words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from ..ontology.labels import reference
from ..ontology.namespaces import BASE
from . import values
from .bodies import Body
from .dates import Deadline
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
from .values import Read

_PARTNERS: Final = ("agency:", "force:")


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


def _with_deadline(told: Pledge, due: Deadline | None) -> dict[str, Any]:
    """The deadline DUE in the article's own words for one, where it has some."""
    if due is not None and told.deadline is not None:
        due = replace(told.deadline, latest=due.latest, grain=due.grain)
    return {"deadline": due}


def _plain(read: Read, attribute: str, empty: Any = None, *, optional: bool = False) -> Field:
    """A field that is one attribute, read as it stands; EMPTY is what it has where nothing is said."""
    return Field(
        read,
        lambda told: getattr(told, attribute),
        lambda _, value: {attribute: empty if value is None else value},
        optional,
    )


_BODY: Final = _plain(values.body_named, "body")
_BODY_LIST: Final = _plain(values.bodies_named, "bodies")
_TOPICS: Final = _plain(values.many(values.thing("topic:")), "topics")
_AGENCIES: Final = _plain(values.many(values.thing(*_PARTNERS)), "agencies")
_VOICE: Final[dict[str, Field]] = {
    "speaker": Field(
        values.speaker,
        lambda told: values.office_holder(told.speaker_name) or told.speaker_name or told.speaker,
        lambda _, value: {"speaker": value, "speaker_name": ""},
    ),
    "attribution": _plain(values.slug_of("attribution:"), "manner"),
}

#: Kind of statement -> its class, and its own fields in the order in which they are shown.
KINDS: Final[dict[str, tuple[type[Statement], dict[str, Field]]]] = {
    "inspection": (
        InspectionReport,
        {
            "body": _BODY,
            "region": _plain(values.region, "region", optional=True),
            "recommendationCount": _plain(values.count, "recommendation_count", optional=True),
        },
    ),
    "rating": (
        Rating,
        {
            "body": _BODY,
            "aspect": _plain(values.thing("aspect:"), "aspect"),
            "grade": _plain(values.thing("grade:"), "grade"),
            "previous": Field(values.flag, lambda told: not told.outcome, lambda _, value: {"outcome": not value}),
            "reported": _plain(values.month, "month", optional=True),
        },
    ),
    "finding": (
        Finding,
        {
            "body": _BODY_LIST,
            "polarity": _plain(values.slug_of("polarity:"), "polarity"),
            "topics": _TOPICS,
            "agencies": _AGENCIES,
        },
    ),
    "statistic": (
        Statistic,
        {
            "body": _BODY_LIST,
            "numerator": _plain(values.number, "numerator", optional=True),
            "denominator": _plain(values.number, "denominator", optional=True),
            "percent": _plain(values.number, "percent", optional=True),
            "qualifier": _plain(values.slug_of("qualifier:"), "qualifier", optional=True),
            "earlier": Field(
                values.flag, lambda told: told.earlier or None, lambda _, value: {"earlier": bool(value)}, True
            ),
            "polarity": _plain(values.slug_of("polarity:"), "polarity", optional=True),
            "population": _plain(values.plain_text, "population", "", optional=True),
            "topics": _TOPICS,
        },
    ),
    "recommendation": (
        Recommendation,
        {
            "body": _BODY_LIST,
            "topics": _TOPICS,
            "agencies": _AGENCIES,
            "addressees": _plain(values.many(values.thing(*_PARTNERS)), "addressees"),
        },
    ),
    "pledge": (
        Pledge,
        {
            "by": Field(
                values.pledger,
                lambda told: told.pledger,
                lambda _, value: {"pledger": value, "pledger_label": reference().preferred[value]},
            ),
            "pledgeKind": _plain(values.slug_of("pledge-kind:"), "kind"),
            "value": _plain(values.number, "value", optional=True),
            "unit": _plain(values.unit, "unit", optional=True),
            "qualifier": Field(
                values.up_to,
                lambda told: "up-to" if told.up_to else None,
                lambda _, value: {"up_to": value is not None},
                optional=True,
            ),
            "deadline": Field(values.deadline, lambda told: told.deadline, _with_deadline, optional=True),
        },
    ),
    "person": (
        PersonNamed,
        {
            "name": Field(
                values.plain_text,
                lambda told: told.name,
                lambda _, value: {"name": value, "person": values.office_holder(value)},
            ),
            "role": _plain(values.plain_text, "role", "", optional=True),
        },
    ),
}


def same(field: Field, statement: Statement, wanted: object) -> bool:
    """Whether STATEMENT has the value WANTED in FIELD; a deadline that is told to the day also by its month."""
    told, value = shown(field.get(statement)), shown(wanted)
    by_month = isinstance(wanted, Deadline) and wanted.grain == "month" and told.startswith(f"{value}-")
    return told == value or by_month
