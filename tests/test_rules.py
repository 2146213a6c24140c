"""The rules as data: each reads its examples and leaves its counter-examples, and the right one of a kind reads."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from inspectkg.errors import RuleError
from inspectkg.loader import rules as module
from inspectkg.loader.blocks import Kind
from inspectkg.loader.dates import deadline
from inspectkg.loader.dividing import divide
from inspectkg.loader.people import people
from inspectkg.loader.pledges import _quantities
from inspectkg.loader.polarity import cues
from inspectkg.loader.rulebook import rulebook
from inspectkg.loader.rules import FOLDER, Rule, all_rules, any_of, found_by, rules
from inspectkg.loader.statistics import figures
from inspectkg.loader.text import Span, fold
from inspectkg.ontology.labels import reference
from inspectkg.ontology.namespaces import iri

ALL = [(file, rule) for file, rule in all_rules()]
NAMES = [f"{file}-{rule.kind}-{rule.id}" for file, rule in ALL]
DAY = date(2025, 7, 31)
#: Lines that leave no doubt that a story has begun: a tail cannot begin before one.
STORY = "A first paragraph of the story, long enough to be one and ended as sentences are ended."


def _named(rule: Rule, example: str) -> bool:
    """Whether a name after or before the words of EXAMPLE is given the role."""
    lines = [f"{example} Jane Okafor", f"Jane Okafor, {example}, said so."]
    return any(
        f"person-{rule.id}" in {one.rule for one in people(line, fold(line), [Span(0, len(line))])} for line in lines
    )


def _asked(rule: Rule, example: str) -> bool:
    return rule.reads(example) and any_of(rules("recommendations", "not_asked"), fold(example)) is None


#: How the words of an example meet the rule where more than its pattern has a say.
READ: dict[tuple[str, str], Callable[[Rule, str], bool]] = {
    ("people", "role"): _named,
    ("deadlines", "deadline"): lambda rule, example: _deadline_rule(example) == rule.id,
    ("recommendations", "asks"): _asked,
    ("statistics", "share"): lambda rule, example: rule.id in {one.rule for one in figures(fold(example))},
    ("statistics", "elliptic"): lambda rule, example: any(
        not 1900 <= int(match[group]) < 2100 if match[group].isdigit() else True
        for _, match in found_by((rule,), fold(example))
        for group in ("n", "n2", "n3")
        if match[group]
    ),
}


def _reads(file: str, rule: Rule, example: str) -> bool:
    read = READ.get((file, rule.kind))
    return read(rule, example) if read else rule.reads(example)


def _deadline_rule(example: str) -> str | None:
    """The rule that the loader takes for the first deadline in EXAMPLE."""
    folded = fold(example)
    found = deadline(folded, DAY)
    if found is None:
        return None
    fits = [
        rule.id
        for rule in rules("deadlines", "deadline")
        for _, match in found_by((rule,), folded)
        if match.span() == (found.span.start, found.span.end)
    ]
    return fits[0]


def _examples(file: str, *kinds: str) -> list[tuple[Rule, str]]:
    return [(rule, example) for kind in kinds for rule in rules(file, kind) for example in rule.examples]


def _ids(pairs: list[tuple[Rule, str]]) -> list[str]:
    return [f"{rule.id}: {example[:40]!a}" for rule, example in pairs]


class TestEachRule:
    """What every rule must have and do."""

    def test_ids_are_unique_within_file_and_kind(self):
        """A claim that names a rule names one rule."""
        counted = Counter((file, rule.kind, rule.id) for file, rule in ALL)
        assert [name for name, count in counted.items() if count > 1] == []

    @pytest.mark.parametrize(("file", "rule"), ALL, ids=NAMES)
    def test_it_has_two_examples(self, file, rule):
        """A rule that only one text ever called for is no rule."""
        assert len(set(rule.examples)) >= 2
        assert rule.id == rule.id.lower() and " " not in rule.id

    @pytest.mark.parametrize(("file", "rule"), ALL, ids=NAMES)
    def test_it_reads_its_examples(self, file, rule):
        """Each example is read by the rule it stands at."""
        assert [example for example in rule.examples if not _reads(file, rule, example)] == []

    @pytest.mark.parametrize(("file", "rule"), ALL, ids=NAMES)
    def test_it_leaves_its_counterexamples(self, file, rule):
        """No counter-example is read by the rule it stands at."""
        assert [example for example in rule.counterexamples if _reads(file, rule, example)] == []

    @pytest.mark.parametrize(("file", "rule"), ALL, ids=NAMES)
    def test_it_reads_nothing_from_nothing(self, file, rule):
        """The empty line has no meaning, and no pattern matches the empty string everywhere."""
        assert rule.search("") is None or rule.pattern.pattern.endswith("$")


class TestValues:
    """What rules tell exists in the ontology."""

    @pytest.mark.parametrize(
        ("file", "kind", "prefix"),
        [
            ("agencies", "agency", "agency"),
            ("agencies", "asked", "agency"),
            ("pledges", "kind", "pledge-kind"),
            ("pledges", "pledger", "agency"),
            ("ratings", "aspect", "aspect"),
            ("statistics", "qualifier", "qualifier"),
            ("topics", "topic", "topic"),
            ("topics", "idle", "topic"),
        ],
    )
    def test_each_value_is_a_thing_of_the_reference_data(self, file, kind, prefix):
        """A rule cannot point to a topic, an agency or an aspect that nobody defined."""
        known = reference().preferred
        assert [rule.value for rule in rules(file, kind) if iri(f"{prefix}:{rule.value}") not in known] == []

    @pytest.mark.parametrize(("file", "kind"), [("people", "role"), ("attribution", "other")])
    def test_whoever_is_spoken_for_is_an_agency_or_the_unit(self, file, kind):
        """Who a role speaks for is an agency, "unit" for the inspected body, or nobody."""
        known = reference().preferred
        told = {rule.value for rule in rules(file, kind)} - {"", "unit"}
        assert [value for value in sorted(told) if iri(f"agency:{value}") not in known] == []

    def test_polarity_is_plus_or_minus(self):
        """A cue praises or criticises; there is no third."""
        assert {rule.value for rule in rules("polarity", "cue")} == {"+", "-"}

    def test_the_rulebook_knows_every_mechanism_by_name(self):
        """Ways of reading that are no pattern are explained, too."""
        named = tomllib.loads((FOLDER / "mechanisms.toml").read_text(encoding="utf-8"))["mechanism"]
        assert all(rulebook()[name][1] == words for name, words in named.items())
        assert all((label and words.endswith(tuple('.!?"…'))) or words for label, words in rulebook().values())


class TestTheRightRule:
    """Where the rules of a kind exclude each other, an example is taken by its own rule."""

    @pytest.mark.parametrize(("rule", "example"), _examples("polarity", "cue"), ids=_ids(_examples("polarity", "cue")))
    def test_polarity(self, rule, example):
        """The example of a cue is read by that cue, with its sign."""
        assert rule.value in {cue.sign for cue in cues(fold(example)) if cue.rule == rule.id}

    @pytest.mark.parametrize(
        ("rule", "example"), _examples("deadlines", "deadline"), ids=_ids(_examples("deadlines", "deadline"))
    )
    def test_deadlines(self, rule, example):
        """The rule that dates.deadline picks for an example is the one it stands at, and it resolves the time."""
        assert _deadline_rule(example) == rule.id
        found = deadline(fold(example), DAY)
        assert found is not None and found.latest is not None and found.grain in {"day", "month", "year"}

    @pytest.mark.parametrize(("rule", "example"), _examples("statistics", "share"))
    def test_shares(self, rule, example):
        """The first figure of an example is read by its rule, and whatever else it holds by another."""
        told = [figure.rule for figure in figures(fold(example))]
        assert told[:1] == [rule.id] and rule.id not in told[1:]

    @pytest.mark.parametrize(("rule", "example"), _examples("pledges", "quantity"))
    def test_quantities(self, rule, example):
        """An example of a quantity is one quantity, in the unit that the rule tells where it tells one."""
        (found,) = _quantities(fold(example))
        value, unit, _ = found
        assert value > 0
        assert unit == rule.value or not rule.value

    @pytest.mark.parametrize(
        ("kind", "rule", "example"),
        [(kind, *pair) for kind in ("line", "tail", "picture", "caption") for pair in _examples("layout", kind)],
    )
    def test_layout(self, kind, rule, example):
        """A line of furniture after the story is no part of it, for the reason that its rule gives."""
        last = divide(f"A headline\n{STORY}\n{example}")[-1]
        assert last.kind in {Kind.LEFT_OUT, Kind.CAPTION, Kind.DATE}
        read_by = {one.id for one in rules("layout", kind) if one.reads(example)}
        assert read_by == {rule.id}

    @pytest.mark.parametrize(("rule", "example"), _examples("layout", "line", "caption", "published", "publisher"))
    def test_only_a_tail_ends_the_story(self, rule, example):
        """What follows a line that is left out, unless it is a tail, is still read."""
        if any_of(rules("layout", "tail"), fold(example)):
            pytest.skip("this line ends the story as well")
        assert divide(f"A headline\n{STORY}\n{example}\n{STORY}")[-1].kind is Kind.PARAGRAPH


class TestFiles:
    """A rule file that contradicts itself is refused with the place of the mistake."""

    @pytest.mark.parametrize(
        ("content", "wanted"),
        [
            ('[[kind]]\nid = "a"\npattern = "{nowhere}"\nexamples = ["x"]\n', "no macro {nowhere}"),
            ('[[kind]]\nid = "a"\npattern = "("\nexamples = ["x"]\n', "rule a"),
            ('[[kind]]\nid = "a"\npattern = "x"\n', "missing keys"),
            ('[[kind]]\nid = "a"\npattern = "x"\nexamples = ["x"]\ncolour = "red"\n', "colour"),
        ],
    )
    def test_a_malformed_rule_is_named(self, tmp_path, monkeypatch, content, wanted):
        """An unknown macro, a broken pattern, a missing and an unknown key are each told."""
        for name in ("shared.toml", "broken.toml"):
            (tmp_path / name).write_text(content if name == "broken.toml" else "[macros]\n", encoding="utf-8")
        monkeypatch.setattr(module, "FOLDER", tmp_path)
        monkeypatch.setattr(module, "_macros", module._macros.__wrapped__)
        with pytest.raises(RuleError, match=r"broken\.toml") as caught:
            module.rule_file.__wrapped__("broken")
        assert wanted in str(caught.value)
        assert caught.value.exit_code == 3
