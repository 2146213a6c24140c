"""What a validation found: results, sorted and countable, in words of their own rather than an engine's."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

import pyoxigraph as ox

from ..ontology.namespaces import OUTER, SHAPE

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Severity: TypeAlias = Literal["violation", "warning", "info"]

#: The kinds of what the lint finds in shapes: each is this and the name of the check.
LINT: Final = SHAPE + "lint-"
#: How bad a fault is: an error is why nothing could be checked.
Gravity: TypeAlias = Severity | Literal["error"]
#: From the worst to the mildest.
SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Path:
    """A SHACL property path: `iri` where it is one property, else an operator and its parts.

    The operator is `/` (sequence), `|` (alternative), `^` (inverse), or `*`, `+`, `?`.
    """

    iri: str | None = None
    operator: str = ""
    parts: tuple[Path, ...] = ()

    def __str__(self) -> str:
        """The path as SPARQL writes it, with full IRIs."""
        if self.iri is not None:
            return f"<{self.iri}>"
        inner = [f"({part})" if part.operator in ("/", "|") else str(part) for part in self.parts]
        if self.operator in ("/", "|"):
            return self.operator.join(inner)
        return "^" + inner[0] if self.operator == "^" else inner[0] + self.operator


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of an article that a result is about, the article's name, and where they begin in it."""

    quote: str
    source: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a result does not count: somebody waived it, for a reason and until a day, or it is in the baseline."""

    kind: Literal["waived", "baseline"]
    reason: str = ""
    by: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; line and column from 1, the column in code points, both None where they are not known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class Problem(NamedTuple):
    """One thing that is wrong with shapes that cannot be used: how bad, what to do about it, and where."""

    gravity: Gravity
    message: str
    location: Location | None = None

    def __str__(self) -> str:
        said = self.message if self.gravity == "error" else f"{self.gravity}: {self.message}"
        return f"{self.location}: {said}" if self.location else said


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a shape found: which node, which property, which value, and what to do about it.

    `shape` is the IRI of the constraint (of the nearest shape that has an IRI, where the constraint has none);
    `component` the kind of the constraint; labels and the sentence are None where the data has none. `source` is the
    shape's own node, named or not. `location` is the place in the data, `shape_location` that of the shape, None where
    unknown. `focus_key` and `value_key` stand for nodes without an IRI in the fingerprint. `acceptance` says why the
    result does not count; None where it does. In results of the lint, the focus node is the faulty shape.
    """

    severity: Severity
    shape: str
    message: str
    focus: Term
    name: str = ""
    path: Path | None = None
    value: Term | None = None
    component: str = ""
    focus_label: str | None = None
    value_label: str | None = None
    sentence: Sentence | None = None
    source: Term | None = field(default=None, compare=False)
    location: Location | None = field(default=None, compare=False)
    shape_location: Location | None = field(default=None, compare=False)
    focus_key: str = ""
    value_key: str = ""
    acceptance: Acceptance | None = None

    @property
    def order(self) -> tuple[int, str, str, str, str, str, str]:
        """The sort key: severity first, then shape, focus node, path, value."""
        rank = SEVERITIES.index(self.severity)
        return rank, self.shape, str(self.focus), _text(self.path), _text(self.value), self.component, self.message

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits of shape, focus, path, value and kind: the same while the same thing is wrong."""
        focus, value = self.focus_key or str(self.focus), self.value_key or _text(self.value)
        parts = (self.shape, focus, _text(self.path), value, self.component)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class FocusCount:
    """How many nodes of the data a shape looks at (None: an engine alone could tell), and whether none is fine."""

    shape: str
    name: str
    count: int | None
    may_be_empty: bool


@dataclass(frozen=True, slots=True)
class CheckedShape:
    """A shape that was run: its IRI, name, what it says when it is broken, what it is for, and how bad that is."""

    iri: str
    name: str = ""
    message: str = ""
    description: str = ""
    severity: Severity = "violation"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation; `results` are sorted and each stands once, whatever order they came in.

    `notes` are about the run as a whole; `texts_checked` counts the articles whose quotes were compared with a text.
    `checked` are the shapes that have an IRI, `focus_counts` those with a target and how many nodes each looked at;
    `details` asks for these in the text where no shape went without. `today` is the day on which waivers were held
    against their last one, "" where there were none.
    """

    results: tuple[Result, ...]
    data: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    engine: str = ""
    notes: tuple[str, ...] = ()
    texts_checked: int = 0
    prefixes: Mapping[str, str] = field(default_factory=lambda: dict(OUTER))
    checked: tuple[CheckedShape, ...] = ()
    focus_counts: tuple[FocusCount, ...] = ()
    details: bool = False
    today: str = ""

    @property
    def open(self) -> tuple[Result, ...]:
        """The results that count: neither waived nor in the baseline."""
        return tuple(result for result in self.results if result.acceptance is None)

    @property
    def accepted(self) -> tuple[Result, ...]:
        """The results that do not count, since they are waived or in the baseline."""
        return tuple(result for result in self.results if result.acceptance is not None)

    def conforms(self, fail_on: Severity = "violation") -> bool:
        """Whether no result that counts is as bad as FAIL_ON or worse."""
        limit = SEVERITIES.index(fail_on)
        return all(SEVERITIES.index(result.severity) > limit for result in self.open)

    def counts(self) -> dict[Severity, int]:
        """How many results that count there are of each severity, the worst first."""
        found = Counter(result.severity for result in self.open)
        return {severity: found[severity] for severity in SEVERITIES}

    def accepted_counts(self) -> dict[str, int]:
        """How many results do not count, since they are waived, and since they are in the baseline."""
        found = Counter(result.acceptance.kind for result in self.results if result.acceptance)
        return {"waived": found["waived"], "baseline": found["baseline"]}


def sorted_results(results: Iterable[Result]) -> tuple[Result, ...]:
    """RESULTS, each once, in the order that every report has."""
    ordered = sorted(results, key=lambda result: (*result.order, _text(result.source)))
    return tuple(dict.fromkeys(ordered))


def _text(part: object | None) -> str:
    return "" if part is None else str(part)
