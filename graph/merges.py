"""Records why several articles share a node: a merge with its documents, and its rule or the decision of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from ..loader.bodies import slug
from ..loader.statements import Pledge, Rating
from .copies import Copies
from .decisions import Decision, Decisions
from .identity import Identity
from .sources import Source, digest
from .terms import english, node, text

Triple: TypeAlias = tuple[NamedNode, str, NamedNode | Literal]


def merges(sources: Collection[Source], identity: Identity, decisions: Decisions, copies: Copies) -> Iterator[Triple]:
    """A merge for each node that several of SOURCES share, and for each group of copies."""
    yield from _inspections(sources, identity, decisions)
    yield from _pledges(sources, identity)
    for original, members in copies.groups().items():
        yield from _joined(
            f"document:{original}", "copied-text", [original, *members], copies.by_hand.get(original, [])
        )


def decided(decisions: Decisions) -> Iterator[Triple]:
    """Every decision of a person, with who made it and why."""
    for one in decisions.all:
        decision = node(f"decision:{one.key}")
        yield decision, "rdf:type", node("ikg:Decision")
        yield decision, "rdf:type", node("prov:Entity")
        yield decision, "ikg:decisionKind", node(f"decision-kind:{one.kind.replace('_', '-')}")
        yield decision, "ikg:reason", text(one.why)
        yield decision, "prov:wasAttributedTo", agent_node(one.by)
        yield from agent(one.by)
        if one.body is not None:
            yield decision, "ikg:concernsBody", NamedNode(one.body.iri)
        for document in one.documents:
            yield decision, "ikg:concernsDocument", node(f"document:{document}")


def agent_node(name: str) -> NamedNode:
    """The node of whoever put something right or decided it under NAME."""
    return node(f"agent:{slug(name)}-{digest(name)}")


def agent(name: str) -> Iterator[Triple]:
    """What is known of them: the name."""
    yield agent_node(name), "rdf:type", node("prov:Agent")
    yield agent_node(name), "skos:prefLabel", english(name)


def _merge(thing: str, rule: str, documents: Iterable[str], by_hand: Sequence[Decision] = ()) -> Iterator[Triple]:
    """The merge of DOCUMENTS in the node with the prefixed name THING."""
    merge = node(f"merge:{thing.replace(':', '-')}-{rule}")
    yield merge, "rdf:type", node("ikg:Merge")
    yield merge, "rdf:type", node("prov:Activity")
    yield merge, "ikg:merges", node(thing)
    yield merge, "ikg:rule", node(f"rule:merge-{rule}")
    for document in documents:
        yield merge, "prov:used", node(f"document:{document}")
    for decision in by_hand:
        yield merge, "prov:used", node(f"decision:{decision.key}")


def _joined(thing: str, rule: str, documents: Sequence[str], decisions: Sequence[Decision]) -> Iterator[Triple]:
    """The merges of DOCUMENTS, the first of which founded THING: by RULE, but for those that DECISIONS joined."""
    by_hand = {key for decision in decisions for key in decision.documents}
    by_rule = [key for key in documents[1:] if key not in by_hand]
    if by_rule:
        yield from _merge(thing, rule, [documents[0], *by_rule])
    if decisions:
        yield from _merge(thing, "by-hand", sorted(by_hand), decisions)


def _inspections(sources: Collection[Source], identity: Identity, decisions: Decisions) -> Iterator[Triple]:
    same = [one for one in decisions.all if one.kind == "same"]
    reporting: dict[str, list[str]] = {}
    for group in identity.groups:
        reporting[group.key] = group.documents
        mine = [one for one in same if one.body and one.body.iri == group.body and one.documents[0] in group.documents]
        yield from _joined(f"inspection:{group.key}", group.rule, group.documents, mine)
    telling: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        for one in source.reading.statements:
            if isinstance(one, Rating) and not one.outcome and one.month:
                telling[identity.earlier_inspection(source, one)].add(source.key)
    for key, documents in sorted(telling.items()):
        known = reporting.get(key, [])
        together = documents | set(known[:1])
        if len(together) > 1 and not documents <= set(known):
            yield from _merge(f"inspection:{key}", "earlier-grade", sorted(together))


def _pledges(sources: Collection[Source], identity: Identity) -> Iterator[Triple]:
    telling: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for source in sources:
        for one in source.reading.statements:
            if isinstance(one, Pledge) and one.value is not None:
                telling[identity.pledge(source, one)][identity.joined_by(one) or "same-promise"].add(source.key)
    for key, told in sorted(telling.items()):
        exact = sorted(told["same-promise"])
        if len(exact) > 1:
            yield from _merge(f"pledge:{key}", "same-promise", exact)
        for rule in ("less-exact-deadline", "open-deadline"):
            joined = sorted(told[rule] - set(exact))
            if exact and joined:
                yield from _merge(f"pledge:{key}", rule, [exact[0], *joined])
