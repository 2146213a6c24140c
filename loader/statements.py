"""What the loader reads from an article: one small record a statement, each with its words, place, speaker and rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .bodies import Body
from .dates import Deadline
from .problems import problems
from .text import Span


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person added to a reading, changed in it or took away by hand: at which words, who, why, and from what."""

    action: str
    """The slug of a correction kind: added, changed or removed."""
    kind: str
    """The kind of statement: rating, finding …"""
    quote: Span
    by: str
    why: str
    before: str
    """What the statement said before, in words; "" for one that was added."""
    after: str
    """What it says now; "" for one that was removed."""
    sha256: str
    """The SHA-256 of the file that the correction stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What every statement has: its words' place in the text, who said them and how, and the rule that read them."""

    quote: Span
    speaker: str
    """The IRI of whoever speaks; the inspectorate's where the writer sums up its report."""
    manner: str
    """The slug of an attribution concept: quoted, reported or narrated."""
    rule: str
    speaker_name: str = ""
    """The name of the person who speaks, where the article names one."""
    correction: Correction | None = None
    """The correction that added or changed the statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionReport(Statement):
    """The article reports an inspection of BODY, with the number of recommendations where it tells one."""

    body: Body
    region: Body | None = None
    recommendation_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Statement):
    """The inspectorate gave BODY a GRADE for ASPECT (IRIs). OUTCOME: in the inspection that the article reports."""

    body: Body
    aspect: str
    grade: str
    outcome: bool
    grade_at: Span
    """Where the grade stands in the text."""
    month: str | None = None
    """For an earlier rating, the month its report came out (YYYY-MM), where it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Statement):
    """The inspectorate judged: POLARITY (slug), TOPICS and AGENCIES (IRIs, sorted), of BODIES."""

    bodies: tuple[Body, ...]
    polarity: str
    topics: tuple[str, ...]
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic(Statement):
    """A figure as written: NUMERATOR of DENOMINATOR, or PERCENT, or both; QUALIFIER (slug): under, over or about."""

    bodies: tuple[Body, ...]
    numerator: float | None
    denominator: float | None
    percent: float | None
    qualifier: str | None
    earlier: bool = False
    """It was so before the inspection that the article reports."""
    population: str
    """Whom or what the figure counts, in the article's words; "" where they could not be told."""
    polarity: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(Statement):
    """The inspectorate asks for something; AGENCIES are all that are named, ADDRESSEES those it is asked of."""

    bodies: tuple[Body, ...]
    topics: tuple[str, ...]
    agencies: tuple[str, ...]
    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Statement):
    """PLEDGER (IRI) says it will do something of KIND (slug): VALUE UNIT where a quantity is told, else neither."""

    pledger: str
    pledger_label: str
    kind: str
    value: float | None
    unit: str | None
    """GBP, percent, or the article's noun."""
    up_to: bool
    deadline: Deadline | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed(Statement):
    """A person is named with a role, as written."""

    name: str
    role: str
    person: str | None
    """The IRI of an office-holder known to the reference data."""


@dataclass(frozen=True, order=True, slots=True)
class Unread:
    """Words from which nothing was read, or a doubt about what was; an empty SPAN is the whole article's.

    PROBLEM is its slug in problems.toml, WORDS what it is about, RULE the rule that left the words out, where one did.
    """

    span: Span
    problem: str
    words: str = ""
    rule: str = ""

    @property
    def kind(self) -> str:
        """The slug of the kind of problem."""
        return problems()[self.problem].kind.slug

    @property
    def reason(self) -> str:
        """What was not understood, in words."""
        return problems()[self.problem].message.replace("{words}", self.words)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one article."""

    headline: str
    published: date | None
    publisher: str | None
    """The IRI of a publisher the reference data knows."""
    publisher_name: str | None
    """The name the text shows of one it does not know."""
    bodies: tuple[Body, ...]
    statements: tuple[Statement, ...]
    unread: tuple[Unread, ...]
    corrections: tuple[Correction, ...] = ()
    """What was put right by hand, in the order of the file."""
    sentences: tuple[Span, ...] = ()
    """The sentences of the story."""
