"""Makes articles to measure with: new ones out of the paragraphs of those in tests/texts, the same at every run."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from inspectkg.ontology.labels import reference

TEXTS = Path(__file__).parents[1] / "tests" / "texts"
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 3_650
_PARAGRAPHS = 14


@cache
def texts() -> list[str]:
    """The articles of tests/texts."""
    return [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]


def article(number: int) -> str:
    """Article NUMBER: its own body and day, and paragraphs of several others."""
    chance = random.Random(number)
    paragraphs = [line for text in texts() for line in text.split("\n") if len(line) > 60]
    units = [thing.label for thing in reference().things("ProbationDeliveryUnit")]
    unit, day = chance.choice(units), _FIRST_DAY + timedelta(chance.randrange(_DAYS))
    head = f"{unit} PDU rated 'inadequate' by inspectors\n\n{day:%d %B %Y}\n\n"
    lead = f"HM Inspectorate of Probation has rated {unit} Probation Delivery Unit as inadequate, in report {number}."
    return head + "\n\n".join([lead, *chance.sample(paragraphs, _PARAGRAPHS)]) + "\n"


def write_articles(folder: Path, count: int) -> None:
    """Write COUNT articles into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(article(number), encoding="utf-8")
