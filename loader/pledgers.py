"""Finds who promises: the speaker, the subject of the sentence, or the author of a statement that says "we"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ..ontology.labels import reference
from ..ontology.namespaces import iri
from .blocks import Block, Kind
from .bodies import Body, slug
from .council_names import council_at, councils_in, only_one, titled
from .lexicon import lexicon
from .promises import SENTENCE_END, UNDER_A_HEADING, lead_into, lines_over, listed
from .rules import any_of, found_by, rules
from .story import UNIT, Sentence, Side, Story
from .text import fold

#: Kinds of bodies whose promises bind no service: what they say they will do is no pledge.
_IRRESPONSIBLE: Final = frozenset(
    "trade-union voluntary-sector inspectorate crs-provider crs-subcontractor parliamentary-committee parliament "
    "professional-body staff-group probation-delivery-unit-generic ombudsman monitoring-body auditor regulator "
    "office-holder".split()
)


#: Those who speak for probation at large may promise in the name of another of its bodies.
_OF_PROBATION: Final = frozenset(
    iri(f"agency:{slug}") for slug in ("probation-service", "hmpps", "ministry-of-justice")
)
_YOUTH_JUSTICE: Final = iri("agency:youth-justice-services")
#: A headline is the name of whoever signs where that is so much of it.
_SIGNATURE: Final = 0.5
#: The subject of a sentence begins no later in it.
_SUBJECT_WITHIN: Final = 40


@dataclass(frozen=True, slots=True)
class Pledger:
    """Who promises: an IRI and a label."""

    iri: str
    label: str


@dataclass(slots=True)
class Pledgers:
    """Finds the pledgers of an article's sentences, and remembers the last for those that resume them."""

    story: Story
    last: Pledger | None = None
    """Who promised last: "It has set aside …" resumes them."""
    last_block: int = -10
    """The block in which they did."""
    _author: list[Pledger | None] = field(default_factory=list["Pledger | None"])
    _councils: set[str] | None = None
    _forces: set[str] | None = None

    def remember(self, pledger: Pledger, sentence: Sentence) -> None:
        """Keep in mind that PLEDGER promised something in SENTENCE."""
        self.last, self.last_block = pledger, sentence.block_index

    def of(self, sentence: Sentence, bodies: tuple[Body, ...], first_verb: int) -> Pledger | None:
        """Who promises what SENTENCE, about BODIES, may promise; None where nobody who could does.

        FIRST_VERB is where the words of promising begin: the subject stands before them.
        """
        if sentence.voice.side is Side.OTHER:
            return self._spoken_for(sentence, bodies)
        found = self._subject(sentence, bodies, first_verb)
        if found is not None:
            return found
        lines = (sentence.folded, *lines_over(self.story, sentence))
        ours = any(any_of(rules("pledges", "first_person"), line) is not None for line in lines)
        if ours or listed(self.story, sentence) == UNDER_A_HEADING:
            return self.author()
        return self._resumed(sentence)

    def author(self) -> Pledger | None:
        """The responsible body that signs the text at its head or foot, else the council that its story opens with."""
        if not self._author:
            self._author.append(next(self._signed(), self._opening_council()))
        return self._author[0]

    def _opening_council(self) -> Pledger | None:
        """The council that is the subject of the first sentence."""
        first = self.story.sentences[0].plain if self.story.sentences else ""
        council = council_at(first, len("The ") if first.startswith("The ") else 0, len(first))
        return _council_called(council) if council else None

    def _signed(self) -> Iterator[Pledger | None]:
        """The bodies that the lines around the story open with, None for one that can bind no service."""
        for block in _around(self.story.blocks):
            line = block.span.of(self.story.plain)
            signs = _SIGNATURE * len(line) if block.kind is Kind.HEADLINE else 0
            council = council_at(line, 0, len(line))
            if council and len(council) >= signs:
                yield _council_called(council)
                continue
            mentions = lexicon().organisations.find(line, fold(line))
            if sum(len(mention.span) for mention in mentions) < signs:
                continue
            opening = [mention for mention in mentions[:1] if mention.span.start <= len("office of the ")]
            yield from (_known(mention.thing.iri) for mention in opening)

    def _resumed(self, sentence: Sentence) -> Pledger | None:
        """Whoever promised before, where SENTENCE goes on from them; without a subject, the author or a near one."""
        rule = any_of(rules("pledges", "resumed"), sentence.folded)
        if rule is None or rule.id not in ("passive", "impersonal"):
            return self.last if rule else None
        return self.last if self.last and sentence.block_index - self.last_block <= 1 else self.author()

    def _subject(self, sentence: Sentence, bodies: tuple[Body, ...], first_verb: int) -> Pledger | None:
        """The responsible body that is the subject of SENTENCE, or of the line that leads into its list."""
        if lead_into(self.story, sentence):
            return self._over_the_list(sentence.block.lead, bodies)
        if listed(self.story, sentence) == UNDER_A_HEADING:
            return self._over_the_list(sentence.block.heading, bodies)
        head = sentence.folded[: max(12, first_verb)]
        if (rule := any_of(rules("pledges", "pledger"), head)) is not None:
            return _known(iri(f"agency:{rule.value}"))
        if (unit := _unit(head, bodies)) is not None:
            return unit
        mentions = lexicon().organisations.find(sentence.plain, sentence.folded)
        before = [mention for mention in mentions if mention.span.end <= len(head) + 1]
        told = next((one for one in before if head[: one.span.start].endswith((" that ", " that the "))), None)
        subject = told or next((one for one in before if one.span.start <= _SUBJECT_WITHIN), None)
        if subject is not None:
            return _unit_for(subject.thing.iri, bodies) or self._body(subject.thing.iri, sentence.plain)
        council = council_at(sentence.plain, len("The ") if sentence.plain.startswith("The ") else 0, len(head))
        return _council_called(council) if council else None

    def _over_the_list(self, line: int | None, bodies: tuple[Body, ...]) -> Pledger | None:
        """Who promises in the LINE over a list: the body that its last sentence names, commits or resumes."""
        if line is None:
            return None
        whole = self.story.blocks[line].span.of(self.story.plain)
        last = SENTENCE_END.split(whole)[-1]
        committed = next((match.start("who") for _, match in found_by(rules("pledges", "commits"), fold(last))), 0)
        found = self._named(last[committed:], bodies)
        if found is not None or any_of(rules("pledges", "first_person"), fold(last)) is not None:
            return found
        found = self._named(whole, ())
        resumes = any_of(rules("pledges", "resumed"), fold(last)) is not None or self._departmental(fold(last))
        return found or (self.last if resumes else None)

    def _named(self, plain: str, bodies: tuple[Body, ...]) -> Pledger | None:
        """The unit of BODIES that the words PLAIN open with, else the first organisation they name that may promise."""
        if (unit := _unit(fold(plain), bodies)) is not None:
            return unit
        for mention in lexicon().organisations.find(plain, fold(plain)):
            if (found := _unit_for(mention.thing.iri, bodies) or self._body(mention.thing.iri, plain)) is not None:
                return found
        return None

    @staticmethod
    def _departmental(lead: str) -> bool:
        """Whether whoever promised before leads into a list, as in "The department confirmed that:"."""
        return any_of(rules("pledges", "pledger"), lead) is not None

    def _spoken_for(self, sentence: Sentence, bodies: tuple[Body, ...]) -> Pledger | None:
        """Whoever the speaker of SENTENCE speaks for; where the speech cannot be laid to a body, the one it names."""
        speaker = sentence.voice.speaker
        if speaker == UNIT or speaker in _OF_PROBATION:
            named = self._named_in_speech(sentence)
            if named is not None:
                return named
        if speaker == UNIT:
            return Pledger(bodies[0].iri, bodies[0].label) if bodies else None
        if speaker:
            return _unit_for(speaker, bodies) or self._body(speaker, sentence.plain)
        rule = any_of(rules("pledges", "pledger"), sentence.folded) if not sentence.voice.name else None
        return _known(iri(f"agency:{rule.value}")) if rule is not None else None

    def _named_in_speech(self, sentence: Sentence) -> Pledger | None:
        """The body that stands right behind the verb of saying: "Ms Rudd said the Probation Service would …"."""
        (said,) = rules("pledges", "said")
        for mention in lexicon().organisations.find(sentence.plain, sentence.folded):
            if said.search(sentence.folded[: mention.span.start]) is not None:
                return self._body(mention.thing.iri, sentence.plain)
        return None

    def _body(self, agency: str, plain: str) -> Pledger | None:
        """The pledger of an AGENCY told of in the sentence PLAIN: the council or force that it means, else itself."""
        if agency == iri("agency:police"):
            forces = _forces(plain) or self._forces_of_the_article()
            agency = min(forces) if len(forces) == 1 else agency
        return self._council(agency, plain) or _known(agency)

    def _council(self, agency: str, plain: str) -> Pledger | None:
        """The council that "the council" means: the one of the sentence PLAIN, else the only one the article names."""
        if agency != iri("agency:local-authority"):
            return None
        for councils in (lambda: councils_in(plain), self._councils_of_the_article):
            if name := only_one(councils()):
                return _council_called(name)
        author = self.author()
        return author if author and council_at(author.label, 0, len(author.label)) else None

    def _forces_of_the_article(self) -> set[str]:
        if self._forces is None:
            self._forces = _forces(self.story.plain)
        return self._forces

    def _councils_of_the_article(self) -> set[str]:
        if self._councils is None:
            self._councils = councils_in(self.story.plain)
        return self._councils


