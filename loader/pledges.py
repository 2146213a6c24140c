"""Reads pledges: what ministries, services, councils and forces say they will do, how much of it, and by when."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from .bodies import Body
from .clauses import clauses
from .dates import Deadline, deadline
from .numbers import number, scaled
from .pledgers import Pledger, Pledgers
from .promises import commitment, lead_into, listed
from .rules import any_of, found_by, rules
from .statements import Pledge
from .statistics import figures, legible
from .story import Sentence, Side, Story
from .text import Span

#: What is no promise even where a number stands beside it.
_HARD: Final = frozenset({"already-done", "assurance", "feeling-or-claim", "hope", "plans-of-others"})
#: A share such as "six in 10" is written in so many characters: its numbers count nothing that is promised.
_SHARE: Final = 24


@dataclass(slots=True)
class Pledges:
    """Reads the pledges of an article, one sentence after another."""

    story: Story
    published: date | None
    pledgers: Pledgers = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nobody who promised before."""
        self.pledgers = Pledgers(self.story)

    def read(self, sentence: Sentence, bodies: tuple[Body, ...]) -> list[Pledge]:
        """The pledges that SENTENCE makes: one a quantity, or one without where it promises a thing uncounted."""
        if sentence.voice.side is Side.INSPECTORATE or _only_leads(sentence.folded):
            return []
        pledger = self.pledgers.of(sentence, bodies, _first_verb(sentence.folded))
        if pledger is None:
            return []
        found: list[Pledge] = []
        shares = [
            figure.span for figure in figures(sentence.folded) if figure.percent is None and len(figure.span) <= _SHARE
        ]
        for piece, rule in self._promised(sentence):
            read = list(self._pledges(sentence, piece, rule, pledger, shares))
            uncounted = all(pledge.value is None for pledge in read)
            if (
                found
                and uncounted
                and (any_of(rules("pledges", "trailing"), piece.of(sentence.folded)) or found[-1].value is None)
            ):
                found = [_due(pledge, read[0].deadline) for pledge in found]
            else:
                found += read
        if found:
            self.pledgers.remember(pledger, sentence)
        return found

    def _promised(self, sentence: Sentence) -> Iterator[tuple[Span, str]]:
        """The stretches that promise; an item of a list of promises does so as a whole."""
        rule = listed(self.story, sentence)
        if rule is None:
            yield from _promises(sentence.folded)
        elif not _is_empty(f"{lead_into(self.story, sentence)} {sentence.folded}"):
            yield Span(0, len(sentence.folded)), rule

    def _pledges(
        self, sentence: Sentence, piece: Span, rule: str, pledger: Pledger, shares: list[Span]
    ) -> Iterator[Pledge]:
        """The promises in one PIECE of a sentence; numbers within SHARES count none."""
        text = piece.of(sentence.folded)
        taken = [span.shifted(-piece.start) for span in shares]
        due = _absolute(deadline(text, self.published), sentence.span.start + piece.start)
        due = due or self._due_of_list(sentence)
        quantities = list(_quantities(text, sentence.folded, taken)) or [(None, None, False)]
        for value, unit, up_to in quantities:
            yield Pledge(
                quote=sentence.span,
                speaker=pledger.iri,
                speaker_name=sentence.voice.name,
                manner=sentence.voice.manner,
                rule=f"pledge-{rule}",
                pledger=pledger.iri,
                pledger_label=pledger.label,
                kind=_kind(text),
                value=value,
                unit=unit,
                up_to=up_to,
                deadline=due,
            )

    def _due_of_list(self, sentence: Sentence) -> Deadline | None:
        """The time limit that the line over a list sets for all its items: "By the end of March we will:"."""
        lead = sentence.block.lead
        if not sentence.is_item or lead is None:
            return None
        return _absolute(deadline(self.story.lead_of(sentence), self.published), self.story.blocks[lead].span.start)


