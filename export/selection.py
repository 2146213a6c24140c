"""A part of a graph: the claims on some bodies, regions, topics or from some articles, and all that they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..ontology.namespaces import BASE, iri
from .canonical import statement
from .names import Names, day

_A: Final = f"<{iri('rdf:type')}>"
_BODIES: Final = tuple(f"<{iri(name)}>" for name in ("ikg:aboutBody", "ikg:ratedBody", "ikg:inspects", "ikg:pledger"))
#: Links among what articles tell: they are kept where both ends are, and lead nowhere else.
_LINKS: Final = frozenset(
    f"<{iri(name)}>"
    for name in ("ikg:contradicts", "ikg:copyOf", "ikg:merges", "ikg:repeats", "prov:alternateOf", "prov:used",
                 "ikg:concernsDocument")
)  # fmt: skip
#: Nodes that nothing points at, and the ends of theirs which must all be there for them to be.
_BESIDE: Final = tuple(f"<{iri(kind)}" for kind in ("change:", "decision:", "membership:", "merge:"))
_GRAPH: Final = f"<{iri('graph:')}"
_DOCUMENT: Final = f"<{iri('document:')}"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for, by slug, label or IRI: of each list one is enough, and every list that is not empty counts."""

    bodies: Sequence[str] = ()
    regions: Sequence[str] = ()
    articles: Sequence[str] = ()
    topics: Sequence[str] = ()
    since: str | None = None

    def __bool__(self) -> bool:
        return bool(self.bodies or self.regions or self.articles or self.topics or self.since is not None)


@dataclass(slots=True)
class Selected:
    """The part that was selected, and in words what by."""

    lines: list[str]
    words: list[str]
    claims: int
    undated: int
    """Articles that `since` leaves out because they do not tell their day."""


@dataclass(slots=True)
class _Graph:
    """A graph by subject, nodes alone."""

    links: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    days: dict[str, str] = field(default_factory=dict[str, str])

    def all(self, subject: str, *predicates: str) -> Iterator[str]:
        return (term for predicate, term in self.links.get(subject, ()) if predicate in predicates)

    def upward(self, nodes: Iterable[str], predicate: str) -> set[str]:
        """NODES, and what they lead to by PREDICATE, at any distance."""
        found, waiting = set[str](), list(nodes)
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += self.all(node, predicate)
        return found


def select(lines: Sequence[str], selection: Selection) -> Selected:
    """The part of LINES of N-Quads (without their end) that SELECTION asks for, with everything it needs.

    UsageError for what the graph does not know; it names the near ones.
    """
    names = Names(lines)
    graph = _read(lines)
    wanted = {
        "body": names.find(selection.bodies, "body"),
        "region": names.find(selection.regions, "region"),
        "article": names.find(selection.articles, "article"),
        "topic": names.find(selection.topics, "topic"),
    }
    since = day(selection.since) if selection.since is not None else ""
    claims = [
        claim
        for claim in graph.links
        if (_A, f"<{iri('schema:Claim')}>") in graph.links[claim] and _fits(graph, claim, wanted, since)
    ]
    kept = _closure(graph, claims)
    told = [f"{kind} {names.label(node)}" for kind, nodes in wanted.items() for node in sorted(nodes)]
    articles = {term for pairs in graph.links.values() for predicate, term in pairs if predicate == _APPEARANCE}
    undated = len(articles - graph.days.keys()) if since else 0
    return Selected(
        [line for line in lines if _keeps(graph, kept, line)], [*told, *([f"since {since}"] if since else [])],
        len(claims), undated,
    )  # fmt: skip


_APPEARANCE: Final = f"<{iri('schema:appearance')}>"
_ASSERTS: Final = f"<{iri('ikg:asserts')}>"


def _read(lines: Sequence[str]) -> _Graph:
    graph = _Graph()
    published = f"<{iri('schema:datePublished')}>"
    for line in lines:
        subject, predicate, term, _ = statement(line)
        if not term.startswith('"'):
            graph.links[subject].append((predicate, term))
        elif predicate == published:
            graph.days[subject] = term[1:11]
        else:
            graph.links[subject] = graph.links.get(subject, [])
    return graph


def _fits(graph: _Graph, claim: str, wanted: dict[str, set[str]], since: str) -> bool:
    """Whether a CLAIM is of what is WANTED."""
    documents = set(graph.all(claim, _APPEARANCE))
    if wanted["article"] and not documents & wanted["article"]:
        return False
    if since and not any(graph.days.get(document, "") >= since for document in documents):
        return False
    if not (wanted["body"] or wanted["region"] or wanted["topic"]):
        return True
    statements = set(graph.all(claim, _ASSERTS))
    inspections = {node for told in statements for node in graph.all(told, f"<{iri('ikg:ofInspection')}>")}
    bodies = {body for told in statements | inspections for body in graph.all(told, *_BODIES)}
    topics = {topic for told in statements for topic in graph.all(told, f"<{iri('ikg:topic')}>")}
    return not (
        (wanted["body"] and not bodies & wanted["body"])
        or (wanted["region"] and not graph.upward(bodies, f"<{iri('org:unitOf')}>") & wanted["region"])
        or (wanted["topic"] and not graph.upward(topics, f"<{iri('skos:broader')}>") & wanted["topic"])
    )


def _closure(graph: _Graph, claims: Iterable[str]) -> set[str]:
    """CLAIMS and all nodes that they need."""
    kept: set[str] = set()
    beside = {node: _ends(graph, node) for node in graph.links if node.startswith(_BESIDE)}
    waiting = list(claims)
    while waiting:
        while waiting:
            node = waiting.pop()
            if node not in kept:
                kept.add(node)
                waiting += [term for predicate, term in graph.links.get(node, ()) if predicate not in _LINKS]
        waiting = [node for node, ends in beside.items() if node not in kept and ends and ends <= kept]
    return kept


def _ends(graph: _Graph, node: str) -> set[str]:
    """What has to be there for a NODE beside the claims to be: all that it links, or the person of a membership."""
    member = set(graph.all(node, f"<{iri('org:member')}>"))
    events = set(graph.all(node, f"<{iri('org:originalOrganization')}>", f"<{iri('org:resultingOrganization')}>"))
    return member or events or set(graph.all(node, *_LINKS))


def _keeps(graph: _Graph, kept: set[str], line: str) -> bool:
    """Whether LINE is of the part: its subject, the article that it comes from, and what it points at are."""
    subject, _, term, name = statement(line)
    if subject not in kept or (term.startswith(f"<{BASE}") and term in graph.links and term not in kept):
        return False
    document = f"{_DOCUMENT}{name.removeprefix(_GRAPH)}"
    return not name.startswith(_GRAPH) or document not in graph.links or document in kept
