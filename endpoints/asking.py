"""Asking a SPARQL endpoint: SPARQLWrapper, its traps closed. One call, one answer or one plain error."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.request import Request

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results

from .. import __version__
from ..errors import EndpointError, InputError
from ..ontology.namespaces import ID
from ..queries import guard
from ..queries.answers import Answer, Stream, Table, Verdict, from_oxigraph, plain, table, triple_set
from ..queries.catalogue import SavedQuery
from ..queries.mentioned import begins, mentioned_query
from ..queries.parameters import LABELS, Values, bind, reference_labels
from ..store import each_quad
from ..untrusted import too_deep
from . import addresses, ordering, paging, uniting
from .messages import number, short, tail, visible
from .profiles import Endpoint, endpoint
from .simplifying import without_unset
from .transport import RETRIES, Pause, Reply, Transport
from .uniting import probe
from .windows import Given

AGENT: Final = f"inspectkg/{__version__} (+https://w3id.org/inspectkg)"
#: N-Triples first: Virtuoso's Turtle takes 1.0 for the integer 1.
RDF: Final = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
#: The word by which results nest, as it stands or escaped; what has none is not looked through.
_NESTING: Final = re.compile(rb'"triple"|\\u00')
NAMES: Final = (
    f"SELECT DISTINCT ?thing ?label {{ ?thing ?how ?label FILTER(?how IN ({', '.join(f'<{iri}>' for iri in LABELS)})) "
    f'FILTER(STRSTARTS(STR(?thing), "{ID}")) }} ORDER BY ?thing ?label'
)
GRAPH_FORMS: Final = ("CONSTRUCT", "DESCRIBE")

Note = Callable[[str], None]


def _silent(_: str) -> None:
    """For those who want no notes."""


def run_on_endpoint(
    query: SavedQuery,
    where: str | Endpoint,
    parameters: Values | None = None,
    *,
    seconds: float | None = None,
    retries: int = RETRIES,
    pause: Pause = time.sleep,
    note: Note = _silent,
) -> Answer:
    """The answer to QUERY with PARAMETERS of the endpoint WHERE (an address, the name of a profile, or a profile).

    Waits and tries again where it is busy, at most RETRIES times; gives up after SECONDS each time. An answer that the
    endpoint cuts is asked for in pages. NOTE is told what a reader of the answer should know. Raises EndpointError
    whatever the endpoint or the way to it does wrong, UsageError where a parameter is wrong.
    """
    profile = endpoint(where) if isinstance(where, str) else where
    return _whole(stream_from_endpoint(query, asker(profile, seconds, retries, pause, note), parameters))


def stream_from_endpoint(query: SavedQuery, asked: Asker, parameters: Values | None = None) -> Answer | Stream:
    """As `run_on_endpoint`, but rows that come in pages are given as they come, so that no more than a page is held.

    Questions of ours are sorted here, which needs all of their rows.
    """
    given = parameters or {}
    wanted = begins(query, given)
    sources = [lambda: asked.mentioned(wanted), reference_labels, asked.labels]
    text = guard.without_comments(bind(query, given, sources))
    guard.check(text, query.path)
    if not query.own:
        return asked.streamed(query, text)
    return ordering.sorted_as(query, asked.whole(query, without_unset(text)))


def _whole(answer: Answer | Stream) -> Answer:
    return answer.whole() if isinstance(answer, Stream) else answer


def asker(
    profile: Endpoint,
    seconds: float | None = None,
    retries: int = RETRIES,
    pause: Pause = time.sleep,
    note: Note = _silent,
) -> Asker:
    """PROFILE, ready to be asked."""
    if not profile.url:
        raise EndpointError("the profile names no url, the address that answers queries: add it")
    return Asker(profile, Transport(seconds or profile.timeout, profile.login(profile.url), retries, pause), note)


class Asker:
    """One endpoint, to be asked several times."""

    def __init__(self, profile: Endpoint, transport: Transport, note: Note = _silent) -> None:
        self.url = addresses.check(profile.url)
        self._profile = profile
        self._transport = transport
        self.note = note
        self._graphs: tuple[str, ...] | None = () if profile.graphs == "default" else None

    def whole(self, query: SavedQuery, text: str) -> Answer:
        """The answer to TEXT, all of it, over what lies in the default graph or else in all named graphs."""
        return _whole(self.streamed(query, text))

    def streamed(self, query: SavedQuery, text: str) -> Answer | Stream:
        """As `whole`, but rows that come in pages are given as they come."""
        if self._graphs is None:
            told = self._profile.graphs
            self._graphs = uniting.graphs_to_unite(
                lambda probe: self.once(probe, probe.text).answer, told, ours=query.own
            )
        return paging.streamed(query, text, self.once, self._profile.page_size, self.note)

    def labels(self) -> dict[str, list[str]]:
        """The labels of the things of ours that the endpoint knows, by IRI: articles name more than the reference."""
        return self._labels(NAMES)

    def mentioned(self, wanted: tuple[str, ...]) -> dict[str, list[str]]:
        """Those of the things whose IRIs begin with one of WANTED and that a statement names."""
        return self._labels(mentioned_query(wanted)) if wanted else {}

    def _labels(self, text: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        answer = self.whole(probe(text), text)
        for row in answer.records() if isinstance(answer, Table) else ():
            found.setdefault(row["thing"], []).append(row["label"])
        return found

    def once(self, query: SavedQuery, text: str) -> Given:
        """The answer to TEXT as it comes."""
        reply = self._transport.send(_request(query, text, self.url, self._graphs or ()))
        _check_status(reply, self.url)
        _check_partial(reply, self.url)
        answer, count = _parsed(query, self.url, reply)
        return Given(answer, number(reply.headers.get("X-SPARQL-MaxRows")), count)


def _request(query: SavedQuery, text: str, url: str, graphs: Sequence[str]) -> Request:
    """The request that SPARQLWrapper makes: a form POST, which every store takes, however long the query is."""
    from SPARQLWrapper import JSON, POST, TURTLE, URLENCODED

    wrapper = _wrapper()(url, agent=AGENT)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(URLENCODED)
    wrapper.setQuery(text)
    for graph in graphs:
        wrapper.addParameter("default-graph-uri", graph)
    wrapper.setReturnFormat(TURTLE if query.form in GRAPH_FORMS else JSON)
    if not wrapper.isSparqlQueryRequest():  # SPARQLWrapper would send what it takes for an update as one
        raise EndpointError("this is no query that SPARQLWrapper would send as one")
    request = wrapper.request()
    if query.form in GRAPH_FORMS:
        request.add_header("Accept", RDF)
    return request


def _wrapper() -> type[Any]:
    """SPARQLWrapper with its request laid open: sending is ours, with a time limit, redirects and logins in hand."""
    from SPARQLWrapper import SPARQLWrapper

    class Requests(SPARQLWrapper):
        def request(self) -> Request:
            return self._createRequest()

    return Requests


def _check_status(reply: Reply, url: str) -> None:
    if 200 <= reply.status < 300:
        return
    told = f"{reply.status} {reply.reason}{reply.excerpt}"
    if reply.status in (401, 403, 407):
        raise EndpointError(f"{url} wants to know who asks: {told} (see inspectkg query --help)")
    if reply.status in (400, 404, 414, 500):
        raise EndpointError(f"{url} refused the query: {told}")
    raise EndpointError(f"{url} answered {told}")


def _check_partial(reply: Reply, url: str) -> None:
    """Virtuoso answers with what it has when its time is up, and says so in headers alone."""
    told = reply.headers.get("X-SQL-Message", "")
    if reply.status == 206 or reply.headers.get("X-SQL-State", "").startswith("S1T") or "incomplete" in told.lower():
        raise EndpointError(f"{url} ran out of time and gave a part of the answer: ask for less. {short(told)}".strip())


def _verdict(answer: Answer) -> Answer:
    """Virtuoso answers an ASK with a table of one cell, 1 or 0."""
    if isinstance(answer, Table) and len(answer.rows) == 1 and len(answer.columns) == 1 and answer.rows[0][0]:
        told = plain(answer.rows[0][0])
        return Verdict(told in ("1", "true")) if told in ("0", "1", "false", "true") else answer
    return answer


def _parsed(query: SavedQuery, url: str, reply: Reply) -> tuple[Answer, int]:
    """What REPLY says, and how many rows came."""
    graph, kind = query.form in GRAPH_FORMS, reply.kind
    rdf = RdfFormat.from_media_type(kind) if graph else None
    rows = None if graph else QueryResultsFormat.from_media_type(kind)
    try:
        if rdf is not None:
            return triple_set(quad.triple for quad in each_quad(reply.body, rdf)), 0
        if rows is not None and kind != "text/csv":
            return _answer(query, reply.body, rows)
    except (InputError, SyntaxError, ValueError, OSError) as error:
        problem = f"{url} broke off its answer or mixed an error into it: {tail(reply.body) or error}"
    else:
        found = short(visible(reply.body))
        problem = f"{url} answered with {kind}, no SPARQL results: is it the query address? {found}".strip()
    raise EndpointError(problem)  # out here, so that no traceback keeps Oxigraph's iterator for another thread to drop


def _answer(query: SavedQuery, body: bytes, form: QueryResultsFormat) -> tuple[Answer, int]:
    """What BODY says; ValueError where that is not what was asked for, or would crash the parser."""
    if form == QueryResultsFormat.JSON and _NESTING.search(body) and too_deep(body):
        raise ValueError("triples in one another without end")
    result = parse_query_results(body, format=form)
    if not isinstance(result, QuerySolutions):
        answer, count = from_oxigraph(query, result), 0
    else:
        found = [tuple(row) for row in result]
        answer, count = table(query, tuple(variable.value for variable in result.variables), found), len(found)
    if query.form == "ASK":
        answer = _verdict(answer)
    if (query.form == "ASK") == isinstance(answer, Table):
        raise ValueError("another form of answer than was asked for")
    return answer, count
