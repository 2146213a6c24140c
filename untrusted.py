"""What is wrong with a file of RDF that a parser would crash on, run for ever on, or read with statements missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from .errors import InputError

DEPTH_LIMIT: Final = 64
BOM: Final = b"\xef\xbb\xbf"
#: A JSON string (closed or not, so that no input is scanned twice) or a bracket.
JSON_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.?)*+"?|[\[{]|[\]}]', re.DOTALL)
#: A string or IRI of Turtle and its kin, or where a triple term begins or ends: Oxigraph recurses into those.
TRIPLE_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.?)*+"?|<<|<[^<>\s]*+>|>>', re.DOTALL)
DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: What JSON-LD gives as an IRI or as a language, where it is none: the standard lets the statement vanish.
_NO_IRI: Final = re.compile(rb'"@id"\s*+:\s*+"([^"\\]*[\x00-\x20<>{}|^`][^"\\]*)"')
_LANGUAGE: Final = re.compile(rb'"@language"\s*+:\s*+"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_TAG: Final = re.compile(rb"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*+")
#: Words of the XML parser's messages -> what the reader should do about it.
_HINTS: Final = (
    ("unbound prefix", "declare it with xmlns"),
    ("no element found", "an element is not closed, or the file is cut off"),
    ("unclosed", "the file is cut off"),
)


def checked(data: bytes, rdf: RdfFormat, path: Path | None) -> bytes:
    """DATA without its byte order mark; InputError where it cannot be trusted to a parser."""
    data = data.removeprefix(BOM)
    if b"\0" in data[:1024]:
        raise InputError("is binary or not UTF-8: a text file in UTF-8 was expected", path=path)
    if rdf == RdfFormat.RDF_XML:
        if DOCTYPE.search(data):
            raise InputError("declares a DOCTYPE or entities, which RDF/XML does not need: remove them", path=path)
        _refuse_broken_xml(data, path)
    if rdf == RdfFormat.JSON_LD:
        if too_deep(data):
            raise InputError(f"is nested more than {DEPTH_LIMIT} levels deep: flatten the JSON-LD", path=path)
        _refuse_lost_json(data, path)
    if data.count(b"<<") > DEPTH_LIMIT and too_deep(data, TRIPLE_TOKEN, (b"<<", b">>")):
        raise InputError(f"has triple terms in one another, more than {DEPTH_LIMIT} deep: flatten them", path=path)
    return data


def too_deep(data: bytes, token: re.Pattern[bytes] = JSON_TOKEN, ends: tuple[bytes, bytes] = (b"[{", b"]}")) -> bool:
    """Whether DATA is nested deeper than a parser may be trusted with; a TOKEN that one of ENDS has opens or closes."""
    depth = 0
    for found in token.finditer(data):
        if found[0] in ends[0]:
            depth += 1
            if depth > DEPTH_LIMIT:
                return True
        elif found[0] in ends[1]:
            depth -= 1
    return False


def _refuse_broken_xml(data: bytes, path: Path | None) -> None:
    """InputError where DATA, which declares no entities, is no XML: Oxigraph takes a file that is cut off for whole."""
    from xml.parsers import expat

    try:
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
    except expat.ExpatError as error:
        told = expat.ErrorString(error.code)
        hint = next((hint for words, hint in _HINTS if words in told), "")
        message = f"is no well-formed XML: {told}{': ' + hint if hint else ''}"
        raise InputError(message, path=path, line=error.lineno, column=error.offset + 1) from None


def _refuse_lost_json(data: bytes, path: Path | None) -> None:
    """InputError where JSON-LD that DATA is has what is no IRI or no language: its statements would be left out."""
    found, hint = _NO_IRI.search(data), "Invalid IRI {}: escape it with %, as in %20 for a space"
    if found is None:
        wrong = (each for each in _LANGUAGE.finditer(data) if not _TAG.fullmatch(each[1]))
        found, hint = next(wrong, None), "no tag of a language: {}, where en or en-gb was expected"
    if found is not None:
        shown = repr(found[1][:80].decode("utf-8", "replace"))
        raise InputError(hint.format(shown), path=path, line=data.count(b"\n", 0, found.start()) + 1)
