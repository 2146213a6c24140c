"""Turns the bytes of a file into text: UTF-8 and its kin where they are marked or valid, else what English prose fits.

Measured: general detectors take a short English text with a pound sign for Japanese, or "café" for UTF-16. Among the
few encodings in which English texts are saved, the one is taken whose characters English prose has.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...errors import InputError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_BINARY: Final = re.compile("[\x00-\x06\x08]")
#: What English prose has beside ASCII: marks that are frequent, signs that are rare, and letters of names.
_MARKS_OF_PROSE: Final = frozenset("‘’“”–—…•£€\u00a0")
_SIGNS: Final = frozenset("‚„‹›«»‑·●▪¢©®™°½¼¾²³×÷§¶†\u00ad\u2003\u2009\u202f")
_LETTERS: Final = frozenset("àáâäãåæçèéêëìíîïñòóôöõøùúûüÿœßŵŷÀÁÂÄÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜŴŶ")
#: How well the characters beyond ASCII have to fit, from 0 to 1, and by how much better a rarer encoding has to.
_FITS: Final = 0.5
_MARGIN: Final = 0.2
#: After Windows-1252: old Macs, DOS, then East Asian Windows and Unix.
_RARER: Final = ("mac_roman", "cp850", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
_BEYOND: Final = re.compile("[^\x00-\x7f]")
_NAMES: Final = {"mac_roman": "Mac Roman", "cp850": "DOS code page 850"}
#: Encodings that a page may declare; whatever else it says is not believed.
_DECLARABLE: Final = re.compile(
    r"utf-8|utf-16(?:-[lb]e)?|cp125\d|iso8859-\d+|ascii|mac-roman|gb2312|gbk|gb18030|big5|shift_jis|cp932|euc_jp|euc_kr|koi8-[ru]"
)
_LATIN: Final = frozenset({"cp1252", "iso8859-1", "ascii"})
_MULTIBYTE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}"
)
#: UTF-8 that somebody read as Windows-1252 and saved: ’ became â€™, £ became Â£, é became Ã©.
_MOJIBAKE: Final = re.compile("â€[\u2122\u0153\u009d\u201c\u201d\u02dc\u00a6\u00a2]|Â[£©·\u00a0]|Ã[©¨¡³±¶¼]")
#: So much of a word is shown on each side of what was garbled: without a limit, a long run would take for ever.
_BESIDE: Final = 20
_SAMPLE: Final = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with its lines ended by LF, and notes on how its bytes were read where that is not plain UTF-8."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, path: Path, declared: str = "") -> Decoded:
    """The text in DATA, read from PATH, which says (or whose server said) that it is in the encoding DECLARED.

    InputError where it is no text, or in an encoding that cannot be told.
    """
    text, name = _decoded(data, path, _codec(declared))
    if _BINARY.search(text):
        raise InputError("is a binary file: a text was expected", path=path)
    notes: list[str] = [f"read as {name}, since it is not UTF-8"] if name else []
    if (found := _MOJIBAKE.search(text)) is not None:
        word = _word_at(text, found)
        notes.append(f"has characters that an earlier program garbled, as in {word!r}; they are left as they are")
    return Decoded(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), tuple(notes))


def _word_at(text: str, found: re.Match[str]) -> str:
    """The word of TEXT that FOUND stands in; of a long one its end before and its beginning behind."""
    before = text[max(0, found.start() - _BESIDE) : found.start()]
    behind = text[found.end() : found.end() + _BESIDE]
    head = "" if before[-1:].isspace() else before.split()[-1:]
    tail = "" if behind[:1].isspace() else behind.split()[:1]
    return f"{''.join(head)}{found[0]}{''.join(tail)}"


def utf_8(data: bytes, path: Path) -> str:
    """The text in DATA, read from PATH, which has to be UTF-8; InputError, with the place, where it is not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(data, error, path, "is not UTF-8") from None
    return decode(data, path).text


