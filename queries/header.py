"""The header of a query: `#+` lines of YAML, held against header.schema.json; each mistake has its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError
    from yaml.nodes import Node

SCHEMA: Final = Path(__file__).parent / "header.schema.json"
MARK: Final = "#+"
_FORMS: Final = {
    "array": "a list", "boolean": "true or false", "integer": "a whole number", "number": "a number",
    "object": "of the form name: value", "string": "a text",
}  # fmt: skip
_FORMS_OF: Final = {
    "anyOf": "must be a whole number from 1, or a list of such",
    "maxProperties": "must be one `name: value`",
    "minProperties": "must be one `name: value`",
}
_PATTERNS: Final = {
    r"\?$": "must end in a question mark",
    r"^[^\n]*\S[^\n]*$": "must be one line of text",
}


class HeaderError(Exception):
    """A header that cannot be used: what is wrong, and the line of the file (from 1) where."""

    def __init__(self, message: str, line: int) -> None:
        self.line = line
        super().__init__(message)


class Header(NamedTuple):
    """What a header says, and the line of the file where each part of it stands."""

    values: dict[str, Any]
    lines: dict[tuple[str | int, ...], int]

    def line(self, *place: str | int) -> int:
        """The line of the part at PLACE, or of the nearest part around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_header(text: str, *, placed: bool = True) -> Header:
    """The header of the query TEXT, empty where it has none; HeaderError where it is no YAML of the form key: value.

    Not PLACED, its parts have no lines: for headers that tests have held against the schema.
    """
    import yaml

    numbers = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(MARK)]
    lines = text.splitlines()
    source = "\n".join(lines[number - 1].removeprefix(MARK).removeprefix(" ") for number in numbers)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if not placed:
            return Header(yaml.load(source, Loader=loader) or {}, {})  # noqa: S506 - a safe loader
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader=loader)):
            raise HeaderError("its #+ header repeats by * what & named: write it out", numbers[0])
        node = yaml.compose(source, Loader=loader)
        values = yaml.load(source, Loader=loader)  # noqa: S506 - a safe loader, the C one if there
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise HeaderError(f"its #+ header is not valid YAML: {error.problem}", _at(numbers, mark)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise HeaderError(f"its #+ header is not valid YAML: {str(error).splitlines()[0]}", numbers[0]) from None
    if node is None:
        return Header({}, {})
    if not isinstance(values, dict):
        raise HeaderError("its #+ header must be YAML of the form key: value", numbers[0])
    return Header(cast(dict[str, Any], values), dict(_places(node, (), numbers)))


def _at(numbers: Sequence[int], mark: Any) -> int:
    """The line of the file that a MARK in its header points to."""
    return numbers[min(int(mark.line), len(numbers) - 1)] if mark and numbers else 1


def _places(
    node: Node, place: tuple[str | int, ...], numbers: Sequence[int]
) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Each part under NODE with its line; HeaderError where a key stands twice."""
    from yaml.nodes import MappingNode, SequenceNode

    yield place, _at(numbers, node.start_mark)
    if isinstance(node, SequenceNode):
        for index, child in enumerate(cast(list["Node"], node.value)):
            yield from _places(child, (*place, index), numbers)
    elif isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, child in cast(list[tuple["Node", "Node"]], node.value):
            name = str(key.value)
            if name in seen:
                raise HeaderError(f"{_called((*place, name))} stands twice in its header", _at(numbers, key.start_mark))
            seen.add(name)
            yield from _places(child, (*place, name), numbers)
            yield (*place, name), _at(numbers, key.start_mark)


def mistakes(header: Header) -> list[tuple[int, str]]:
    """What in HEADER does not fit the schema, each with its line; in their order."""
    errors = cast(Any, _validator()).iter_errors(header.values)
    found = {(header.line(*_where(error)), _told(error)) for error in errors}
    return sorted(found)


@cache
def _validator() -> Draft202012Validator:
    import json

    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def _where(error: ValidationError) -> tuple[str | int, ...]:
    place = tuple(error.absolute_path)
    return (*place, _strange(error)[0]) if error.validator == "additionalProperties" else place


def _strange(error: ValidationError) -> list[str]:
    """The keys that are not known, where ERROR says that there are such."""
    known = cast(dict[str, Any], error.schema).get("properties", {})
    return [str(key) for key in cast(dict[str, Any], error.instance) if key not in known]


def _called(place: Sequence[str | int]) -> str:
    """PLACE as one writes it: `columns.body`, `params[2].type`."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
    return f"`{text}`" if text else "the header"


def _told(error: ValidationError) -> str:
    """ERROR in words: what is wrong, and what was expected."""
    name, kind, wanted = _called(tuple(error.absolute_path)), error.validator, cast(Any, error.validator_value)
    if kind == "additionalProperties":
        return _unknown(error)
    if kind == "required":
        missing = next(key for key in wanted if key not in cast(dict[str, Any], error.instance))
        return f"{name} lacks `{missing}`"
    if kind == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        hint = ": put it in quotes if it is one" if "string" in kinds else ""
        return f"{name} must be {' or '.join(_FORMS[each] for each in kinds)}{hint}"
    if kind == "enum":
        return f"{name} must be one of {', '.join(wanted)}"
    if kind == "pattern":
        return f"{name} {_PATTERNS.get(wanted, 'must be a name of letters, digits and _')}"
    if kind == "minimum":
        return f"{name} must be at least {wanted}"
    return f"{name} {_FORMS_OF.get(str(kind), 'must not be empty')}"


def _unknown(error: ValidationError) -> str:
    """The key that ERROR does not know, with the near ones."""
    import difflib

    strange = _strange(error)[0]
    known = list(cast(dict[str, Any], error.schema)["properties"])
    near = difflib.get_close_matches(strange, known, n=2, cutoff=0.6)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
    return f"{_called([*error.absolute_path, strange])} is no key of a header: {hint}"
