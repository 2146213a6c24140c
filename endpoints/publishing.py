"""Publishing a graph: its named graphs into a store, what changed alone, so that it can be broken off and run again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad

from ..errors import InputError
from ..ontology.namespaces import ID
from . import record
from .record import PENDING, Record
from .storing import DEFAULT, Store

#: The whole reference data, which some questions ask beside what the articles touch.
REFERENCE: Final = ID + "graph/whole-reference"
#: The record is written so many times at most while graphs are put.
CHECKPOINTS: Final = 20
FEWEST: Final = 25

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: the graphs to put, those to remove, and those that stay, each sorted."""

    put: tuple[str, ...]
    remove: tuple[str, ...]
    keep: tuple[str, ...]

    def lines(self) -> str:
        """The plan as lines: what is done, and to which graph."""
        return "".join(f"{word}\t{graph}\n" for word, graphs in self._parts() for graph in graphs)

    def summary(self) -> str:
        """The plan in numbers."""
        return ", ".join(f"{len(graphs)} {word}" for word, graphs in self._parts())

    def _parts(self) -> Sequence[tuple[str, Sequence[str]]]:
        return (("put", self.put), ("removed", self.remove), ("unchanged", self.keep))


def named_graphs(quads: Iterable[Quad]) -> dict[str, list[str]]:
    """The sorted lines of N-Triples of each named graph of QUADS; InputError where triples lie in none."""
    found: dict[str, set[Quad]] = {}
    outside = 0
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found.setdefault(quad.graph_name.value, set()).add(quad)
        else:
            outside += 1
    if outside:
        raise InputError(
            f"{outside} triples lie in no named graph, and only such can be replaced one by one: "
            "build the graph as .trig or .nq"
        )
    for name, what in {record.GRAPH: "the record of what was published", DEFAULT: "the default graph"}.items():
        if name in found:
            raise InputError(f"<{name}> stands for {what}, which no file may bring along")
    return {name: content(found[name]) for name in sorted(found)}


def reference_lines() -> list[str]:
    """The whole reference data, sorted."""
    from ..ontology.loading import reference_triples

    return sorted(f"{triple} .\n" for triple in set(reference_triples()))


def version(lines: Sequence[str]) -> str:
    """What tells two contents of a graph apart: the hash of its sorted LINES."""
    return "sha256-" + hashlib.sha256("".join(lines).encode()).hexdigest()


def plan(graphs: Mapping[str, Sequence[str]], known: Mapping[str, str], *, every: bool = False) -> Plan:
    """What makes a store hold GRAPHS, where KNOWN are its versions; EVERY graph is put again if so asked."""
    put = tuple(sorted(name for name in graphs if every or known.get(name) != version(graphs[name])))
    remove = tuple(sorted(name for name in known if name not in graphs))
    return Plan(put, remove, tuple(sorted(set(graphs) - set(put))))


def publish(graphs: Mapping[str, Sequence[str]], wanted: Plan, kept: Record, store: Store, tell: Tell) -> None:
    """Carry out the plan WANTED for GRAPHS in STORE, whose record is KEPT; TELL hears of the progress.

    Before a graph is touched the record says that it is pending, and only when it is whole what it holds. So whatever
    is broken off is done again by the next run, and no graph is forgotten. EndpointError where the store refuses.
    """
    kept.versions.update(dict.fromkeys((*wanted.put, *wanted.remove), PENDING))
    kept.write(store)
    step = max(FEWEST, len(wanted.put) // CHECKPOINTS)
    for number, name in enumerate(wanted.put, 1):
        store.put(name, graphs[name])
        kept.versions[name] = version(graphs[name])
        if number % step == 0:
            kept.write(store)
            tell(f"{number} of {len(wanted.put)} graphs put")
    for name in wanted.remove:
        store.remove(name)
        del kept.versions[name]
    kept.write(store)


def content(quads: set[Quad]) -> list[str]:
    """The sorted lines of one graph; blank nodes are named by what is said of them, so that its version stays."""
    if any("_:" in str(quad.triple) for quad in quads):
        dataset = Dataset(quads)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        quads = set(dataset)
    return sorted(f"{quad.triple} .\n" for quad in quads)
