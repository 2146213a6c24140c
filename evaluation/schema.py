"""The schema that noted facts fit: its vocabularies, and what is wrong with a value that does not fit, in words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from ..ontology.labels import reference

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMA: Final = Path(__file__).parent / "gold.schema.json"
#: A list of allowed words longer than this is named by the near ones alone.
LISTED: Final = 12
#: A file with more mistakes than this is of another kind: no need to look at the rest.
MOST: Final = 500
_NAMES: Final = {
    "array": "a list", "boolean": "true or false", "integer": "a whole number", "null": "null", "object": "an object",
    "string": "a text",
}  # fmt: skip


@cache
def topics() -> frozenset[str]:
    """The topics that are noted."""
    return frozenset(_schema()["$defs"]["topic"]["enum"])


@cache
def agencies() -> frozenset[str]:
    """The agencies that are noted: the general ones of the schema, and every police force of the reference data."""
    forces = {thing.slug for thing in reference().things("PoliceForce")}
    return frozenset(_schema()["$defs"]["generalAgency"]["enum"]) | forces


@cache
def aspects() -> frozenset[str]:
    """What a grade may be noted on: the labels of the aspects of the reference data."""
    return frozenset(thing.label for thing in reference().things("Aspect"))


def mistakes(value: object) -> list[str]:
    """What in VALUE, parsed from JSON, does not fit the schema, each with its place; sorted; at most MOST mistakes."""
    errors: Iterable[ValidationError] = _validator().iter_errors(cast(Any, value))  # pyright: ignore[reportUnknownMemberType]
    return list(dict.fromkeys(_told(error) for error in sorted(islice(errors, MOST), key=_order)))


def short(value: object) -> str:
    """VALUE as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def near(value: object, known: Sequence[str]) -> str:
    """The words of KNOWN like VALUE, or all of them where they are few, as the tail of a message."""
    text = str(value)[:80]
    found = [word for word in known if "-" in text and word.startswith(text.split("-")[0] + "-")]
    found = list(dict.fromkeys([*found, *difflib.get_close_matches(text, known, n=3, cutoff=0.6)]))[:3]
    if found:
        return f": did you mean {' or '.join(found)}?"
    return f": there are {', '.join(known)}" if len(known) <= LISTED else ""


@cache
def _schema() -> dict[str, Any]:
    return json.loads(SCHEMA.read_text("utf-8"))


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(_schema(), format_checker=FormatChecker(["date"]))


def _order(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    return tuple(error.absolute_path), error.message


def _where(path: Iterable[str | int]) -> str:
    """A place in the file, as a reader looks for it: findings[2].topics[0], counted from 0."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _told(error: ValidationError) -> str:
    """A mistake in words: where it is, what is wrong, and what was expected."""
    where = _where(error.absolute_path)
    wrong = " ".join(_wrong(error).split())
    return f"{where}: {wrong}" if where else wrong


def _wrong(error: ValidationError) -> str:
    value, expected = cast(Any, error.instance), cast(Any, error.validator_value)
    schema = cast(dict[str, Any], error.schema)
    described = schema.get("description", "")
    if error.validator == "required":
        lacking = ", ".join(f"`{key}`" for key in expected if key not in value)
        return f"{lacking}: missing (an empty list, or null, says that there is nothing to tell)"
    if error.validator == "additionalProperties":
        known = sorted(schema["properties"])
        return "; ".join(f"unknown key {key!r}{near(key, known)}" for key in sorted(set(value) - set(known)))
    if error.validator == "enum":
        return f"{short(value)} is none of the words allowed{near(value, expected)}"
    if error.validator == "anyOf":
        return f"{short(value)} is not {described}{near(value, sorted(agencies()))}"
    if error.validator == "type":
        kinds = [expected] if isinstance(expected, str) else cast(list[str], expected)
        return f"{short(value)}: expected {described or ' or '.join(_NAMES.get(kind, f'a {kind}') for kind in kinds)}"
    if error.validator == "maxItems":
        return f"{len(value)} entries are too many for one article: at most {expected}"
    return f"{short(value)}: expected {described}"
