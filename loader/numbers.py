"""Numbers as articles write them: digits, words, and sums of money."""

from __future__ import annotations

from typing import Final

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
#: Fractions that words name: (numerator, denominator) by the folded word.
PARTS: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9,
    "tenth": 10, "tenths": 10,
}  # fmt: skip


def number(words: str) -> float:
    """The value of a number in digits ("1,300", "52.5") or English words ("a hundred and five", "half a dozen").

    ValueError where WORDS are no number.
    """
    plain = words.strip().replace(",", "")
    if plain.startswith("half a "):
        return number(plain.removeprefix("half ")) / 2
    try:
        return float(plain)
    except ValueError:
        return float(_from_words(plain))


def _from_words(words: str) -> int:
    total = current = 0
    for word in words.lower().replace("-", " ").split():
        if word == "and":
            continue
        if word in ("a", "an"):
            current += 1
        elif word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                total, current = total + current, 0
        else:
            raise ValueError(f"no number: {words!r}")
    return total + current


def scaled(digits: str, scale: str) -> float:
    """DIGITS times what SCALE ("m", "million", "bn", "k", "") stands for, exact to the penny."""
    factor = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000, "tn": 10**12}
    scale = scale.strip().lower()
    return round(number(digits) * (factor.get(scale) or _SCALES[scale]), 2)
