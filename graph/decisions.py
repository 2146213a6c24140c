"""What people decided of articles by hand, in a TOML file: which tell of one inspection or text, and which do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..handwritten import Entry, near, read_entries
from ..loader.bodies import Body
from ..loader.text import fold
from .sources import Source, digest

#: What a file of decisions is called where it lies in a folder of articles.
NAME: Final = "decisions.toml"
_TABLES: Final = ("apart", "copy", "not_copy", "same")


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry: KIND (apart, copy, not_copy or same), keys of documents, body of their inspections, who and why."""

    entry: Entry
    kind: str
    documents: tuple[str, ...]
    body: Body | None
    by: str
    why: str

    @property
    def key(self) -> str:
        """The last part of the decision's IRI."""
        return digest(self.kind, self.body.iri if self.body else "", *self.documents, self.by, self.why)

    def where(self) -> str:
        """The place of the entry, for messages."""
        return f"{self.entry.path}:{self.entry.line or 1}"


@dataclass(slots=True)
class Links:
    """Things that are one or are not, as decisions say."""

    together: list[Decision] = field(default_factory=list[Decision])
    apart: list[Decision] = field(default_factory=list[Decision])

    def groups(self, keys: Iterable[str]) -> Groups:
        """KEYS in the groups that the decisions make; InputError where two decisions contradict each other."""
        groups = Groups(keys)
        for decision in self.together:
            for key in decision.documents[1:]:
                groups.join(decision.documents[0], key)
        for decision in self.apart:
            groups.keep_apart(decision)
            for number, key in enumerate(decision.documents):
                for other in decision.documents[number + 1 :]:
                    if groups.find(key) == groups.find(other):
                        joining = [one for one in self.together if groups.find(one.documents[0]) == groups.find(key)]
                        told = " and ".join(f"[[{one.kind}]] at {one.where()}" for one in joining)
                        raise decision.entry.wrong(f"contradicts {told}: take one of them away")
        return groups


class Groups:
    """Keys that are joined into groups, but for those that are kept apart."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._up = {key: key for key in keys}
        self._members = {key: [key] for key in self._up}
        self._apart: dict[str, set[str]] = {}

    def find(self, key: str) -> str:
        """The key that stands for the group of KEY."""
        while self._up[key] != key:
            self._up[key] = self._up[self._up[key]]
            key = self._up[key]
        return key

    def members(self, key: str) -> list[str]:
        """All keys of the group of KEY."""
        return self._members[self.find(key)]

    def join(self, one: str, other: str) -> None:
        """Make the groups of ONE and OTHER one."""
        first, second = sorted((self.find(one), self.find(other)))
        if first != second:
            self._up[second] = first
            self._members[first] += self._members.pop(second)

    def keep_apart(self, decision: Decision) -> None:
        """Never let two of the documents of DECISION into one group."""
        for key in decision.documents:
            self._apart.setdefault(key, set()).update(set(decision.documents) - {key})

    def may_join(self, one: str, other: str) -> bool:
        """Whether no decision keeps the groups of ONE and OTHER apart."""
        if not self._apart:
            return True
        others = set(self.members(other))
        return not any(self._apart.get(key, set()) & others for key in self.members(one))


@dataclass(slots=True)
class Decisions:
    """All that was decided by hand for one build."""

    all: list[Decision] = field(default_factory=list[Decision])
    left_out: list[str] = field(default_factory=list[str])
    """A line for each article that a decision names and that could not be read."""

    def inspections(self, body: str) -> Links:
        """What was decided of the inspections of BODY, an IRI."""
        mine = [one for one in self.all if one.body is not None and one.body.iri == body]
        return Links([one for one in mine if one.kind == "same"], [one for one in mine if one.kind == "apart"])

    def copies(self) -> Links:
        """What was decided of copies."""
        return Links(
            [one for one in self.all if one.kind == "copy"], [one for one in self.all if one.kind == "not_copy"]
        )


def read_decisions(paths: Sequence[Path], sources: Collection[Source], missing: Iterable[str] = ()) -> Decisions:
    """The decisions in the files PATHS on the articles of SOURCES; those on MISSING files, which failed, are left out.

    InputError where a file is broken, or names an article or a body that is not there.
    """
    articles = _by_name(sources) if paths else {}
    gone = set(missing)
    found: dict[str, Decision] = {}
    left_out: list[str] = []
    for path in paths:
        file = read_entries(path, _TABLES)
        for entry in file.entries:
            decision = _decision(entry, file.by, articles, gone)
            if decision is not None:
                found.setdefault(decision.key, decision)
            left_out += [
                f"note: {path}:{entry.line or 1}: [[{entry.table}]]: left out {name}, which could not be read"
                for name in entry.texts("articles")
                if name in gone
            ]
    return Decisions([found[key] for key in sorted(found)], left_out)


def _by_name(sources: Collection[Source]) -> dict[str, list[Source]]:
    """Every name an article goes by: its file's, with folders where messages have them, its text's hash, its key."""
    found: dict[str, list[Source]] = {}
    for source in sources:
        for name in {source.article.name, source.shown, source.article.sha256, source.key}:
            found.setdefault(name, []).append(source)
    return found


def _decision(entry: Entry, by: str | None, articles: dict[str, list[Source]], gone: set[str]) -> Decision | None:
    about_inspections = entry.table in ("apart", "same")
    entry.refuse_unknown(["articles", "by", "why", *(["body"] if about_inspections else [])])
    names = entry.texts("articles")
    if len(names) < 2:
        raise entry.wrong("articles must name two or more")
    who = entry.text("by") if "by" in entry.values or by is None else by
    why = entry.text("why")
    named = [_article(name, entry, articles) for name in names if name not in gone]
    if len(named) < 2:
        return None
    keys = tuple(sorted(source.key for source in named))
    if len(set(keys)) < len(keys):
        raise entry.wrong("articles names the same text twice")
    body = _body(entry, named) if about_inspections else None
    return Decision(entry, entry.table, keys, body, who, why)


def _article(name: str, entry: Entry, articles: dict[str, list[Source]]) -> Source:
    found = articles.get(name, [])
    if not found:
        known = {source.article.name for sources in articles.values() for source in sources}
        raise entry.wrong(f"no article {name!r} is among those that are read{near(name, known)}")
    if len(found) > 1:
        hashes = ", ".join(sorted(source.key for source in found))
        raise entry.wrong(f"{len(found)} articles are called {name!r}: name one by the hash of its text: {hashes}")
    return found[0]


def _body(entry: Entry, named: Sequence[Source]) -> Body:
    """The body that the entry names, or the only one that all the articles report on."""
    shared = [body for body in named[0].reading.bodies if all(body in one.reading.bodies for one in named[1:])]
    if "body" not in entry.values:
        if len(shared) == 1:
            return shared[0]
        labels = ", ".join(body.label for body in shared)
        reason = f"share several bodies ({labels})" if shared else "share no body"
        raise entry.wrong(f'the articles {reason}: say which is meant, body = "…"')
    wanted = fold(entry.text("body"))
    for source in named:
        names = {fold(body.label): body for body in source.reading.bodies}
        names |= {body.iri.rsplit("/", 1)[1]: body for body in source.reading.bodies}
        if wanted not in names:
            labels = sorted({body.label for body in source.reading.bodies})
            told = f"{source.article.name} reports no inspection of {entry.text('body')!r}"
            raise entry.wrong(f"{told}; it is on: {', '.join(labels) or 'nothing'}")
    return next(b for b in named[0].reading.bodies if wanted in (fold(b.label), b.iri.rsplit("/", 1)[1]))
