"""Reads the facts that a reader noted in an article, NAME.gold.json, and checks them against it and its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, cast

from ..errors import InputError
from ..files import MEBIBYTE, read_bytes
from .impossible import impossible
from .matching import place
from .noted import Gold, Quoted, quotes_of
from .schema import agencies, aspects, mistakes, near, short

SUFFIX: Final = ".gold.json"
#: The notes on one article: it has some thousands of words, they a few hundred entries.
LIMIT: Final = MEBIBYTE
#: With more mistakes than this in one file, the rest is counted.
SHOWN: Final = 20


def read_gold(path: Path, text: str) -> Gold:
    """The facts noted in the file PATH on the article whose text is TEXT.

    InputError, with every mistake and its place, where the file is not valid JSON, does not fit the schema, names an
    aspect or police force that the reference data does not have, quotes words that are not in TEXT, or says what
    cannot be.
    """
    data = _parsed(path)
    problems = mistakes(data)
    if not problems:
        gold = cast(Gold, data)
        problems = [*_unknown(gold), *_misquoted(gold, text), *impossible(gold)]
    if problems:
        more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise InputError("\n  ".join(["does not fit:", *problems[:SHOWN], *more]), path=path)
    return cast(Gold, data)


def _parsed(path: Path) -> Any:
    """The JSON value in PATH; InputError where it is none, tells a key twice or holds what is no number in JSON."""
    try:
        return json.loads(
            read_bytes(path, LIMIT).decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise InputError(f"is not valid JSON: {error.msg}", path=path, line=error.lineno, column=error.colno) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8: save it as UTF-8", path=path) from None
    except RecursionError:
        raise InputError("is nested too deeply: see gold.schema.json for its form", path=path) from None
    except ValueError as error:
        raise InputError(f"is not valid JSON: {error}", path=path) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = sorted({key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1})
        raise ValueError(f"the key {', '.join(twice)} stands twice in one object")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")


def _unknown(gold: Gold) -> Iterator[str]:
    """The aspects and agencies that fit the schema's form but are nothing that the reference data knows."""
    for number, rating in enumerate(gold["ratings"]):
        if rating["aspect"] not in aspects():
            like = near(rating["aspect"], sorted(aspects()))
            yield f"ratings[{number}].aspect: {short(rating['aspect'])} is no aspect of the reference data{like}"
    named = [(f"findings[{number}]", fact["agencies"]) for number, fact in enumerate(gold["findings"])]
    asked = enumerate(gold["recommendations"]["items"])
    named += [(f"recommendations.items[{number}]", fact["agencies"]) for number, fact in asked]
    for where, found in named:
        for number, agency in enumerate(found):
            if agency not in agencies():
                like = near(agency, sorted(agencies()))
                yield f"{where}.agencies[{number}]: {short(agency)} is no agency that can be noted{like}"


def _misquoted(gold: Gold, text: str) -> Iterator[str]:
    """The quotes that are not in TEXT."""
    listed: tuple[tuple[str, Sequence[Quoted]], ...] = (
        ("ratings", gold["ratings"]), ("findings", gold["findings"]), ("statistics", gold["statistics"]),
        ("recommendations.items", gold["recommendations"]["items"]), ("pledges", gold["pledges"]),
    )  # fmt: skip
    for name, facts in listed:
        for number, fact in enumerate(facts):
            for quote in quotes_of(fact):
                if place(text, quote) is None:
                    yield f"{name}[{number}]: these words are not in the article: {short(quote)}"