def _only_leads(folded: str) -> bool:
    """Whether a sentence only leads into a list, and tells no sum that all its items share."""
    return folded.endswith(":") and not any(
        rule.search(folded) for rule in rules("pledges", "quantity").fitting(folded) if rule.value == "GBP"
    )


def _is_empty(promise: str) -> bool:
    """Whether a PROMISE, written out with the line over its list, is none: vague, hoped for, or somebody else's."""
    return any_of(rules("pledges", "not_promised"), promise) is not None and not _explicit(promise)


def _first_verb(folded: str) -> int:
    starts = [match.start() for _, match in found_by(rules("pledges", "commitment"), folded)]
    return min(starts, default=0)


def _pieces(folded: str) -> list[Span]:
    """The sentence cut where one promise ends and the next begins."""
    cuts = {0, len(folded), *(clause.start for clause in clauses(folded))}
    cuts |= {match.start() for _, match in found_by(rules("pledges", "cut"), folded)}
    places = sorted(cuts)
    cuts -= {end for start, end in itertools.pairwise(places) if end < len(folded) and _verbless(folded[start:end])}
    return [Span(start, end) for start, end in itertools.pairwise(sorted(cuts)) if folded[start:end].strip()]


def _verbless(text: str) -> bool:
    """Whether TEXT is only part of a subject, such as "Two detectives" before "and an analyst will be based …"."""
    return any_of(rules("pledges", "verb"), text) is None


def _promises(folded: str) -> Iterator[tuple[Span, str]]:
    """The stretches of a sentence that promise something, each with the rule that read it."""
    promising = False
    for piece in _pieces(folded):
        text = piece.of(folded)
        if any_of(rules("pledges", "not_promised"), text) is not None and not _explicit(text):
            promising = False
            continue
        rule = commitment(text, going_on=promising)
        if rule is not None:
            promising = True
            yield piece, rule
        elif promising and (any(_quantities(text)) or text.lstrip(", ").startswith("to be ")):
            yield piece, "carried-on"


def _explicit(text: str) -> bool:
    """Whether a piece that looks vague promises a quantity all the same."""
    soft = all(not rule.search(text) for rule in rules("pledges", "not_promised").fitting(text) if rule.id in _HARD)
    return soft and any(_quantities(text))


def _quantities(text: str, whole: str = "", shares: Sequence[Span] = ()) -> Iterator[tuple[float, str, bool]]:
    """The quantities in a piece of the WHOLE sentence: value, unit, and whether it is a ceiling ("up to")."""
    taken: list[Span] = list(shares)
    for rule, match in found_by(rules("pledges", "quantity"), legible(text)):
        span = Span(match.start("n"), match.end("n"))
        if any(span.overlaps(other) for other in taken) or _in_deadline(text, span):
            continue
        taken.append(Span(match.start(), match.end()))
        parts = match.groupdict()
        value = scaled(parts["n"], parts["scale"] or "") if rule.value == "GBP" else number(parts["n"])
        unit = (
            rule.value or (parts.get("noun") or "").strip() or _nearest_noun(text) or _nearest_noun(whole) or "people"
        )
        yield value, unit, bool(parts.get("upto"))


def _in_deadline(text: str, span: Span) -> bool:
    found = deadline(text, date(2000, 1, 1))
    return found is not None and found.span.overlaps(span)


def _nearest_noun(text: str) -> str:
    """What "another 10" counts: the noun counted before, or ""."""
    counted = next((rule for rule in rules("pledges", "quantity") if rule.id == "counted"), None)
    match = counted.search(text) if counted else None
    return match["noun"] if match else ""


def _kind(text: str) -> str:
    rule = any_of(rules("pledges", "kind"), text)
    return rule.value if rule else "other"


def _absolute(found: Deadline | None, offset: int) -> Deadline | None:
    return Deadline(found.latest, found.grain, found.stated, found.span.shifted(offset)) if found else None


def _due(pledge: Pledge, due: Deadline | None) -> Pledge:
    """The pledge with the time limit that a later part of its sentence tells, where it has none of its own."""
    return pledge if pledge.deadline or due is None else replace(pledge, deadline=due)
