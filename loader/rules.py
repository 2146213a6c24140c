"""Rules and cues as data: TOML files under rules/, each with examples that it reads and counter-examples it leaves.

A file holds tables of rules by kind. A rule has an `id`, a `pattern` (a regular expression over the folded text: lower
case, straight quotes), often a `value` (what it tells: a topic, a polarity …), `examples` and `counterexamples`. Braces
in a pattern name a macro of the file's `[macros]` table, or one of the macros shared by all files (rules/shared.toml).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from ..errors import RuleError
from .anchors import ANCHORS
from .text import fold

FOLDER: Final = Path(__file__).parent / "rules"
_MACRO = re.compile(r"\{([a-z][a-z_]*)\}")
#: For how many sets of words a kind of rules remembers which of them may match.
_REMEMBERED: Final = 4096
_ALLOWED: Final = {"id", "pattern", "value", "examples", "counterexamples", "definition"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: PATTERN reads KIND from folded text; VALUE is what it tells, where the kind needs one."""

    kind: str
    id: str
    pattern: re.Pattern[str]
    value: str
    definition: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    needs: int
    """What a text must hold before the pattern can match it, as anchors.ANCHORS counts it."""

    def search(self, folded: str) -> re.Match[str] | None:
        """The rule's first match in FOLDED text."""
        return None if self.needs & ~ANCHORS.met[folded] else self.pattern.search(folded)

    def reads(self, sentence: str) -> bool:
        """Whether the rule reads SENTENCE, written as an article would write it."""
        return self.search(fold(sentence)) is not None


class Rules(tuple[Rule, ...]):  # noqa: SLOT001 - a subclass of tuple can have no slots that hold anything
    """The rules of one kind, in the order they are written."""

    _needs: int
    _fitting: dict[int, tuple[Rule, ...]]

    def __new__(cls, found: Iterable[Rule]) -> Self:
        made = super().__new__(cls, found)
        made._needs = 0
        for rule in made:
            made._needs |= rule.needs
        made._fitting = {}
        return made

    def fitting(self, folded: str) -> tuple[Rule, ...]:
        """Those whose words stand in FOLDED text, so that their patterns may match it."""
        met = ANCHORS.met[folded] & self._needs
        found = self._fitting.get(met)
        if found is None:
            if len(self._fitting) >= _REMEMBERED:
                self._fitting.clear()
            found = self._fitting[met] = tuple(rule for rule in self if not rule.needs & ~met)
        return found


def _expand(pattern: str, macros: dict[str, str], where: str) -> str:
    def replacement(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in macros:
            raise RuleError(f"{where}: no macro {{{name}}}; known are {', '.join(sorted(macros))}")
        return f"(?:{_expand(macros[name], macros, where)})"

    return _MACRO.sub(replacement, pattern)


def _rule(kind: str, entry: dict[str, Any], macros: dict[str, str], where: str) -> Rule:
    unknown = set(entry) - _ALLOWED
    if unknown or not {"id", "pattern", "examples"} <= set(entry):
        name = entry.get("id", "?")
        raise RuleError(f"{where}: rule {name} of kind {kind}: unknown or missing keys {sorted(unknown)}")
    try:
        pattern = re.compile(_expand(entry["pattern"], macros, where))
    except re.error as error:
        raise RuleError(f"{where}: rule {entry['id']}: {error}") from error
    return Rule(
        kind=kind,
        id=entry["id"],
        pattern=pattern,
        value=entry.get("value", ""),
        definition=entry.get("definition", ""),
        examples=tuple(entry["examples"]),
        counterexamples=tuple(entry.get("counterexamples", ())),
        needs=ANCHORS.register(pattern.pattern),
    )


@cache
def _macros(name: str) -> dict[str, str]:
    own = tomllib.loads((FOLDER / name).read_text(encoding="utf-8")).get("macros", {})
    return own if name == "shared.toml" else _macros("shared.toml") | own


@cache
def rule_file(name: str) -> dict[str, Rules]:
    """The rules of rules/NAME.toml by kind, in the order they are written; RuleError where one is malformed."""
    file = f"{name}.toml"
    content = tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))
    kinds = {kind: entries for kind, entries in content.items() if kind != "macros"}
    return {
        kind: Rules(_rule(kind, entry, _macros(file), file) for entry in entries) for kind, entries in kinds.items()
    }


@cache
def rules(name: str, kind: str) -> Rules:
    """The rules of KIND in rules/NAME.toml."""
    return rule_file(name)[kind]


@cache
def macro(name: str, pattern: str) -> re.Pattern[str]:
    """PATTERN, with the macros of rules/NAME.toml, compiled: for the few grammars that code has to steer."""
    return re.compile(_expand(pattern, _macros(f"{name}.toml"), name))


def all_rules() -> Iterator[tuple[str, Rule]]:
    """Every rule of every file, with the file's name."""
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name not in ("shared.toml", "mechanisms.toml"):
            for kind in rule_file(path.stem).values():
                for rule in kind:
                    yield path.stem, rule


def first(candidates: tuple[Rule, ...], folded: str) -> tuple[Rule, re.Match[str]] | None:
    """The rule whose match begins earliest in FOLDED text, with that match; the longer one where two begin together."""
    found = [(rule, match) for rule in candidates if (match := rule.search(folded))]
    return min(found, key=lambda pair: (pair[1].start(), -pair[1].end()), default=None)


def _fitting(candidates: tuple[Rule, ...], folded: str) -> tuple[Rule, ...]:
    """Those of CANDIDATES whose words stand in FOLDED text."""
    if isinstance(candidates, Rules):
        return candidates.fitting(folded)
    unmet = ~ANCHORS.met[folded]
    return tuple(rule for rule in candidates if not rule.needs & unmet)


def found_by(candidates: tuple[Rule, ...], folded: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Each match in FOLDED text of each of the rules CANDIDATES, rule by rule, each from left to right."""
    for rule in _fitting(candidates, folded):
        for match in rule.pattern.finditer(folded):
            yield rule, match


def any_of(candidates: tuple[Rule, ...], folded: str) -> Rule | None:
    """The first rule in file order that reads FOLDED text."""
    for rule in _fitting(candidates, folded):
        if rule.pattern.search(folded):
            return rule
    return None
