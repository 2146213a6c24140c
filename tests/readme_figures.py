"""The figures of the README: how well texts are read; as a script it rewrites them (`make figures`)."""

from __future__ import annotations

import json
import re
import textwrap
from functools import cache
from pathlib import Path

from inspectkg.evaluation.evaluating import Evaluation, evaluate
from inspectkg.evaluation.figures import KINDS, MATCHED
from inspectkg.evaluation.gold import SUFFIX
from inspectkg.loader.documents.folders import bundled_articles

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
TEXTS = HERE / "texts"
#: Texts by other hands: some in sight when rules were made, some shut until the rules stood.
KNOWN = HERE / "corpus" / "known"
HELD_OUT = HERE / "corpus" / "held-out"
FIRST_SIGHT = HERE / "corpus" / "first-sight.json"
#: Texts that are only measured, never looked at when rules are made; there may be none.
UNSEEN = HERE / "unseen"
PLACE = re.compile(r"(?<=<!-- figures: make figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


@cache
def developed() -> Evaluation:
    """The evaluation of the texts that the rules were made with, the bundled articles among them."""
    return evaluate([TEXTS, KNOWN, bundled_articles()[0].parent])


@cache
def held_out() -> Evaluation:
    """The evaluation of the texts that stayed shut until the rules stood."""
    return evaluate([HELD_OUT])


@cache
def unseen(folder: Path = UNSEEN) -> Evaluation | None:
    """The evaluation of the texts in FOLDER; None where it is missing or has no noted facts in it."""
    return evaluate([folder]) if any(folder.glob(f"*{SUFFIX}")) else None


def figures(known: Evaluation, new: Evaluation | None) -> str:
    """The part of the README between its marks: a table of each set, in Markdown."""
    if new is None:
        parts = ["On texts that nobody looked at when rules were made (`tests/unseen/`): not measured yet."]
    else:
        texts = len(new.by_article)
        parts = [f"On {texts} texts that nobody looked at when rules were made, `tests/unseen/`:", table(new)]
    texts = len(known.by_article)
    parts.append(
        f"On the {texts} texts that the rules were developed on, `tests/texts/`, `tests/corpus/known/` and the"
    )
    parts[-1] += " two bundled ones:"
    parts += [table(known), _before_and_after(held_out())]
    return "".join(f"\n{part}\n" for part in parts) + "\n"


def _before_and_after(now: Evaluation) -> str:
    """What was read of the held-out texts before anybody looked at them, and what is since."""
    first = json.loads(FIRST_SIGHT.read_text("utf-8"))
    kinds = [kind for kind in first if kind != "facts"]
    told = "; ".join(f"{KINDS[kind]}, {first[kind]:.2f} and {now.figures.kinds[kind].f1:.2f}" for kind in kinds)
    text = (
        f"Five more texts, `tests/corpus/held-out/`, stayed shut until the rules stood. The mean F1 of the main kinds "
        f"was {first['facts']:.2f} before they were looked at and is {now.figures.facts:.2f} since: {told}."
    )
    return "\n".join(textwrap.wrap(text, 120))


def table(evaluation: Evaluation) -> str:
    """The figures of EVALUATION, and what is right of the facts that matched."""
    lines = ["| | noted | told | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    for name, what in KINDS.items():
        one = evaluation.figures.kinds[name]
        lines.append(f"| {what} | {one.gold} | {one.said} | {one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} |")
    shares = [(MATCHED[name], share) for name, share in evaluation.figures.matched.items() if share.of]
    right = "; ".join(f"{what}, {share.right} of {share.of}" for what, share in shares)
    facts = f"Mean F1 of the main kinds: {evaluation.figures.facts:.2f}. Right where facts matched: {right}."
    return "\n".join([*lines, "", *textwrap.wrap(facts, 120)])


def rewrite(text: str, made: str) -> str:
    """TEXT with MADE between its marks; ValueError where it has none."""
    if len(PLACE.findall(text)) != 1:
        raise ValueError("one place for figures was expected, between its two marks")
    return PLACE.sub(lambda _: made, text)


if __name__ == "__main__":
    README.write_text(rewrite(README.read_text("utf-8"), figures(developed(), unseen())), "utf-8")