def _unit(words: str, bodies: tuple[Body, ...]) -> Pledger | None:
    """The inspected body that the folded WORDS open with: "the unit", or for a body of that level "the service"."""
    if not bodies:
        return None
    for rule, _ in found_by(rules("pledges", "unit_subject"), words):
        if rule.value in ("", bodies[0].level):
            return Pledger(bodies[0].iri, bodies[0].label)
    return None


def _unit_for(agency: str, bodies: tuple[Body, ...]) -> Pledger | None:
    """The inspected youth justice service, where an AGENCY is youth justice services at large."""
    if agency != _YOUTH_JUSTICE or not bodies or bodies[0].level != "youth-justice-service":
        return None
    return Pledger(bodies[0].iri, bodies[0].label)


def _forces(plain: str) -> set[str]:
    """The police forces that the text PLAIN names."""
    named = lexicon().organisations.find(plain, fold(plain))
    return {mention.thing.iri for mention in named if mention.thing.iri.startswith(iri("force:"))}


def _around(blocks: list[Block]) -> list[Block]:
    """The lines before the first paragraph of the story, the headline last, and those behind; no picture texts."""
    told = [index for index, block in enumerate(blocks) if block.kind in (Kind.PARAGRAPH, Kind.ITEM)]
    if not told:
        return []
    labelled = [block for block in blocks[told[0] : told[-1]] if block.rule == "label-line"]
    before = sorted(blocks[: told[0]], key=lambda block: block.kind is Kind.HEADLINE)
    outside = [*before, *labelled, *blocks[told[-1] + 1 :]]
    return [block for block in outside if block.kind is not Kind.CAPTION]


def _council_called(name: str) -> Pledger:
    name = titled(name) if name.isupper() else name
    return Pledger(iri(f"agency:{slug(name)}"), name)


def _known(agency: str) -> Pledger | None:
    """The pledger of an agency's IRI; unions, charities, inspectorates and parliament are none.

    Where the government at large promises something for probation, its ministry of justice does.
    """
    kinds = {kind.rsplit("/", 1)[1] for kind in reference().linked(agency, "ikg:bodyKind")}
    if kinds & _IRRESPONSIBLE:
        return None
    if agency == iri("agency:uk-government"):
        agency = iri("agency:ministry-of-justice")
    return Pledger(agency, reference().preferred[agency])
