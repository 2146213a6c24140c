"""The labels of the nodes of an endpoint's answer: those of the reference data, else those that the endpoint has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..queries.answers import Answer, Table
from ..queries.labelling import PREDICATES, best, reference_labeller
from .asking import Asker
from .uniting import probe

#: So many nodes are asked for at a time, and so many of one answer at all.
BATCH: Final = 200
MOST: Final = 20_000
TOO_MANY: Final = f"labels are shown of the first {MOST} nodes alone: ask for less"


def endpoint_labeller(asked: Asker, answer: Answer) -> Callable[[str], str]:
    """The label of a node of ANSWER by its IRI, which ASKED was asked for where the reference data has none."""
    known = reference_labeller()
    rows = answer.rows if isinstance(answer, Table) else ()
    nodes = dict.fromkeys(term.value for row in rows for term in row if isinstance(term, NamedNode))
    unknown = [iri for iri in nodes if not known(iri)]
    if len(unknown) > MOST:
        asked.note(TOO_MANY)
    found: dict[str, str] = {}
    for start in range(0, min(len(unknown), MOST), BATCH):
        found.update(_labels(asked, unknown[start : start + BATCH]))
    return lambda iri: known(iri) or found.get(iri, "")


def _labels(asked: Asker, nodes: list[str]) -> Iterator[tuple[str, str]]:
    """Each of NODES that has a label, with the one that the embedded store would show."""
    how = ", ".join(map(str, PREDICATES))
    text = (
        f"SELECT DISTINCT ?node ?how ?label {{ VALUES ?node {{ {' '.join(f'<{iri}>' for iri in nodes)} }} "
        f"?node ?how ?label FILTER(?how IN ({how})) FILTER(ISLITERAL(?label)) }} ORDER BY ?node ?how ?label"
    )
    answer = asked.whole(probe(text), text)
    given: dict[str, list[tuple[NamedNode, Literal]]] = {}
    for node, predicate, label in answer.rows if isinstance(answer, Table) else ():
        if isinstance(node, NamedNode) and isinstance(predicate, NamedNode) and isinstance(label, Literal):
            given.setdefault(node.value, []).append((predicate, label))
    return ((iri, best(labels)) for iri, labels in given.items())
