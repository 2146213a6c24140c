"""Somebody's data with planted faults, a result full of awkward words, and SARIF that keeps its schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pyoxigraph as ox

from inspectkg.shapes.report import Location, Result

HERE = Path(__file__).parent
FOREIGN = HERE / "foreign"
SCHEMA = json.loads((HERE / "schemas" / "sarif-2.1.0.json").read_bytes())
SHAPE = "https://example.org/shapes#"
FOAF = "http://xmlns.com/foaf/0.1/"


def result(**given) -> Result:
    """A result with awkward words everywhere, changed as GIVEN."""
    awkward = "50% of a:b,c\r\nd\u0007\ufffe<&>]]>\"'|`\u2028\U0001f600"
    plain = Result("violation", SHAPE + "S", awkward, ox.NamedNode("http://e/a"), name=awkward, focus_label=awkward)
    place = Location("a folder/a:b,c%20\u00e9.ttl", 3, 7)
    return replace(plain, value=ox.Literal(awkward), location=place, component=SHAPE + "Kind", **given)


def sarif(text: str) -> dict:
    """The one run of a document that keeps the schema."""
    document = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(document)
    (run,) = document["runs"]
    return run
