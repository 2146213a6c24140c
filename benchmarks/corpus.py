"""Makes articles to measure with: new ones out of the paragraphs of those in tests/texts, the same at every run."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from inspectkg.ontology.labels import reference

TEXTS = Path(__file__).parents[1] / "tests" / "texts"
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 3_650
_PARAGRAPHS = 14
#: As often as in life: so many articles tell of one inspection, and so many inspections of one unit, years apart.
_ARTICLES, _INSPECTIONS, _YEARS = 3, 4, 2
#: Where units are that the reference data do not know.
_STEMS = "Ash Brack Cold Dun Elm Fair Glen Hazel Ivy Kel Lang Mar Nor Oak Pen Quar Ros Stan Thorn Under Ver Whit Yew"
_PREFIXES = ("", "Great ", "Little ", "Upper ", "Lower ")
_ENDINGS = "bourne bury combe dale field ford gate ham hurst leigh minster mouth ness port stead thwaite wick worth"
#: A whole number that counts something: no year, no percentage, no day, no part of another number.
_FIGURE = re.compile(
    r"(?<![\w.,/–-])(?!(?:19|20)\d\d\b)(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{1,3})(?=(?:m|bn|k)?\b)"
    r"(?![,./–-]?\d|%| per ?cent| [A-Z][a-z]+ (?:19|20))"
)


@cache
def texts() -> list[str]:
    """The articles of tests/texts."""
    return [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]


@cache
def _paragraphs() -> list[str]:
    return [line for text in texts() for line in text.split("\n") if len(line) > 60]


@cache
def _units() -> list[str]:
    return [thing.label for thing in reference().things("ProbationDeliveryUnit")]


def article(number: int) -> str:
    """Article NUMBER: its own body and day, and paragraphs of several others, as they stand there."""
    chance = random.Random(number)
    unit, day = chance.choice(_units()), _FIRST_DAY + timedelta(chance.randrange(_DAYS))
    return _article(number, unit, day, chance.sample(_paragraphs(), _PARAGRAPHS))


def apart(number: int) -> str:
    """Article NUMBER of as many inspections and units as such articles have in life.

    Its paragraphs tell of its own unit, and their figures are those of its own inspection, so that it agrees or
    disagrees with the other articles on that inspection alone, however many there are.
    """
    chance, inspection = random.Random(number), number // _ARTICLES
    unit = _unit(inspection // _INSPECTIONS)
    day = _FIRST_DAY + timedelta(inspection % _INSPECTIONS * _YEARS * 365 + inspection % 900 + number % _ARTICLES)
    sample = chance.sample(_paragraphs(), _PARAGRAPHS)
    return _article(number, unit, day, [_figures(_places().sub(unit, line), inspection) for line in sample])


def _article(number: int, unit: str, day: date, paragraphs: list[str]) -> str:
    head = f"{unit} PDU rated 'inadequate' by inspectors\n\n{day:%d %B %Y}\n\n"
    lead = f"HM Inspectorate of Probation has rated {unit} Probation Delivery Unit as inadequate, in report {number}."
    return head + "\n\n".join([lead, *paragraphs]) + "\n"


def _unit(number: int) -> str:
    """The name of unit NUMBER: those of the reference data first, then such as might be."""
    known, stems, endings = _units(), _STEMS.split(), _ENDINGS.split()
    if number < len(known):
        return known[number]
    prefix, further = divmod(number - len(known), len(stems) * len(endings))
    return _PREFIXES[prefix] + stems[further % len(stems)] + endings[further // len(stems)]


@cache
def _places() -> re.Pattern[str]:
    """The name of any unit, service or region."""
    things = list(reference().things("ProbationDeliveryUnit", "YouthJusticeService", "ProbationRegion"))
    names = {name for thing in things for name in (thing.label, *reference().others[thing.iri])}
    names = {re.sub(r" (?:Youth|Probation|PDU|YJS|YOT)\b.*$", "", name) for name in names}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))})\b")


def _figures(line: str, inspection: int) -> str:
    """LINE with the figures of INSPECTION: all grow by as many, so that parts stay parts of their wholes."""
    return _FIGURE.sub(lambda found: _grown(found[0], inspection), line)


def _grown(figure: str, by: int) -> str:
    number = int(figure.replace(",", "")) + by
    return f"{number:,}" if "," in figure else str(number)


def write_articles(folder: Path, count: int, make: Callable[[int], str] = article) -> None:
    """Write COUNT articles into FOLDER, each as MAKE makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(make(number), encoding="utf-8")
