"""The reference engine: pyshacl, handed triples of pyoxigraph and read back into findings that know no rdflib.

The one module that imports pyshacl and rdflib, and only when this engine runs: together they take 0.4 s.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
# The four above: pyshacl is not typed, and rdflib's terms and graphs are typed in part.

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from ...errors import InputError
from ...ontology.namespaces import OUTER
from ..report import Path, Term
from .findings import Finding, Outcome

if TYPE_CHECKING:
    import rdflib

SH: Final = OUTER["sh"]
XSD_STRING: Final = OUTER["xsd"] + "string"

#: Features that pyshacl looks at only in its advanced mode, which is slower.
ADVANCED: Final = {SH + name for name in ("target", "rule", "expression", "SPARQLTarget", "SPARQLFunction", "values")}
OPERATORS: Final = {
    SH + "inversePath": "^",
    SH + "zeroOrMorePath": "*",
    SH + "oneOrMorePath": "+",
    SH + "zeroOrOnePath": "?",
}

CIRCULAR: Final = "Some shapes refer to themselves in a circle, which SHACL leaves undefined: the engine stopped there."


def engine_name() -> str:
    """The engine and its version, for reports."""
    return f"pyshacl {version('pyshacl')}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Shapes as the engine wants them; to be used for any number of graphs."""

    graph: Any
    advanced: bool


def prepare(shapes: Sequence[ox.Triple]) -> Prepared:
    """SHAPES made ready to run."""
    advanced = any(triple.predicate.value in ADVANCED or _iri(triple.object) in ADVANCED for triple in shapes)
    return Prepared(_graph(shapes), advanced)


def run(data: Iterable[ox.Triple], shapes: Prepared) -> Outcome:
    """What pyshacl finds in DATA with SHAPES, unsorted; InputError where it cannot use the shapes."""
    import pyshacl
    from pyshacl.errors import ShapeLoadError, ShapeRecursionWarning, ValidationFailure

    for name in ("pyshacl-validate", "rdflib.term"):  # what they log is in the report, or a traceback
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", ShapeRecursionWarning)
            _, graph, text = pyshacl.validate(
                _caching_graph(data),
                shacl_graph=shapes.graph,
                advanced=shapes.advanced,
                inplace=True,
                inference="none",
                do_owl_imports=False,
                js=False,
                meta_shacl=False,
            )
    except RecursionError as error:
        raise InputError("the shapes cannot be used: they refer to each other in a circle") from error
    except (RuntimeError, ShapeLoadError, ValidationFailure) as error:  # a rule without subject is a RuntimeError
        raise InputError(f"the shapes cannot be used: {' '.join(str(error).split())}") from error
    if isinstance(graph, Exception):
        raise InputError(f"the shapes cannot be used: {' '.join(str(text).split())}")
    circular = any(issubclass(warning.category, ShapeRecursionWarning) for warning in caught)
    return Outcome(_findings(graph), engine_name(), (CIRCULAR,) if circular else ())


def _findings(graph: Any) -> list[Finding]:
    """The results in the report graph that pyshacl returned."""
    from rdflib import URIRef

    def value(node: Any, name: str) -> Any:
        return graph.value(node, URIRef(SH + name))

    found: list[Finding] = []
    for node in graph.objects(None, URIRef(SH + "result")):
        path, at, source = value(node, "resultPath"), value(node, "value"), value(node, "sourceConstraint")
        messages = [_term(message) for message in graph.objects(node, URIRef(SH + "resultMessage"))]
        found.append(
            Finding(
                severity=str(value(node, "resultSeverity")),
                shape=_term(value(node, "sourceShape")),
                focus=_term(value(node, "focusNode")),
                path=None if path is None else _path(graph, path),
                value=None if at is None else _term(at),
                component=str(value(node, "sourceConstraintComponent")),
                constraint=None if source is None else _term(source),
                messages=tuple(sorted((m for m in messages if isinstance(m, ox.Literal)), key=str)),
            )
        )
    return found


def _path(graph: Any, node: Any) -> Path:
    from rdflib import RDF as R
    from rdflib import URIRef
    from rdflib.collection import Collection

    if isinstance(node, URIRef):
        return Path(iri=str(node))
    if graph.value(node, R.first) is not None:
        return Path(operator="/", parts=tuple(_path(graph, part) for part in Collection(graph, node)))
    alternatives = graph.value(node, URIRef(SH + "alternativePath"))
    if alternatives is not None:
        return Path(operator="|", parts=tuple(_path(graph, part) for part in Collection(graph, alternatives)))
    for predicate, operator in OPERATORS.items():
        inner = graph.value(node, URIRef(predicate))
        if inner is not None:
            return Path(operator=operator, parts=(_path(graph, inner),))
    return Path(iri=str(node))


def _graph(triples: Iterable[ox.Triple], graph: rdflib.Graph | None = None) -> rdflib.Graph:
    """TRIPLES as a graph of rdflib's, term by term: no text in between, every lexical form as it was written."""
    import rdflib

    result = rdflib.Graph(bind_namespaces="none") if graph is None else graph
    known: dict[object, Any] = {}

    def convert(term: object) -> Any:
        node = known.get(term)
        if node is None:
            node = known[term] = _rdflib_term(term)
        return node

    for triple in triples:
        result.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)))
    return result


def _caching_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """A graph that parses each SPARQL text once: pyshacl asks the same one again for every focus node."""
    import rdflib

    class CachingGraph(rdflib.Graph):
        """A graph that takes the queries it is asked from `_prepared`."""

        def query(self, query_object: Any, *args: Any, **options: Any) -> Any:
            namespaces = args[2] if len(args) > 2 else options.get("initNs")
            if isinstance(query_object, str) and not namespaces:
                query_object = _prepared(query_object)
            return super().query(query_object, *args, **options)

    return _graph(triples, CachingGraph(bind_namespaces="none"))


@lru_cache(maxsize=256)
def _prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    found = prepareQuery(query)
    _refuse_fetching(found.algebra)
    return found


def _refuse_fetching(algebra: Any) -> None:
    """InputError where a parsed query would read something else than the graph: SERVICE, FROM."""
    waiting = [algebra]
    while waiting:
        part = waiting.pop()
        name = getattr(part, "name", "")
        if name == "ServiceGraphPattern" or (isinstance(part, dict) and dict.get(part, "datasetClause")):
            raise InputError("a query of the shapes uses SERVICE or FROM, but nothing is fetched: take it out")
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, (list, tuple)):
            waiting.extend(part)


def _rdflib_term(term: object) -> Any:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == XSD_STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise InputError("the data has triple terms (RDF 1.2), which SHACL engines do not read: leave them out")


def _term(node: Any) -> Term:
    from rdflib import BNode, Literal

    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD_STRING)))
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
