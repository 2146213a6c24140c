"""Time grows with the length of a text and no faster; any number of processes reads many articles to the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.export.serialising import serialise
from inspectkg.graph.building import build
from inspectkg.loader.anchors import ANCHORS
from inspectkg.loader.reading import read
from inspectkg.loader.rules import Rule, all_rules
from inspectkg.loader.sentences import LONGEST_SENTENCE
from inspectkg.loader.text import Span

OPENING = "HM Inspectorate of Probation has rated Derby City Probation Delivery Unit as inadequate."
SENTENCE = "In six of 50 cases staff did not share information with the police, inspectors found. "
#: What a text of N parts is made of, where every part could make every other one slower.
SHAPES = {
    "paragraphs": lambda n: [SENTENCE * 3] * n,
    "one long line": lambda n: [SENTENCE * n * 9],
    "lines just short enough": lambda n: [(SENTENCE * 200)[:15_000]] * (n // 40),
    "short lines": lambda n: ["poor work"] * n * 20,
    "list": lambda n: ["Inspectors found:", *["- poor work with the police"] * n * 3],
    "numbered requests": lambda n: ["It recommended:", *(f"{i}. The service should train staff." for i in range(n))],
    "quotes": lambda n: ['"It was poor," he said. "We will hire 10 people by 2027."'] * n * 2,
    "open quotes": lambda n: ['"It was poor and late and bad said he'] * n * 3,
    "bodies": lambda n: [f"Northtown{i} PDU was rated inadequate for planning." for i in range(n * 2)],
    "persons": lambda n: [f"Ann Ash{_letters(i)}, head of the unit, said it was poor." for i in range(n)],
    "councils": lambda n: ["The council will hire 10 officers, the council said."] * n,
    "grades": lambda n: ["Derby City PDU was rated good for planning and inadequate for reviewing."] * n * 2,
    "figures": lambda n: ["6 of 50 cases and 7 of 60 cases and 30% of 40 files. "] * n * 2,
    "captions": lambda n: ["Image source, Getty", "The unit in Derby"] * n * 3,
    "capitals": lambda n: ["Ann Ashby " * 2_000] * (n // 20),
    "marks": lambda n: ["' " * 7_500] * (n // 20),
    "tabs": lambda n: ["a\t" * 7_500] * (n // 20),
    "blank": lambda n: [" " * n * 1_000, "\n" * n * 100],
}
ALL_RULES = [pytest.param(rule, id=f"{file}-{rule.kind}-{rule.id}") for file, rule in all_rules()]
#: What a pattern may stumble over: the beginnings of words and clauses, again and again.
_FILLERS = (
    "a ",
    "the ",
    "and ",
    "of ",
    "was not ",
    "ann ashby ",
    "police, ",
    "1 ",
    "aaaa",
    ", ",
    '" ',
    "' ",
    " ",
    "\x01 ",
)


def _letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(3))


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


@pytest.mark.parametrize("shape", SHAPES)
def test_the_time_is_linear_in_the_length(shape):
    """Four times the text takes six times as long at most, and never long."""
    small, large = (article(OPENING, *SHAPES[shape](n)) for n in (40, 160))
    read(small)
    best = min((_seconds(large) / max(_seconds(small), 0.01), _seconds(large)) for _ in range(2))
    assert best[0] < 6 or min(_seconds(large) / max(_seconds(small), 0.01) for _ in range(3)) < 6
    assert best[1] < 10


def _near_misses(rule: Rule) -> Iterable[str]:
    """Texts as long as a sentence may be that go on to begin what the rule reads."""
    for example in rule.examples[:2]:
        words = example.split(" ")
        yield from (f"{' '.join(words[:count])} " for count in {1, len(words) // 2 + 1, len(words) - 1, len(words)})
    yield from _FILLERS


@pytest.mark.parametrize("rule", ALL_RULES)
def test_no_rule_can_take_for_ever(rule):
    """Over the longest sentence that is read, however it stumbles."""
    for part in dict.fromkeys(_near_misses(rule)):
        text = (part * LONGEST_SENTENCE)[:LONGEST_SENTENCE]
        start = time.process_time()
        for _ in rule.pattern.finditer(text):
            pass
        assert time.process_time() - start < 1, part


@given(st.lists(st.sampled_from([part for _, rule in all_rules() for part in rule.examples]), max_size=4))
def test_a_rule_is_tried_wherever_its_pattern_matches(parts):
    """The words that a rule is looked for by stand in all that it reads."""
    text = " ".join(parts)
    unmet = ~ANCHORS.met[text]
    for _, rule in all_rules():
        if rule.pattern.search(text):
            assert not rule.needs & unmet, rule.id


@pytest.mark.parametrize("rule", ALL_RULES)
def test_a_rule_is_tried_on_its_examples_in_one_pass_too(rule):
    """Worked out for all sentences of a text at once, the words are those of each alone."""
    text = "\n".join(rule.examples)
    spans, start = [], 0
    for example in rule.examples:
        spans.append(Span(start, start + len(example)))
        start += len(example) + 1
    alone = [ANCHORS.search(example) for example in rule.examples]
    ANCHORS.look_ahead(text, spans)
    assert [ANCHORS.met[example] for example in rule.examples] == alone


@pytest.mark.parametrize("format", ["nquads", "ntriples"])
def test_line_by_line_is_as_from_memory(tmp_path, format):
    """The formats of lines need no whole graph."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(article(OPENING, SENTENCE * number), encoding="utf-8")
    built = build([tmp_path])
    written = built.written(format, note=print)
    assert not isinstance(written, bytes)
    assert b"".join(written) == serialise(built.quads, format)


@pytest.mark.skipif(os.name != "posix", reason="process groups are those of POSIX")
def test_ctrl_c_ends_all_processes_quietly(tmp_path):
    """One line, no traceback of any process, no file."""
    for number in range(1_500):
        (tmp_path / f"{number}.txt").write_text(article(OPENING, f"In {number} of 2000 cases it was poor. " * 9))
    command = [
        sys.executable,
        "-m",
        "inspectkg",
        "build",
        str(tmp_path),
        "--jobs",
        "2",
        "-o",
        str(tmp_path / "x.nq"),
    ]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(3)
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=30)
    assert child.returncode == -signal.SIGINT
    assert err.decode().lstrip() == "inspectkg: interrupted; every file is as it was before, or complete\n"
    assert not (tmp_path / "x.nq").exists()