def _decoded(data: bytes, path: Path, declared: str) -> tuple[str, str]:
    """The text of DATA, and the name of its encoding where that is not UTF-8."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, path), "" if codec == "utf-8-sig" else codec.upper()
    if (codec := _by_zeros(data[:_SAMPLE])) is not None:
        return _strictly(data, codec, path), codec.upper()
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return _otherwise(data, path, declared, error)


def _otherwise(data: bytes, path: Path, declared: str, error: UnicodeDecodeError) -> tuple[str, str]:
    """DATA that is not UTF-8: as declared, else the candidate whose characters English prose has."""
    if b"\x00" in data:
        raise InputError("is a binary file: a text was expected", path=path) from None
    if declared not in _LATIN and (found := _declared(data, declared)):
        return found
    fit, text, name = max(_readings(data, declared in _LATIN), key=lambda reading: reading[0])
    if fit >= _FITS or declared in _LATIN:
        return text, name
    raise _unreadable(data, error, path, "is in no encoding that is known") from None


def _unreadable(data: bytes, error: UnicodeDecodeError, path: Path, what: str) -> InputError:
    line = data.count(b"\n", 0, error.start) + 1
    column = error.start - data.rfind(b"\n", 0, error.start)
    wrong = f"{what}: byte 0x{data[error.start]:02x} cannot be read. Save it as UTF-8 and try again"
    return InputError(wrong, path=path, line=line, column=column)


def _readings(data: bytes, latin: bool) -> Iterator[tuple[float, str, str]]:
    """(fit, text, name) of DATA in each encoding that can hold it; the first of equals is the one to trust.

    LATIN: the page declares Latin-1, so that it is that or UTF-8, or both.
    """
    if _MULTIBYTE.search(data):
        text = _mixed(data)
        yield _fit(text), text, "UTF-8 mixed with Windows-1252"
    text = _windows(data)
    yield _fit(text), text, "Windows-1252"
    for codec in () if latin else _RARER:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        yield _fit(text) - _MARGIN, text, _NAMES.get(codec, codec.upper())


def _fit(text: str) -> float:
    """How well the characters of TEXT beyond ASCII fit English prose, from 0 to 1."""
    beyond = [match.span() for match in _BEYOND.finditer(text)]
    total = sum(_weight(text[start - 1 : start], text[start], text[end : end + 1]) for start, end in beyond)
    return total / len(beyond) if beyond else 1.0


def _weight(before: str, char: str, after: str) -> float:
    """How well CHAR stands between two others: a letter beside letters, a capital not after a small one."""
    if char in _MARKS_OF_PROSE:
        return 1.0
    if char in _LETTERS:
        beside = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        return 0.9 if beside and not (char.isupper() and before.islower()) else 0.0
    return 0.6 if char in _SIGNS else 0.0


def _windows(data: bytes) -> str:
    """DATA in Windows-1252 as browsers read it: its five unused bytes are control characters."""
    return data.decode("latin-1").translate(_WINDOWS)


_WINDOWS: Final = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


def _mixed(data: bytes) -> str:
    """DATA with what is UTF-8 read as that, and the bytes between as Windows-1252: a text pasted from two sources."""
    parts: list[str] = []
    start = 0
    for match in _MULTIBYTE.finditer(data):
        try:
            char = match[0].decode("utf-8")
        except UnicodeDecodeError:  # a surrogate, or beyond Unicode
            continue
        parts += [_windows(data[start : match.start()]), char]
        start = match.end()
    return "".join([*parts, _windows(data[start:])])


def _strictly(data: bytes, codec: str, path: Path) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        wrong = f"begins as {codec.upper().removesuffix('-SIG')}, but byte {error.start + 1} is not"
        raise InputError(f"{wrong}: save the text as UTF-8 and try again", path=path) from None


def _declared(data: bytes, codec: str) -> tuple[str, str] | None:
    if not codec:
        return None
    try:
        return data.decode(codec), codec.upper()
    except UnicodeDecodeError:
        return None


def _codec(label: str) -> str:
    """Python's name of the encoding LABEL; "" for one that a text cannot be expected in."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if _DECLARABLE.fullmatch(name) else ""


def _by_zeros(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: English text has its zero bytes at fixed places."""
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    zeros = [sample[place::4].count(0) / len(sample[place::4]) > 0.4 for place in range(4)]
    patterns = {
        (False, True, False, True): "utf-16-le", (True, False, True, False): "utf-16-be",
        (False, True, True, True): "utf-32-le", (True, True, True, False): "utf-32-be",
    }  # fmt: skip
    return patterns.get((zeros[0], zeros[1], zeros[2], zeros[3]))
